/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Rotations, logic, a schedule on the stack. */
#include "guests.h"

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
    return word >> bits | word << (32 - bits);
}

static inline uint32_t small_sigma(uint32_t word, unsigned a, unsigned b, unsigned shift)
{
    return rotate(word, a) ^ rotate(word, b) ^ word >> shift;
}

static inline uint32_t big_sigma(uint32_t word, unsigned a, unsigned b, unsigned c)
{
    return rotate(word, a) ^ rotate(word, b) ^ rotate(word, c);
}

static inline void make_schedule(uint32_t schedule[64], const uint32_t block[16])
{
    for (int i = 0; i < 16; i++)
        schedule[i] = block[i];
    for (int i = 16; i < 64; i++)
        schedule[i] = schedule[i - 16] + small_sigma(schedule[i - 15], 7, 18, 3) + schedule[i - 7] +
                      small_sigma(schedule[i - 2], 17, 19, 10);
}

uint64_t sha256(struct sha256_context *context)
{
    uint32_t *state = context->state;
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    uint32_t schedule[64];

    make_schedule(schedule, context->block);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (e & f) ^ (~e & g);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        uint32_t t1 = h + big_sigma(e, 6, 11, 25) + choice + context->constants[i] + schedule[i];
        uint32_t t2 = big_sigma(a, 2, 13, 22) + majority;

        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
    return state[0];
}
