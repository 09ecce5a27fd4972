/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The helper that the workload `calls` calls; natively an ordinary function. */
#ifndef WORKLOAD_HELPER_H
#define WORKLOAD_HELPER_H

#include <rbpf/guest.h>

RBPF_HELPER(1, uint32_t, workload_add, (uint32_t a, uint32_t b));

#endif
