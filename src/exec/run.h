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
    if (RBPF_UNLIKELY((int)status < RBPF_OK)) {
        vm->state = RBPF_STATE_FAULTED;
        vm->status = (int16_t)status;
    } else {
        vm->state = (uint8_t)status;
    }
    return status;
}

/* Runs the loop with a budget of `insns`, and counts what was used of it, which is `used` too. */
RBPF_INLINE enum rbpf_status rbpf_run_slice(struct rbpf_vm *vm, uint32_t insns, rbpf_loop_fn loop,
                                            uint32_t *used)
{
    uint32_t ahead = insns - RBPF_LIMIT_AHEAD_BYTES / RBPF_INSN_BYTES;
    enum rbpf_status status;

    vm->limit = (uintptr_t)vm->pc + (uintptr_t)(intptr_t)(int32_t)ahead * RBPF_INSN_BYTES;
    status = loop(vm);
    /* Negative by what was used beyond the slice: the shift keeps the sign. */
    *used = ahead - (uint32_t)((intptr_t)(vm->limit - (uintptr_t)vm->pc) >> 3);
    vm->executed_insns += *used;
    return status;
}

#endif
