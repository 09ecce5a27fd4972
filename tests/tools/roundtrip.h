/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* asm(disasm(x)) == x */
#ifndef RBPF_TEST_ROUNDTRIP_H
#define RBPF_TEST_ROUNDTRIP_H

#include "tools/guest.h"

/* Whether the source of a guest gives its bytes again; the message says what is wrong. */
bool roundtrip_guest(const struct guest *guest, struct message *message);

/* The same for raw instructions, which are copied. */
bool roundtrip_raw(const uint8_t *bytes, size_t size, struct message *message);

#endif
