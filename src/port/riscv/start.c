/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Start-up and traps of RISC-V in machine mode, one hart, 32 and 64 bits. */
#include "board.h"

_Noreturn void board_start(void);
_Noreturn void board_fault(uintptr_t cause, uintptr_t where, uintptr_t address);

/* As on other boards, interrupts are on from the start, though none is asked for. Traps come in on
 * a fresh stack: what led there may have used up the other. */
__asm__(".section .reset, \"ax\"\n"
        "    tail board_reset\n"
        ".section .first, \"ax\"\n"
        ".option push\n"
        ".option norelax\n"
        ".option arch, +zicsr\n"
        ".globl board_reset\n"
        "board_reset:\n"
        "    la gp, __global_pointer$\n"
        "    la sp, board_stack_top\n"
        "    la t0, on_trap\n"
        "    csrw mtvec, t0\n"
        "    csrsi mstatus, 8\n"
        "    j board_start\n"
        ".balign 4\n"
        "on_trap:\n"
        "    csrr a0, mcause\n"
        "    csrr a1, mepc\n"
        "    csrr a2, mtval\n"
        "    la sp, board_stack_top\n"
        "    j board_fault\n"
        ".option pop\n"
        ".text\n");

_Noreturn __attribute__((used)) void board_start(void)
{
    board_init_memory();
    board_exit(main());
}

_Noreturn __attribute__((used)) void board_fault(uintptr_t cause, uintptr_t where,
                                                 uintptr_t address)
{
    static const char *const names[] = {
        "misaligned jump", "jump to nowhere",   "illegal instruction", "breakpoint",
        "misaligned load", "load from nowhere", "misaligned store",    "store to nowhere",
    };

    board_trap(cause < sizeof names / sizeof names[0] ? names[cause] : "exception", where, address);
}
