/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A scanner of tokens and a machine with a stack: two switches with many cases. */
#include "guest.h"

enum state { START, NUMBER, HEX, NAME, SPACE, STRING_, ESCAPE, COMMENT, SLASH, ERROR_ };

static NOINLINE uint32_t class_of(uint8_t c)
{
    switch (c & 15) {
    case 0:
    case 7:
        return 0;
    case 1:
        return 3;
    case 2:
        return 1;
    case 3:
        return 4;
    case 4:
        return 5;
    case 5:
        return 2;
    case 6:
    case 9:
    case 12:
        return 6;
    case 14:
        return 7;
    default:
        return 8;
    }
}

static NOINLINE enum state next_state(enum state state, uint32_t class)
{
    switch (state) {
    case START:
    case SPACE:
        return class == 0 ? NUMBER : class < 4 ? NAME : class == 5 ? STRING_ : SPACE;
    case NUMBER:
        return class == 3 ? HEX : class == 0 ? NUMBER : START;
    case HEX:
        return class < 3 ? HEX : START;
    case NAME:
        return class < 5 ? NAME : START;
    case STRING_:
        return class == 5 ? START : class == 7 ? ESCAPE : STRING_;
    case ESCAPE:
        return STRING_;
    case SLASH:
        return class == 6 ? COMMENT : ERROR_;
    case COMMENT:
        return class == 8 ? START : COMMENT;
    default:
        return class == 6 ? SLASH : ERROR_;
    }
}

static NOINLINE uint64_t step(uint64_t top, uint8_t code, uint64_t operand)
{
    switch (code % 12) {
    case 0:
        return top + operand;
    case 1:
        return top - operand;
    case 2:
        return top * operand;
    case 3:
        return operand ? top / operand : 1;
    case 4:
        return top & operand;
    case 5:
        return top | operand;
    case 6:
        return top ^ operand;
    case 7:
        return top << (operand & 63);
    case 8:
        return top >> (operand & 63);
    case 9:
        return ~top;
    case 10:
        return top == operand;
    default:
        return operand;
    }
}

uint64_t guest(struct guest_ctx *ctx)
{
    enum state state = ctx->choice % 10;
    uint64_t top = ctx->number[0];
    uint32_t i;

    for (i = 0; i < 64; i++) {
        state = next_state(state, class_of(ctx->bytes[i]));
        ctx->out[i & 15] += state;
        top = step(top, ctx->bytes[i], ctx->words[i & 15]);
    }
    ctx->number[3] = state;
    return top;
}
