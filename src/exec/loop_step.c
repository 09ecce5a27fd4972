/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The same bodies, one at a time: for tracing, debugging and tests. Linked only where rbpf_step()
 * is used. */
#define LOOP_NAME rbpf_loop_step
#define LOOP_BEGIN                                                                                 \
    FETCH                                                                                          \
    switch (OPCODE) {
#define LABEL(name) case RBPF_OP_##name:
#define NEXT(name) goto stepped;
#define JUMPED(name) goto stopped;
#define GO return RBPF_YIELDED;
#define LOOP_END                                                                                   \
    default:                                                                                       \
        goto illegal;                                                                              \
        }                                                                                          \
    stepped:                                                                                       \
        pc += 8;                                                                                   \
    stopped:                                                                                       \
        status = RBPF_YIELDED;                                                                     \
        goto leave;

#include "exec/loop.h"
