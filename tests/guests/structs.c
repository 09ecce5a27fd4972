/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Structures: on the stack, nested, passed by pointer from function to function. */
#include "guest.h"

struct point {
    int32_t x;
    int32_t y;
};

struct box {
    struct point low;
    struct point high;
    uint16_t visits;
    uint8_t tag;
};

static NOINLINE void box_init(struct box *box, const struct point *at)
{
    box->low = *at;
    box->high = *at;
    box->visits = 0;
    box->tag = 'b';
}

static NOINLINE void box_add(struct box *box, const struct point *at)
{
    if (at->x < box->low.x)
        box->low.x = at->x;
    if (at->y < box->low.y)
        box->low.y = at->y;
    if (at->x > box->high.x)
        box->high.x = at->x;
    if (at->y > box->high.y)
        box->high.y = at->y;
    box->visits++;
}

static NOINLINE uint64_t box_area(const struct box *box)
{
    uint64_t width = (uint64_t)((int64_t)box->high.x - box->low.x);
    uint64_t height = (uint64_t)((int64_t)box->high.y - box->low.y);

    return width * height + box->tag;
}

static NOINLINE void swap_boxes(struct box *boxes)
{
    struct box kept = boxes[0];

    boxes[0] = boxes[1];
    boxes[1] = kept;
}

uint64_t guest(struct guest_ctx *ctx)
{
    struct box boxes[2];
    struct point at = {(int32_t)ctx->words[0], (int32_t)ctx->words[1]};
    uint32_t i;

    box_init(&boxes[0], &at);
    box_init(&boxes[1], &at);
    for (i = 0; i + 1 < ctx->count; i += 2) {
        at.x = (int16_t)ctx->words[i];
        at.y = (int16_t)ctx->words[i + 1];
        box_add(&boxes[i >> 1 & 1], &at);
    }
    if (ctx->choice & 1)
        swap_boxes(boxes);
    ctx->out[0] = boxes[0].visits;
    ctx->out[1] = boxes[1].visits;
    ctx->out[2] = (uint64_t)(int64_t)boxes[0].low.x;
    ctx->out[3] = (uint64_t)(int64_t)boxes[1].high.y;
    ctx->out[4] = box_area(&boxes[1]);
    return box_area(&boxes[0]);
}
