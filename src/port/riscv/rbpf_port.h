/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * RISC-V with one hart in machine mode: interrupts are off during a guest's atomic operation. MIE
 * is kept, so that it nests, and an interrupt that runs guests is safe too.
 */
#ifndef RBPF_PORT_RISCV_H
#define RBPF_PORT_RISCV_H

#include <stdint.h>

#define RBPF_PORT_MIE 8u

static inline uintptr_t rbpf_port_mask(void)
{
    uintptr_t before;

    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\t"
                     "csrrci %0, mstatus, %1\n\t"
                     ".option pop"
                     : "=r"(before)
                     : "i"(RBPF_PORT_MIE)
                     : "memory");
    return before & RBPF_PORT_MIE;
}

static inline void rbpf_port_restore(uintptr_t before)
{
    __asm__ volatile(".option push\n\t.option arch, +zicsr\n\t"
                     "csrs mstatus, %0\n\t"
                     ".option pop"
                     :
                     : "r"(before)
                     : "memory");
}

#define RBPF_CRITICAL_ENTER() uintptr_t rbpf_port_state = rbpf_port_mask()
#define RBPF_CRITICAL_EXIT() rbpf_port_restore(rbpf_port_state)

#endif
