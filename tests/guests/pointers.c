/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Pointers to functions: tables, arguments, variables, results. */
#include "guest.h"

typedef uint64_t (*binary_fn)(uint64_t, uint64_t);

static NOINLINE uint64_t add(uint64_t a, uint64_t b)
{
    return a + b;
}

static NOINLINE uint64_t subtract(uint64_t a, uint64_t b)
{
    return a - b;
}

static NOINLINE uint64_t multiply(uint64_t a, uint64_t b)
{
    return a * b;
}

static NOINLINE uint64_t mix(uint64_t a, uint64_t b)
{
    return (a << 7 | a >> 57) ^ b;
}

static const binary_fn table[] = {add, subtract, multiply, mix};
static binary_fn chosen = multiply;

static NOINLINE uint64_t fold(const uint32_t *words, uint32_t count, binary_fn fn)
{
    uint64_t value = 1;
    uint32_t i;

    for (i = 0; i < count; i++)
        value = fn(value, words[i]);
    return value;
}

static NOINLINE binary_fn choose(uint32_t choice)
{
    return choice & 1 ? subtract : mix;
}

uint64_t guest(struct guest_ctx *ctx)
{
    binary_fn fn = table[ctx->choice & 3];

    ctx->out[0] = fn(ctx->number[0], ctx->number[1]);
    ctx->out[1] = fold(ctx->words, ctx->count, fn);
    ctx->out[2] = fold(ctx->words, ctx->count, choose(ctx->choice));
    ctx->out[3] = chosen(ctx->number[2], 3);
    ctx->out[4] = fn == multiply;
    chosen = fn;
    return choose(ctx->count)(ctx->out[0], ctx->out[1]);
}
