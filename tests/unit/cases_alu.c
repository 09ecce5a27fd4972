/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Arithmetic and byte swaps (RFC 9669, sections 4.1 and 4.2). */
#include "operands.h"
#include "oracle.h"
#include "run_case.h"

struct alu_case {
    const char *name;
    uint64_t insn;
    uint64_t dst, src;
    uint64_t result;
};

#define MIN64 0x8000000000000000
#define MAX64 0x7fffffffffffffff
#define ONES 0xffffffffffffffff

/* r1 op= immediate or r2: the fields are operation, r1, immediate or r2, and what r1 becomes. */
#define K64(op, dst, imm, result)                                                                  \
    {                                                                                              \
#op " 64 " #dst ", " #imm, ALU64_K(op, 1, imm), dst, 0, result                             \
    }
#define X64(op, dst, src, result)                                                                  \
    {                                                                                              \
#op " 64 " #dst ", r2 " #src, ALU64_X(op, 1, 2), dst, src, result                          \
    }
#define K32(op, dst, imm, result)                                                                  \
    {                                                                                              \
#op " 32 " #dst ", " #imm, ALU32_K(op, 1, imm), dst, 0, result                             \
    }
#define X32(op, dst, src, result)                                                                  \
    {                                                                                              \
#op " 32 " #dst ", r2 " #src, ALU32_X(op, 1, 2), dst, src, result                          \
    }

/* SDIV and SMOD: offset 1. */
#define SK64(op, dst, imm, result)                                                                 \
    {                                                                                              \
#op " signed 64 " #dst ", " #imm, INSN(BPF_ALU64 | op | BPF_K, 1, 0, 1, imm), dst, 0,      \
            result                                                                                 \
    }
#define SX64(op, dst, src, result)                                                                 \
    {                                                                                              \
#op " signed 64 " #dst ", r2 " #src, INSN(BPF_ALU64 | op | BPF_X, 1, 2, 1, 0), dst, src,   \
            result                                                                                 \
    }
#define SK32(op, dst, imm, result)                                                                 \
    {                                                                                              \
#op " signed 32 " #dst ", " #imm, INSN(BPF_ALU | op | BPF_K, 1, 0, 1, imm), dst, 0, result \
    }
#define SX32(op, dst, src, result)                                                                 \
    {                                                                                              \
#op " signed 32 " #dst ", r2 " #src, INSN(BPF_ALU | op | BPF_X, 1, 2, 1, 0), dst, src,     \
            result                                                                                 \
    }

#define MOVSX(class, width, src, result)                                                           \
    {                                                                                              \
#class " movsx " #width " " #src, INSN(class | BPF_MOV | BPF_X, 1, 2, width, 0), ONES,     \
            src, result                                                                            \
    }
#define SWAP(name, code, width, dst, result)                                                       \
    {                                                                                              \
        name #width " " #dst, INSN(code, 1, 0, 0, width), dst, 0, result                           \
    }
#define LE_CODE (BPF_ALU | BPF_END | BPF_TO_LE)
#define BE_CODE (BPF_ALU | BPF_END | BPF_TO_BE)
#define BSWAP_CODE (BPF_ALU64 | BPF_END)

static const struct alu_case vectors[] = {
    K64(BPF_ADD, 1, 1, 2),
    K64(BPF_ADD, 0, -1, ONES),
    K64(BPF_ADD, ONES, 1, 0),
    K64(BPF_ADD, MAX64, 1, MIN64),
    K64(BPF_ADD, 0xffffffff, 1, 0x100000000),
    K64(BPF_ADD, 0, INT32_MIN, 0xffffffff80000000),
    K64(BPF_ADD, 0, INT32_MAX, 0x7fffffff),
    X64(BPF_ADD, MIN64, MIN64, 0),
    X64(BPF_ADD, 0x123456789, 0xfedcba9876543211, 0xfedcba999999999a),
    K32(BPF_ADD, 1, 1, 2),
    K32(BPF_ADD, 0, -1, 0xffffffff),
    K32(BPF_ADD, 0xffffffff, 1, 0),
    K32(BPF_ADD, 0xdeadbeef00000001, 1, 2),
    X32(BPF_ADD, 0xffffffffffffffff, 0xffffffff00000002, 1),

    K64(BPF_SUB, 3, 1, 2),
    K64(BPF_SUB, 0, 1, ONES),
    K64(BPF_SUB, 0, -1, 1),
    K64(BPF_SUB, MIN64, 1, MAX64),
    K64(BPF_SUB, 0, INT32_MIN, 0x80000000),
    X64(BPF_SUB, 0x100000000, 1, 0xffffffff),
    K32(BPF_SUB, 0, 1, 0xffffffff),
    K32(BPF_SUB, 0x500000000, 1, 0xffffffff),
    X32(BPF_SUB, 0x500000003, 0x900000001, 2),

    K64(BPF_MUL, 3, 4, 12),
    K64(BPF_MUL, ONES, -1, 1),
    K64(BPF_MUL, 5, -1, 0xfffffffffffffffb),
    K64(BPF_MUL, 0x100000000, 0x10000, 0x1000000000000),
    X64(BPF_MUL, 0x100000000, 0x100000000, 0),
    X64(BPF_MUL, 0xffffffff, 0xffffffff, 0xfffffffe00000001),
    X64(BPF_MUL, MIN64, 3, MIN64),
    K32(BPF_MUL, 0xffffffff, 2, 0xfffffffe),
    K32(BPF_MUL, 0x100000003, -1, 0xfffffffd),
    X32(BPF_MUL, 0x10000, 0x10000, 0),
    X32(BPF_MUL, 0xaaaaaaaa00000003, 0xbbbbbbbb00000004, 12),

    K64(BPF_DIV, 7, 2, 3),
    K64(BPF_DIV, 7, 0, 0),
    K64(BPF_DIV, ONES, -1, 1),
    K64(BPF_DIV, 0xfffffffffffffffe, -1, 0),
    K64(BPF_DIV, MIN64, -1, 0),
    K64(BPF_DIV, 0xffffffff80000000, INT32_MIN, 1),
    X64(BPF_DIV, 7, 0, 0),
    X64(BPF_DIV, ONES, 2, MAX64),
    X64(BPF_DIV, 0x100000000, 0x10, 0x10000000),
    K32(BPF_DIV, 7, 0, 0),
    K32(BPF_DIV, 0xffffffff00000007, 2, 3),
    K32(BPF_DIV, 0xffffffff, -1, 1),
    K32(BPF_DIV, 0x80000000, -1, 0),
    X32(BPF_DIV, 0xffffffff00000007, 0xffffffff00000000, 0),
    X32(BPF_DIV, 0x500000009, 0x700000002, 4),

    SK64(BPF_DIV, 7, 2, 3),
    SK64(BPF_DIV, 7, -2, 0xfffffffffffffffd),
    SK64(BPF_DIV, 0xfffffffffffffff9, 2, 0xfffffffffffffffd),
    SK64(BPF_DIV, 0xfffffffffffffff9, -2, 3),
    SK64(BPF_DIV, MIN64, -1, MIN64),
    SK64(BPF_DIV, MIN64, 1, MIN64),
    SK64(BPF_DIV, 7, 0, 0),
    SX64(BPF_DIV, MIN64, ONES, MIN64),
    SX64(BPF_DIV, 7, 0, 0),
    SX64(BPF_DIV, 0xffffffff80000000, ONES, 0x80000000),
    SX64(BPF_DIV, 0x80000000, 0xffffffff, 0),
    SK32(BPF_DIV, 0x80000000, -1, 0x80000000),
    SK32(BPF_DIV, 0xfffffff9, 2, 0xfffffffd),
    SK32(BPF_DIV, 0x1fffffff9, -2, 3),
    SK32(BPF_DIV, 0xffffffff00000007, 0, 0),
    SX32(BPF_DIV, 0x80000000, 0xffffffff, 0x80000000),
    SX32(BPF_DIV, 0x80000000, 0x100000001, 0x80000000),
    SX32(BPF_DIV, 0xffffffff00000007, 0xffffffff00000000, 0),
    SX32(BPF_DIV, 7, 0xfffffffe, 0xfffffffd),

    K64(BPF_MOD, 7, 3, 1),
    K64(BPF_MOD, 7, 0, 7),
    K64(BPF_MOD, 0xffffffff00000007, 0, 0xffffffff00000007),
    K64(BPF_MOD, 5, -1, 5),
    K64(BPF_MOD, ONES, -1, 0),
    X64(BPF_MOD, MIN64, 3, 2),
    X64(BPF_MOD, 0xffffffff00000007, 0, 0xffffffff00000007),
    K32(BPF_MOD, 0xffffffff00000007, 0, 7),
    K32(BPF_MOD, 0xffffffff00000007, 4, 3),
    K32(BPF_MOD, 0xffffffff, -2, 1),
    X32(BPF_MOD, 0xffffffff00000007, 0xffffffff00000000, 7),
    X32(BPF_MOD, 0x500000007, 0x900000003, 1),

    SK64(BPF_MOD, 0xfffffffffffffff3, 3, ONES),
    SK64(BPF_MOD, 13, -3, 1),
    SK64(BPF_MOD, 0xfffffffffffffff3, -3, ONES),
    SK64(BPF_MOD, MIN64, -1, 0),
    SK64(BPF_MOD, 7, 0, 7),
    SX64(BPF_MOD, MIN64, ONES, 0),
    SX64(BPF_MOD, 0xfffffffffffffff3, 0, 0xfffffffffffffff3),
    SX64(BPF_MOD, 5, MIN64, 5),
    SK32(BPF_MOD, 0xfffffff3, 3, 0xffffffff),
    SK32(BPF_MOD, 13, -3, 1),
    SK32(BPF_MOD, 0x80000000, -1, 0),
    SK32(BPF_MOD, 0xffffffff00000007, 0, 7),
    SX32(BPF_MOD, 0x80000000, 0xffffffff, 0),
    SX32(BPF_MOD, 0x5fffffff3, 0x700000003, 0xffffffff),
    SX32(BPF_MOD, 0x5fffffff3, 0x700000000, 0xfffffff3),

    K64(BPF_OR, 0xf0, 0x0f, 0xff),
    K64(BPF_OR, 0, INT32_MIN, 0xffffffff80000000),
    X64(BPF_OR, 0xff00000000000000, 0xff, 0xff000000000000ff),
    K32(BPF_OR, 0xffffffff00000000, -1, 0xffffffff),
    X32(BPF_OR, 0xff00000000000001, 0xff00000000000002, 3),

    K64(BPF_AND, ONES, 0x0f, 0x0f),
    K64(BPF_AND, ONES, -2, 0xfffffffffffffffe),
    X64(BPF_AND, 0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xff000000ff000000),
    K32(BPF_AND, ONES, -1, 0xffffffff),
    X32(BPF_AND, ONES, ONES, 0xffffffff),

    K64(BPF_XOR, 0xff, 0x0f, 0xf0),
    K64(BPF_XOR, 0, -1, ONES),
    X64(BPF_XOR, 0xff00ff00ff00ff00, 0xffff0000ffff0000, 0x00ffff0000ffff00),
    K32(BPF_XOR, 0xffffffff00000000, -1, 0xffffffff),
    X32(BPF_XOR, 0xaaaaaaaa00000001, 0x5555555500000003, 2),

    K64(BPF_LSH, 1, 0, 1),
    K64(BPF_LSH, 1, 31, 0x80000000),
    K64(BPF_LSH, 1, 32, 0x100000000),
    K64(BPF_LSH, 1, 63, MIN64),
    K64(BPF_LSH, 1, 64, 1),
    K64(BPF_LSH, 1, 255, MIN64),
    K64(BPF_LSH, 1, -1, MIN64),
    X64(BPF_LSH, 3, 63, MIN64),
    X64(BPF_LSH, 3, 64, 3),
    X64(BPF_LSH, 3, 0x100000001, 6),
    K32(BPF_LSH, 1, 0, 1),
    K32(BPF_LSH, 0xffffffff00000001, 0, 1),
    K32(BPF_LSH, 1, 31, 0x80000000),
    K32(BPF_LSH, 1, 32, 1),
    K32(BPF_LSH, 3, 31, 0x80000000),
    K32(BPF_LSH, 1, 63, 0x80000000),
    K32(BPF_LSH, 1, 255, 0x80000000),
    K32(BPF_LSH, 1, -1, 0x80000000),
    X32(BPF_LSH, 1, 33, 2),
    X32(BPF_LSH, 1, 0xffffffff00000004, 16),

    K64(BPF_RSH, MIN64, 0, MIN64),
    K64(BPF_RSH, MIN64, 31, 0x100000000),
    K64(BPF_RSH, MIN64, 32, 0x80000000),
    K64(BPF_RSH, MIN64, 63, 1),
    K64(BPF_RSH, MIN64, 64, MIN64),
    K64(BPF_RSH, MIN64, -1, 1),
    X64(BPF_RSH, ONES, 255, 1),
    X64(BPF_RSH, ONES, 0x100000000, ONES),
    K32(BPF_RSH, 0xffffffff80000000, 0, 0x80000000),
    K32(BPF_RSH, 0xffffffff80000000, 31, 1),
    K32(BPF_RSH, 0xffffffff80000000, 32, 0x80000000),
    K32(BPF_RSH, 0xffffffff80000000, 63, 1),
    X32(BPF_RSH, 0xffffffff80000000, 64, 0x80000000),
    X32(BPF_RSH, 0xffffffff80000000, 0xff, 1),

    K64(BPF_ARSH, MIN64, 0, MIN64),
    K64(BPF_ARSH, MIN64, 31, 0xffffffff00000000),
    K64(BPF_ARSH, MIN64, 32, 0xffffffff80000000),
    K64(BPF_ARSH, MIN64, 63, ONES),
    K64(BPF_ARSH, MIN64, 64, MIN64),
    K64(BPF_ARSH, MAX64, 63, 0),
    K64(BPF_ARSH, MAX64, 62, 1),
    X64(BPF_ARSH, MIN64, ONES, ONES),
    X64(BPF_ARSH, 0x80000000, 31, 1),
    K32(BPF_ARSH, 0x80000000, 0, 0x80000000),
    K32(BPF_ARSH, 0x80000000, 1, 0xc0000000),
    K32(BPF_ARSH, 0x80000000, 31, 0xffffffff),
    K32(BPF_ARSH, 0x80000000, 32, 0x80000000),
    K32(BPF_ARSH, 0xffffffff7fffffff, 31, 0),
    X32(BPF_ARSH, 0x80000000, 63, 0xffffffff),
    X32(BPF_ARSH, 0xffffffff40000000, 0xffffffff0000001e, 1),

    K64(BPF_NEG, 0, 0, 0),
    K64(BPF_NEG, 1, 0, ONES),
    K64(BPF_NEG, MIN64, 0, MIN64),
    K64(BPF_NEG, 0x100000000, 0, 0xffffffff00000000),
    K32(BPF_NEG, 0, 0, 0),
    K32(BPF_NEG, 1, 0, 0xffffffff),
    K32(BPF_NEG, 0x80000000, 0, 0x80000000),
    K32(BPF_NEG, 0xffffffff00000000, 0, 0),

    K64(BPF_MOV, ONES, 0, 0),
    K64(BPF_MOV, 0, -1, ONES),
    K64(BPF_MOV, 0, INT32_MIN, 0xffffffff80000000),
    K64(BPF_MOV, 0, INT32_MAX, 0x7fffffff),
    X64(BPF_MOV, 0, 0x123456789abcdef0, 0x123456789abcdef0),
    K32(BPF_MOV, ONES, -1, 0xffffffff),
    K32(BPF_MOV, ONES, INT32_MIN, 0x80000000),
    X32(BPF_MOV, ONES, 0x123456789abcdef0, 0x9abcdef0),

    MOVSX(BPF_ALU64, 8, 0x7f, 0x7f),
    MOVSX(BPF_ALU64, 8, 0x80, 0xffffffffffffff80),
    MOVSX(BPF_ALU64, 8, 0xffffffffffffff00, 0),
    MOVSX(BPF_ALU64, 16, 0x7fff, 0x7fff),
    MOVSX(BPF_ALU64, 16, 0x8000, 0xffffffffffff8000),
    MOVSX(BPF_ALU64, 16, 0xffff0080, 0x80),
    MOVSX(BPF_ALU64, 32, 0x7fffffff, 0x7fffffff),
    MOVSX(BPF_ALU64, 32, 0x80000000, 0xffffffff80000000),
    MOVSX(BPF_ALU64, 32, 0xffffffff00000001, 1),
    MOVSX(BPF_ALU, 8, 0x7f, 0x7f),
    MOVSX(BPF_ALU, 8, 0x80, 0xffffff80),
    MOVSX(BPF_ALU, 8, 0xffffffffffffff01, 1),
    MOVSX(BPF_ALU, 16, 0x7fff, 0x7fff),
    MOVSX(BPF_ALU, 16, 0x8000, 0xffff8000),
    MOVSX(BPF_ALU, 16, 0xffffffffffff0002, 2),

    SWAP("le", LE_CODE, 16, 0x0123456789abcdef, 0xcdef),
    SWAP("le", LE_CODE, 32, 0x0123456789abcdef, 0x89abcdef),
    SWAP("le", LE_CODE, 64, 0x0123456789abcdef, 0x0123456789abcdef),
    SWAP("be", BE_CODE, 16, 0x0123456789abcdef, 0xefcd),
    SWAP("be", BE_CODE, 32, 0x0123456789abcdef, 0xefcdab89),
    SWAP("be", BE_CODE, 64, 0x0123456789abcdef, 0xefcdab8967452301),
    SWAP("bswap", BSWAP_CODE, 16, 0x0123456789abcdef, 0xefcd),
    SWAP("bswap", BSWAP_CODE, 32, 0x0123456789abcdef, 0xefcdab89),
    SWAP("bswap", BSWAP_CODE, 64, 0x0123456789abcdef, 0xefcdab8967452301),
    SWAP("be", BE_CODE, 16, 0xffffffffffff0080, 0x8000),
    SWAP("bswap", BSWAP_CODE, 32, 0xffffffff00000080, 0x80000000),

    {"add to itself", ALU64_X(BPF_ADD, 1, 1), 0x80000001, 0, 0x100000002},
    {"sub itself", ALU64_X(BPF_SUB, 1, 1), ONES, 0, 0},
    {"div by itself", ALU64_X(BPF_DIV, 1, 1), ONES, 0, 1},
    {"div 0 by itself", ALU64_X(BPF_DIV, 1, 1), 0, 0, 0},
    {"mod 0 by itself", ALU64_X(BPF_MOD, 1, 1), 0, 0, 0},
    {"shift by itself", ALU64_X(BPF_LSH, 1, 1), 4, 0, 64},
    {"mov 32 to itself", ALU32_X(BPF_MOV, 1, 1), ONES, 0, 0xffffffff},
    {"movsx 8 of itself", INSN(BPF_ALU64 | BPF_MOV | BPF_X, 1, 1, 8, 0), 0x180, 0,
     0xffffffffffffff80},
};

static struct verdict check_vector(const struct alu_case *row)
{
    const uint64_t insns[] = {LOAD_OPERANDS, row->insn, MOV64_X(0, 1), EXIT()};
    uint32_t way;

    CHECK_STATUS(operands_load(insns, sizeof insns), RBPF_OK);
    for (way = 0; way < RUN_WAYS; way++) {
        CHECK_STATUS(operands_run(row->dst, row->src, way), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), row->result);
        CHECK_EQUAL(rbpf_vm_register(&shared_machine.vm, 2), row->src);
        CHECK_EQUAL(rbpf_vm_executed(&shared_machine.vm), 5);
    }
    return PASSED;
}

CASE_SET(alu_vectors, vectors, check_vector);

/* Every operation, with every pair of operands, against the oracle. */
struct alu_form {
    const char *name;
    unsigned opcode;
    enum oracle_op op;
    int16_t offset;
};

#define FORMS(code, op)                                                                            \
    {#op " 64 K", BPF_ALU64 | code | BPF_K, op, 0},                                                \
        {#op " 64 X", BPF_ALU64 | code | BPF_X, op, 0},                                            \
        {#op " 32 K", BPF_ALU | code | BPF_K, op, 0},                                              \
    {                                                                                              \
#op " 32 X", BPF_ALU | code | BPF_X, op, 0                                                 \
    }
#define SIGNED_FORMS(code, op)                                                                     \
    {#op " 64 K", BPF_ALU64 | code | BPF_K, op, 1},                                                \
        {#op " 64 X", BPF_ALU64 | code | BPF_X, op, 1},                                            \
        {#op " 32 K", BPF_ALU | code | BPF_K, op, 1},                                              \
    {                                                                                              \
#op " 32 X", BPF_ALU | code | BPF_X, op, 1                                                 \
    }

static const struct alu_form forms[] = {
    FORMS(BPF_ADD, ORACLE_ADD),
    FORMS(BPF_SUB, ORACLE_SUB),
    FORMS(BPF_MUL, ORACLE_MUL),
    FORMS(BPF_DIV, ORACLE_DIV),
    FORMS(BPF_MOD, ORACLE_MOD),
    SIGNED_FORMS(BPF_DIV, ORACLE_SDIV),
    SIGNED_FORMS(BPF_MOD, ORACLE_SMOD),
    FORMS(BPF_OR, ORACLE_OR),
    FORMS(BPF_AND, ORACLE_AND),
    FORMS(BPF_XOR, ORACLE_XOR),
    FORMS(BPF_LSH, ORACLE_LSH),
    FORMS(BPF_RSH, ORACLE_RSH),
    FORMS(BPF_ARSH, ORACLE_ARSH),
    FORMS(BPF_MOV, ORACLE_MOV),
    {"ORACLE_NEG 64", BPF_ALU64 | BPF_NEG, ORACLE_NEG, 0},
    {"ORACLE_NEG 32", BPF_ALU | BPF_NEG, ORACLE_NEG, 0},
    {"ORACLE_MOVSX8 64", BPF_ALU64 | BPF_MOV | BPF_X, ORACLE_MOVSX8, 8},
    {"ORACLE_MOVSX16 64", BPF_ALU64 | BPF_MOV | BPF_X, ORACLE_MOVSX16, 16},
    {"ORACLE_MOVSX32 64", BPF_ALU64 | BPF_MOV | BPF_X, ORACLE_MOVSX32, 32},
    {"ORACLE_MOVSX8 32", BPF_ALU | BPF_MOV | BPF_X, ORACLE_MOVSX8, 8},
    {"ORACLE_MOVSX16 32", BPF_ALU | BPF_MOV | BPF_X, ORACLE_MOVSX16, 16},
};

static struct verdict check_form_with(const struct alu_form *form, uint64_t dst, uint64_t src)
{
    unsigned bits = (form->opcode & 7u) == BPF_ALU64 ? 64 : 32;
    uint64_t expected = oracle_alu(form->op, bits, dst, src);
    uint32_t way;

    for (way = 0; way < 4; way++) {
        CHECK_STATUS(operands_run(dst, src, way), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), expected);
    }
    return PASSED;
}

static struct verdict load_form(const struct alu_form *form, int32_t imm)
{
    const uint64_t insns[] = {
        LOAD_OPERANDS, INSN(form->opcode, 1, form->opcode & BPF_X ? 2 : 0, form->offset, imm),
        MOV64_X(0, 1), EXIT()};

    CHECK_STATUS(operands_load(insns, sizeof insns), RBPF_OK);
    return PASSED;
}

static struct verdict check_registers_form(const struct alu_form *form)
{
    uint32_t i, j;

    CHECK_PASSED(load_form(form, 0));
    for (i = 0; i < OPERAND_COUNT; i++)
        for (j = 0; j < OPERAND_COUNT; j++)
            CHECK_PASSED(check_form_with(form, operands[i], operands[j]));
    return PASSED;
}

static struct verdict check_immediate_form(const struct alu_form *form, int32_t imm)
{
    uint32_t i;

    CHECK_PASSED(load_form(form, imm));
    for (i = 0; i < OPERAND_COUNT; i++)
        CHECK_PASSED(check_form_with(form, operands[i], oracle_sign_extend(32, (uint32_t)imm)));
    return PASSED;
}

/* On each register, as a loop may have a body for each: for r2 and r3 the operand is elsewhere. */
static struct verdict check_destination(const struct alu_form *form, unsigned dst)
{
    unsigned src = dst == 3 ? 2 : 3;
    const uint64_t insns[] = {LOAD_OPERANDS,
                              MOV64_X(3, 2),
                              MOV64_X(dst, 1),
                              INSN(form->opcode, dst, form->opcode & BPF_X ? src : 0, form->offset,
                                   form->op == ORACLE_NEG || form->opcode & BPF_X ? 0 : 3),
                              MOV64_X(0, dst),
                              EXIT()};

    CHECK_STATUS(operands_load(insns, sizeof insns), RBPF_OK);
    return check_form_with(form, 0x8765432187654321, 3);
}

static struct verdict check_form(const struct alu_form *form)
{
    uint32_t j;

    for (j = 0; j < 10; j++)
        CHECK_PASSED(check_destination(form, j));
    if (form->opcode & BPF_X)
        return check_registers_form(form);
    if (form->op == ORACLE_NEG)
        return check_immediate_form(form, 0);
    for (j = 0; j < IMMEDIATE_COUNT; j++)
        CHECK_PASSED(check_immediate_form(form, immediates[j]));
    return PASSED;
}

/* Byte swaps of every operand. */
static struct verdict check_swap(unsigned opcode, int32_t width)
{
    const uint64_t insns[] = {LOAD_OPERANDS, INSN(opcode, 1, 0, 0, width), MOV64_X(0, 1), EXIT()};
    uint32_t i, way;

    CHECK_STATUS(operands_load(insns, sizeof insns), RBPF_OK);
    for (i = 0; i < OPERAND_COUNT; i++)
        for (way = 0; way < 4; way++) {
            CHECK_STATUS(operands_run(operands[i], 0, way), RBPF_OK);
            CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm),
                        oracle_swap(opcode != LE_CODE, (unsigned)width, operands[i]));
        }
    return PASSED;
}

static struct verdict check_swaps(void)
{
    static const unsigned opcodes[] = {LE_CODE, BE_CODE, BSWAP_CODE};
    uint32_t i;

    for (i = 0; i < COUNT_OF(opcodes); i++) {
        CHECK_PASSED(check_swap(opcodes[i], 16));
        CHECK_PASSED(check_swap(opcodes[i], 32));
        CHECK_PASSED(check_swap(opcodes[i], 64));
    }
    return PASSED;
}

static const char *products_name(size_t row)
{
    return row < COUNT_OF(forms) ? forms[row].name : "byte swaps";
}

static struct verdict products_run(size_t row)
{
    return row < COUNT_OF(forms) ? check_form(&forms[row]) : check_swaps();
}

const struct case_set alu_products = {"alu_products", COUNT_OF(forms) + 1u, products_name,
                                      products_run};
