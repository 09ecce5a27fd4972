/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The helper that the workload `calls` calls; natively an ordinary function. */
#ifndef WORKLOAD_HELPER_H
#define WORKLOAD_HELPER_H

#include <rbpf/guest.h>

RBPF_HELPER(1, uint64_t, workload_add, (uint64_t a, uint64_t b));

#endif
