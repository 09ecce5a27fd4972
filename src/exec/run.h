/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What rbpf_run() and rbpf_step() share. */
#ifndef RBPF_EXEC_RUN_H
#define RBPF_EXEC_RUN_H

#include "exec/exec.h"

/* From ready to running; RBPF_OK or why not. */
RBPF_INLINE enum rbpf_status rbpf_run_enter(struct rbpf_vm *vm)
{
    if (RBPF_UNLIKELY(vm->state != RBPF_STATE_READY)) {
        if (RBPF_CHECK_HOST && vm->state == RBPF_STATE_RUNNING)
            return RBPF_ERR_RUNNING;
        if (RBPF_CHECK_HOST && vm->state == RBPF_STATE_WAITING)
            return RBPF_ERR_SUSPENDED;
        return RBPF_ERR_NOT_STARTED;
    }
    vm->state = RBPF_STATE_RUNNING;
    return RBPF_OK;
}

/* From running to what `status` leads to; returns it for the host. */
RBPF_INLINE enum rbpf_status rbpf_run_leave(struct rbpf_vm *vm, enum rbpf_status status)
{
    if (status == RBPF_OK || status == RBPF_YIELDED || status == RBPF_SUSPENDED) {
        vm->state = (uint8_t)status;
    } else {
        vm->state = RBPF_STATE_FAULTED;
        vm->status = (int16_t)status;
    }
    return status;
}

/* Runs the loop with a budget of `insns`, and counts what was used of it, which is `used` too. */
RBPF_INLINE enum rbpf_status rbpf_run_slice(struct rbpf_vm *vm, uint32_t insns, rbpf_loop_fn loop,
                                            uint32_t *used)
{
    enum rbpf_status status;
    intptr_t left;

    vm->limit = (uintptr_t)vm->pc + (uintptr_t)insns * RBPF_INSN_BYTES - RBPF_LIMIT_AHEAD_BYTES;
    status = loop(vm);
    left = (intptr_t)(vm->limit + RBPF_LIMIT_AHEAD_BYTES - (uintptr_t)vm->pc);
    /* Negative by what was used beyond the slice: the shift keeps the sign. */
    *used = insns - (uint32_t)(left >> 3);
    vm->executed_insns += *used;
    return status;
}

#endif
