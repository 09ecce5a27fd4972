/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* <rbpf/guest.h>: memcpy() and the others in all sizes, byte order, division. */
#include <rbpf/guest.h>

#include "guest.h"

struct record {
    uint64_t number;
    uint16_t half[6];
    uint8_t byte[4];
};

static struct record records[8];
static const uint32_t constant = rbpf_htobe32(0x01020304);

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static uint64_t sum(const void *bytes, size_t size)
{
    uint64_t total = 0;

    for (size_t i = 0; i < size; i++)
        total = total * 31u + ((const uint8_t *)bytes)[i];
    return total;
}

/* Sizes that only the run knows, 0 among them, and overlaps in both directions. */
static NOINLINE void move_bytes(struct guest_ctx *ctx)
{
    uint32_t count = ctx->count & 15u;
    uint32_t shift = ctx->choice & 15u;

    memcpy(ctx->words, ctx->bytes + shift, count);
    memmove(ctx->bytes + shift, ctx->bytes + 4, count);
    memmove(ctx->bytes + 20, ctx->bytes + 20 + shift, count + 8u);
    memset(ctx->bytes + 48, (int)ctx->choice, count);
    ctx->out[0] = (uint64_t)sign(memcmp(ctx->bytes, ctx->words, count));
    ctx->out[1] = (uint64_t)sign(memcmp(ctx->bytes, ctx->bytes + shift, 16));
}

/* Constant sizes: in place, in a loop, and above what clang does in place. */
static NOINLINE void move_records(struct guest_ctx *ctx)
{
    struct record copy;

    memcpy(&copy, ctx->bytes, sizeof copy);
    memmove(&records[1], &records[0], 7 * sizeof records[0]);
    records[0] = copy;
    memmove(&copy.byte[1], &copy.byte[0], 3);
    memcpy(&records[7].byte, &copy.byte, sizeof copy.byte);
    ctx->out[2] = sum(records, sizeof records);
    memset(&records[4], 0x5a, 2 * sizeof records[0]);
    memset(&copy, 0, sizeof copy);
    ctx->out[3] = sum(records, sizeof records) + sum(&copy, sizeof copy);
}

static NOINLINE void swap(struct guest_ctx *ctx)
{
    ctx->out[4] = rbpf_htobe16(ctx->number[0]) + constant;
    ctx->out[5] = rbpf_htobe32(ctx->number[1]);
    ctx->out[6] = rbpf_be64toh(ctx->number[2]);
    ctx->out[7] =
        rbpf_htole64(ctx->number[3]) + rbpf_le32toh(ctx->choice) + rbpf_ntohs(ctx->choice);
}

uint64_t guest(struct guest_ctx *ctx)
{
    move_bytes(ctx);
    move_records(ctx);
    swap(ctx);
    ctx->out[8] = (uint64_t)rbpf_sdiv((int64_t)ctx->number[0], (int64_t)ctx->number[1]);
    ctx->out[9] = (uint64_t)rbpf_smod((int64_t)ctx->number[0], -7);
    ctx->out[10] = (uint64_t)rbpf_sdiv(-9223372036854775807 - 1, -1);
    return sum(ctx->out, sizeof ctx->out);
}
