/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* SysTick of Cortex-M3 and up. */
#include "timer.h"

#include <string.h>

#define CONTROL (*(volatile uint32_t *)0xe000e010u)
#define RELOAD (*(volatile uint32_t *)0xe000e014u)
#define VALUE (*(volatile uint32_t *)0xe000e018u)
#define ICSR (*(volatile uint32_t *)0xe000ed04u)
#define VTOR (*(volatile uint32_t *)0xe000ed08u)

#define CONTROL_ON 7u /* enabled, with interrupt, by the core's clock */
#define ICSR_CLEAR_SYSTICK (1u << 25)
#define VECTORS 16u
#define SYSTICK_VECTOR 15u
/* 40 or 50 ns, of 256. */
#define TICKS_PER_INSN 6u

static void (*on_tick)(void);
static _Alignas(256) uint32_t vectors[VECTORS];

/* An ordinary function: the core saves what it may change. */
static void handle(void)
{
    CONTROL = 0;
    on_tick();
}

void timer_begin(void (*handler)(void))
{
    on_tick = handler;
    memcpy(vectors, (const void *)(uintptr_t)VTOR, sizeof vectors);
    vectors[SYSTICK_VECTOR] = (uint32_t)(uintptr_t)handle;
    VTOR = (uint32_t)(uintptr_t)vectors;
}

void timer_set(uint32_t insns)
{
    CONTROL = 0;
    RELOAD = insns * TICKS_PER_INSN;
    VALUE = 0;
    CONTROL = CONTROL_ON;
}

void timer_stop(void)
{
    CONTROL = 0;
    ICSR = ICSR_CLEAR_SYSTICK;
}
