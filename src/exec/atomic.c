/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Atomic operations (RFC 9669, section 5.3): read, change and write in the port's critical section.
 */
#include <rbpf/port.h>

#include "exec/exec.h"

/* What the operation leaves in memory; both widths, since only the low bits are stored. */
static RBPF_NOINLINE uint64_t change(int32_t operation, uint64_t old, uint64_t operand)
{
    switch (operation & ~RBPF_ATOMIC_FETCH) {
    case RBPF_ATOMIC_ADD:
        return old + operand;
    case RBPF_ATOMIC_OR:
        return old | operand;
    case RBPF_ATOMIC_AND:
        return old & operand;
    case RBPF_ATOMIC_XOR:
        return old ^ operand;
    default: /* XCHG, CMPXCHG */
        return operand;
    }
}

enum rbpf_status rbpf_exec_atomic(struct rbpf_vm *vm, const uint8_t *pc)
{
    const bool wide = RBPF_HAS_ATOMIC64 && *pc == RBPF_OP_ATOMIC64;
    const int32_t operation = rbpf_imm_at(pc);
    const bool compares = operation == RBPF_ATOMIC_CMPXCHG;
    uint64_t operand = rbpf_reg64(vm, rbpf_src_at(pc));
    uint32_t address = rbpf_reg32(vm, rbpf_dst_at(pc)) + (uint32_t)rbpf_offset_at(pc);
    uint8_t *p = rbpf_access_at(vm, pc);
    uint64_t old;

    if (!p)
        return rbpf_access_fault_at(vm, pc);
    if (address & (wide ? 7u : 3u))
        return RBPF_FAULT_ALIGNMENT;

    RBPF_CRITICAL_ENTER();
    old = rbpf_load32(p);
    if (wide)
        old |= (uint64_t)rbpf_load32(p + 4) << 32;
    if (compares && old != (wide ? rbpf_reg64(vm, 0) : rbpf_reg32(vm, 0)))
        operand = old;
    operand = change(operation, old, operand);
    rbpf_store32(p, (uint32_t)operand);
    if (wide)
        rbpf_store32(p + 4, (uint32_t)(operand >> 32));
    RBPF_CRITICAL_EXIT();

    if (operation & RBPF_ATOMIC_FETCH)
        rbpf_set64(vm, compares ? 0 : rbpf_src_at(pc), old);
    return RBPF_OK;
}
