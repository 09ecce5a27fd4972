/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* How deep the C stack went: what is below is painted, and what has lost its paint was used. */
#include "board.h"

#define PAINT 0xa5c35a3cu

/* A frame may reach so many bytes below its address. */
#define FRAME_BYTES 64u

__attribute__((noinline)) void board_stack_paint(void)
{
    const uintptr_t end = (uintptr_t)__builtin_frame_address(0) - FRAME_BYTES;
    volatile uint32_t *word = board_stack_bottom;

    while ((uintptr_t)word < end)
        *word++ = PAINT;
}

uint32_t board_stack_used(void)
{
    const volatile uint32_t *word = board_stack_bottom;

    while ((uintptr_t)word < (uintptr_t)board_stack_top && *word == PAINT)
        word++;
    return (uint32_t)((uintptr_t)board_stack_top - (uintptr_t)word);
}
