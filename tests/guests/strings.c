/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* String literals, alone and through a table of pointers. */
#include "guest.h"

static const char *const names[] = {"zero", "one", "two", "three", "four", "five", "six", "seven"};

static NOINLINE uint32_t length(const char *text)
{
    uint32_t n = 0;

    while (text[n])
        n++;
    return n;
}

static NOINLINE int compare(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}

static NOINLINE uint32_t append(uint8_t *to, uint32_t at, const char *text)
{
    while (*text && at < 63)
        to[at++] = (uint8_t)*text++;
    return at;
}

uint64_t guest(struct guest_ctx *ctx)
{
    const char *name = names[ctx->choice & 7];
    uint32_t end = append(ctx->bytes, 0, "the answer is ");

    end = append(ctx->bytes, end, name);
    end = append(ctx->bytes, end, compare(name, "three") == 0 ? "!" : "?");
    ctx->bytes[end] = 0;
    ctx->out[0] = length(name);
    ctx->out[1] = compare(name, names[ctx->count & 7]) < 0;
    ctx->out[2] = length((const char *)ctx->bytes);
    return (uint64_t)compare(name, "one") + length("length of a literal");
}
