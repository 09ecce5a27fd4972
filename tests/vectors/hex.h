/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Bytes as hex digits, the way the vectors write them. */
#ifndef HEX_H
#define HEX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "machine.h"

/*
 * Reads pairs of digits, with or without blanks between them; "-" and "" are
 * empty. On success bytes->data is the caller's to free, never null and aligned for anything.
 */
bool hex_read(const char *text, struct machine_bytes *bytes);

/* Prints the digits, or "-" for none. */
void hex_print(FILE *out, struct machine_bytes bytes);

#endif
