/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Additions and rotations of sixteen words on the stack. */
#include "guests.h"

static inline uint32_t rotate(uint32_t word, unsigned bits)
{
    return word << bits | word >> (32 - bits);
}

static inline void quarter_round(uint32_t *words, int a, int b, int c, int d)
{
    words[a] += words[b];
    words[d] = rotate(words[d] ^ words[a], 16);
    words[c] += words[d];
    words[b] = rotate(words[b] ^ words[c], 12);
    words[a] += words[b];
    words[d] = rotate(words[d] ^ words[a], 8);
    words[c] += words[d];
    words[b] = rotate(words[b] ^ words[c], 7);
}

uint64_t chacha20(struct chacha20_context *context)
{
    uint32_t words[16];

    for (int i = 0; i < 16; i++)
        words[i] = context->state[i];
    for (int i = 0; i < 10; i++) {
        quarter_round(words, 0, 4, 8, 12);
        quarter_round(words, 1, 5, 9, 13);
        quarter_round(words, 2, 6, 10, 14);
        quarter_round(words, 3, 7, 11, 15);
        quarter_round(words, 0, 5, 10, 15);
        quarter_round(words, 1, 6, 11, 12);
        quarter_round(words, 2, 7, 8, 13);
        quarter_round(words, 3, 4, 9, 14);
    }
    for (int i = 0; i < 16; i++)
        context->block[i] = words[i] + context->state[i];
    return context->block[0];
}
