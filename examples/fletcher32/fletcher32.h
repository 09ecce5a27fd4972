/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the host hands to the guest, and the guest's one function. */
#ifndef FLETCHER32_H
#define FLETCHER32_H

#include <stdint.h>

struct fletcher32_context {
    uint32_t words;
    uint32_t pad;
    uint16_t data[];
};

/* The Fletcher-32 checksum of context->words words. */
uint64_t fletcher32(const struct fletcher32_context *context);

#endif
