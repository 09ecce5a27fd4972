/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* 64 bits: products, quotients and remainders without sign, carries by hand. */
#include "guest.h"

static NOINLINE uint64_t high_product(uint64_t a, uint64_t b)
{
    uint64_t low = (a & 0xffffffff) * (b & 0xffffffff);
    uint64_t cross1 = (a >> 32) * (b & 0xffffffff) + (low >> 32);
    uint64_t cross2 = (a & 0xffffffff) * (b >> 32) + (cross1 & 0xffffffff);

    return (a >> 32) * (b >> 32) + (cross1 >> 32) + (cross2 >> 32);
}

static NOINLINE uint64_t power_modulo(uint64_t base, uint32_t exponent, uint32_t modulus)
{
    uint64_t result = 1;

    base %= modulus;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint64_t a = ctx->number[0];
    uint64_t b = ctx->number[1] | 1;
    uint32_t c = ctx->words[0];
    uint32_t d = ctx->words[1] | 1;

    ctx->out[0] = a / b;
    ctx->out[1] = a % b;
    ctx->out[2] = c / d;
    ctx->out[3] = c % d;
    ctx->out[4] = high_product(a, b);
    ctx->out[5] = power_modulo(a, c & 0xffff, d);
    ctx->out[6] = a / 10 + b % 1000003;
    ctx->out[7] = a + b < a;
    ctx->out[8] = (uint64_t)c * d;
    ctx->out[9] = c * d;
    ctx->out[10] = (uint64_t)(int64_t)(int32_t)(c - d);
    return a * b - (a ^ b);
}
