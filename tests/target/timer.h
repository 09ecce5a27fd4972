/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The timer of the machine's core: one interrupt at a time. */
#ifndef TIMER_H
#define TIMER_H

#include <stdint.h>

/* With QEMU's -icount shift=TIMER_SHIFT an instruction lasts as long as timer_set() believes. */
#if defined(__riscv)
#define TIMER_SHIFT 6
#else
#define TIMER_SHIFT 8
#endif

/* Who is called by each interrupt, which do not come yet. */
void timer_begin(void (*handler)(void));

/* An interrupt after some `insns` instructions, 1 to 100,000. */
void timer_set(uint32_t insns);

/* None any more, not even one that is due. */
void timer_stop(void);

#endif
