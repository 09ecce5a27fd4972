/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Rotations, logic, a schedule on the stack. */
#include "guests.h"

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}

static inline uint32_t big_sigma(uint32_t word, unsigned a, unsigned b, unsigned c)
{
    return rotate(word, a) ^ rotate(word, b) ^ rotate(word, c);
}

uint64_t sha256(struct sha256_context *context)
{
    uint32_t schedule[64];

    for (int i = 0; i < 16; i++)
        schedule[i] = context->block[i];
    for (int i = 16; i < 64; i++) {
        uint32_t early = schedule[i - 15];
        uint32_t late = schedule[i - 2];

        schedule[i] = schedule[i - 16] + (rotate(early, 7) ^ rotate(early, 18) ^ early >> 3) +
                      schedule[i - 7] + (rotate(late, 17) ^ rotate(late, 19) ^ late >> 10);
    }

    /* Read before the schedule is made, they would be spilled in its loop. */
    uint32_t a = context->state[0], b = context->state[1], c = context->state[2];
    uint32_t d = context->state[3], e = context->state[4], f = context->state[5];
    uint32_t g = context->state[6], h = context->state[7];

    for (int i = 0; i < 64; i++) {
        uint32_t t1 = h + big_sigma(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + context->constants[i] +
                      schedule[i];
        uint32_t t2 = big_sigma(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));

        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    context->state[0] += a;
    context->state[1] += b;
    context->state[2] += c;
    context->state[3] += d;
    context->state[4] += e;
    context->state[5] += f;
    context->state[6] += g;
    context->state[7] += h;
    return context->state[0];
}
