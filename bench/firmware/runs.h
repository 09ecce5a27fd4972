/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What runs of workloads take, as rows of a table: workload,cpu,variant and the count. */
#ifndef RUNS_H
#define RUNS_H

#include <stdint.h>

#include "machine.h"
#include "workloads.h"

/* Of a difference, which may be negative, the lower 32 bits. */
void runs_print(const char *workload, const char *variant, uint32_t count);

/* A run of the loaded program: rbpf_vm_start() and the variant's run(), with the first bytes of a
 * context that is whatever the last run left. */
uint32_t runs_count(uint32_t context_bytes, const struct variant *variant);

/* The rows of one workload: natively, in each loop, and with the v2 image if there is one; each the
 * second run of a loaded program. Guests whose result or context is not the native one end the
 * program. */
void runs_bench(const struct workload *workload);

#endif
