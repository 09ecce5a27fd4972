/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Cortex-M with one core: interrupts are off during a guest's atomic operation. PRIMASK is kept, so
 * that it nests, and an interrupt that runs guests is safe too. Privileged code only: elsewhere
 * the core ignores the instruction. The barrier is the compiler's ("memory"): a single core needs
 * no other.
 */
#ifndef RBPF_PORT_CORTEX_M_H
#define RBPF_PORT_CORTEX_M_H

#include <stdint.h>

static inline uint32_t rbpf_port_mask(void)
{
    uint32_t before;

    __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(before) : : "memory");
    return before;
}

static inline void rbpf_port_restore(uint32_t before)
{
    __asm__ volatile("msr primask, %0" : : "r"(before) : "memory");
}

#define RBPF_CRITICAL_ENTER() uint32_t rbpf_port_state = rbpf_port_mask()
#define RBPF_CRITICAL_EXIT() rbpf_port_restore(rbpf_port_state)

#endif
