/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Loops that end by each kind of condition, in each other, left and begun anew in the middle. As
 * most of them declare what they count with, clang puts their ends before them, and ends them by
 * two jumps.
 */
#include "guest.h"

/* `from` goes to `to` by steps that clang does not know; they are at least 1. */
#define COUNT(name, type, condition, change)                                                       \
    static NOINLINE uint64_t name(type from, type to, type step)                                   \
    {                                                                                              \
        uint64_t sum = 0;                                                                          \
                                                                                                   \
        for (type number = from; number condition to; number change step)                          \
            sum = sum * 3 + (uint64_t)number;                                                      \
        return sum;                                                                                \
    }

COUNT(up_to_u64, uint64_t, <=, +=)
COUNT(below_u64, uint64_t, <, +=)
COUNT(down_to_u64, uint64_t, >=, -=)
COUNT(above_u64, uint64_t, >, -=)
COUNT(up_to_s64, int64_t, <=, +=)
COUNT(below_s64, int64_t, <, +=)
COUNT(down_to_s64, int64_t, >=, -=)
COUNT(above_s64, int64_t, >, -=)
COUNT(up_to_u32, uint32_t, <=, +=)
COUNT(down_to_u32, uint32_t, >=, -=)
COUNT(up_to_s32, int32_t, <=, +=)
COUNT(down_to_s32, int32_t, >=, -=)

static NOINLINE uint32_t powers(uint32_t base, uint32_t count)
{
    uint32_t result = 1;

    for (uint32_t left = count; left != 0; left--)
        result = result * base + left;
    return result;
}

static NOINLINE uint64_t long_powers(uint64_t base, uint64_t count)
{
    uint64_t result = 1;

    for (uint64_t left = count; left != 0; left--)
        result = result * base + left;
    return result;
}

static NOINLINE uint32_t shared_bits(uint32_t a, uint32_t b)
{
    uint32_t count = 0;

    for (uint32_t bit = 1; (a & bit) == (b & bit) && count < 32; bit <<= 1)
        count++;
    return count;
}

/* The loop inside goes on where the other one would go back. */
static NOINLINE uint32_t pairs(const struct guest_ctx *ctx)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < ctx->count; i++)
        for (uint32_t j = i; j < ctx->count; j++)
            if (ctx->words[i] > ctx->words[j])
                sum += ctx->words[i] - ctx->words[j];
    return sum;
}

static NOINLINE uint32_t products(const uint32_t *words)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i != 4; i++)
        for (uint32_t j = 0; j != 4; j++) {
            uint32_t dot = 0;

            for (uint32_t k = 0; k != 4; k++)
                dot += words[4 * i + k] * words[4 * k + j];
            sum = sum * 31 + dot;
        }
    return sum;
}

static NOINLINE uint32_t bits(const uint8_t *bytes, uint32_t count)
{
    uint32_t set = 0;

    while (count > 0) {
        uint8_t byte = bytes[--count];

        if (byte == 0)
            continue;
        if (byte == 0x42)
            break;
        do {
            set += byte & 1u;
            byte >>= 1;
        } while (byte != 0);
    }
    return set;
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint64_t a = 16 + (ctx->number[0] & 127);
    uint64_t b = 16 + (ctx->number[1] & 127);
    uint64_t step = 1 + (ctx->number[2] & 7);
    int64_t s = (int64_t)a - 80;
    int64_t t = (int64_t)b - 80;

    ctx->out[0] = up_to_u64(a, b, step) + below_u64(b, a, step);
    ctx->out[1] = down_to_u64(a, b, step) + above_u64(b, a, step);
    ctx->out[2] = up_to_s64(s, t, (int64_t)step) + below_s64(t, s, (int64_t)step);
    ctx->out[3] = down_to_s64(s, t, (int64_t)step) + above_s64(t, s, (int64_t)step);
    ctx->out[4] = up_to_u32((uint32_t)a, (uint32_t)b, (uint32_t)step);
    ctx->out[5] = down_to_u32((uint32_t)a, (uint32_t)b, (uint32_t)step);
    ctx->out[6] = up_to_s32((int32_t)s, (int32_t)t, (int32_t)step);
    ctx->out[7] = down_to_s32((int32_t)s, (int32_t)t, (int32_t)step);
    ctx->out[8] = powers(ctx->choice, ctx->count);
    ctx->out[9] = long_powers(ctx->number[3], ctx->count);
    ctx->out[10] = shared_bits(ctx->words[0], ctx->words[1]);
    ctx->out[11] = pairs(ctx);
    ctx->out[12] = products(ctx->words);
    ctx->out[13] = bits(ctx->bytes, sizeof ctx->bytes);
    ctx->out[14] = bits(ctx->bytes, ctx->count);
    return ctx->out[8] ^ ctx->out[9];
}
