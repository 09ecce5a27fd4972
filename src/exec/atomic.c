/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Atomic operations (RFC 9669, section 5.3): read, change and write in the port's critical section.
 */
#include <rbpf/port.h>

#include "exec/exec.h"

static uint64_t load_operand(const uint8_t *p, bool wide)
{
    return wide ? rbpf_load64(p) : rbpf_load32(p);
}

static void store_operand(uint8_t *p, uint64_t value, bool wide)
{
    if (wide)
        rbpf_store64(p, value);
    else
        rbpf_store32(p, (uint32_t)value);
}

/* What the operation leaves in memory; both widths, since only the low bits are stored. */
static uint64_t change(int32_t operation, uint64_t old, uint64_t operand)
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

/* The register that receives the old value: r0 for CMPXCHG, 11 for none. */
static uint32_t fetched_to(const struct rbpf_insn *insn)
{
    if (insn->imm == RBPF_ATOMIC_CMPXCHG)
        return 0;
    return insn->imm & RBPF_ATOMIC_FETCH ? insn->src : RBPF_REGISTER_COUNT;
}

enum rbpf_status rbpf_exec_atomic(struct rbpf_vm *vm, const uint8_t *pc)
{
    struct rbpf_insn insn = rbpf_insn_at(pc);
    struct rbpf_access access = rbpf_access_of(vm, &insn);
    bool wide = insn.opcode == RBPF_OP_ATOMIC64;
    uint64_t operand = rbpf_reg64(vm, insn.src);
    uint64_t expected = wide ? rbpf_reg64(vm, 0) : rbpf_reg32(vm, 0);
    uint32_t fetched = fetched_to(&insn);
    enum rbpf_status status;
    uint64_t old;
    uint8_t *p;

    status = rbpf_access_check(vm, &access, &p);
    if (status != RBPF_OK)
        return status;
    if (access.address % access.size != 0)
        return RBPF_FAULT_ALIGNMENT;

    RBPF_CRITICAL_ENTER();
    old = load_operand(p, wide);
    if (insn.imm != RBPF_ATOMIC_CMPXCHG || old == expected)
        store_operand(p, change(insn.imm, old, operand), wide);
    RBPF_CRITICAL_EXIT();

    if (fetched < RBPF_REGISTER_COUNT)
        rbpf_set64(vm, fetched, old);
    return RBPF_OK;
}
