/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What is the same on each board. */
#include "board.h"

/* Of the linker script. */
extern uint32_t board_data_load[], board_data_begin[], board_data_end[];
extern uint32_t board_bss_begin[], board_bss_end[];

void board_init_memory(void)
{
    const uint32_t *from = board_data_load;
    uint32_t *to;

    for (to = board_data_begin; to != board_data_end; to++)
        *to = *from++;
    for (to = board_bss_begin; to != board_bss_end; to++)
        *to = 0;
}

static void print_hex(uintptr_t number)
{
    char text[2 * sizeof number + 1];
    char *digit = text + sizeof text - 1;

    *digit = 0;
    do {
        *--digit = "0123456789abcdef"[number & 15u];
        number >>= 4;
    } while (number);
    board_print(" 0x");
    board_print(digit);
}

_Noreturn void board_trap(const char *what, uintptr_t where, uintptr_t detail)
{
    board_print("TRAP ");
    board_print(what);
    board_print(" at");
    print_hex(where);
    board_print(",");
    print_hex(detail);
    board_print("\n");
    board_exit(BOARD_EXIT_TRAP);
}
