/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The way out to the host and back. */
#include "guests.h"
#include "workload_helper.h"

uint64_t calls(const struct calls_context *context)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < context->count; i++)
        sum = workload_add(sum, i);
    return sum;
}
