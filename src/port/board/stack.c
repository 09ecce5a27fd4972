/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "board.h"

uint32_t board_stack_used(const volatile uint32_t *top)
{
    const volatile uint32_t *word = board_stack_bottom;

    while (word < top && *word == BOARD_STACK_PAINT)
        word++;
    return (uint32_t)(top - word) * 4u;
}
