/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Counts what it takes to fire hooks. */
#ifndef HOOKS_H
#define HOOKS_H

#include <stdint.h>

/* Takes a row of the table. */
typedef void hooks_row(const char *workload, uint32_t insns);

void bench_hooks(hooks_row *row);

#endif
