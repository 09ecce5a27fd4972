/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * DIV and MOD (RFC 9669, section 4.1), once for all forms and loops: what the compiler's support
 * library does takes longer than the way here. Absolute values are divided, so that no operand
 * traps.
 */
#include "exec/alu.h"
#include "exec/exec.h"

uint64_t rbpf_divide(uint64_t a, uint64_t b, const uint8_t *pc)
{
    const bool narrow = RBPF_CLASS(*pc) == RBPF_CLASS_ALU;
    const bool is_signed = RBPF_HAS(RBPF_GROUP_V4) && rbpf_offset_at(pc) != 0;
    const bool modulo = RBPF_OPERATION(*pc) == RBPF_OPERATION(RBPF_OP_MOD64_IMM);
    bool negative;
    uint64_t quotient = 0;

    if (narrow) {
        a = rbpf_widen(a, is_signed);
        b = rbpf_widen(b, is_signed);
    }
    negative = is_signed && (int64_t)(modulo ? a : a ^ b) < 0;
    if (is_signed && (int64_t)a < 0)
        a = rbpf_neg64(a);
    if (is_signed && (int64_t)b < 0)
        b = rbpf_neg64(b);
    /* Division by 0 gives 0, modulo by 0 the dividend. */
    if (b != 0) {
        quotient = a / b;
        a %= b;
    }
    if (!modulo)
        a = quotient;
    if (negative)
        a = rbpf_neg64(a);
    return narrow ? (uint32_t)a : a;
}

void rbpf_exec_divide(struct rbpf_vm *vm, const uint8_t *pc)
{
    uint64_t a = rbpf_reg64(vm, rbpf_dst_at(pc));
    uint64_t b = RBPF_IS_REG(*pc) ? rbpf_reg64(vm, rbpf_src_at(pc)) : (uint64_t)rbpf_imm_at(pc);

    rbpf_set64(vm, rbpf_dst_at(pc), rbpf_divide(a, b, pc));
}
