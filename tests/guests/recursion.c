/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Functions that call themselves and each other, up to 7 deep. */
#include "guest.h"

static NOINLINE uint64_t fibonacci(uint32_t n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static NOINLINE uint32_t is_odd(uint32_t n);

static NOINLINE uint32_t is_even(uint32_t n)
{
    return n == 0 ? 1 : is_odd(n - 1);
}

static NOINLINE uint32_t is_odd(uint32_t n)
{
    return n == 0 ? 0 : is_even(n - 1);
}

/* Visits a tree in an array, keeping something of each level on the stack. */
static NOINLINE uint64_t walk(struct guest_ctx *ctx, uint32_t node, uint32_t depth)
{
    volatile uint64_t kept[4];
    uint64_t sum;

    if (node >= 16 || depth == 0)
        return 1;
    kept[depth & 3] = ctx->words[node];
    sum = walk(ctx, 2 * node + 1, depth - 1) * 3 + walk(ctx, 2 * node + 2, depth - 1);
    ctx->out[node] = sum + kept[depth & 3];
    return sum ^ kept[depth & 3];
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint64_t value = walk(ctx, 0, 5);

    return value + fibonacci(ctx->count % 6) + 1000 * is_even(ctx->choice % 5);
}
