/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The life of a VM: what may be called when, what may be lent to it, and what it finds at a start.
 */
#include <string.h>

#include "helpers.h"
#include "run_case.h"

static struct machine *const m = &shared_machine;
static struct rbpf_vm *const vm = &shared_machine.vm;

static const uint64_t exit_program[] = {MOV64_K(0, 7), EXIT()};
static const uint64_t spin_program[] = {JA(-1)};
static const uint64_t fault_program[] = {LDX(BPF_B, 0, 0, 0), EXIT()};
static const uint64_t suspend_program[] = {MOV64_K(1, 0), CALL_HELPER(HELPER_SUSPEND), EXIT()};
static const uint64_t user_program[] = {CALL_HELPER(HELPER_USER), EXIT()};

#define SETUP(program)                                                                             \
    {                                                                                              \
        .insns = program, .insns_bytes = sizeof(program), .helpers = &test_helpers                 \
    }

static const struct machine_setup exits = SETUP(exit_program);
static const struct machine_setup spins = SETUP(spin_program);
static const struct machine_setup faults = SETUP(fault_program);
static const struct machine_setup suspends = SETUP(suspend_program);

static struct verdict not_started(void)
{
    CHECK_STATUS(machine_load(m, &exits), RBPF_OK);
    CHECK_STATUS(machine_init(m, &exits), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_run(vm, 0), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_step(vm), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_vm_complete(vm, 1), RBPF_ERR_NOT_STARTED);
    CHECK_EQUAL(rbpf_vm_executed(vm), 0);
    CHECK_EQUAL(rbpf_vm_pc(vm), 0);
    return PASSED;
}

static struct verdict after_the_end(void)
{
    CHECK_STATUS(machine_ready(m, &exits), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_step(vm), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_vm_complete(vm, 1), RBPF_ERR_NOT_STARTED);
    CHECK_EQUAL(rbpf_vm_result(vm), 7);
    CHECK_EQUAL(rbpf_vm_executed(vm), 2);
    return PASSED;
}

static struct verdict after_a_fault(void)
{
    struct rbpf_fault fault;

    CHECK_STATUS(machine_ready(m, &faults), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_FAULT_BOUNDS);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_step(vm), RBPF_ERR_NOT_STARTED);
    rbpf_vm_fault(vm, &fault);
    CHECK_STATUS(fault.cause, RBPF_FAULT_BOUNDS);
    CHECK_STATUS(machine_start(m, &faults, 0), RBPF_OK);
    rbpf_vm_fault(vm, &fault);
    CHECK_STATUS(fault.cause, RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_FAULT_BOUNDS);
    return PASSED;
}

/* Fails as `seen[0]` says, or charges 3. */
static enum rbpf_status fail_or_charge(struct test_user *user, struct rbpf_call *call)
{
    if (user->seen[0] == RBPF_OK)
        rbpf_call_charge(call, 3);
    return (enum rbpf_status)user->seen[0];
}

/* What a fault has left is no charge of the next run, nor in the way of one. */
static struct verdict charges_after_a_fault(void)
{
    /* An enum may be as narrow as a byte. */
    static const int32_t statuses[] = {RBPF_ERR_ARGUMENT, INT8_MAX, INT8_MIN};
    struct test_user user = {.fn = fail_or_charge};
    struct machine_setup setup = SETUP(user_program);
    uint32_t way, i;

    setup.user = &user;
    for (way = 0; way < RUN_WAYS; way++)
        for (i = 0; i < COUNT_OF(statuses); i++) {
            CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
            user.seen[0] = statuses[i];
            CHECK_STATUS(run_way(vm, way, 0), RBPF_FAULT_HELPER_FAILED);
            user.seen[0] = RBPF_OK;
            CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
            CHECK_STATUS(run_way(vm, way, 0), RBPF_OK);
            CHECK_EQUAL(rbpf_vm_executed(vm), 5);
        }
    return PASSED;
}

static struct verdict calls_after_a_refusal(void)
{
    static const uint64_t program[] = {JMP_K(BPF_JNE, 2, 1, 1), CALL_HELPER(HELPER_STRLEN),
                                       CALL_HELPER(HELPER_NOTHING), EXIT()};
    static const uint8_t letters[] = {'a', 'b'};
    struct machine_setup setup = SETUP(program);
    uint32_t way;

    setup.context = letters;
    for (way = 0; way < RUN_WAYS; way++) {
        setup.context_bytes = 1;
        CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
        CHECK_STATUS(run_way(vm, way, 0), RBPF_FAULT_BOUNDS);
        setup.context_bytes = 2;
        CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
        CHECK_STATUS(run_way(vm, way, 0), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_executed(vm), 3);
    }
    return PASSED;
}

/* The context is lent until the run has ended: a record does not look at it again. */
static struct verdict fault_of_a_string_that_is_gone(void)
{
    static const uint64_t program[] = {CALL_HELPER(HELPER_STRLEN), EXIT()};
    static const uint8_t letters[] = {'a', 'b', 'c'};
    const struct machine_setup setup = {.insns = program,
                                        .insns_bytes = sizeof program,
                                        .helpers = &test_helpers,
                                        .context = letters,
                                        .context_bytes = sizeof letters};
    struct rbpf_fault fault;

    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_FAULT_BOUNDS);
    memset(m->arena, 0, sizeof m->arena);
    rbpf_vm_fault(vm, &fault);
    CHECK_STATUS(fault.cause, RBPF_FAULT_BOUNDS);
    CHECK_EQUAL(fault.argument, 1);
    CHECK_EQUAL(fault.address, CONTEXT_AT(0));
    CHECK_EQUAL(fault.size, 1);
    return PASSED;
}

static struct verdict no_fault(void)
{
    struct rbpf_fault fault;

    CHECK_STATUS(machine_ready(m, &spins), RBPF_OK);
    memset(&fault, 0x5a, sizeof fault);
    rbpf_vm_fault(vm, &fault);
    CHECK_STATUS(fault.cause, RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_YIELDED);
    memset(&fault, 0x5a, sizeof fault);
    rbpf_vm_fault(vm, &fault);
    CHECK_STATUS(fault.cause, RBPF_OK);
    return PASSED;
}

static struct verdict start_again(void)
{
    CHECK_STATUS(machine_ready(m, &spins), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_YIELDED);
    CHECK_STATUS(machine_start(m, &spins, 0), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_executed(vm), 0);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_YIELDED);
    return PASSED;
}

static struct verdict no_such_function(void)
{
    CHECK_STATUS(machine_ready(m, &exits), RBPF_OK);
    CHECK_STATUS(machine_start(m, &exits, 1), RBPF_ERR_NO_FUNCTION);
    CHECK_STATUS(machine_start(m, &exits, UINT32_MAX), RBPF_ERR_NO_FUNCTION);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_ERR_NOT_STARTED);
    return PASSED;
}

static struct verdict second_function(void)
{
    static const uint64_t program[] = {MOV64_K(0, 1), EXIT(), MOV64_K(0, 2), EXIT()};
    static const struct rbpf_function_info infos[] = {{0, 0, 0, 1, 0}, {2, 8, 8, 1, 0}};
    const struct machine_setup setup = {
        .insns = program, .insns_bytes = sizeof program, .functions = infos, .function_count = 2};

    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    CHECK_STATUS(machine_start(m, &setup, 1), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_pc(vm), 2);
    CHECK_EQUAL(rbpf_vm_register(vm, 10), STACK_AT(8));
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 2);
    CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 1);
    return PASSED;
}

static struct verdict suspended(void)
{
    CHECK_STATUS(machine_ready(m, &suspends), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_ERR_SUSPENDED);
    CHECK_STATUS(rbpf_step(vm), RBPF_ERR_SUSPENDED);
    CHECK_STATUS(rbpf_vm_complete(vm, 21), RBPF_OK);
    CHECK_STATUS(rbpf_vm_complete(vm, 22), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 21);
    return PASSED;
}

static struct verdict suspended_in_a_step(void)
{
    CHECK_STATUS(machine_ready(m, &suspends), RBPF_OK);
    CHECK_STATUS(rbpf_step(vm), RBPF_YIELDED);
    CHECK_STATUS(rbpf_step(vm), RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_step(vm), RBPF_ERR_SUSPENDED);
    CHECK_STATUS(rbpf_vm_complete(vm, 1), RBPF_OK);
    CHECK_STATUS(rbpf_step(vm), RBPF_OK);
    return PASSED;
}

static struct verdict start_while_suspended(void)
{
    CHECK_STATUS(machine_ready(m, &suspends), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_SUSPENDED);
    CHECK_STATUS(machine_start(m, &suspends, 0), RBPF_OK);
    CHECK_STATUS(rbpf_vm_complete(vm, 1), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_SUSPENDED);
    return PASSED;
}

/* Everything that a helper may not do to its own VM. */
static enum rbpf_status call_back(struct test_user *user, struct rbpf_call *call)
{
    const struct rbpf_grant grant = {user, 0, false};

    rbpf_call_return(call, 3);
    user->seen[0] = rbpf_run(user->vm, 10);
    user->seen[1] = rbpf_step(user->vm);
    user->seen[2] = rbpf_vm_start(user->vm, 0, NULL);
    user->seen[3] = rbpf_vm_map(user->vm, MACHINE_REGION_WRITABLE, &grant);
    user->seen[4] = rbpf_vm_complete(user->vm, 9);
    user->seen[5] = rbpf_run_with(user->vm, 0, rbpf_loop_small);
    return RBPF_OK;
}

static struct verdict reentrance(void)
{
    struct test_user user = {.fn = call_back, .vm = vm};
    struct machine_setup setup = SETUP(user_program);
    uint32_t i;

    setup.user = &user;
    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 3);
    for (i = 0; i < 4; i++)
        CHECK_STATUS(user.seen[i], RBPF_ERR_RUNNING);
    CHECK_STATUS(user.seen[4], RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(user.seen[5], RBPF_ERR_RUNNING);
    return PASSED;
}

static struct machine other_machine;

/* A helper may run another VM. */
static enum rbpf_status run_other(struct test_user *user, struct rbpf_call *call)
{
    user->seen[0] = rbpf_run(&other_machine.vm, 100);
    rbpf_call_return(call, rbpf_vm_result(&other_machine.vm) + 1u);
    return RBPF_OK;
}

static struct verdict another_vm_in_a_helper(void)
{
    struct test_user user = {.fn = run_other};
    struct machine_setup setup = SETUP(user_program);

    setup.user = &user;
    CHECK_STATUS(machine_ready(&other_machine, &exits), RBPF_OK);
    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_OK);
    CHECK_STATUS(user.seen[0], RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 8);
    return PASSED;
}

/* Two VMs of one program keep apart. */
static struct verdict shared_program(void)
{
    static const uint64_t program[] = {LDX(BPF_B, 0, 1, 0), ADD64_K(0, 1), STX(BPF_B, 1, 0, 0),
                                       EXIT()};
    static const uint8_t five = 5, nine = 9;
    struct machine_setup setup = SETUP(program);

    setup.context = &five;
    setup.context_bytes = 1;
    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    other_machine.program = m->program;
    CHECK_STATUS(machine_init(&other_machine, &setup), RBPF_OK);
    setup.context = &nine;
    CHECK_STATUS(machine_start(&other_machine, &setup, 0), RBPF_OK);
    while (rbpf_step(vm) == RBPF_YIELDED)
        rbpf_step(&other_machine.vm);
    CHECK_STATUS(rbpf_run(&other_machine.vm, 10), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 6);
    CHECK_EQUAL(rbpf_vm_result(&other_machine.vm), 10);
    return PASSED;
}

static struct verdict not_verified(void)
{
    static const uint64_t bad[] = {MOV64_K(10, 0), EXIT()};
    const struct machine_setup rejected = SETUP(bad);

    memset(&m->program, 0, sizeof m->program);
    CHECK_STATUS(machine_init(m, &exits), RBPF_ERR_NOT_VERIFIED);
    CHECK_STATUS(machine_load(m, &exits), RBPF_OK);
    CHECK_STATUS(machine_load(m, &rejected), RBPF_REJECT_R10_WRITE);
    CHECK_STATUS(machine_init(m, &exits), RBPF_ERR_NOT_VERIFIED);
    CHECK_STATUS(rbpf_vm_start(vm, 0, NULL) < 0, 1);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_ERR_NOT_STARTED);
    return PASSED;
}

/* A program that was refused for its arguments cannot run either. */
static struct verdict not_loaded(void)
{
    struct rbpf_code code = {.insns = exit_program, .insns_bytes = sizeof exit_program};

    CHECK_STATUS(machine_load(m, &exits), RBPF_OK);
    CHECK_STATUS(rbpf_program_load(&m->program, &code, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(machine_init(m, &exits), RBPF_ERR_NOT_VERIFIED);
    return PASSED;
}

static struct verdict wrong_arguments(void)
{
    struct rbpf_vm_config config = {
        .program = &m->program, .regions = m->regions, .region_count = RBPF_REGION_COUNT(0)};

    CHECK_STATUS(machine_load(m, &exits), RBPF_OK);
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_OK);
    CHECK_STATUS(rbpf_vm_init(NULL, &config), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_init(vm, NULL), RBPF_ERR_ARGUMENT);
    config.region_count = RBPF_REGION_COUNT(0) - 1u;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_ARGUMENT);
    config.region_count = RBPF_REGION_COUNT(0);
    config.regions = NULL;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_ARGUMENT);
    config.regions = m->regions;
    config.stack_bytes = 8;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_ARGUMENT);
    config.stack_bytes = 0;
    config.frame_count = 1;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_ARGUMENT);
    config.frame_count = 0;
    config.rodata_bytes = 1;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_ARGUMENT);
    config.rodata_bytes = 0;
    config.data_bytes = 1;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_ARGUMENT);
    config.data_bytes = 0;
    config.program = NULL;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_NOT_VERIFIED);
    return PASSED;
}

static struct verdict null_arguments(void)
{
    const struct rbpf_grant empty = {NULL, 0, false};
    struct rbpf_program program;
    struct rbpf_facts found;
    struct rbpf_vm none;

    memset(&none, 0, sizeof none);
    CHECK_STATUS(machine_ready(m, &exits), RBPF_OK);
    CHECK_STATUS(rbpf_run(NULL, 10), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_run_with(NULL, 10, rbpf_loop_switch), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_run_with(vm, 10, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_step(NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_start(NULL, 0, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_start(&none, 0, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(&none, MACHINE_REGION_WRITABLE, &empty), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_complete(NULL, 0), RBPF_ERR_ARGUMENT);
    CHECK_EQUAL(rbpf_vm_pc(&none), 0);
    CHECK_STATUS(rbpf_program_facts(&m->program, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_program_facts(NULL, &found), RBPF_ERR_NOT_VERIFIED);
    CHECK_STATUS(rbpf_program_load(&program, NULL, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_program_facts(&program, &found), RBPF_ERR_NOT_VERIFIED);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    return PASSED;
}

/* The record names the innermost callers: not the first, from slot 0. */
static struct verdict fault_of_a_long_chain(void)
{
    static const uint64_t program[] = {CALL_LOCAL(1), EXIT(), CALL_LOCAL(-1), EXIT()};
    const struct machine_setup setup = SETUP(program);
    struct rbpf_frame frames[RBPF_FAULT_CHAIN + 1];
    const struct rbpf_vm_config config = {.program = &m->program,
                                          .regions = m->regions,
                                          .region_count = RBPF_REGION_COUNT(0),
                                          .frames = frames,
                                          .frame_count = COUNT_OF(frames)};
    struct rbpf_fault fault;
    uint32_t i;

    CHECK_STATUS(machine_load(m, &setup), RBPF_OK);
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_OK);
    CHECK_STATUS(rbpf_vm_start(vm, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 100), RBPF_FAULT_CALL_DEPTH);
    rbpf_vm_fault(vm, &fault);
    CHECK_EQUAL(fault.depth, RBPF_FAULT_CHAIN + 1);
    for (i = 0; i < RBPF_FAULT_CHAIN; i++)
        CHECK_EQUAL(fault.chain[i], 2);
    return PASSED;
}

static enum rbpf_status answer(struct rbpf_call *call)
{
    rbpf_call_return(call, 42);
    return RBPF_OK;
}

/* What lies behind the arguments of a row says nothing: neither of numbers nor of memory. */
static struct verdict bytes_behind_a_row(void)
{
    static const struct rbpf_arg args[][5] = {{RBPF_ARG_SCALAR}, {[4] = RBPF_ARG_READS_BYTES(0)}};
    static const uint64_t program[] = {MOV64_K(6, 1), MOV64_K(7, 1), CALL_HELPER(0), EXIT()};
    static struct rbpf_helper row;
    static const struct rbpf_helpers helpers = {.table = &row, .count = 1};
    const struct machine_setup setup = {
        .insns = program, .insns_bytes = sizeof program, .helpers = &helpers};
    uint32_t way, i;

    for (i = 0; i < COUNT_OF(args); i++) {
        memset(&row, 0xff, sizeof row);
        row.fn = answer;
        row.name = NULL;
        memcpy(row.args, args[i], sizeof row.args);
        for (way = 0; way < RUN_WAYS; way++) {
            CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
            CHECK_STATUS(run_way(vm, way, 0), RBPF_OK);
            CHECK_EQUAL(rbpf_vm_result(vm), 42);
            CHECK_EQUAL(rbpf_vm_executed(vm), 4);
        }
    }
    return PASSED;
}

/* All that a VM with many frames needs; those behind the second are never used, nor there. */
static struct {
    struct rbpf_vm vm;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_function functions[2];
    uint64_t insns[4];
    struct rbpf_frame frames[2];
} deep;

static struct verdict many_frames(void)
{
    static const uint32_t counts[] = {65534, 65535, 65536, 65537, 131072};
    static const uint64_t program[] = {CALL_LOCAL(1), EXIT(), MOV64_K(0, 5), EXIT()};
    struct rbpf_code code = {.insns = deep.insns, .insns_bytes = sizeof deep.insns};
    struct rbpf_vm_config config = {.program = &deep.program,
                                    .regions = deep.regions,
                                    .region_count = RBPF_REGION_COUNT(0),
                                    .frames = deep.frames};
    uint32_t i;

    memcpy(deep.insns, program, sizeof program);
    CHECK_STATUS(rbpf_functions_find(&code, deep.functions, COUNT_OF(deep.functions)), RBPF_OK);
    CHECK_STATUS(rbpf_program_load(&deep.program, &code, NULL), RBPF_OK);
    for (i = 0; i < COUNT_OF(counts); i++) {
        config.frame_count = counts[i];
        CHECK_STATUS(rbpf_vm_init(&deep.vm, &config), RBPF_OK);
        CHECK_STATUS(rbpf_vm_start(&deep.vm, 0, NULL), RBPF_OK);
        CHECK_STATUS(rbpf_run(&deep.vm, 10), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(&deep.vm), 5);
    }
    return PASSED;
}

/* Step by step, and by the loops that look at the whole opcode. */
static struct verdict changed_to(uint8_t opcode)
{
    static uint64_t program[3];
    const struct machine_setup setup = SETUP(program);
    uint32_t way;

    for (way = 0; way < 3; way++) {
        memcpy(program, (const uint64_t[]){MOV64_K(0, 7), MOV64_K(0, 8), EXIT()}, sizeof program);
        CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
        program[1] = INSN(opcode, 0, 0, 0, 0);
        CHECK_STATUS(run_way(vm, way, 0), RBPF_FAULT_INSN);
        CHECK_EQUAL(rbpf_vm_pc(vm), 1);
        CHECK_EQUAL(rbpf_vm_executed(vm), 1);
        CHECK_EQUAL(rbpf_vm_result(vm), 7);
    }
    return PASSED;
}

/* After they were verified, to the packet access that RFC 9669 deprecates, and to what it lacks. */
static struct verdict insns_changed(void)
{
    static const uint8_t modes[] = {BPF_ABS, BPF_IND};
    static const uint8_t sizes[] = {BPF_W, BPF_H, BPF_B};
    uint32_t i, j;

    for (i = 0; i < COUNT_OF(modes); i++)
        for (j = 0; j < COUNT_OF(sizes); j++)
            CHECK_PASSED(changed_to((uint8_t)(BPF_LD | modes[i] | sizes[j])));
    CHECK_PASSED(changed_to(0));
    return changed_to(0xff);
}

static struct verdict registers_beyond(void)
{
    CHECK_STATUS(machine_ready(m, &exits), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_register(vm, 0), 7);
    CHECK_EQUAL(rbpf_vm_register(vm, RBPF_REGISTER_COUNT), 0);
    CHECK_EQUAL(rbpf_vm_register(vm, UINT32_MAX), 0);
    return PASSED;
}

static const struct case_function states[] = {
    {"not started", not_started},
    {"after the end", after_the_end},
    {"after a fault", after_a_fault},
    {"charges after a fault", charges_after_a_fault},
    {"calls after a refusal", calls_after_a_refusal},
    {"fault of a string that is gone", fault_of_a_string_that_is_gone},
    {"no fault", no_fault},
    {"start again", start_again},
    {"no such function", no_such_function},
    {"second function", second_function},
    {"suspended", suspended},
    {"suspended in a step", suspended_in_a_step},
    {"start while suspended", start_while_suspended},
    {"helper calls back", reentrance},
    {"helper runs another vm", another_vm_in_a_helper},
    {"two vms of one program", shared_program},
    {"not verified", not_verified},
    {"not loaded", not_loaded},
    {"null and too few", wrong_arguments},
    {"null", null_arguments},
    {"fault of a long chain", fault_of_a_long_chain},
    {"bytes behind a row of helpers", bytes_behind_a_row},
    {"more than 65535 frames", many_frames},
    {"instructions that changed", insns_changed},
    {"registers beyond r10", registers_beyond},
};

CASE_SET(run_states, states, run_case_function);

/* Grants. */
struct block {
    const void *base;
    size_t bytes;
};

/* By each way that memory can be lent; the program's stack is as good as any. */
static enum rbpf_status lend_region(const void *base, uint32_t bytes)
{
    return rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, &(struct rbpf_grant){base, bytes, true});
}

static enum rbpf_status lend_read_only(const void *base, uint32_t bytes)
{
    return rbpf_vm_map(vm, MACHINE_REGION_READ_ONLY, &(struct rbpf_grant){base, bytes, false});
}

static enum rbpf_status lend_context(const void *base, uint32_t bytes)
{
    return rbpf_vm_start(vm, 0, &(struct rbpf_grant){base, bytes, true});
}

static enum rbpf_status lend_by_config(struct rbpf_vm_config config)
{
    static struct rbpf_vm_config whole;

    whole = config;
    whole.program = &m->program;
    whole.regions = m->regions;
    whole.region_count = COUNT_OF(m->regions);
    whole.frames = m->frames;
    whole.frame_count = COUNT_OF(m->frames);
    return rbpf_vm_init(vm, &whole);
}

/* The const of what is lent here is no matter: none of it is run. */
static void *writable(const void *base)
{
    return (void *)(uintptr_t)base;
}

static enum rbpf_status lend_stack(const void *base, uint32_t bytes)
{
    return lend_by_config((struct rbpf_vm_config){.stack = writable(base), .stack_bytes = bytes});
}

static enum rbpf_status lend_rodata(const void *base, uint32_t bytes)
{
    return lend_by_config((struct rbpf_vm_config){.rodata = base, .rodata_bytes = bytes});
}

static enum rbpf_status lend_data(const void *base, uint32_t bytes)
{
    return lend_by_config((struct rbpf_vm_config){.data = writable(base), .data_bytes = bytes});
}

typedef enum rbpf_status (*lend_fn)(const void *base, uint32_t bytes);

/* The program, between memory that may be lent. */
static struct {
    uint8_t before[16];
    uint64_t insns[8];
    uint8_t after[16];
} text;

static const uint32_t rights_allowed[RBPF_HELPERS_MAX / 32];
static const struct rbpf_helper rights_table[2];
static const struct rbpf_helpers rights = {rights_table, 2, rights_allowed};

static struct verdict prepare_text(void)
{
    struct machine_setup setup = {
        .insns = text.insns, .insns_bytes = sizeof text.insns, .helpers = &rights};
    uint32_t i;

    for (i = 0; i < 8; i++)
        text.insns[i] = EXIT();
    CHECK_STATUS(machine_load(m, &setup), RBPF_OK);
    CHECK_STATUS(machine_init(m, &setup), RBPF_OK);
    return PASSED;
}

/* Any byte of the block, alone, with its neighbours, and from before to behind it. */
static struct verdict check_forbidden(lend_fn lend, struct block block)
{
    const uint8_t *base = block.base;
    const uint32_t n = (uint32_t)block.bytes;

    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base, 1), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base + n - 1u, 1), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base + n / 2u, 1), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base, n), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base - 1, 2), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base - 1, n + 2u), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base + n - 1u, 2), RBPF_ERR_GRANT);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(base, 0), RBPF_OK);
    return PASSED;
}

static struct verdict check_lender(lend_fn lend)
{
    const struct block blocks[] = {
        {text.insns, sizeof text.insns},
        {vm, sizeof *vm},
        {m->regions, sizeof m->regions},
        {m->frames, sizeof m->frames},
        {&m->program, sizeof m->program},
        {m->functions, sizeof m->functions[0]},
        {&rights, sizeof rights},
        {rights_table, sizeof rights_table},
        {rights_allowed, sizeof rights_allowed},
    };
    uint32_t i;

    for (i = 0; i < COUNT_OF(blocks); i++)
        CHECK_PASSED(check_forbidden(lend, blocks[i]));
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(text.before, sizeof text.before), RBPF_OK);
    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend(text.after, sizeof text.after), RBPF_OK);
    return PASSED;
}

static struct verdict grants_of_regions(void)
{
    return check_lender(lend_region);
}

static struct verdict grants_read_only(void)
{
    return check_lender(lend_read_only);
}

static struct verdict grants_of_contexts(void)
{
    return check_lender(lend_context);
}

static struct verdict grants_of_stacks(void)
{
    return check_lender(lend_stack);
}

static struct verdict grants_of_rodata(void)
{
    return check_lender(lend_rodata);
}

static struct verdict grants_of_data(void)
{
    return check_lender(lend_data);
}

static struct verdict grants_that_wrap(void)
{
    const void *last = (const void *)(UINTPTR_MAX - 15u);

    CHECK_PASSED(prepare_text());
    CHECK_STATUS(lend_region(last, 32) != RBPF_OK, 1);
    CHECK_STATUS(lend_context(last, 32) != RBPF_OK, 1);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_ERR_NOT_STARTED);
    return PASSED;
}

static struct verdict regions_that_are_not_the_hosts(void)
{
    static uint8_t bytes[8];
    const struct rbpf_grant grant = {bytes, sizeof bytes, true};
    uint32_t region;

    CHECK_PASSED(prepare_text());
    for (region = 0; region < RBPF_REGION_HOST; region++)
        CHECK_STATUS(rbpf_vm_map(vm, region, &grant), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_READ_ONLY, &grant), RBPF_OK);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, &grant), RBPF_OK);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_CONTEXT, &grant), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_CONTEXT + 1u, &grant), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, UINT32_MAX, &grant), RBPF_ERR_ARGUMENT);
    return PASSED;
}

static struct verdict null_grants(void)
{
    const struct rbpf_grant null = {NULL, 1, false};
    const struct rbpf_grant long_one = {(const void *)8, RBPF_GRANT_MAX + 1u, false};
    const struct rbpf_grant empty = {NULL, 0, false};

    CHECK_PASSED(prepare_text());
    CHECK_STATUS(rbpf_vm_map(NULL, MACHINE_REGION_WRITABLE, &empty), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, &null), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, &long_one), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, &empty), RBPF_OK);
    CHECK_STATUS(rbpf_vm_start(vm, 0, &null), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_vm_start(vm, 0, &empty), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    return PASSED;
}

/* The VM writes to its tables itself. */
static struct verdict tables_over_the_program(void)
{
    struct rbpf_vm_config config = {.program = &m->program,
                                    .regions = m->regions,
                                    .region_count = RBPF_REGION_COUNT(2),
                                    .frames = m->frames,
                                    .frame_count = 1};

    CHECK_PASSED(prepare_text());
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_OK);
    config.frames = (struct rbpf_frame *)(void *)text.insns;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_GRANT);
    config.frames = (struct rbpf_frame *)(void *)m->regions;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_GRANT);
    config.frames = m->frames;
    config.regions = (struct rbpf_region *)(void *)text.insns;
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_ERR_GRANT);
    CHECK_STATUS(rbpf_vm_start(vm, 0, NULL), RBPF_ERR_ARGUMENT);
    CHECK_EQUAL(text.insns[0], EXIT());
    return PASSED;
}

/* A region can be mapped anew, smaller, read-only, or not at all. */
static struct verdict mapped_anew(void)
{
    static const uint64_t program[] = {LDDW(3, MACHINE_AT(MACHINE_REGION_WRITABLE, 1)),
                                       ST(BPF_B, 3, 0, 5), EXIT()};
    static uint8_t bytes[2];
    const struct machine_setup setup = SETUP(program);

    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    CHECK_STATUS(lend_region(bytes, 2), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    CHECK_EQUAL(bytes[1], 5);
    CHECK_STATUS(lend_region(bytes, 1), RBPF_OK);
    CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_FAULT_BOUNDS);
    CHECK_STATUS(rbpf_vm_map(vm, MACHINE_REGION_WRITABLE, &(struct rbpf_grant){bytes, 2, false}),
                 RBPF_OK);
    CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_FAULT_READ_ONLY);
    CHECK_STATUS(lend_region(NULL, 0), RBPF_OK);
    CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_FAULT_BOUNDS);
    return PASSED;
}

/* The context of an earlier start is gone. */
static struct verdict context_is_gone(void)
{
    static const uint64_t program[] = {LDDW(3, CONTEXT_AT(0)), LDX(BPF_B, 0, 3, 0), EXIT()};
    static uint8_t byte = 6;
    const struct machine_setup setup = SETUP(program);

    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    CHECK_STATUS(lend_context(&byte, 1), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 6);
    CHECK_STATUS(rbpf_vm_start(vm, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(vm, 10), RBPF_FAULT_BOUNDS);
    return PASSED;
}

static const struct case_function grants[] = {
    {"regions may not overlap the vm", grants_of_regions},
    {"read-only regions may not overlap the vm", grants_read_only},
    {"contexts may not overlap the vm", grants_of_contexts},
    {"stacks may not overlap the vm", grants_of_stacks},
    {"rodata may not overlap the vm", grants_of_rodata},
    {"data may not overlap the vm", grants_of_data},
    {"grants over the end of the host's memory", grants_that_wrap},
    {"regions that are not the host's", regions_that_are_not_the_hosts},
    {"null grants", null_grants},
    {"tables over the program", tables_over_the_program},
    {"mapped anew", mapped_anew},
    {"context of an earlier start", context_is_gone},
};

CASE_SET(run_grants, grants, run_case_function);

/* Stacks: large enough, and empty at the start. */
struct room_case {
    const char *name;
    struct rbpf_function_info function;
    uint32_t stack_bytes, frame_count;
    enum rbpf_status status;
};

static const struct room_case rooms[] = {
    {"no stack needed, none there", {0, 0, 0, 1, 0}, 0, 0, RBPF_OK},
    {"frame fits", {0, 16, 16, 1, 0}, 16, 0, RBPF_OK},
    {"frame 1 short", {0, 16, 16, 1, 0}, 15, 0, RBPF_ERR_STACK_TOO_SMALL},
    {"frame, no stack", {0, 8, 8, 1, 0}, 0, 0, RBPF_ERR_STACK_TOO_SMALL},
    {"stack of the chain fits", {0, 16, 48, 2, 0}, 48, 1, RBPF_OK},
    {"stack of the chain 1 short", {0, 16, 48, 2, 0}, 47, 1, RBPF_ERR_STACK_TOO_SMALL},
    {"depth 2, no frames", {0, 16, 48, 2, 0}, 48, 0, RBPF_ERR_STACK_TOO_SMALL},
    {"depth 3, 2 frames", {0, 16, 48, 3, 0}, 48, 2, RBPF_OK},
    {"depth 3, 1 frame", {0, 16, 48, 3, 0}, 48, 1, RBPF_ERR_STACK_TOO_SMALL},
    {"depth 255, 8 frames", {0, 0, 0, 255, 0}, 0, 8, RBPF_ERR_STACK_TOO_SMALL},
    {"depth 0, frame fits", {0, 512, 0, 0, 0}, 512, 0, RBPF_OK},
    {"depth 0, frame 1 short", {0, 512, 0, 0, 0}, 511, 0, RBPF_ERR_STACK_TOO_SMALL},
    {"depth 0, no stack needed", {0, 0, 0, 0, 0}, 0, 0, RBPF_OK},
};

static struct verdict check_room(const struct room_case *row)
{
    const struct machine_setup setup = {.insns = exit_program,
                                        .insns_bytes = sizeof exit_program,
                                        .functions = &row->function,
                                        .function_count = 1};
    struct rbpf_vm_config config = {
        .program = &m->program,
        .regions = m->regions,
        .region_count = COUNT_OF(m->regions),
        .frames = row->frame_count ? m->frames : NULL,
        .frame_count = row->frame_count,
        .stack = row->stack_bytes ? machine_region(m, RBPF_REGION_STACK) : NULL,
        .stack_bytes = row->stack_bytes,
    };

    machine_fill(m);
    CHECK_STATUS(machine_load(m, &setup), RBPF_OK);
    CHECK_STATUS(rbpf_vm_init(vm, &config), RBPF_OK);
    CHECK_STATUS(rbpf_vm_start(vm, 0, NULL), row->status);
    CHECK(machine_guards_hold(m));
    CHECK_EQUAL(machine_region(m, RBPF_REGION_STACK)[row->stack_bytes], MACHINE_GUARD);
    CHECK_STATUS(rbpf_run(vm, 10), row->status == RBPF_OK ? RBPF_OK : RBPF_ERR_NOT_STARTED);
    return PASSED;
}

/* r0 = all of the frame ored, then the frame is soiled; the same in a callee. */
#define LOOK_AND_SOIL                                                                              \
    LDX(BPF_DW, 1, 10, -8), ALU64_X(BPF_OR, 0, 1), LDX(BPF_DW, 1, 10, -16), ALU64_X(BPF_OR, 0, 1), \
        ST(BPF_DW, 10, -8, -1), ST(BPF_DW, 10, -16, -1)

static struct verdict check_clean(const struct rbpf_function_info *functions)
{
    static const uint64_t program[] = {LOOK_AND_SOIL, CALL_LOCAL(1), EXIT(), LOOK_AND_SOIL, EXIT()};
    struct machine_setup setup = SETUP(program);
    uint32_t run;

    setup.functions = functions;
    setup.function_count = functions ? 2 : 0;
    CHECK_STATUS(machine_load(m, &setup), RBPF_OK);
    CHECK_STATUS(machine_init(m, &setup), RBPF_OK);
    for (run = 0; run < 3; run++) {
        CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
        CHECK_STATUS(rbpf_run(vm, run == 1 ? 9 : 100), run == 1 ? RBPF_YIELDED : RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(vm), 0);
    }
    CHECK(machine_guards_hold(m));
    return PASSED;
}

static struct verdict clean_raw(void)
{
    return check_clean(NULL);
}

static struct verdict clean_bounded(void)
{
    static const struct rbpf_function_info functions[] = {{0, 16, 32, 2, 0}, {8, 16, 16, 1, 0}};

    return check_clean(functions);
}

static struct verdict clean_unbounded(void)
{
    static const struct rbpf_function_info functions[] = {{0, 16, 0, 0, 0}, {8, 16, 0, 0, 0}};

    return check_clean(functions);
}

/* No register of a run reaches the next. */
static struct verdict clean_registers(void)
{
    static const uint64_t program[] = {
        ALU64_X(BPF_OR, 0, 3), ALU64_X(BPF_OR, 0, 4), ALU64_X(BPF_OR, 0, 5),
        ALU64_X(BPF_OR, 0, 6), ALU64_X(BPF_OR, 0, 7), ALU64_X(BPF_OR, 0, 8),
        ALU64_X(BPF_OR, 0, 9), MOV64_K(3, -1),        MOV64_K(4, -1),
        MOV64_K(5, -1),        MOV64_K(6, -1),        MOV64_K(7, -1),
        MOV64_K(8, -1),        MOV64_K(9, -1),        EXIT()};
    const struct machine_setup setup = SETUP(program);
    uint32_t run;

    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    for (run = 0; run < 2; run++) {
        CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
        CHECK_STATUS(rbpf_run(vm, 100), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(vm), 0);
    }
    return PASSED;
}

/* Data is the container's: it stays between runs. */
static struct verdict data_stays(void)
{
    static const uint64_t program[] = {LDDW(3, MACHINE_AT(RBPF_REGION_DATA, 0)),
                                       LDX(BPF_B, 0, 3, 0), ADD64_K(0, 1), STX(BPF_B, 3, 0, 0),
                                       EXIT()};
    const struct machine_setup setup = SETUP(program);
    uint32_t run;

    CHECK_STATUS(machine_ready(m, &setup), RBPF_OK);
    for (run = 1; run < 4; run++) {
        CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
        CHECK_STATUS(rbpf_run(vm, 100), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(vm), 0x90 + run);
    }
    return PASSED;
}

static const struct case_function stacks[] = {
    {"clean for raw instructions", clean_raw},
    {"clean with known depths", clean_bounded},
    {"clean with unknown depths", clean_unbounded},
    {"registers are clean", clean_registers},
    {"data stays", data_stays},
};

static const char *stack_row_name(size_t row)
{
    return row < COUNT_OF(rooms) ? rooms[row].name : stacks[row - COUNT_OF(rooms)].name;
}

static struct verdict stack_run(size_t row)
{
    return row < COUNT_OF(rooms) ? check_room(&rooms[row]) : stacks[row - COUNT_OF(rooms)].run();
}

const struct case_set run_stack = {"run_stack", COUNT_OF(rooms) + COUNT_OF(stacks), stack_row_name,
                                   stack_run};
