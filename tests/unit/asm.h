/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Instructions for tests, made of the constants of Linux's headers at compile
 * time, not of the library's own table.
 *
 * An instruction is a uint64_t whose bytes in memory are those of RFC 9669,
 * section 3, on any host, so that a program is an aligned array:
 *
 *     static const uint64_t program[] = {MOV64_K(0, 7), EXIT()};
 */
#ifndef RBPF_TEST_ASM_H
#define RBPF_TEST_ASM_H

#include <stddef.h>
#include <stdint.h>

#include <linux/bpf.h>
#include <linux/bpf_common.h>

/* RFC 9669, section 5: the mode of sign-extending loads, which Debian 12's headers lack. */
#ifndef BPF_MEMSX
#define BPF_MEMSX 0x80
#endif

/* RFC 9669, section 5.4: sources of LDDW. */
#define LDDW_NUMBER 0

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ASM_SWAP64(v)                                                                              \
    (((v)&0xff) << 56 | ((v)&0xff00) << 40 | ((v)&0xff0000) << 24 | ((v)&0xff000000) << 8 |        \
     ((v) >> 8 & 0xff000000) | ((v) >> 24 & 0xff0000) | ((v) >> 40 & 0xff00) | (v) >> 56)
#else
#define ASM_SWAP64(v) (v)
#endif

/* Any slot at all. */
#define INSN(code, dst, src, off, imm)                                                             \
    ASM_SWAP64((uint64_t)((unsigned)(code)&0xffu) | (uint64_t)((unsigned)(dst)&15u) << 8 |         \
               (uint64_t)((unsigned)(src)&15u) << 12 | (uint64_t)(uint16_t)(off) << 16 |           \
               (uint64_t)(uint32_t)(imm) << 32)

#define ALU64_K(op, dst, imm) INSN(BPF_ALU64 | (op) | BPF_K, dst, 0, 0, imm)
#define ALU64_X(op, dst, src) INSN(BPF_ALU64 | (op) | BPF_X, dst, src, 0, 0)
#define ALU32_K(op, dst, imm) INSN(BPF_ALU | (op) | BPF_K, dst, 0, 0, imm)
#define ALU32_X(op, dst, src) INSN(BPF_ALU | (op) | BPF_X, dst, src, 0, 0)

#define MOV64_K(dst, imm) ALU64_K(BPF_MOV, dst, imm)
#define MOV64_X(dst, src) ALU64_X(BPF_MOV, dst, src)
#define MOV32_K(dst, imm) ALU32_K(BPF_MOV, dst, imm)
#define ADD64_K(dst, imm) ALU64_K(BPF_ADD, dst, imm)
#define ADD64_X(dst, src) ALU64_X(BPF_ADD, dst, src)

#define JMP_K(op, dst, imm, off) INSN(BPF_JMP | (op) | BPF_K, dst, 0, off, imm)
#define JMP_X(op, dst, src, off) INSN(BPF_JMP | (op) | BPF_X, dst, src, off, 0)
#define JMP32_K(op, dst, imm, off) INSN(BPF_JMP32 | (op) | BPF_K, dst, 0, off, imm)
#define JMP32_X(op, dst, src, off) INSN(BPF_JMP32 | (op) | BPF_X, dst, src, off, 0)
#define JA(off) INSN(BPF_JMP | BPF_JA, 0, 0, off, 0)
/* RFC 9669, section 4.3: {JA, K, JMP32}. */
#define JA32(imm) INSN(BPF_JMP32 | BPF_JA, 0, 0, 0, imm)
#define EXIT() INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

#define CALL_HELPER(id) INSN(BPF_JMP | BPF_CALL, 0, 0, 0, id)
#define CALL_LOCAL(distance) INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_CALL, 0, distance)
/* What llvm calls callx; RFC 9669 leaves the code open. */
#define CALL_REG(reg) INSN(BPF_JMP | BPF_CALL | BPF_X, reg, 0, 0, 0)

/* Two slots. */
#define LDDW(dst, value)                                                                           \
    INSN(BPF_LD | BPF_IMM | BPF_DW, dst, LDDW_NUMBER, 0, (uint64_t)(value)),                       \
        INSN(0, 0, 0, 0, (uint64_t)(value) >> 32)

#define LDX(size, dst, src, off) INSN(BPF_LDX | BPF_MEM | (size), dst, src, off, 0)
#define LDXSX(size, dst, src, off) INSN(BPF_LDX | BPF_MEMSX | (size), dst, src, off, 0)
#define ST(size, dst, off, imm) INSN(BPF_ST | BPF_MEM | (size), dst, 0, off, imm)
#define STX(size, dst, src, off) INSN(BPF_STX | BPF_MEM | (size), dst, src, off, 0)
#define ATOMIC(size, op, dst, src, off) INSN(BPF_STX | BPF_ATOMIC | (size), dst, src, off, op)

/* The two members of a row that hold its program: `.insns = ..., .insns_bytes = ...`. */
#define PROGRAM(...)                                                                               \
    .insns = (const uint64_t[]){__VA_ARGS__}, .insns_bytes = sizeof((const uint64_t[]){__VA_ARGS__})

#endif
