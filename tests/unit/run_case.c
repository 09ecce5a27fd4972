/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "run_case.h"

#include <string.h>

/* More than any program of a table executes. */
#define BUDGET_MAX 100000u

static enum rbpf_status go_on(struct rbpf_vm *vm, uint32_t way)
{
    static const rbpf_loop_fn loops[] = {rbpf_loop_goto, rbpf_loop_switch, rbpf_loop_small};
    static const uint64_t budgets[] = {BUDGET_MAX, 1, 2, 7, 100};

    if (way == 0)
        return rbpf_step(vm);
    return rbpf_run_with(vm, budgets[(way - 1u) / 3u], loops[(way - 1u) % 3u]);
}

enum rbpf_status run_way(struct rbpf_vm *vm, uint32_t way, uint64_t completion)
{
    enum rbpf_status status = RBPF_YIELDED;

    while (status > 0 && rbpf_vm_executed(vm) < BUDGET_MAX) {
        status = go_on(vm, way);
        if (status == RBPF_SUSPENDED && rbpf_vm_complete(vm, completion) != RBPF_OK)
            return RBPF_ERR_SUSPENDED;
    }
    return status;
}

static struct machine_setup setup_of(const struct run_case *row)
{
    return (struct machine_setup){
        .insns = row->insns,
        .insns_bytes = row->insns_bytes,
        .functions = row->functions,
        .function_count = row->function_count,
        .helpers = row->helpers,
        .context = row->context,
        .context_bytes = row->context_bytes,
        .stack_bytes = row->stack_bytes,
        .frame_count = row->frame_count,
    };
}

static struct verdict check_chain(const struct rbpf_fault *fault, const struct run_fault *expected)
{
    uint32_t i;

    CHECK_EQUAL(fault->depth, expected->depth);
    for (i = 0; i < expected->depth && i < COUNT_OF(expected->chain); i++)
        CHECK_EQUAL(fault->chain[i], expected->chain[i]);
    return PASSED;
}

static struct verdict check_fault(const struct rbpf_vm *vm, const struct run_case *row)
{
    struct rbpf_fault fault;
    const struct run_fault *expected = &row->fault;

    memset(&fault, 0xa5, sizeof fault);
    rbpf_vm_fault(vm, &fault);
    CHECK_STATUS(fault.cause, row->status);
    if (row->status == RBPF_OK)
        return PASSED;
    CHECK_EQUAL(fault.insn, expected->insn);
    CHECK_EQUAL(rbpf_vm_pc(vm), expected->insn);
    CHECK_EQUAL(fault.address, expected->address);
    CHECK_EQUAL(fault.size, expected->size);
    CHECK_EQUAL(fault.write, expected->write);
    CHECK_EQUAL(fault.helper, expected->helper_plus_1 - 1u);
    CHECK_EQUAL(fault.argument, expected->argument);
    CHECK_EQUAL(fault.helper_status, expected->helper_status);
    return check_chain(&fault, expected);
}

static struct verdict check_end(struct machine *machine, const struct run_case *row)
{
    const uint8_t *context = machine_region(machine, MACHINE_REGION_CONTEXT);
    const uint8_t *after = row->changes ? row->after : row->context;
    uint32_t i;

    if (row->status == RBPF_OK)
        CHECK_EQUAL(rbpf_vm_result(&machine->vm), row->r0);
    if (row->executed)
        CHECK_EQUAL(rbpf_vm_executed(&machine->vm), row->executed);
    for (i = 0; i < row->context_bytes; i++)
        CHECK_EQUAL(context[i], after[i]);
    CHECK(machine_guards_hold(machine));
    return check_fault(&machine->vm, row);
}

/* What the first way left; the others must leave the same. */
static uint8_t first_arena[sizeof shared_machine.arena];
static uint64_t first_executed;

static struct verdict check_like_first(struct machine *machine, uint32_t way)
{
    uint64_t executed = rbpf_vm_executed(&machine->vm);

    if (way == 0) {
        memcpy(first_arena, machine->arena, sizeof first_arena);
        first_executed = executed;
    }
    CHECK_EQUAL(executed, first_executed);
    CHECK(memcmp(first_arena, machine->arena, sizeof first_arena) == 0);
    return PASSED;
}

struct verdict check_run_case(const struct run_case *row)
{
    const struct machine_setup setup = setup_of(row);
    struct machine *machine = &shared_machine;
    uint32_t way;

    CHECK_STATUS(machine_load(machine, &setup), RBPF_OK);
    for (way = 0; way < RUN_WAYS; way++) {
        CHECK_STATUS(machine_init(machine, &setup), RBPF_OK);
        CHECK_STATUS(machine_start(machine, &setup, 0), RBPF_OK);
        CHECK_STATUS(run_way(&machine->vm, way, row->completion), row->status);
        CHECK_PASSED(check_end(machine, row));
        CHECK_PASSED(check_like_first(machine, way));
    }
    return PASSED;
}
