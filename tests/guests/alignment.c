/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Sections that end at odd places, and what lies behind them: atomic operations fault where the
 * alignment of the object is not kept.
 */
#include "guest.h"

static volatile uint8_t one = 1;
static volatile uint8_t odd[3] SEC(".data.odd") = {3, 5, 7};
static uint32_t words[2] SEC(".data.words") = {11, 13};
static uint64_t counts[4];

uint64_t guest(struct guest_ctx *ctx)
{
    uint32_t at = ctx->choice % 2u;

    __sync_fetch_and_add(&counts[one + at], odd[at]);
    __sync_fetch_and_add(&words[at], one);
    ctx->out[0] = counts[1];
    ctx->out[1] = counts[2];
    ctx->out[2] = words[0] ^ words[1];
    return counts[one + at] + words[at];
}
