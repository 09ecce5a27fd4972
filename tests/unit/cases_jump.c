/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Conditional jumps (RFC 9669, section 4.3). */
#include "operands.h"
#include "oracle.h"
#include "run_case.h"

struct jump_case {
    const char *name;
    uint64_t insn;
    uint64_t dst, src;
    bool taken;
};

/* r1 against an immediate or r2, one slot ahead. */
#define K64(op, dst, imm, taken)                                                                   \
    {                                                                                              \
#op " 64 " #dst ", " #imm, JMP_K(op, 1, imm, 1), dst, 0, taken                             \
    }
#define X64(op, dst, src, taken)                                                                   \
    {                                                                                              \
#op " 64 " #dst ", r2 " #src, JMP_X(op, 1, 2, 1), dst, src, taken                          \
    }
#define K32(op, dst, imm, taken)                                                                   \
    {                                                                                              \
#op " 32 " #dst ", " #imm, JMP32_K(op, 1, imm, 1), dst, 0, taken                           \
    }
#define X32(op, dst, src, taken)                                                                   \
    {                                                                                              \
#op " 32 " #dst ", r2 " #src, JMP32_X(op, 1, 2, 1), dst, src, taken                        \
    }

static const struct jump_case jumps[] = {
    K64(BPF_JEQ, 5, 5, true),
    K64(BPF_JEQ, 5, 6, false),
    K64(BPF_JEQ, 0xffffffffffffffff, -1, true),
    K64(BPF_JEQ, 0xffffffff, -1, false),
    K64(BPF_JEQ, 0x100000005, 5, false),
    X64(BPF_JEQ, 0x100000005, 5, false),
    X64(BPF_JEQ, 0x100000005, 0x100000005, true),
    K32(BPF_JEQ, 0x100000005, 5, true),
    K32(BPF_JEQ, 0xffffffff, -1, true),
    X32(BPF_JEQ, 0xaaaaaaaa00000005, 0xbbbbbbbb00000005, true),
    X32(BPF_JEQ, 5, 6, false),

    K64(BPF_JNE, 5, 5, false),
    K64(BPF_JNE, 0xffffffff, -1, true),
    X64(BPF_JNE, 0x100000005, 5, true),
    K32(BPF_JNE, 0x100000005, 5, false),
    X32(BPF_JNE, 0xaaaaaaaa00000005, 0xbbbbbbbb00000005, false),
    X32(BPF_JNE, 0x100000001, 0x100000002, true),

    K64(BPF_JGT, 6, 5, true),
    K64(BPF_JGT, 5, 5, false),
    K64(BPF_JGT, 4, 5, false),
    K64(BPF_JGT, 0xffffffff, -1, false),
    K64(BPF_JGT, 0xffffffffffffffff, -2, true),
    X64(BPF_JGT, 0x8000000000000000, 1, true),
    X64(BPF_JGT, 0x100000000, 0xffffffff, true),
    K32(BPF_JGT, 0xffffffff, -1, false),
    K32(BPF_JGT, 0x100000000, 5, false),
    X32(BPF_JGT, 0x100000000, 0xffffffff, false),
    X32(BPF_JGT, 0x80000000, 1, true),
    K32(BPF_JGT, 0x100000006, 5, true),

    K64(BPF_JGE, 5, 5, true),
    K64(BPF_JGE, 4, 5, false),
    K64(BPF_JGE, 0, 0, true),
    X64(BPF_JGE, 0xffffffffffffffff, 0, true),
    X64(BPF_JGE, 0, 0xffffffffffffffff, false),
    K32(BPF_JGE, 0x100000004, 5, false),
    K32(BPF_JGE, 0x100000005, 5, true),
    X32(BPF_JGE, 0xffffffff00000005, 5, true),
    X32(BPF_JGE, 5, 0xffffffff00000005, true),

    K64(BPF_JLT, 4, 5, true),
    K64(BPF_JLT, 5, 5, false),
    K64(BPF_JLT, 5, -1, true),
    X64(BPF_JLT, 0xffffffff, 0x100000000, true),
    K32(BPF_JLT, 0x100000004, 5, true),
    X32(BPF_JLT, 0xffffffff, 0x100000000, false),
    X32(BPF_JLT, 0x500000001, 2, true),

    K64(BPF_JLE, 5, 5, true),
    K64(BPF_JLE, 6, 5, false),
    K64(BPF_JLE, 0xffffffffffffffff, -1, true),
    X64(BPF_JLE, 0x8000000000000000, 0x7fffffffffffffff, false),
    K32(BPF_JLE, 0xffffffff00000005, 5, true),
    X64(BPF_JLE, 5, 0x100000000, true),
    X32(BPF_JLE, 0x80000000, 0x7fffffff, false),
    X32(BPF_JLE, 0x500000005, 5, true),

    K64(BPF_JSET, 6, 2, true),
    K64(BPF_JSET, 6, 1, false),
    K64(BPF_JSET, 0x8000000000000000, -1, true),
    K64(BPF_JSET, 0x100000000, INT32_MIN, true),
    K64(BPF_JSET, 0x100000000, INT32_MAX, false),
    X64(BPF_JSET, 0x100000000, 0xffffffff, false),
    X64(BPF_JSET, 0x100000000, 0x300000000, true),
    X64(BPF_JSET, 0, 0, false),
    K32(BPF_JSET, 0xffffffff00000002, 2, true),
    K32(BPF_JSET, 0x100000000, -1, false),
    X32(BPF_JSET, 0xffffffff00000000, 0xffffffffffffffff, false),
    X32(BPF_JSET, 0x80000000, 0x80000000, true),

    K64(BPF_JSGT, 0, -1, true),
    K64(BPF_JSGT, 0xffffffffffffffff, 0, false),
    K64(BPF_JSGT, 0xffffffff, -1, true),
    X64(BPF_JSGT, 0x7fffffffffffffff, 0x8000000000000000, true),
    X64(BPF_JSGT, 0x8000000000000000, 0x7fffffffffffffff, false),
    X64(BPF_JSGT, 5, 5, false),
    K32(BPF_JSGT, 0xffffffff, -1, false),
    K32(BPF_JSGT, 0xffffffff, -2, true),
    K32(BPF_JSGT, 0x7fffffff80000000, -1, false),
    X32(BPF_JSGT, 0xffffffff7fffffff, 0x80000000, true),

    K64(BPF_JSGE, 0xffffffffffffffff, -1, true),
    K64(BPF_JSGE, 0xfffffffffffffffe, -1, false),
    X64(BPF_JSGE, 0x8000000000000000, 0x8000000000000000, true),
    X64(BPF_JSGE, 0x8000000000000000, 0, false),
    K32(BPF_JSGE, 0xffffffff, 0, false),
    K32(BPF_JSGE, 0xffffffff, -1, true),
    X32(BPF_JSGE, 0x80000000, 0xffffffff80000000, true),

    K64(BPF_JSLT, 0xffffffffffffffff, 0, true),
    K64(BPF_JSLT, 0xffffffff, 0, false),
    X64(BPF_JSLT, 0x8000000000000000, 0xffffffffffffffff, true),
    K32(BPF_JSLT, 0xffffffff, 0, true),
    X32(BPF_JSLT, 0x7fffffff, 0x80000000, false),
    X32(BPF_JSLT, 0x80000000, 0x7fffffff, true),

    K64(BPF_JSLE, 0xffffffffffffffff, -1, true),
    K64(BPF_JSLE, 0, -1, false),
    X64(BPF_JSLE, 0x8000000000000000, 0x7fffffffffffffff, true),
    K32(BPF_JSLE, 0x100000000, -1, false),
    K32(BPF_JSLE, 0xffffffff, 0, true),
    X32(BPF_JSLE, 0x1ffffffff, 0xffffffff, true),
};

static struct verdict check_jump(const struct jump_case *row)
{
    const uint64_t insns[] = {LOAD_OPERANDS, MOV64_K(0, 1), row->insn, MOV64_K(0, 0), EXIT()};
    uint32_t way;

    CHECK_STATUS(operands_load(insns, sizeof insns), RBPF_OK);
    for (way = 0; way < RUN_WAYS; way++) {
        CHECK_STATUS(operands_run(row->dst, row->src, way), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), row->taken);
        CHECK_EQUAL(rbpf_vm_executed(&shared_machine.vm), row->taken ? 5 : 6);
    }
    return PASSED;
}

CASE_SET(jump_vectors, jumps, check_jump);

/* Every condition, with every pair of operands, against the oracle. */
struct jump_form {
    const char *name;
    unsigned code;
    unsigned bits;
    bool from_register;
};

#define FORMS(code)                                                                                \
    {#code " 64 K", code, 64, false}, {#code " 64 X", code, 64, true},                             \
        {#code " 32 K", code, 32, false},                                                          \
    {                                                                                              \
#code " 32 X", code, 32, true                                                              \
    }

static const struct jump_form forms[] = {
    FORMS(BPF_JEQ),  FORMS(BPF_JNE),  FORMS(BPF_JGT),  FORMS(BPF_JGE),
    FORMS(BPF_JLT),  FORMS(BPF_JLE),  FORMS(BPF_JSET), FORMS(BPF_JSGT),
    FORMS(BPF_JSGE), FORMS(BPF_JSLT), FORMS(BPF_JSLE),
};

static struct verdict check_form_with(const struct jump_form *form, uint64_t dst, uint64_t src)
{
    bool taken = oracle_jump(form->code, form->bits, dst, src);
    uint32_t way;

    for (way = 0; way < 4; way++) {
        CHECK_STATUS(operands_run(dst, src, way), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), taken);
    }
    return PASSED;
}

static struct verdict load_form(const struct jump_form *form, int32_t imm)
{
    unsigned opcode = (form->bits == 64 ? BPF_JMP : BPF_JMP32) | form->code |
                      (form->from_register ? BPF_X : BPF_K);
    const uint64_t insns[] = {LOAD_OPERANDS, MOV64_K(0, 1),
                              INSN(opcode, 1, form->from_register ? 2 : 0, 1, imm), MOV64_K(0, 0),
                              EXIT()};

    CHECK_STATUS(operands_load(insns, sizeof insns), RBPF_OK);
    return PASSED;
}

static struct verdict check_registers_form(const struct jump_form *form)
{
    uint32_t i, j;

    CHECK_PASSED(load_form(form, 0));
    for (i = 0; i < OPERAND_COUNT; i++)
        for (j = 0; j < OPERAND_COUNT; j++)
            CHECK_PASSED(check_form_with(form, operands[i], operands[j]));
    return PASSED;
}

static struct verdict check_form(const struct jump_form *form)
{
    uint32_t i, j;

    if (form->from_register)
        return check_registers_form(form);
    for (j = 0; j < IMMEDIATE_COUNT; j++) {
        CHECK_PASSED(load_form(form, immediates[j]));
        for (i = 0; i < OPERAND_COUNT; i++)
            CHECK_PASSED(check_form_with(form, operands[i],
                                         oracle_sign_extend(32, (uint32_t)immediates[j])));
    }
    return PASSED;
}

CASE_SET(jump_products, forms, check_form);
