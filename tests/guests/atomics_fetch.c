/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Atomic operations that return what was there: cpu v3 and up. */
#include "guest.h"

static uint64_t last;

static NOINLINE uint64_t exchange(struct guest_ctx *ctx)
{
    uint64_t seen = __sync_fetch_and_add(&ctx->out[0], 7);

    seen ^= __sync_fetch_and_or(&ctx->out[1], ctx->number[1]);
    seen += __sync_fetch_and_and(&ctx->out[2], ctx->number[2]);
    seen ^= __sync_fetch_and_xor(&ctx->out[3], ctx->number[3]);
    seen += __sync_val_compare_and_swap(&ctx->out[4], ctx->out[ctx->choice & 7], 99);
    seen ^= __sync_lock_test_and_set(&ctx->words[0], ctx->choice);
    seen += __sync_val_compare_and_swap(&ctx->words[1], ctx->words[ctx->count & 3], 98);
    seen ^= __sync_fetch_and_sub(&ctx->words[2], 1000);
    return seen;
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint64_t seen = exchange(ctx);

    ctx->out[5] = __sync_lock_test_and_set(&last, seen);
    return seen;
}
