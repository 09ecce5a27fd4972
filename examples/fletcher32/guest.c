/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The guest of the demo: plain C, here compiled for the VM and for the host. */
#include "fletcher32.h"

/* So many sums of 16-bit words fit 32 bits before they have to be folded. */
#define WORDS_PER_FOLD 359u

static uint32_t fold(uint32_t sum)
{
    return (sum & 0xffffu) + (sum >> 16);
}

uint64_t fletcher32(const struct fletcher32_context *context)
{
    const uint16_t *word = context->data;
    uint32_t left = context->words;
    uint32_t sum1 = 0xffff;
    uint32_t sum2 = 0xffff;

    while (left > 0) {
        uint32_t block = left < WORDS_PER_FOLD ? left : WORDS_PER_FOLD;

        left -= block;
        for (; block > 0; block--) {
            sum1 += *word++;
            sum2 += sum1;
        }
        sum1 = fold(sum1);
        sum2 = fold(sum2);
    }
    return (uint64_t)fold(sum2) << 16 | fold(sum1);
}
