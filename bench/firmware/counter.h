/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Counts executed instructions in QEMU, where -icount makes each instruction last the same time:
 *
 *     Cortex-M   SysTick, with -icount shift=8: 256 ns each, between 4 and 7 ticks
 *     RISC-V     instret, with -icount shift=0
 *
 * A tick is less than an instruction, so that counts are exact. What is counted must have run
 * before: QEMU may count an instruction more where it translates code.
 */
#ifndef COUNTER_H
#define COUNTER_H

#include <stdint.h>

#if defined(__riscv)

#define COUNTER_INSN_NS 1u

/* What a difference of two readings wraps at. */
#define COUNTER_MASK 0xffffffffu

static inline uint32_t counter_read(void)
{
    uintptr_t count;

    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\t"
                     "csrr %0, instret\n\t"
                     ".option pop"
                     : "=r"(count)
                     :
                     : "memory");
    return (uint32_t)count;
}

#else

#define COUNTER_INSN_NS 256u
#define COUNTER_MASK 0xffffffu

#define COUNTER_SYSTICK_VALUE (*(volatile uint32_t *)0xe000e018u)

/* SysTick counts downwards. */
static inline uint32_t counter_read(void)
{
    uint32_t value;

    __asm__ volatile("" : : : "memory");
    value = COUNTER_SYSTICK_VALUE;
    __asm__ volatile("" : : : "memory");
    return 0u - value;
}

#endif

/* What is counted: the name of a column. */
extern const char *const counter_unit;

/* Starts the counter, and holds it against loops of known length: a count that is wrong ends the
 * program. */
void counter_start(void);

/* Begins to count. */
void counter_begin(void);

/* The instructions since then, exactly, or the cycles. More than the counter can count end the
 * program. */
uint32_t counter_end(void);

/* A difference of two readings, in instructions. */
uint32_t counter_insns(uint32_t ticks);

#endif
