/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Xtensa with one core: all interrupts are off during a guest's atomic operation. PS is kept, so
 * that it nests, and an interrupt that runs guests is safe too.
 */
#ifndef RBPF_PORT_XTENSA_H
#define RBPF_PORT_XTENSA_H

#include <stdint.h>

static inline uint32_t rbpf_port_mask(void)
{
    uint32_t before;

    __asm__ volatile("rsil %0, 15" : "=a"(before) : : "memory");
    return before;
}

static inline void rbpf_port_restore(uint32_t before)
{
    __asm__ volatile("wsr %0, ps\n\trsync" : : "a"(before) : "memory");
}

#define RBPF_CRITICAL_ENTER() uint32_t rbpf_port_state = rbpf_port_mask()
#define RBPF_CRITICAL_EXIT() rbpf_port_restore(rbpf_port_state)

#endif
