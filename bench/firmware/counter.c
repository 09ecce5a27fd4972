/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <inttypes.h>
#include <stdio.h>

#include <board.h>

#include "counter.h"
#include "machine.h"

#define CALIBRATION_TURNS 500000u

const char *const counter_unit = "insns";

static uint32_t begin;
/* Of a count of nothing. */
static uint32_t overhead_ticks;
static uint32_t clock_mhz;

#if defined(__riscv)

static void restart(void)
{
}

static int is_overrun(void)
{
    return 0;
}

/* Two instructions a turn. */
static __attribute__((noinline)) void turn(uint32_t turns)
{
    __asm__ volatile("1: addi %0, %0, -1\n\tbnez %0, 1b" : "+r"(turns));
}

#else

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xe000e010u)
#define SYSTICK_RELOAD (*(volatile uint32_t *)0xe000e014u)
#define SYSTICK_ENABLE 1u
#define SYSTICK_CPU_CLOCK 4u
#define SYSTICK_COUNTED_TO_0 (1u << 16)

static void restart(void)
{
    SYSTICK_RELOAD = COUNTER_MASK;
    SYSTICK_CONTROL = SYSTICK_ENABLE | SYSTICK_CPU_CLOCK;
    COUNTER_SYSTICK_VALUE = 0;
}

static int is_overrun(void)
{
    return (SYSTICK_CONTROL & SYSTICK_COUNTED_TO_0) != 0;
}

/* Two instructions a turn. */
static __attribute__((noinline)) void turn(uint32_t turns)
{
    __asm__ volatile(".syntax unified\n1: subs %0, %0, #1\n\tbne 1b" : "+l"(turns) : : "cc");
}

#endif

void counter_begin(void)
{
    restart();
    begin = counter_read();
}

static uint32_t ticks_since(void)
{
    uint32_t ticks = (counter_read() - begin) & COUNTER_MASK;

    if (is_overrun())
        machine_fail("more instructions than the counter can count");
    return ticks - overhead_ticks;
}

uint32_t counter_insns(uint32_t ticks)
{
    uint64_t insn_ticks = (uint64_t)COUNTER_INSN_NS * clock_mhz;

    return (uint32_t)(((uint64_t)ticks * 1000u + insn_ticks / 2u) / insn_ticks);
}

uint32_t counter_end(void)
{
    return counter_insns(ticks_since());
}

/* Of the second time: QEMU may count an instruction more where it translates code. */
static uint32_t turn_ticks(uint32_t turns)
{
    uint32_t ticks = 0;

    for (int i = 0; i < 2; i++) {
        counter_begin();
        turn(turns);
        ticks = ticks_since();
    }
    return ticks;
}

/* The clock is so many MHz, a whole number. */
static void find_clock(void)
{
    uint64_t time_ns = (uint64_t)2u * (CALIBRATION_TURNS - 1u) * COUNTER_INSN_NS;
    uint32_t ticks = turn_ticks(CALIBRATION_TURNS) - turn_ticks(1);

    clock_mhz = (uint32_t)(((uint64_t)ticks * 1000u + time_ns / 2u) / time_ns);
}

static void check(uint32_t turns)
{
    uint32_t insns = counter_insns(turn_ticks(turns) - turn_ticks(1));

    if (insns == 2u * (turns - 1u))
        return;
    printf("ERROR %" PRIu32 " instructions were counted as %" PRIu32 "\n", 2u * (turns - 1u),
           insns);
    board_exit(1);
}

void counter_start(void)
{
    static const uint32_t lengths[] = {2, 3, 10, 101, 1000, 12345, 100000, CALIBRATION_TURNS};

    find_clock();
    for (int i = 0; i < 2; i++) {
        overhead_ticks = 0;
        counter_begin();
        overhead_ticks = ticks_since();
    }
    for (unsigned i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        check(lengths[i]);
}
