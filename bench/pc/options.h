/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the benches of this computer read from the command line, and how they fail. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* A number of 1 to `most`; `text` may be null. */
bool options_number(const char *text, uint32_t most, uint32_t *number);

/* Says "PROGRAM: WHAT: WHY"; returns EXIT_FAILURE. */
int options_fail(const char *program, const char *what, const char *why);

#endif
