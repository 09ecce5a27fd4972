/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What each instruction does, in the words of loop.h, which includes this in
 * the middle of a function. A row of the table without a body here, or
 * a body without a row, does not compile.
 */

#define ALU32_OP(NAME, name)                                                                       \
    OP(NAME##32_IMM) SET32(rbpf_##name##32(DST32, IMM32));                                         \
    NEXT(NAME##32_IMM)                                                                             \
    OP(NAME##32_REG) SET32(rbpf_##name##32(DST32, SRC32));                                         \
    NEXT(NAME##32_REG)

#define ALU_OP(NAME, name)                                                                         \
    ALU32_OP(NAME, name)                                                                           \
    OP(NAME##64_IMM) SET64(rbpf_##name##64(DST64, IMM64));                                         \
    NEXT(NAME##64_IMM)                                                                             \
    OP(NAME##64_REG) SET64(rbpf_##name##64(DST64, SRC64));                                         \
    NEXT(NAME##64_REG)

/* The same where the form with a constant, which is rare, joins the other: bench/README.md has what
 * that brings, and where it does not. */
#define SHARED_ALU_OP(NAME, name)                                                                  \
    ALU32_OP(NAME, name)                                                                           \
    OP(NAME##64_IMM) operand = IMM64;                                                              \
    goto IN_COPY(name);                                                                            \
    OP(NAME##64_REG) operand = SRC64;                                                              \
    IN_COPY(name) : SET64(rbpf_##name##64(DST64, operand));                                        \
    NEXT(NAME##64_REG)

ALU_OP(ADD, add)
SHARED_ALU_OP(SUB, sub)
SHARED_ALU_OP(MUL, mul)
ALU_OP(OR, or)
ALU_OP(AND, and)
ALU_OP(LSH, lsh)
ALU_OP(RSH, rsh)
ALU_OP(XOR, xor)
SHARED_ALU_OP(ARSH, arsh)

OP(NEG32) SET32(rbpf_neg32(DST32));
NEXT(NEG32)
OP(NEG64) SET64(rbpf_neg64(DST64));
NEXT(NEG64)

#define DIV_LABELS(NAME)                                                                           \
    LABEL(NAME##32_IMM) LABEL(NAME##32_REG) LABEL(NAME##64_IMM) LABEL(NAME##64_REG)

DIV_LABELS(DIV)
DIV_LABELS(MOD)
if (!RBPF_HAS_DIV32_IMM && !RBPF_HAS_DIV64_IMM)
    goto illegal;
DIVIDE
NEXT(DIV64_REG)

OP(MOV32_IMM) SET32(IMM32);
NEXT(MOV32_IMM)
OP(MOV64_IMM) SET64(IMM64);
NEXT(MOV64_IMM)
OP(MOV32_REG) SET32(IS_V4 ? rbpf_movsx32(SRC32, OFFSET) : SRC32);
NEXT(MOV32_REG)
OP(MOV64_REG) SET64(IS_V4 ? rbpf_movsx64(SRC64, OFFSET) : SRC64);
NEXT(MOV64_REG)

OP(LE) SET64(rbpf_to_le(DST64, IMM));
NEXT(LE)
OP(BE) SET64(rbpf_bswap(DST64, IMM));
NEXT(BE)
OP(BSWAP) SET64(rbpf_bswap(DST64, IMM));
NEXT(BSWAP)

OP(LDDW) SET64((uint64_t)HIGH_IMM << 32 | IMM32);
SKIP_SECOND_HALF
NEXT(LDDW)

OP(JA)
TAKEN;
JUMP(OFFSET);
JUMPED(JA)
OP(JA32) JUMP(IMM);
JUMPED(JA32)

#define JUMP32_OP(NAME, name)                                                                      \
    OP(NAME##32_IMM) JUMP_IF(rbpf_##name##32(DST32, IMM32));                                       \
    NEXT(NAME##32_IMM)                                                                             \
    OP(NAME##32_REG) JUMP_IF(rbpf_##name##32(DST32, SRC32));                                       \
    NEXT(NAME##32_REG)

#define JUMP_OP(NAME, name)                                                                        \
    JUMP32_OP(NAME, name)                                                                          \
    OP(NAME##64_IMM) JUMP_IF(rbpf_##name##64(DST64, IMM64));                                       \
    NEXT(NAME##64_IMM)                                                                             \
    OP(NAME##64_REG) JUMP_IF(rbpf_##name##64(DST64, SRC64));                                       \
    NEXT(NAME##64_REG)

#define SHARED_JUMP_OP(NAME, name)                                                                 \
    JUMP32_OP(NAME, name)                                                                          \
    OP(NAME##64_IMM) operand = IMM64;                                                              \
    goto IN_COPY(name);                                                                            \
    OP(NAME##64_REG) operand = SRC64;                                                              \
    IN_COPY(name) : JUMP_IF(rbpf_##name##64(DST64, operand));                                      \
    NEXT(NAME##64_REG)

JUMP_OP(JEQ, jeq)
SHARED_JUMP_OP(JGT, jgt)
SHARED_JUMP_OP(JGE, jge)
SHARED_JUMP_OP(JSET, jset)
JUMP_OP(JNE, jne)
SHARED_JUMP_OP(JSGT, jsgt)
SHARED_JUMP_OP(JSGE, jsge)
SHARED_JUMP_OP(JLT, jlt)
SHARED_JUMP_OP(JLE, jle)
SHARED_JUMP_OP(JSLT, jslt)
SHARED_JUMP_OP(JSLE, jsle)

OP(LDXB) LOAD(1) SET32(*p);
NEXT(LDXB)
OP(LDXH) LOAD(2) SET32(rbpf_load16(p));
NEXT(LDXH)
OP(LDXW) LOAD(4) SET32(rbpf_load32(p));
NEXT(LDXW)
OP(LDXDW) LOAD(8) SET64(rbpf_load64(p));
NEXT(LDXDW)
OP(LDXSB) LOAD_APART(1) SET64(rbpf_movsx64(*p, 8));
NEXT(LDXSB)
OP(LDXSH) LOAD_APART(2) SET64(rbpf_movsx64(rbpf_load16(p), 16));
NEXT(LDXSH)
OP(LDXSW) LOAD_APART(4) SET64(rbpf_extend32(rbpf_load32(p)));
NEXT(LDXSW)

OP(STB) STORE_APART(1) *p = (uint8_t)IMM32;
NEXT(STB)
OP(STH) STORE_APART(2) rbpf_store16(p, (uint16_t)IMM32);
NEXT(STH)
OP(STW) STORE_APART(4) rbpf_store32(p, IMM32);
NEXT(STW)
OP(STDW) STORE_APART(8) rbpf_store64(p, IMM64);
NEXT(STDW)
OP(STXB) STORE(1) *p = (uint8_t)SRC32;
NEXT(STXB)
OP(STXH) STORE(2) rbpf_store16(p, (uint16_t)SRC32);
NEXT(STXH)
OP(STXW) STORE(4) rbpf_store32(p, SRC32);
NEXT(STXW)
OP(STXDW) STORE(8) rbpf_store64(p, SRC64);
NEXT(STXDW)

OP(ATOMIC32)
ATOMIC
NEXT(ATOMIC32)
OP(ATOMIC64)
ATOMIC
NEXT(ATOMIC64)

OP(CALL)
if (SRC != RBPF_CALL_HELPER)
    TRANSFER
CALL_HELPER
NEXT(CALL)
OP(CALLX)
TRANSFER
OP(EXIT)
if (vm->depth == 0)
    goto finished;
TRANSFER

/* The verifier lets none of these through. */
OP(LDABSW)
ILLEGAL
OP(LDABSH)
ILLEGAL
OP(LDABSB)
ILLEGAL
OP(LDINDW)
ILLEGAL
OP(LDINDH)
ILLEGAL
OP(LDINDB)
ILLEGAL

#undef ALU32_OP
#undef ALU_OP
#undef SHARED_ALU_OP
#undef DIV_LABELS
#undef JUMP32_OP
#undef JUMP_OP
#undef SHARED_JUMP_OP
