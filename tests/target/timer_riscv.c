/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The machine timer of the CLINT, as QEMU's virt has it. */
#include "timer.h"

#define MTIMECMP ((volatile uint32_t *)0x02004000u)
#define MTIME ((volatile uint32_t *)0x0200bff8u)
#define NEVER 0xffffffffu
#define MIE_MTIE 0x80u
#define MCAUSE_TIMER 7u
/* 100 ns. */
#define INSN_NS 64u
#define TICK_NS 100u

_Noreturn void board_fault(uintptr_t cause, uintptr_t where, uintptr_t address);

static void (*on_tick)(void);

#define READ_CSR(name, value)                                                                      \
    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\tcsrr %0, " name "\n\t.option pop"    \
                     : "=r"(value))
#define WRITE_CSR(operation, name, value)                                                          \
    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\t" operation " " name                 \
                     ", %0\n\t.option pop"                                                         \
                     :                                                                             \
                     : "r"(value)                                                                  \
                     : "memory")

/* It is compared with 64 bits: first none, so that no half of it is due. */
static void set_at(uint32_t low, uint32_t high)
{
    MTIMECMP[1] = NEVER;
    MTIMECMP[0] = low;
    MTIMECMP[1] = high;
}

__attribute__((interrupt("machine"), aligned(4))) static void handle(void)
{
    uintptr_t cause;
    uintptr_t where;
    uintptr_t address;

    READ_CSR("mcause", cause);
    READ_CSR("mepc", where);
    READ_CSR("mtval", address);
    if (cause != ((uintptr_t)1 << (sizeof cause * 8u - 1u) | MCAUSE_TIMER))
        board_fault(cause, where, address);
    set_at(NEVER, NEVER);
    on_tick();
}

void timer_begin(void (*handler)(void))
{
    on_tick = handler;
    set_at(NEVER, NEVER);
    WRITE_CSR("csrw", "mtvec", (uintptr_t)handle);
    WRITE_CSR("csrs", "mie", (uintptr_t)MIE_MTIE);
}

void timer_set(uint32_t insns)
{
    const uint32_t high = MTIME[1];
    const uint32_t now = MTIME[0];
    const uint32_t then = now + insns * INSN_NS / TICK_NS + 1u;

    set_at(then, high + (then < now));
}

void timer_stop(void)
{
    set_at(NEVER, NEVER);
}
