/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Variables that live between runs: initialised, zero, static in a function, global. */
#include "guest.h"

static uint32_t calls = 3;
static uint64_t history[8];
uint16_t statics_global = 0x1234;
uint8_t statics_zero[5];
static struct {
    uint8_t first;
    uint64_t second;
    uint16_t third;
} record = {1, 0x1122334455667788ull, 3};
static uint32_t *const pointer = &calls;
static uint64_t *moving = &history[1];

static NOINLINE uint32_t next_ticket(void)
{
    static uint32_t ticket = 100;
    static uint8_t wraps;

    ticket += 7;
    wraps = (uint8_t)(wraps + 113);
    return ticket + wraps;
}

uint64_t guest(struct guest_ctx *ctx)
{
    uint32_t i;

    (*pointer)++;
    history[calls & 7] += ctx->number[0];
    *moving ^= ctx->number[1];
    moving = &history[(ctx->choice + calls) & 7];
    statics_global = (uint16_t)(statics_global * 31u + ctx->choice);
    statics_zero[calls % 5]++;
    record.second -= record.first;
    record.third = (uint16_t)(record.third + statics_zero[2]);
    for (i = 0; i < 8; i++)
        ctx->out[i] = history[i];
    ctx->out[8] = record.second;
    ctx->out[9] = record.third;
    ctx->out[10] = statics_global;
    return (uint64_t)calls << 32 | next_ticket();
}
