/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop with computed goto: each hot instruction jumps to the next by
 * itself. Needs GNU C, and -O2: gcc folds all jumps into one at -Os and -O1.
 * What is not hot shares what it has in common. On x86-64 a hot instruction has a body, and so a
 * jump, for each destination: bench/README.md has what that brings.
 */
#include "isa/isa.h"

#if defined(__GNUC__)

#pragma GCC diagnostic ignored "-Wpedantic"
#if defined(__clang__)
#pragma GCC diagnostic ignored "-Winitializer-overrides"
#pragma GCC diagnostic ignored "-Wgnu-label-as-value"
#else
#pragma GCC diagnostic ignored "-Woverride-init"
#endif
#if RBPF_BODIES_APART
#pragma GCC diagnostic ignored "-Wunused-label"
#endif

/* HEAT_OF_ADD64_IMM and so on. */
enum {
    HEAT_COLD,
    HEAT_WARM,
    HEAT_HOT,
#define X(opcode, name, mnemonic, shape, group, heat) HEAT_OF_##name = HEAT_##heat,
    RBPF_OPCODES(X)
#undef X
};

/* Which instructions jump to the next by themselves. */
#define HEAT_THAT_JUMPS (UINTPTR_MAX > 0xffffffffu ? HEAT_WARM : HEAT_HOT)

#if RBPF_BODIES_APART

/* The table is by opcode and destination, the first 12 bits of an instruction. The verifier lets no
 * destination above 10 through. */
#define LOOP_COPIES
#define PLACES 4096
#define PLACE (rbpf_load16_aligned(pc) & 0xfffu)
#define AT(opcode, dst, name, copy) [(dst) << 8 | (opcode)] = &&op_##name##_##copy,
#define AT_EACH(opcode, name, r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10)                         \
    AT(opcode, 0, name, r0)                                                                        \
    AT(opcode, 1, name, r1)                                                                        \
    AT(opcode, 2, name, r2)                                                                        \
    AT(opcode, 3, name, r3)                                                                        \
    AT(opcode, 4, name, r4)                                                                        \
    AT(opcode, 5, name, r5)                                                                        \
    AT(opcode, 6, name, r6)                                                                        \
    AT(opcode, 7, name, r7)                                                                        \
    AT(opcode, 8, name, r8)                                                                        \
    AT(opcode, 9, name, r9)                                                                        \
    AT(opcode, 10, name, r10)
#define AT_HOT(opcode, name) AT_EACH(opcode, name, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
#define AT_WARM(opcode, name)                                                                      \
    AT_EACH(opcode, name, any, any, any, any, any, any, any, any, any, any, any)
#define AT_COLD(opcode, name) AT_WARM(opcode, name)
#define X(opcode, name, mnemonic, shape, group, heat) AT_##heat(opcode, name)

#else

#define PLACES 256
#define PLACE OPCODE
#define X(opcode, name, mnemonic, shape, group, heat) [opcode] = &&op_##name##_any,

#endif

#define LOOP_BEGIN                                                                                 \
    static const void *const bodies[PLACES] = {[0 ... PLACES - 1] = &&illegal, RBPF_OPCODES(X)};   \
    const void *body;                                                                              \
    GO

#define GO                                                                                         \
    FETCH                                                                                          \
    goto *bodies[PLACE];
#define LABEL(name) IN_COPY(op_##name) :
#if RBPF_BODIES_APART
/* What does the next instruction too, if it is the usual one and has the same destination: halves
 * of a rotation, and an address. A branch is foreseen better than a jump. */
#define PAIR(name, first, second, body)                                                            \
    if (RBPF_OP_##name == RBPF_OP_##first && PLACE == (RBPF_OP_##second | DST << 8)) {             \
        body;                                                                                      \
        pc += 8;                                                                                   \
        GO                                                                                         \
    }
#define PAIRS(name)                                                                                \
    PAIR(name, MOV32_REG, RSH32_IMM, SET32(rbpf_rsh32(DST32, IMM32)))                              \
    PAIR(name, LSH32_IMM, OR32_REG, SET32(rbpf_or32(DST32, SRC32)))                                \
    PAIR(name, MOV64_REG, ADD64_REG, SET64(rbpf_add64(DST64, SRC64)))
#else
#define PAIRS(name)
#endif
#define NEXT(name)                                                                                 \
    if (HEAT_OF_##name < HEAT_THAT_JUMPS)                                                          \
        goto next;                                                                                 \
    pc += 8;                                                                                       \
    PAIRS(name)                                                                                    \
    JUMPED(name)
#define JUMPED(name)                                                                               \
    FETCH                                                                                          \
    body = bodies[PLACE];                                                                          \
    RBPF_OPAQUE_APART(body, #name);                                                                \
    goto *body;
#define LOOP_END                                                                                   \
    next:                                                                                          \
    pc += 8;                                                                                       \
    GO
#define LOOP_NAME rbpf_loop_goto

#include "exec/loop.h"

#undef X
#undef PLACES
#undef PLACE
#undef PAIR
#undef PAIRS
#undef AT
#undef AT_EACH
#undef AT_HOT
#undef AT_WARM
#undef AT_COLD

#endif
