/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Bytes in the context, two loops. */
#include "guests.h"

uint64_t sieve(struct sieve_context *context)
{
    uint8_t *is_composite = context->is_composite;
    uint32_t limit = context->limit;
    uint32_t primes = 0;

    for (uint32_t i = 0; i < limit; i++)
        is_composite[i] = 0;
    for (uint32_t i = 2; i < limit; i++) {
        if (is_composite[i])
            continue;
        primes++;
        for (uint32_t multiple = i * i; multiple < limit; multiple += i)
            is_composite[multiple] = 1;
    }
    return primes;
}
