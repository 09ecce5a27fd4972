/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Atomic addition without a result: all there is before cpu v3. */
#include "guest.h"

static uint64_t counter = 5;
static uint32_t narrow;

static NOINLINE void count(uint64_t *to, uint64_t by)
{
    __sync_fetch_and_add(to, by);
}

uint64_t guest(struct guest_ctx *ctx)
{
    count(&counter, ctx->number[0]);
    __sync_fetch_and_add(&narrow, ctx->words[5]);
    __sync_fetch_and_add(&ctx->words[6], narrow);
    ctx->out[5] = counter;
    return counter + narrow;
}
