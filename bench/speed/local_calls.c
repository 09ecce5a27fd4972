/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The way into a function of the guest and back. */
#include "local_calls.h"

static __attribute__((noinline)) uint64_t add(uint64_t a, uint64_t b)
{
    return a + b;
}

uint64_t local_calls(const struct calls_context *context)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < context->count; i++)
        sum = add(sum, i);
    return sum;
}
