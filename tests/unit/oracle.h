/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * RFC 9669's arithmetic and conditions once more, bit by bit, as slow as it
 * is plain. Shares nothing with the library, and no operator of C with its result.
 */
#ifndef RBPF_TEST_ORACLE_H
#define RBPF_TEST_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

enum oracle_op {
    ORACLE_ADD,
    ORACLE_SUB,
    ORACLE_MUL,
    ORACLE_DIV,
    ORACLE_SDIV,
    ORACLE_OR,
    ORACLE_AND,
    ORACLE_LSH,
    ORACLE_RSH,
    ORACLE_NEG,
    ORACLE_MOD,
    ORACLE_SMOD,
    ORACLE_XOR,
    ORACLE_MOV,
    ORACLE_MOVSX8,
    ORACLE_MOVSX16,
    ORACLE_MOVSX32,
    ORACLE_ARSH
};

/* dst op src in 32 or 64 bits; the upper half of a 32-bit result is 0 (section 4.1). */
uint64_t oracle_alu(enum oracle_op op, unsigned bits, uint64_t dst, uint64_t src);

/* The low `width` bits with their bytes reversed, or only cut (section 4.2). */
uint64_t oracle_swap(bool reverse, unsigned width, uint64_t dst);

/* Is the jump with this code (BPF_JEQ...) taken, in 32 or 64 bits (section 4.3)? */
bool oracle_jump(unsigned code, unsigned bits, uint64_t dst, uint64_t src);

/* 32 bits of an immediate as 64 (section 4.1: sign extended). */
uint64_t oracle_sign_extend(unsigned from, uint64_t value);

#endif
