/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Functions in sections of their own, as BPF programs have them, that call each other. */
#include "guest.h"

static uint32_t visits;

static NOINLINE SEC("first") uint64_t in_first(uint64_t value)
{
    visits++;
    return value * 3 + 1;
}

SEC("second") uint64_t sections_in_second(uint64_t value);

static NOINLINE uint64_t in_text(uint64_t value)
{
    return in_first(value ^ 0x55) + visits;
}

NOINLINE SEC("second") uint64_t sections_in_second(uint64_t value)
{
    return in_text(value) - in_first(value >> 1);
}

static uint64_t (*const table[])(uint64_t) = {in_first, sections_in_second, in_text};

SEC("entry") uint64_t guest(struct guest_ctx *ctx)
{
    ctx->out[0] = in_first(ctx->number[0]);
    ctx->out[1] = sections_in_second(ctx->number[1]);
    ctx->out[2] = table[ctx->choice % 3](ctx->number[2]);
    ctx->out[3] = visits;
    return in_text(ctx->choice);
}

char sections_license[] SEC("license") = "MIT";
