/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop with computed goto: each hot instruction jumps to the next by
 * itself. Needs GNU C, and -O2: gcc folds all jumps into one at -Os and -O1.
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
    HEAT_HOT,
#define X(opcode, name, mnemonic, shape, group, heat) HEAT_OF_##name = HEAT_##heat,
    RBPF_OPCODES(X)
#undef X
};

#define X(opcode, name, mnemonic, shape, group, heat) [opcode] = &&op_##name,
#define LOOP_BEGIN                                                                                 \
    static const void *const bodies[256] = {[0 ... 255] = &&illegal, RBPF_OPCODES(X)};             \
    GO

#define GO                                                                                         \
    FETCH                                                                                          \
    goto *bodies[OPCODE];
#define LABEL(name) op_##name:
#define NEXT(name)                                                                                 \
    if (HEAT_OF_##name == HEAT_COLD)                                                               \
        goto next;                                                                                 \
    pc += 8;                                                                                       \
    GO
#define LOOP_END                                                                                   \
    next:                                                                                          \
    pc += 8;                                                                                       \
    GO
#define LOOP_NAME rbpf_loop_goto

#include "exec/loop.h"

#undef X

#endif
