/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Runs: a budget is spent in slices, between which a stop is noticed. */
#include <rbpf/port.h>

#include "exec/run.h"

RBPF_INLINE enum rbpf_status run(struct rbpf_vm *vm, rbpf_loop_fn loop, uint64_t budget_insns)
{
    enum rbpf_status status;

    if (RBPF_CHECK_HOST && (!vm || !loop))
        return RBPF_ERR_ARGUMENT;
    status = rbpf_run_enter(vm);
    if (status != RBPF_OK)
        return status;

    while (!RBPF_SHARED_LOAD(uint8_t, &vm->stop)) {
        uint32_t insns = RBPF_STOP_INTERVAL;
        uint32_t used;

        if (budget_insns < RBPF_STOP_INTERVAL)
            insns = (uint32_t)budget_insns;
        if (insns == 0)
            break;
        status = rbpf_run_slice(vm, insns, loop, &used);
        if (status != RBPF_YIELDED)
            return rbpf_run_leave(vm, status);
        if (budget_insns < used)
            break;
        budget_insns -= used;
    }
    RBPF_SHARED_STORE(uint8_t, &vm->stop, 0);
    return rbpf_run_leave(vm, RBPF_YIELDED);
}

enum rbpf_status rbpf_run_with(struct rbpf_vm *vm, uint64_t budget_insns, rbpf_loop_fn loop)
{
    return run(vm, loop, budget_insns);
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
    return run(vm, CHOSEN_LOOP, budget_insns);
}
