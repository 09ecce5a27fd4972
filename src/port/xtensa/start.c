/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Start-up and traps of Xtensa's call0 ABI, without windows. */
#include "board.h"

_Noreturn void board_start(void);
_Noreturn void board_fault(uintptr_t cause, uintptr_t where, uintptr_t address);

/*
 * .reset is where the core starts. .vectors lies at VECBASE: exceptions are at 0x30 and 0x50, one
 * within another at 0x70, the rest is for interrupts. Each l32r loads a word that stands before it.
 */
__asm__(".section .reset, \"ax\"\n"
        ".globl board_reset\n"
        "board_reset:\n"
        "    j begin\n"
        ".align 4\n"
        "stack: .word board_stack_top\n"
        "start: .word board_start\n"
        "begin:\n"
        "    movi a0, 0\n"
        "    wsr a0, ps\n"
        "    rsync\n"
        "    l32r a1, stack\n"
        "    l32r a0, start\n"
        "    jx a0\n"
        ".section .vectors, \"ax\"\n"
        "trap_stack: .word board_stack_top\n"
        "fault: .word board_fault\n"
        ".org 0x10\n"
        "    j on_trap\n"
        ".org 0x20\n"
        "    j on_trap\n"
        ".org 0x30\n"
        "    j on_trap\n"
        ".org 0x50\n"
        "    j on_trap\n"
        ".org 0x70\n"
        "on_trap:\n"
        "    l32r a1, trap_stack\n"
        "    rsr a2, exccause\n"
        "    rsr a3, epc1\n"
        "    rsr a4, excvaddr\n"
        "    l32r a0, fault\n"
        "    jx a0\n"
        ".text\n");

_Noreturn __attribute__((used)) void board_start(void)
{
    board_init_memory();
    board_exit(main());
}

_Noreturn __attribute__((used)) void board_fault(uintptr_t cause, uintptr_t where,
                                                 uintptr_t address)
{
    enum { LOAD_STORE_ALIGNMENT = 9 };

    (void)cause;
    board_trap(cause == LOAD_STORE_ALIGNMENT ? "misaligned access" : "exception", where, address);
}
