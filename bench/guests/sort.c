/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Signed comparisons, loads and stores in the context. */
#include "guests.h"

uint64_t sort(struct sort_context *context)
{
    int32_t *numbers = context->numbers;
    uint64_t moves = 0;

    for (uint32_t i = 1; i < SORT_NUMBERS; i++) {
        int32_t number = numbers[i];
        uint32_t place = i;

        for (; place > 0 && numbers[place - 1] > number; place--, moves++)
            numbers[place] = numbers[place - 1];
        numbers[place] = number;
    }
    return moves;
}
