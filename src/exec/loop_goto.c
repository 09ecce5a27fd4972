/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop with computed goto: each hot instruction jumps to the next by
 * itself. Needs GNU C, and -O2: gcc folds all jumps into one at -Os and -O1.
 * What is not hot shares what it has in common.
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

#define X(opcode, name, mnemonic, shape, group, heat) [opcode] = &&op_##name,
#define LOOP_BEGIN                                                                                 \
    static const void *const bodies[256] = {[0 ... 255] = &&illegal, RBPF_OPCODES(X)};             \
    const void *body;                                                                              \
    GO

#define GO                                                                                         \
    FETCH                                                                                          \
    goto *bodies[OPCODE];
#define LABEL(name) op_##name:
#define NEXT(name)                                                                                 \
    if (HEAT_OF_##name < HEAT_THAT_JUMPS)                                                          \
        goto next;                                                                                 \
    pc += 8;                                                                                       \
    JUMPED(name)
#define JUMPED(name)                                                                               \
    FETCH                                                                                          \
    body = bodies[OPCODE];                                                                         \
    RBPF_OPAQUE_APART(body, #name);                                                                \
    goto *body;
#define LOOP_END                                                                                   \
    next:                                                                                          \
    pc += 8;                                                                                       \
    GO
#define LOOP_NAME rbpf_loop_goto

#include "exec/loop.h"

#undef X

#endif
