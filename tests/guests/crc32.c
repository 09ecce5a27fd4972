/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Checksums: a table that the guest makes itself on its first run, and one without. */
#include "guest.h"

static uint32_t table[256];
static uint8_t table_is_made;

static NOINLINE uint32_t crc_of_byte(uint32_t crc)
{
    uint32_t bit;

    for (bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    return crc;
}

static NOINLINE void make_table(void)
{
    uint32_t i;

    for (i = 0; i < 256; i++)
        table[i] = crc_of_byte(i);
    table_is_made = 1;
}

static NOINLINE uint32_t crc32(const uint8_t *bytes, uint32_t count)
{
    uint32_t crc = 0xffffffffu;
    uint32_t i;

    for (i = 0; i < count; i++)
        crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xff];
    return ~crc;
}

static NOINLINE uint32_t fletcher32(const uint8_t *bytes, uint32_t count)
{
    uint32_t a = 0xffff;
    uint32_t b = 0xffff;
    uint32_t i;

    for (i = 0; i + 1 < count; i += 2) {
        a = (a + (bytes[i] | (uint32_t)bytes[i + 1] << 8)) % 65535u;
        b = (b + a) % 65535u;
    }
    return b << 16 | a;
}

uint64_t guest(struct guest_ctx *ctx)
{
    if (!table_is_made)
        make_table();
    ctx->out[0] = crc32(ctx->bytes, 64);
    ctx->out[1] = fletcher32(ctx->bytes, 64);
    ctx->out[2] = crc32(ctx->bytes, ctx->count);
    return ctx->out[0] << 32 | crc32((const uint8_t *)ctx->words, 64);
}
