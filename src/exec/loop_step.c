/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The same bodies, one at a time: for tracing, debugging and tests. Linked only where rbpf_step()
 * is used. */
#define LOOP_NAME rbpf_loop_step
#define LOOP_BEGIN                                                                                 \
    FETCH                                                                                          \
    switch (OPCODE) {
#define LABEL(name) case RBPF_OP_##name:
#define NEXT(name) goto used_up;
#define GO return RBPF_YIELDED;
#define LOOP_END                                                                                   \
    default:                                                                                       \
        goto illegal;                                                                              \
        }

#include "exec/loop.h"
