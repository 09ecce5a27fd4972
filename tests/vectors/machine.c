/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "machine.h"

#include <string.h>

static uint64_t low_byte(const struct rbpf_call *call, uint32_t number)
{
    return rbpf_call_arg(call, number) & 255u;
}

static enum rbpf_status helper_gather(struct rbpf_call *call)
{
    rbpf_call_return(call, low_byte(call, 1) << 32 | low_byte(call, 2) << 24 |
                               low_byte(call, 3) << 16 | low_byte(call, 4) << 8 |
                               low_byte(call, 5));
    return RBPF_OK;
}

static enum rbpf_status helper_memfrob(struct rbpf_call *call)
{
    const struct rbpf_span memory = rbpf_call_memory(call, 1);

    for (uint32_t i = 0; i < memory.size; i++)
        memory.data[i] ^= 42u;
    return RBPF_OK;
}

static enum rbpf_status helper_zero(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

/* The integer square root, bit by bit from the top. */
static enum rbpf_status helper_square_root(struct rbpf_call *call)
{
    uint64_t rest = rbpf_call_arg(call, 1);
    uint64_t root = 0;

    for (uint64_t bit = 1ull << 62; bit; bit >>= 2) {
        bool fits = rest >= root + bit;

        rest -= fits ? root + bit : 0;
        root = (root >> 1) + (fits ? bit : 0);
    }
    rbpf_call_return(call, root);
    return RBPF_OK;
}

static int byte_at(struct rbpf_span string, uint32_t i)
{
    return i < string.size ? string.data[i] : 0;
}

static enum rbpf_status helper_strcmp(struct rbpf_call *call)
{
    const struct rbpf_span a = rbpf_call_memory(call, 1);
    const struct rbpf_span b = rbpf_call_memory(call, 2);
    uint32_t i = 0;

    while (i < a.size && byte_at(a, i) == byte_at(b, i))
        i++;
    rbpf_call_return(call, (uint64_t)(int64_t)(byte_at(a, i) - byte_at(b, i)));
    return RBPF_OK;
}

static enum rbpf_status helper_identity(struct rbpf_call *call)
{
    rbpf_call_return(call, rbpf_call_arg(call, 1));
    return RBPF_OK;
}

static const struct rbpf_helper helper_table[] = {
    {.fn = helper_gather, .name = "gather"},
    {.fn = helper_memfrob, .name = "memfrob", .args = {RBPF_ARG_WRITES(2), RBPF_ARG_SCALAR}},
    {.fn = helper_zero, .name = "zero"},
    {.fn = helper_square_root, .name = "square_root"},
    {.fn = helper_strcmp, .name = "strcmp", .args = {RBPF_ARG_STRING, RBPF_ARG_STRING}},
    {.fn = helper_identity, .name = "identity"},
};

static const struct rbpf_helpers helpers = {
    .table = helper_table,
    .count = sizeof helper_table / sizeof helper_table[0],
};

static void fill(struct machine *machine, uint8_t filler)
{
    memset(machine->canary_regions, filler, sizeof machine->canary_regions);
    memset(machine->canary_frames, filler, sizeof machine->canary_frames);
    memset(machine->canary_stack, filler, sizeof machine->canary_stack);
    memset(machine->stack, filler, sizeof machine->stack);
    memset(machine->canary_end, filler, sizeof machine->canary_end);
}

static bool intact(const uint8_t canary[MACHINE_CANARY_BYTES], uint8_t filler)
{
    for (size_t i = 0; i < MACHINE_CANARY_BYTES; i++)
        if (canary[i] != filler)
            return false;
    return true;
}

static bool is_harmed(const struct machine *machine, uint8_t filler)
{
    return !intact(machine->canary_regions, filler) || !intact(machine->canary_frames, filler) ||
           !intact(machine->canary_stack, filler) || !intact(machine->canary_end, filler);
}

static enum rbpf_status load(struct machine *machine, struct machine_bytes program, bool no_callx,
                             uint32_t *where)
{
    struct rbpf_code code = {
        .insns = program.data,
        .insns_bytes = program.size,
        .helpers = &helpers,
        .no_callx = no_callx,
    };
    struct rbpf_report report = {0};
    enum rbpf_status status = rbpf_functions_find(&code, machine->functions, MACHINE_FUNCTIONS_MAX);

    if (status == RBPF_OK)
        status = rbpf_program_load(&machine->program, &code, &report);
    if (status == RBPF_OK)
        status = rbpf_program_facts(&machine->program, &machine->facts);
    *where = report.where;
    return status;
}

static enum rbpf_status start(struct machine *machine, struct machine_bytes context, bool read_only)
{
    struct rbpf_vm_config config = {
        .program = &machine->program,
        .regions = machine->regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = machine->frames,
        .frame_count = MACHINE_FRAMES,
        .stack = machine->stack,
        .stack_bytes = MACHINE_STACK_BYTES,
    };
    struct rbpf_grant grant = {
        .base = context.data,
        .bytes = (uint32_t)context.size,
        .writable = !read_only,
    };
    enum rbpf_status status = rbpf_vm_init(&machine->vm, &config);

    return status == RBPF_OK ? rbpf_vm_start(&machine->vm, 0, &grant) : status;
}

static enum rbpf_status run_slice(struct rbpf_vm *vm, const struct machine_options *options,
                                  uint64_t insns)
{
    if (options->step)
        return rbpf_step(vm);
    return options->loop ? rbpf_run_with(vm, insns, options->loop) : rbpf_run(vm, insns);
}

/* The budget is exact but for what may follow before it is looked at. */
static bool is_exact(uint64_t budget, uint64_t used, const struct rbpf_facts *facts)
{
    return used >= budget && used - budget <= facts->longest_run_insns;
}

/* Runs until the program ends or has used up its whole budget, which is RBPF_YIELDED. */
static void run(struct machine *machine, const struct machine_options *options,
                struct machine_outcome *outcome)
{
    struct rbpf_vm *vm = &machine->vm;
    uint64_t budget = options->budget_insns ? options->budget_insns : MACHINE_BUDGET_INSNS;
    uint64_t slice = options->step ? 1 : options->slice_insns;

    outcome->status = RBPF_YIELDED;
    while (outcome->status == RBPF_YIELDED && rbpf_vm_executed(vm) < budget) {
        uint64_t before = rbpf_vm_executed(vm);
        uint64_t rest = budget - before;
        uint64_t insns = slice && slice < rest ? slice : rest;

        outcome->status = run_slice(vm, options, insns);
        if (outcome->status == RBPF_YIELDED)
            outcome->miscounted |= !is_exact(insns, rbpf_vm_executed(vm) - before, &machine->facts);
    }
}

struct machine_outcome machine_run(struct machine *machine, struct machine_bytes program,
                                   struct machine_bytes context,
                                   const struct machine_options *options)
{
    struct machine_outcome outcome = {0};

    fill(machine, options->filler);
    outcome.status = load(machine, program, options->no_callx, &outcome.where);
    outcome.rejected = outcome.status != RBPF_OK;
    if (outcome.rejected)
        return outcome;

    outcome.status = start(machine, context, options->context_read_only);
    if (outcome.status != RBPF_OK)
        return outcome;

    run(machine, options, &outcome);
    outcome.r0 = rbpf_vm_result(&machine->vm);
    outcome.executed_insns = rbpf_vm_executed(&machine->vm);
    rbpf_vm_fault(&machine->vm, &outcome.fault);
    outcome.harmed = is_harmed(machine, options->filler);
    return outcome;
}

const char *machine_fault_kind(enum rbpf_status status)
{
    switch (status) {
    case RBPF_YIELDED:
        return "budget";
    case RBPF_FAULT_BOUNDS:
        return "oob";
    case RBPF_FAULT_READ_ONLY:
        return "ro";
    case RBPF_FAULT_ALIGNMENT:
        return "align";
    case RBPF_FAULT_CALL_DEPTH:
    case RBPF_FAULT_STACK:
        return "depth";
    case RBPF_FAULT_HELPER:
    case RBPF_FAULT_CALL_TARGET:
    case RBPF_FAULT_HELPER_FAILED:
        return "helper";
    default:
        return "unexpected";
    }
}

rbpf_loop_fn machine_loop(const char *name)
{
    static const struct {
        const char *name;
        rbpf_loop_fn loop;
    } loops[] = {
        {"goto", rbpf_loop_goto},
        {"switch", rbpf_loop_switch},
        {"small", rbpf_loop_small},
    };

    for (size_t i = 0; i < sizeof loops / sizeof loops[0]; i++)
        if (strcmp(loops[i].name, name) == 0)
            return loops[i].loop;
    return 0;
}
