/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Runs: a budget is spent in slices, between which a stop is noticed. */
#include "exec/run.h"

static enum rbpf_status refine(const struct rbpf_vm *vm, enum rbpf_status status)
{
    struct rbpf_insn insn;
    struct rbpf_access access;
    uint8_t *p;

    if (status != RBPF_FAULT_BOUNDS)
        return status;
    insn = rbpf_insn_at(vm->pc);
    access = rbpf_access_of(vm, &insn);
    return access.size != 0 ? rbpf_access_check(vm, &access, &p) : status;
}

enum rbpf_status rbpf_run_enter(struct rbpf_vm *vm)
{
    switch (vm->state) {
    case RBPF_STATE_READY:
        vm->state = RBPF_STATE_RUNNING;
        return RBPF_OK;
    case RBPF_STATE_RUNNING:
        return RBPF_ERR_RUNNING;
    case RBPF_STATE_WAITING:
        return RBPF_ERR_SUSPENDED;
    default:
        return RBPF_ERR_NOT_STARTED;
    }
}

enum rbpf_status rbpf_run_leave(struct rbpf_vm *vm, enum rbpf_status status)
{
    switch (status) {
    case RBPF_OK:
        vm->state = RBPF_STATE_DONE;
        break;
    case RBPF_YIELDED:
        vm->state = RBPF_STATE_READY;
        break;
    case RBPF_SUSPENDED:
        vm->state = RBPF_STATE_WAITING;
        break;
    default:
        status = refine(vm, status);
        vm->state = RBPF_STATE_FAULTED;
    }
    vm->status = (int16_t)status;
    return status;
}

uint32_t rbpf_run_slice(struct rbpf_vm *vm, uint32_t insns, rbpf_loop_fn loop)
{
    intptr_t left;
    uint32_t used;

    vm->limit = (uintptr_t)vm->pc + (uintptr_t)insns * RBPF_INSN_BYTES;
    vm->status = (int16_t)loop(vm);
    left = (intptr_t)(vm->limit - (uintptr_t)vm->pc) / (intptr_t)RBPF_INSN_BYTES;
    used = (uint32_t)((intptr_t)insns - left);
    vm->executed_insns += used;
    return used;
}

enum rbpf_status rbpf_run_with(struct rbpf_vm *vm, uint64_t budget_insns, rbpf_loop_fn loop)
{
    enum rbpf_status status;

    if (!vm || !loop)
        return RBPF_ERR_ARGUMENT;
    status = rbpf_run_enter(vm);
    if (status != RBPF_OK)
        return status;

    vm->status = RBPF_YIELDED;
    while (budget_insns > 0 && vm->status == RBPF_YIELDED && !vm->stop) {
        bool is_last = budget_insns <= RBPF_STOP_INTERVAL;
        uint32_t insns = is_last ? (uint32_t)budget_insns : RBPF_STOP_INTERVAL;
        uint32_t used = rbpf_run_slice(vm, insns, loop);

        budget_insns = used < budget_insns ? budget_insns - used : 0;
    }
    if (vm->status == RBPF_YIELDED)
        vm->stop = 0;
    return rbpf_run_leave(vm, (enum rbpf_status)vm->status);
}

#if RBPF_LOOP == RBPF_LOOP_GOTO
#define CHOSEN_LOOP rbpf_loop_goto
#elif RBPF_LOOP == RBPF_LOOP_SMALL
#define CHOSEN_LOOP rbpf_loop_small
#else
#define CHOSEN_LOOP rbpf_loop_switch
#endif

enum rbpf_status rbpf_run(struct rbpf_vm *vm, uint64_t budget_insns)
{
    return rbpf_run_with(vm, budget_insns, CHOSEN_LOOP);
}
