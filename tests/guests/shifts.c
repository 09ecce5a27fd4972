/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Shifts by what is not known before, and numbers that are narrowed and widened. */
#include "guest.h"

static NOINLINE uint32_t rotate32(uint32_t value, uint32_t by)
{
    by &= 31;
    return by ? value << by | value >> (32 - by) : value;
}

static NOINLINE uint64_t rotate64(uint64_t value, uint32_t by)
{
    by &= 63;
    return by ? value << by | value >> (64 - by) : value;
}

static NOINLINE uint32_t count_bits(uint64_t value)
{
    uint32_t count = 0;

    for (; value; value &= value - 1)
        count++;
    return count;
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint64_t a = ctx->number[0];
    uint32_t by = ctx->choice;
    int64_t s = (int64_t)ctx->number[1];

    ctx->out[0] = a << (by & 63);
    ctx->out[1] = a >> (by & 63);
    ctx->out[2] = (uint64_t)(s >> (by & 63));
    ctx->out[3] = (uint32_t)a << (by & 31);
    ctx->out[4] = (uint32_t)a >> (by & 31);
    ctx->out[5] = (uint64_t)(int64_t)((int32_t)a >> (by & 31));
    ctx->out[6] = (uint64_t)(int64_t)(int8_t)a;
    ctx->out[7] = (uint64_t)(int64_t)(int16_t)a;
    ctx->out[8] = (uint64_t)(int64_t)(int32_t)a;
    ctx->out[9] = (uint8_t)a + (uint16_t)(a >> 8);
    ctx->out[10] = rotate32((uint32_t)a, by);
    ctx->out[11] = rotate64(a, by);
    ctx->out[12] = (uint64_t)(int64_t)(int8_t)ctx->bytes[by & 63];
    ctx->out[13] = (uint64_t)(int64_t)((int16_t)ctx->words[by & 15] >> 3);
    ctx->out[14] = count_bits(a);
    return ~a ^ (0 - (uint64_t)s);
}
