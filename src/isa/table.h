/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The instruction set (RFC 9669): the one list that decoder, verifier, loops
 * and tools are made of. A row is
 *
 *     X(opcode, name, mnemonic, shape, group, heat)
 *
 * opcode    the byte
 * name      class and operand in one word: ADD64_IMM adds an immediate to 64 bits
 * mnemonic  the operator or type in the syntax of llvm-objdump
 * shape     a row of RBPF_SHAPES: what the fields are for
 * group     the conformance group (RFC 9669, section 2.4) that must be built in;
 *           V4 and CALLX as config.h says. Forms within a row may need more: DIV
 *           and MOD by offset 1, MOV by offset 8, 16, 32 are V4 too.
 * heat      HOT: jumps to the next instruction by itself; WARM: where flash is not dear; COLD: by a
 *           jump that is shared. bench/README.md has how often each is executed
 */
#ifndef RBPF_ISA_TABLE_H
#define RBPF_ISA_TABLE_H

/*
 * What an instruction's fields are for: X(shape, kind, dst, src, off, imm)
 *
 * kind      what the verifier has to look at beyond the fields
 * the rest  0: the field is not used and must be zero; 1: it is used
 */
#define RBPF_SHAPES(X)                                                                             \
    X(ALU_IMM, WRITES, 1, 0, 0, 1)                                                                 \
    X(ALU_REG, WRITES, 1, 1, 0, 0)                                                                 \
    X(NEG, WRITES, 1, 0, 0, 0)                                                                     \
    X(DIV_IMM, DIVIDES, 1, 0, 1, 1)                                                                \
    X(DIV_REG, DIVIDES, 1, 1, 1, 0)                                                                \
    X(MOV32_REG, MOVES32, 1, 1, 1, 0)                                                              \
    X(MOV64_REG, MOVES64, 1, 1, 1, 0)                                                              \
    X(END, SWAPS, 1, 0, 0, 1)                                                                      \
    X(JA, JUMPS, 0, 0, 1, 0)                                                                       \
    X(JA32, JUMPS32, 0, 0, 0, 1)                                                                   \
    X(JMP_IMM, BRANCHES, 1, 0, 1, 1)                                                               \
    X(JMP_REG, BRANCHES, 1, 1, 1, 0)                                                               \
    X(CALL, CALLS, 0, 1, 0, 1)                                                                     \
    X(CALLX, CALLS_REG, 1, 0, 0, 0)                                                                \
    X(EXIT, EXITS, 0, 0, 0, 0)                                                                     \
    X(LDDW, LOADS_IMM, 1, 1, 0, 1)                                                                 \
    X(LDX, WRITES, 1, 1, 1, 0)                                                                     \
    X(ST, STORES, 1, 0, 1, 1)                                                                      \
    X(STX, STORES, 1, 1, 1, 0)                                                                     \
    X(ATOMIC, ATOMIC, 1, 1, 1, 1)                                                                  \
    X(PACKET, NONE, 1, 1, 1, 1)

#define RBPF_OPCODES(X)                                                                            \
    X(0x04, ADD32_IMM, "+=", ALU_IMM, BASE32, HOT)                                                 \
    X(0x0c, ADD32_REG, "+=", ALU_REG, BASE32, HOT)                                                 \
    X(0x07, ADD64_IMM, "+=", ALU_IMM, BASE64, HOT)                                                 \
    X(0x0f, ADD64_REG, "+=", ALU_REG, BASE64, HOT)                                                 \
    X(0x14, SUB32_IMM, "-=", ALU_IMM, BASE32, WARM)                                                \
    X(0x1c, SUB32_REG, "-=", ALU_REG, BASE32, WARM)                                                \
    X(0x17, SUB64_IMM, "-=", ALU_IMM, BASE64, WARM)                                                \
    X(0x1f, SUB64_REG, "-=", ALU_REG, BASE64, WARM)                                                \
    X(0x24, MUL32_IMM, "*=", ALU_IMM, DIVMUL32, WARM)                                              \
    X(0x2c, MUL32_REG, "*=", ALU_REG, DIVMUL32, WARM)                                              \
    X(0x27, MUL64_IMM, "*=", ALU_IMM, DIVMUL64, WARM)                                              \
    X(0x2f, MUL64_REG, "*=", ALU_REG, DIVMUL64, WARM)                                              \
    X(0x34, DIV32_IMM, "/=", DIV_IMM, DIVMUL32, COLD)                                              \
    X(0x3c, DIV32_REG, "/=", DIV_REG, DIVMUL32, COLD)                                              \
    X(0x37, DIV64_IMM, "/=", DIV_IMM, DIVMUL64, COLD)                                              \
    X(0x3f, DIV64_REG, "/=", DIV_REG, DIVMUL64, COLD)                                              \
    X(0x44, OR32_IMM, "|=", ALU_IMM, BASE32, WARM)                                                 \
    X(0x4c, OR32_REG, "|=", ALU_REG, BASE32, HOT)                                                  \
    X(0x47, OR64_IMM, "|=", ALU_IMM, BASE64, WARM)                                                 \
    X(0x4f, OR64_REG, "|=", ALU_REG, BASE64, WARM)                                                 \
    X(0x54, AND32_IMM, "&=", ALU_IMM, BASE32, HOT)                                                 \
    X(0x5c, AND32_REG, "&=", ALU_REG, BASE32, WARM)                                                \
    X(0x57, AND64_IMM, "&=", ALU_IMM, BASE64, WARM)                                                \
    X(0x5f, AND64_REG, "&=", ALU_REG, BASE64, WARM)                                                \
    X(0x64, LSH32_IMM, "<<=", ALU_IMM, BASE32, HOT)                                                \
    X(0x6c, LSH32_REG, "<<=", ALU_REG, BASE32, WARM)                                               \
    X(0x67, LSH64_IMM, "<<=", ALU_IMM, BASE64, HOT)                                                \
    X(0x6f, LSH64_REG, "<<=", ALU_REG, BASE64, WARM)                                               \
    X(0x74, RSH32_IMM, ">>=", ALU_IMM, BASE32, HOT)                                                \
    X(0x7c, RSH32_REG, ">>=", ALU_REG, BASE32, WARM)                                               \
    X(0x77, RSH64_IMM, ">>=", ALU_IMM, BASE64, HOT)                                                \
    X(0x7f, RSH64_REG, ">>=", ALU_REG, BASE64, WARM)                                               \
    X(0x84, NEG32, "neg", NEG, BASE32, COLD)                                                       \
    X(0x87, NEG64, "neg", NEG, BASE64, COLD)                                                       \
    X(0x94, MOD32_IMM, "%=", DIV_IMM, DIVMUL32, COLD)                                              \
    X(0x9c, MOD32_REG, "%=", DIV_REG, DIVMUL32, COLD)                                              \
    X(0x97, MOD64_IMM, "%=", DIV_IMM, DIVMUL64, COLD)                                              \
    X(0x9f, MOD64_REG, "%=", DIV_REG, DIVMUL64, COLD)                                              \
    X(0xa4, XOR32_IMM, "^=", ALU_IMM, BASE32, WARM)                                                \
    X(0xac, XOR32_REG, "^=", ALU_REG, BASE32, HOT)                                                 \
    X(0xa7, XOR64_IMM, "^=", ALU_IMM, BASE64, WARM)                                                \
    X(0xaf, XOR64_REG, "^=", ALU_REG, BASE64, WARM)                                                \
    X(0xb4, MOV32_IMM, "=", ALU_IMM, BASE32, HOT)                                                  \
    X(0xbc, MOV32_REG, "=", MOV32_REG, BASE32, HOT)                                                \
    X(0xb7, MOV64_IMM, "=", ALU_IMM, BASE64, WARM)                                                 \
    X(0xbf, MOV64_REG, "=", MOV64_REG, BASE64, HOT)                                                \
    X(0xc4, ARSH32_IMM, "s>>=", ALU_IMM, BASE32, WARM)                                             \
    X(0xcc, ARSH32_REG, "s>>=", ALU_REG, BASE32, WARM)                                             \
    X(0xc7, ARSH64_IMM, "s>>=", ALU_IMM, BASE64, WARM)                                             \
    X(0xcf, ARSH64_REG, "s>>=", ALU_REG, BASE64, WARM)                                             \
    X(0xd4, LE, "le", END, BASE32, COLD)                                                           \
    X(0xdc, BE, "be", END, BASE32, COLD)                                                           \
    X(0xd7, BSWAP, "bswap", END, V4, COLD)                                                         \
    X(0x05, JA, "goto", JA, BASE32, HOT)                                                           \
    X(0x06, JA32, "gotol", JA32, V4, COLD)                                                         \
    X(0x16, JEQ32_IMM, "==", JMP_IMM, BASE32, HOT)                                                 \
    X(0x1e, JEQ32_REG, "==", JMP_REG, BASE32, WARM)                                                \
    X(0x15, JEQ64_IMM, "==", JMP_IMM, BASE64, HOT)                                                 \
    X(0x1d, JEQ64_REG, "==", JMP_REG, BASE64, WARM)                                                \
    X(0x26, JGT32_IMM, ">", JMP_IMM, BASE32, WARM)                                                 \
    X(0x2e, JGT32_REG, ">", JMP_REG, BASE32, WARM)                                                 \
    X(0x25, JGT64_IMM, ">", JMP_IMM, BASE64, WARM)                                                 \
    X(0x2d, JGT64_REG, ">", JMP_REG, BASE64, WARM)                                                 \
    X(0x36, JGE32_IMM, ">=", JMP_IMM, BASE32, WARM)                                                \
    X(0x3e, JGE32_REG, ">=", JMP_REG, BASE32, WARM)                                                \
    X(0x35, JGE64_IMM, ">=", JMP_IMM, BASE64, WARM)                                                \
    X(0x3d, JGE64_REG, ">=", JMP_REG, BASE64, WARM)                                                \
    X(0x46, JSET32_IMM, "&", JMP_IMM, BASE32, WARM)                                                \
    X(0x4e, JSET32_REG, "&", JMP_REG, BASE32, WARM)                                                \
    X(0x45, JSET64_IMM, "&", JMP_IMM, BASE64, WARM)                                                \
    X(0x4d, JSET64_REG, "&", JMP_REG, BASE64, WARM)                                                \
    X(0x56, JNE32_IMM, "!=", JMP_IMM, BASE32, HOT)                                                 \
    X(0x5e, JNE32_REG, "!=", JMP_REG, BASE32, WARM)                                                \
    X(0x55, JNE64_IMM, "!=", JMP_IMM, BASE64, WARM)                                                \
    X(0x5d, JNE64_REG, "!=", JMP_REG, BASE64, WARM)                                                \
    X(0x66, JSGT32_IMM, "s>", JMP_IMM, BASE32, WARM)                                               \
    X(0x6e, JSGT32_REG, "s>", JMP_REG, BASE32, WARM)                                               \
    X(0x65, JSGT64_IMM, "s>", JMP_IMM, BASE64, WARM)                                               \
    X(0x6d, JSGT64_REG, "s>", JMP_REG, BASE64, WARM)                                               \
    X(0x76, JSGE32_IMM, "s>=", JMP_IMM, BASE32, WARM)                                              \
    X(0x7e, JSGE32_REG, "s>=", JMP_REG, BASE32, WARM)                                              \
    X(0x75, JSGE64_IMM, "s>=", JMP_IMM, BASE64, WARM)                                              \
    X(0x7d, JSGE64_REG, "s>=", JMP_REG, BASE64, WARM)                                              \
    X(0xa6, JLT32_IMM, "<", JMP_IMM, BASE32, WARM)                                                 \
    X(0xae, JLT32_REG, "<", JMP_REG, BASE32, WARM)                                                 \
    X(0xa5, JLT64_IMM, "<", JMP_IMM, BASE64, WARM)                                                 \
    X(0xad, JLT64_REG, "<", JMP_REG, BASE64, HOT)                                                  \
    X(0xb6, JLE32_IMM, "<=", JMP_IMM, BASE32, WARM)                                                \
    X(0xbe, JLE32_REG, "<=", JMP_REG, BASE32, WARM)                                                \
    X(0xb5, JLE64_IMM, "<=", JMP_IMM, BASE64, WARM)                                                \
    X(0xbd, JLE64_REG, "<=", JMP_REG, BASE64, WARM)                                                \
    X(0xc6, JSLT32_IMM, "s<", JMP_IMM, BASE32, WARM)                                               \
    X(0xce, JSLT32_REG, "s<", JMP_REG, BASE32, WARM)                                               \
    X(0xc5, JSLT64_IMM, "s<", JMP_IMM, BASE64, WARM)                                               \
    X(0xcd, JSLT64_REG, "s<", JMP_REG, BASE64, WARM)                                               \
    X(0xd6, JSLE32_IMM, "s<=", JMP_IMM, BASE32, WARM)                                              \
    X(0xde, JSLE32_REG, "s<=", JMP_REG, BASE32, WARM)                                              \
    X(0xd5, JSLE64_IMM, "s<=", JMP_IMM, BASE64, WARM)                                              \
    X(0xdd, JSLE64_REG, "s<=", JMP_REG, BASE64, WARM)                                              \
    X(0x85, CALL, "call", CALL, BASE32, COLD)                                                      \
    X(0x8d, CALLX, "callx", CALLX, CALLX, COLD)                                                    \
    X(0x95, EXIT, "exit", EXIT, BASE32, COLD)                                                      \
    X(0x18, LDDW, "ll", LDDW, BASE64, COLD)                                                        \
    X(0x71, LDXB, "u8", LDX, BASE32, HOT)                                                          \
    X(0x69, LDXH, "u16", LDX, BASE32, HOT)                                                         \
    X(0x61, LDXW, "u32", LDX, BASE32, HOT)                                                         \
    X(0x79, LDXDW, "u64", LDX, BASE64, WARM)                                                       \
    X(0x91, LDXSB, "s8", LDX, V4, COLD)                                                            \
    X(0x89, LDXSH, "s16", LDX, V4, COLD)                                                           \
    X(0x81, LDXSW, "s32", LDX, V4, COLD)                                                           \
    X(0x72, STB, "u8", ST, BASE32, COLD)                                                           \
    X(0x6a, STH, "u16", ST, BASE32, COLD)                                                          \
    X(0x62, STW, "u32", ST, BASE32, COLD)                                                          \
    X(0x7a, STDW, "u64", ST, BASE64, COLD)                                                         \
    X(0x73, STXB, "u8", STX, BASE32, WARM)                                                         \
    X(0x6b, STXH, "u16", STX, BASE32, WARM)                                                        \
    X(0x63, STXW, "u32", STX, BASE32, HOT)                                                         \
    X(0x7b, STXDW, "u64", STX, BASE64, WARM)                                                       \
    X(0xc3, ATOMIC32, "u32", ATOMIC, ATOMIC32, COLD)                                               \
    X(0xdb, ATOMIC64, "u64", ATOMIC, ATOMIC64, COLD)                                               \
    X(0x20, LDABSW, "", PACKET, PACKET, COLD)                                                      \
    X(0x28, LDABSH, "", PACKET, PACKET, COLD)                                                      \
    X(0x30, LDABSB, "", PACKET, PACKET, COLD)                                                      \
    X(0x40, LDINDW, "", PACKET, PACKET, COLD)                                                      \
    X(0x48, LDINDH, "", PACKET, PACKET, COLD)                                                      \
    X(0x50, LDINDB, "", PACKET, PACKET, COLD)

/*
 * Atomic operations that have an operator (RFC 9669, section 5.3): X(name, operator, word). The
 * word is that of the form that fetches.
 */
#define RBPF_ATOMICS(X)                                                                            \
    X(ADD, "+=", "add")                                                                            \
    X(OR, "|=", "or")                                                                              \
    X(AND, "&=", "and")                                                                            \
    X(XOR, "^=", "xor")

/* RBPF_OP_ADD64_IMM and so on. */
enum rbpf_opcode {
#define X(opcode, name, mnemonic, shape, group, heat) RBPF_OP_##name = opcode,
    RBPF_OPCODES(X)
#undef X
};

/* RBPF_SHAPE_ALU_IMM and so on; NONE is no instruction. */
enum rbpf_shape {
    RBPF_SHAPE_NONE,
#define X(shape, kind, dst, src, off, imm) RBPF_SHAPE_##shape,
    RBPF_SHAPES(X)
#undef X
};

#endif
