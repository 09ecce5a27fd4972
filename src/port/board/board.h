/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What firmware without an operating system needs of a board, and all that examples, tests and
 * benches here use of one. Each platform's start.c sets the C runtime up, calls main() and ends
 * with what it returns; a trap prints "TRAP ..." and ends with BOARD_EXIT_TRAP.
 *
 * Console, files and exit go to the computer that runs QEMU, or a debugger that offers the same.
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

#define BOARD_EXIT_TRAP 70

/* The ends of the C stack: linker symbols. It lies at the low end of the RAM, so that one that
 * overflows traps. */
extern uint32_t board_stack_bottom[], board_stack_top[];
#define BOARD_STACK_PAINT 0xa5c35a3cu

/* Paints the stack below its caller's frame, and returns where that is; inline, or it would paint
 * its own. */
static inline __attribute__((always_inline)) const volatile uint32_t *board_stack_paint(void)
{
    volatile uint32_t *word = board_stack_bottom;
    volatile uint32_t *frame;

#if defined(__riscv)
    __asm__ volatile("mv %0, sp" : "=r"(frame) : : "memory");
#else
    __asm__ volatile("mov %0, sp" : "=r"(frame) : : "memory");
#endif
    while (word < frame)
        *word++ = BOARD_STACK_PAINT;
    return frame;
}

/* How many bytes below `top` have lost their paint since. */
uint32_t board_stack_used(const volatile uint32_t *top);

/* The RAM that is left. */
extern uint8_t board_heap_begin[], board_heap_end[];

int main(void);

/* NUL-terminated, no longer than what is written at once. */
void board_print(const char *text);

_Noreturn void board_exit(int code);

/* Where traps go: what happened, at which instruction, and an address or a number to it. */
_Noreturn void board_trap(const char *what, uintptr_t where, uintptr_t detail);

/* Copies .data and clears .bss. */
void board_init_memory(void);

/* The words of the command line, between blanks, the program's name first; empty: there is none. */
void board_command_line(char *line, size_t bytes);

/* A file of that computer, to be read. Negative: cannot be opened. */
int board_file_open(const char *path);

/* How many bytes were read: 0 at the end. */
size_t board_file_read(int file, void *to, size_t bytes);

void board_file_close(int file);

#endif
