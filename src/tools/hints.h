/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What beginners trip over when they compile for BPF, in a sentence each. */
#ifndef RBPF_TOOLS_HINTS_H
#define RBPF_TOOLS_HINTS_H

#include <stdio.h>

/* Prints a line for everything that is recognised in what a compiler or the converter said. */
void hints_print(FILE *out, const char *words);

#endif
