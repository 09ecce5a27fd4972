/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The loop with a switch, for compilers without computed goto. */
#define LOOP_NAME rbpf_loop_switch
#define LOOP_BEGIN                                                                                 \
    dispatch:                                                                                      \
    FETCH                                                                                          \
    switch (OPCODE) {
#define LABEL(name) case RBPF_OP_##name:
#define NEXT(name)                                                                                 \
    pc += 8;                                                                                       \
    goto dispatch;
#define JUMPED(name) goto dispatch;
#define GO goto dispatch;
#define LOOP_END                                                                                   \
    default:                                                                                       \
        goto illegal;                                                                              \
        }

#include "exec/loop.h"
