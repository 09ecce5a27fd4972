/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Start-up and traps of Cortex-M0 to M33, without CMSIS. Misaligned accesses trap: M0 knows nothing
 * else, the others are told to. */
#include "board.h"

#define CCR (*(volatile uint32_t *)0xe000ed14u)
#define CCR_UNALIGN_TRP (1u << 3)
/* 0 on a Cortex-M0, which does not have it. */
#define CFSR (*(volatile uint32_t *)0xe000ed28u)
#define CFSR_UNALIGNED (1u << 24)

/* What the core has pushed when a handler begins. */
struct exception_frame {
    uint32_t r0, r1, r2, r3, r12, lr, pc, xpsr;
};

_Noreturn void board_reset(void);
_Noreturn void board_fault(const struct exception_frame *frame);

_Noreturn void board_reset(void)
{
    CCR |= CCR_UNALIGN_TRP;
    board_init_memory();
    board_exit(main());
}

static uint32_t exception_number(void)
{
    uint32_t number;

    __asm__("mrs %0, ipsr" : "=r"(number));
    return number;
}

_Noreturn __attribute__((used)) void board_fault(const struct exception_frame *frame)
{
    uintptr_t at = (uintptr_t)frame;
    uint32_t detail = exception_number();
    const char *what = "exception";

#if __ARM_ARCH >= 7
    detail |= CFSR << 8;
    what = CFSR & CFSR_UNALIGNED ? "misaligned access" : what;
#endif
    if (at < (uintptr_t)board_stack_bottom)
        board_trap("stack overflow", 0, at);
    board_trap(what, frame->pc, detail);
}

/* On a fresh stack: what led here may have used up the other. */
__attribute__((naked)) static void on_fault(void)
{
    __asm__("mrs r0, msp\n\t"
            "ldr r1, =board_stack_top\n\t"
            "mov sp, r1\n\t"
            "ldr r1, =board_fault\n\t"
            "bx r1\n\t"
            ".ltorg");
}

/* Whatever happens but reset is a fault here: firmware adds its interrupts. */
static const struct {
    uint32_t *stack_top;
    void (*handlers[15])(void);
} vectors __attribute__((section(".first"), used)) = {
    board_stack_top,
    {board_reset, on_fault, on_fault, on_fault, on_fault, on_fault, on_fault, on_fault, on_fault,
     on_fault, on_fault, on_fault, on_fault, on_fault, on_fault},
};
