/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Quotients and remainders with sign, 32 and 64 bits wide. */
#include "guest.h"

static NOINLINE int64_t divide(int64_t a, int64_t b)
{
    return guest_div(a, b);
}

static NOINLINE int64_t modulo(int64_t a, int64_t b)
{
    return guest_mod(a, b);
}

/* Neither 0 nor -1, which C leaves open for the smallest number. */
static int64_t divisor(uint64_t number)
{
    return (int64_t)((number & 0xffff) + 1) * (number >> 63 ? -2 : 1);
}

uint64_t guest(struct guest_ctx *ctx)
{
    int64_t a = (int64_t)ctx->number[0];
    int64_t b = divisor(ctx->number[1]);
    int32_t c = (int32_t)ctx->words[2];
    int32_t d = (int32_t)divisor((uint64_t)ctx->words[3] << 32 | ctx->words[4]);
    uint32_t i;

    ctx->out[0] = (uint64_t)divide(a, b);
    ctx->out[1] = (uint64_t)modulo(a, b);
    ctx->out[2] = (uint64_t)guest_div(c, d);
    ctx->out[3] = (uint64_t)guest_mod(c, d);
    ctx->out[4] = (uint64_t)guest_div(a, -10);
    ctx->out[5] = (uint64_t)guest_mod(c, 7);
    for (i = 0; i < ctx->count; i++)
        ctx->words[i] = (uint32_t)guest_mod((int8_t)ctx->bytes[i], 5 + i);
    return (uint64_t)(divide(b, 3) - modulo(c, b));
}
