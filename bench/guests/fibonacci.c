/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Registers alone: what fetching and dispatching takes. */
#include "guests.h"

uint64_t fibonacci(struct fibonacci_context *context)
{
    uint32_t number = 0;
    uint32_t next = 1;

    for (uint32_t left = context->steps; left > 0; left--) {
        uint32_t sum = number + next;

        number = next;
        next = sum;
    }
    context->number = number;
    return number;
}
