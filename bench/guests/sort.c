/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Comparisons, loads and stores in the context. */
#include "guests.h"

uint64_t sort(struct sort_context *context)
{
    uint32_t *numbers = context->numbers;

    for (uint32_t end = context->count; end > 1; end--)
        for (uint32_t i = 0; i + 1 < end; i++) {
            uint32_t this = numbers[i];
            uint32_t next = numbers[i + 1];

            if (this > next) {
                numbers[i] = next;
                numbers[i + 1] = this;
            }
        }
    return numbers[context->count / 2];
}
