/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Opcodes that fuzzers know by name (RFC 9669, sections 3 to 5), of the constants of Linux. */
#ifndef RBPF_FUZZ_OPCODES_H
#define RBPF_FUZZ_OPCODES_H

#include "asm.h"

enum {
    OP_ADD64_IMM = BPF_ALU64 | BPF_ADD | BPF_K,
    OP_ADD64_REG = BPF_ALU64 | BPF_ADD | BPF_X,
    OP_AND64_IMM = BPF_ALU64 | BPF_AND | BPF_K,
    OP_MOV64_IMM = BPF_ALU64 | BPF_MOV | BPF_K,
    OP_MOV64_REG = BPF_ALU64 | BPF_MOV | BPF_X,
    OP_JA = BPF_JMP | BPF_JA,
    OP_JA32 = BPF_JMP32 | BPF_JA,
    OP_CALL = BPF_JMP | BPF_CALL,
    OP_CALLX = BPF_JMP | BPF_CALL | BPF_X,
    OP_EXIT = BPF_JMP | BPF_EXIT,
    OP_LDDW = BPF_LD | BPF_IMM | BPF_DW,
    OP_STB_IMM = BPF_ST | BPF_MEM | BPF_B,
    OP_STDW_IMM = BPF_ST | BPF_MEM | BPF_DW
};

#endif
