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

#define GO                                                                                         \
    FETCH                                                                                          \
    goto *bodies[PLACE];
#define LABEL(name) IN_COPY(op_##name) :

#if RBPF_BODIES_APART

/* The source register, as a word that the compiler cannot see through: gcc would shift a byte, and
 * then widen it. */
RBPF_INLINE uint32_t source_at(const uint8_t *pc)
{
    uint32_t half = rbpf_load16_aligned(pc);

    RBPF_OPAQUE(half);
    return half >> 12;
}

/* The table is by opcode and destination, the first 12 bits of an instruction. The verifier lets no
 * destination above 10 through. */
#define LOOP_COPIES
#define PLACES 4096
#define PLACE (rbpf_load16_aligned(pc) & 0xfffu)
#define EACH_DST(DO, opcode, name)                                                                 \
    DO(opcode, name, 0)                                                                            \
    DO(opcode, name, 1)                                                                            \
    DO(opcode, name, 2)                                                                            \
    DO(opcode, name, 3)                                                                            \
    DO(opcode, name, 4)                                                                            \
    DO(opcode, name, 5)                                                                            \
    DO(opcode, name, 6)                                                                            \
    DO(opcode, name, 7)                                                                            \
    DO(opcode, name, 8)                                                                            \
    DO(opcode, name, 9)                                                                            \
    DO(opcode, name, 10)
#define AT_ITS_OWN(opcode, name, dst) [(dst) << 8 | (opcode)] = &&op_##name##_##dst,
#define AT_ANY(opcode, name, dst) [(dst) << 8 | (opcode)] = &&op_##name##_any,
#define AT_HOT(opcode, name) EACH_DST(AT_ITS_OWN, opcode, name)
#define AT_WARM(opcode, name) EACH_DST(AT_ANY, opcode, name)
#define AT_COLD(opcode, name) AT_WARM(opcode, name)
#define X(opcode, name, mnemonic, shape, group, heat) AT_##heat(opcode, name)

/* The padding ahead of these bodies (copies.h): gcc leaves out what nothing has the address of. */
#define PADDING(opcode, name, dst) &&pad_##name##_##dst,
#define PADDING_HOT(opcode, name) EACH_DST(PADDING, opcode, name)
#define PADDING_WARM(opcode, name)
#define PADDING_COLD(opcode, name)
#define PADDING_OF(opcode, name, mnemonic, shape, group, heat) PADDING_##heat(opcode, name)

/*
 * What often follows is done at once, as a branch is foreseen better than a jump. It has the same
 * destination, in rotations, in addresses and where a count ends a loop; or it is a copy after a
 * count.
 */
#define IS(name, other) (RBPF_OP_##name == RBPF_OP_##other)
#define PAIR(name, first, second, does, and_then)                                                  \
    if (IS(name, first) && place == (RBPF_OP_##second | DST << 8)) {                               \
        does;                                                                                      \
        pc += 8;                                                                                   \
        and_then;                                                                                  \
        GO                                                                                         \
    }
/* Of the rotation t = x; t >>= n; x <<= m; x |= t, the half that follows t. */
#define OTHER_HALF                                                                                 \
    source = source_at(pc - 16);                                                                   \
    if (rbpf_load16_aligned(pc) == (RBPF_OP_LSH32_IMM | source << 8) &&                            \
        rbpf_load16_aligned(pc + 8) == (RBPF_OP_OR32_REG | source << 8 | DST << 12)) {             \
        rbpf_bank_set32(bank, source, rbpf_lsh32(rbpf_bank_get32(bank, source), IMM32));           \
        rbpf_bank_set32(bank, source, rbpf_or32(rbpf_bank_get32(bank, source), DST32));            \
        pc += 16;                                                                                  \
    }
/* Of one that keeps x, the end of y = x; y <<= m; y |= t. */
#define OR_TOO                                                                                     \
    if (PLACE == (RBPF_OP_OR32_REG | DST << 8)) {                                                  \
        SET32(rbpf_or32(DST32, SRC32));                                                            \
        pc += 8;                                                                                   \
    }
#define COPY_AFTER(name, first)                                                                    \
    if (IS(name, first) && OPCODE == RBPF_OP_MOV32_REG && !HAS_OFFSET) {                           \
        rbpf_bank_set32(bank, rbpf_dst_at(pc), SRC32);                                             \
        pc += 8;                                                                                   \
        GO                                                                                         \
    }
#define NEXT(name)                                                                                 \
    if (HEAT_OF_##name < HEAT_THAT_JUMPS)                                                          \
        goto next;                                                                                 \
    pc += 8;                                                                                       \
    place = PLACE;                                                                                 \
    RBPF_OPAQUE(place);                                                                            \
    PAIR(name, MOV32_REG, RSH32_IMM, SET32(rbpf_rsh32(DST32, IMM32)), OTHER_HALF)                  \
    PAIR(name, MOV32_REG, LSH32_IMM, SET32(rbpf_lsh32(DST32, IMM32)), OR_TOO)                      \
    PAIR(name, LSH32_IMM, OR32_REG, SET32(rbpf_or32(DST32, SRC32)), (void)0)                       \
    PAIR(name, MOV64_REG, ADD64_REG, SET64(rbpf_add64(DST64, SRC64)), (void)0)                     \
    COPY_AFTER(name, ADD32_IMM)                                                                    \
    COPY_AFTER(name, ADD64_IMM)                                                                    \
    PAIR(name, ADD64_IMM, JLT64_REG, JUMP_IF(rbpf_jlt64(DST64, SRC64)), (void)0)                   \
    goto *bodies[place];
#define JUMPED(name) GO
/* `place` is hidden from the compiler, which would count with 16 bits, and widen them. */
#define LOCALS                                                                                     \
    __attribute__((unused)) static const void *const padding[] = {RBPF_OPCODES(PADDING_OF)};       \
    size_t place;                                                                                  \
    uint32_t source;

#else

#define PLACES 256
#define PLACE OPCODE
#define X(opcode, name, mnemonic, shape, group, heat) [opcode] = &&op_##name##_any,
#define NEXT(name)                                                                                 \
    if (HEAT_OF_##name < HEAT_THAT_JUMPS)                                                          \
        goto next;                                                                                 \
    pc += 8;                                                                                       \
    JUMPED(name)
#define JUMPED(name)                                                                               \
    FETCH                                                                                          \
    body = bodies[PLACE];                                                                          \
    RBPF_OPAQUE_APART(body, #name);                                                                \
    goto *body;
#define LOCALS const void *body;

#endif

#define LOOP_BEGIN                                                                                 \
    static const void *const bodies[PLACES] = {[0 ... PLACES - 1] = &&illegal, RBPF_OPCODES(X)};   \
    LOCALS                                                                                         \
    GO
#define LOOP_END                                                                                   \
    next:                                                                                          \
    pc += 8;                                                                                       \
    GO
#define LOOP_NAME rbpf_loop_goto

#include "exec/loop.h"

#undef X
#undef PLACES
#undef PLACE
#undef LOCALS
#undef IS
#undef PAIR
#undef OTHER_HALF
#undef OR_TOO
#undef COPY_AFTER
#undef EACH_DST
#undef AT_ITS_OWN
#undef AT_ANY
#undef AT_HOT
#undef AT_WARM
#undef AT_COLD
#undef PADDING
#undef PADDING_HOT
#undef PADDING_WARM
#undef PADDING_COLD
#undef PADDING_OF

#endif
