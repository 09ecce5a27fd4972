/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Byte order, unaligned fields, bit fields, and a buffer that is filled backwards. */
#include "guest.h"

struct __attribute__((packed)) header {
    uint8_t version;
    uint16_t length;
    uint32_t sequence;
    uint64_t stamp;
};

struct flags {
    uint32_t kind : 3;
    uint32_t level : 5;
    int32_t delta : 9;
    uint32_t rest : 15;
};

static NOINLINE uint32_t load_big(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static NOINLINE void store_big(uint8_t *p, uint64_t value)
{
    uint32_t i;

    for (i = 8; i-- > 0; value >>= 8)
        p[i] = (uint8_t)value;
}

uint64_t guest(struct guest_ctx *ctx)
{
    struct header *header = (struct header *)(ctx->bytes + 1);
    struct flags flags = {0, 0, 0, 0};

    header->version++;
    header->length = __builtin_bswap16(header->length);
    header->sequence += 0x01020304;
    header->stamp = __builtin_bswap64(header->stamp);
    store_big(ctx->bytes + 33, ctx->number[0]);
    ctx->out[0] = load_big(ctx->bytes + 17);
    ctx->out[1] = __builtin_bswap32((uint32_t)ctx->number[1]);
    ctx->out[2] = __builtin_bswap64(ctx->number[2]) >> 16;
    flags.kind = ctx->choice & 7;
    flags.level = ctx->count & 31;
    flags.delta = (int32_t)(ctx->words[0] & 0xff) - 100;
    flags.rest = ctx->words[1] & 0x7fff;
    ctx->out[3] = flags.kind * flags.level;
    ctx->out[4] = (uint64_t)(int64_t)flags.delta;
    ctx->out[5] = flags.rest;
    return header->length + ((uint64_t)header->sequence << 20);
}
