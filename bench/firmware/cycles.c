/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Counts clock cycles, for boards: the counter.h of bench_cycles.
 *
 *     Cortex-M3, M4, M33   DWT's CYCCNT, which QEMU does not have
 *     RISC-V               mcycle
 */
#include "counter.h"
#include "machine.h"

const char *const counter_unit = "cycles";

static uint32_t begin;
/* Of a count of nothing. */
static uint32_t overhead;

#if defined(__riscv)

static void enable(void)
{
}

static uint32_t read_cycles(void)
{
    uintptr_t cycles;

    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\t"
                     "csrr %0, mcycle\n\t"
                     ".option pop"
                     : "=r"(cycles)
                     :
                     : "memory");
    return (uint32_t)cycles;
}

#else

#define DEMCR (*(volatile uint32_t *)0xe000edfcu)
#define DEMCR_TRACE_ENABLE (1u << 24)
#define DWT_CONTROL (*(volatile uint32_t *)0xe0001000u)
#define DWT_COUNT_CYCLES 1u
#define DWT_CYCLES (*(volatile uint32_t *)0xe0001004u)

static void enable(void)
{
    DEMCR |= DEMCR_TRACE_ENABLE;
    DWT_CYCLES = 0;
    DWT_CONTROL |= DWT_COUNT_CYCLES;
}

static uint32_t read_cycles(void)
{
    uint32_t cycles;

    __asm__ volatile("" : : : "memory");
    cycles = DWT_CYCLES;
    __asm__ volatile("" : : : "memory");
    return cycles;
}

#endif

void counter_start(void)
{
    enable();
    for (int i = 0; i < 2; i++) {
        overhead = 0;
        counter_begin();
        overhead = counter_end();
    }
    if (overhead == 0)
        machine_fail(
            "this machine does not count cycles: run it on a board (QEMU's Cortex-M have no "
            "cycle counter)");
}

void counter_begin(void)
{
    begin = read_cycles();
}

uint32_t counter_end(void)
{
    return read_cycles() - begin - overhead;
}
