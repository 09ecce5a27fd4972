/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* VMs side by side, as <rbpf/vm.h> has it: on the same stack, in turns, one in the helper of the
 * other; and regions that lie over each other. */
#include <string.h>

#include "helpers.h"
#include "left_out.h"
#include "run_case.h"

#define FRAMES 4u
#define FUNCTIONS 2u
#define STACK_BYTES 256u
#define SOIL 0xd7

/* A VM with tables of its own; the stack is all VMs'. */
struct tenant {
    struct rbpf_vm vm;
    struct rbpf_region regions[RBPF_REGION_COUNT(2)];
    struct rbpf_frame frames[FRAMES];
    struct rbpf_function functions[FUNCTIONS];
    struct rbpf_program program;
};

static struct tenant tenants[2];
static struct rbpf_vm *const one = &tenants[0].vm;
static struct rbpf_vm *const other = &tenants[1].vm;
static uint8_t shared_stack[STACK_BYTES + 1u];

#define REGION_A RBPF_REGION_HOST
#define REGION_B (RBPF_REGION_HOST + 1u)
#define REGION_CONTEXT (RBPF_REGION_HOST + 2u)

struct guest_code {
    const uint64_t *insns;
    size_t insns_bytes;
    const struct rbpf_function_info *functions;
    uint32_t function_count;
};

static enum rbpf_status load(struct tenant *tenant, const struct guest_code *guest)
{
    struct rbpf_code code = {.insns = guest->insns,
                             .insns_bytes = guest->insns_bytes,
                             .functions = tenant->functions,
                             .function_count = guest->function_count,
                             .helpers = &test_helpers};
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    left_out_note_program(guest->insns, guest->insns_bytes);
    for (i = 0; i < guest->function_count; i++)
        tenant->functions[i] = rbpf_function_make(&guest->functions[i]);
    if (!guest->functions)
        status = rbpf_functions_find(&code, tenant->functions, FUNCTIONS);
    return status == RBPF_OK ? rbpf_program_load(&tenant->program, &code, NULL) : status;
}

/* On `stack_bytes` of `stack`, and not started. */
static enum rbpf_status set_up(struct tenant *tenant, uint8_t *stack, uint32_t stack_bytes,
                               void *user)
{
    const struct rbpf_vm_config config = {.program = &tenant->program,
                                          .regions = tenant->regions,
                                          .region_count = COUNT_OF(tenant->regions),
                                          .frames = tenant->frames,
                                          .frame_count = FRAMES,
                                          .stack = stack,
                                          .stack_bytes = stack_bytes,
                                          .user = user};

    return rbpf_vm_init(&tenant->vm, &config);
}

static enum rbpf_status ready(struct tenant *tenant, const struct guest_code *guest, void *user)
{
    enum rbpf_status status = load(tenant, guest);

    if (status == RBPF_OK)
        status = set_up(tenant, shared_stack, STACK_BYTES, user);
    return status == RBPF_OK ? rbpf_vm_start(&tenant->vm, 0, NULL) : status;
}

#define CODE(program)                                                                              \
    {                                                                                              \
        .insns = program, .insns_bytes = sizeof(program)                                           \
    }

/* Leftovers. */

/* Fills a frame of 64 bytes and all registers, and calls itself until it faults. */
static const uint64_t soils_insns[] = {MOV64_K(0, -1),          MOV64_X(1, 0),
                                       MOV64_X(2, 0),           MOV64_X(3, 0),
                                       MOV64_X(4, 0),           MOV64_X(5, 0),
                                       MOV64_X(6, 0),           MOV64_X(7, 0),
                                       MOV64_X(8, 0),           MOV64_X(9, 0),
                                       STX(BPF_DW, 10, 0, -64), STX(BPF_DW, 10, 0, -56),
                                       STX(BPF_DW, 10, 0, -48), STX(BPF_DW, 10, 0, -40),
                                       STX(BPF_DW, 10, 0, -32), STX(BPF_DW, 10, 0, -24),
                                       STX(BPF_DW, 10, 0, -16), STX(BPF_DW, 10, 0, -8),
                                       CALL_LOCAL(-19),         EXIT()};
static const struct guest_code soils = CODE(soils_insns);

/* r0 = all registers but r1, r2 and r10, and all bytes of the first frame, and of one below that is
 * called, ored: r9 is how many bytes a frame has. */
#define LOOKS(frame, callee_frame)                                                                 \
    {                                                                                              \
        ALU64_X(BPF_OR, 0, 1), ALU64_X(BPF_OR, 0, 2), ALU64_X(BPF_OR, 0, 3),                       \
            ALU64_X(BPF_OR, 0, 4), ALU64_X(BPF_OR, 0, 5), ALU64_X(BPF_OR, 0, 6),                   \
            ALU64_X(BPF_OR, 0, 7), ALU64_X(BPF_OR, 0, 8), ALU64_X(BPF_OR, 0, 9), MOV64_X(2, 10),   \
            MOV64_K(1, frame), ADD64_K(2, -1), LDX(BPF_B, 3, 2, 0), ALU64_X(BPF_OR, 0, 3),         \
            ADD64_K(1, -1), JMP_K(BPF_JNE, 1, 0, -5), CALL_LOCAL(1), EXIT(), MOV64_X(2, 10),       \
            MOV64_K(1, callee_frame), ADD64_K(2, -1), LDX(BPF_B, 3, 2, 0), ALU64_X(BPF_OR, 0, 3),  \
            ADD64_K(1, -1), JMP_K(BPF_JNE, 1, 0, -5), EXIT()                                       \
    }

#define CALLEE_ENTRY 18

static const uint64_t looks_insns[] = LOOKS(64, 192);

struct leftover_case {
    const char *name;
    struct rbpf_function_info functions[2];
    /* How the first one is left: after so many instructions, or by its fault. */
    uint32_t budget;
};

static const struct leftover_case leftovers[] = {
    {"after a fault, stack known", {{0, 64, 256, 2, 0}, {CALLEE_ENTRY, 192, 192, 1, 0}}, 1000},
    {"after a fault, stack unknown", {{0, 64, 0, 0, 0}, {CALLEE_ENTRY, 192, 0, 0, 0}}, 1000},
    {"given up, stack known", {{0, 64, 256, 2, 0}, {CALLEE_ENTRY, 192, 192, 1, 0}}, 40},
    {"given up, stack unknown", {{0, 64, 0, 0, 0}, {CALLEE_ENTRY, 192, 0, 0, 0}}, 40},
};

static struct verdict check_leftover(const struct leftover_case *row)
{
    const struct guest_code looks = {looks_insns, sizeof looks_insns, row->functions, 2};

    memset(shared_stack, SOIL, sizeof shared_stack);
    CHECK_STATUS(ready(&tenants[0], &soils, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, row->budget), row->budget < 100 ? RBPF_YIELDED : RBPF_FAULT_STACK);
    CHECK_EQUAL(rbpf_vm_register(one, 9), UINT64_MAX);
    CHECK_EQUAL(shared_stack[0], 0xff);
    /* The same tables and program too: all that the first has used. */
    CHECK_STATUS(load(&tenants[0], &looks), RBPF_OK);
    CHECK_STATUS(set_up(&tenants[0], shared_stack, STACK_BYTES, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, 10000), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(one), 0);
    CHECK_EQUAL(shared_stack[STACK_BYTES], SOIL);
    return PASSED;
}

CASE_SET(isolation_leftovers, leftovers, check_leftover);

/* What is left stays there, and who asks for it does not get it: above the frame, below it, and
 * where another run was as deep. */
static struct verdict test_leftovers_are_out_of_reach(void)
{
    static const struct rbpf_function_info small[] = {{0, 8, 8, 1, 0}};
    static const uint64_t programs[][2] = {{LDX(BPF_B, 0, 10, 0), EXIT()},
                                           {LDX(BPF_B, 0, 10, -9), EXIT()},
                                           {LDX(BPF_B, 0, 10, 64), EXIT()},
                                           {LDX(BPF_DW, 0, 10, -4), EXIT()}};
    uint32_t i;

    for (i = 0; i < COUNT_OF(programs); i++) {
        const struct guest_code reads = {programs[i], sizeof programs[i], small, 1};

        CHECK_STATUS(ready(&tenants[0], &soils, NULL), RBPF_OK);
        CHECK_STATUS(rbpf_run(one, 1000), RBPF_FAULT_STACK);
        CHECK_STATUS(ready(&tenants[1], &reads, NULL), RBPF_OK);
        CHECK_EQUAL(shared_stack[8], 0xff);
        CHECK_STATUS(rbpf_run(other, 10), RBPF_FAULT_BOUNDS);
        CHECK_EQUAL(rbpf_vm_result(other), 0);
    }
    return PASSED;
}

/* In turns. */

/* r0 = 1 + 4 + 9 + ..., as many as the context's byte says, which becomes 0; by a call each. */
static const uint64_t squares_insns[] = {LDX(BPF_B, 6, 1, 0),
                                         MOV64_X(7, 1),
                                         ST(BPF_DW, 10, -8, 0),
                                         MOV64_X(1, 6),
                                         CALL_LOCAL(8),
                                         LDX(BPF_DW, 1, 10, -8),
                                         ADD64_X(1, 0),
                                         STX(BPF_DW, 10, 1, -8),
                                         ADD64_K(6, -1),
                                         STX(BPF_B, 7, 6, 0),
                                         JMP_K(BPF_JNE, 6, 0, -8),
                                         LDX(BPF_DW, 0, 10, -8),
                                         EXIT(),
                                         STX(BPF_DW, 10, 1, -8),
                                         MOV64_X(6, 1),
                                         MOV64_K(7, -1),
                                         LDX(BPF_DW, 0, 10, -8),
                                         ALU64_X(BPF_MUL, 0, 6),
                                         EXIT()};
static const struct guest_code squares = CODE(squares_insns);
#define SUM_OF_SQUARES(n) ((n) * ((n) + 1u) * (2u * (n) + 1u) / 6u)

/* Two of one program, on the halves of the stack; `n` is the context of each. */
/* NOLINTNEXTLINE(readability-non-const-parameter): guests write there */
static enum rbpf_status begin_two(uint8_t n[2])
{
    enum rbpf_status status = load(&tenants[0], &squares);
    uint32_t i;

    tenants[1].program = tenants[0].program;
    for (i = 0; i < 2 && status == RBPF_OK; i++) {
        const struct rbpf_grant context = {&n[i], 1, true};

        status = set_up(&tenants[i], shared_stack + i * STACK_BYTES / 2u, STACK_BYTES / 2u, NULL);
        if (status == RBPF_OK)
            status = rbpf_vm_start(&tenants[i].vm, 0, &context);
    }
    return status;
}

static enum rbpf_status run_bit(struct rbpf_vm *vm, uint32_t way)
{
    static const rbpf_loop_fn loops[] = {rbpf_loop_small, rbpf_loop_switch};

    return way == 0 ? rbpf_step(vm) : rbpf_run_with(vm, way, loops[way % COUNT_OF(loops)]);
}

/* Each by its own way: steps, or slices of so many instructions. */
static struct verdict check_turns(uint32_t way_of_one, uint32_t way_of_other)
{
    uint8_t n[2] = {9, 5};
    enum rbpf_status first = RBPF_YIELDED, second = RBPF_YIELDED;
    uint32_t turns = 0;

    memset(shared_stack, SOIL, sizeof shared_stack);
    CHECK_STATUS(begin_two(n), RBPF_OK);
    for (; (first == RBPF_YIELDED || second == RBPF_YIELDED) && turns < 1000; turns++) {
        if (first == RBPF_YIELDED)
            first = run_bit(one, way_of_one);
        if (second == RBPF_YIELDED)
            second = run_bit(other, way_of_other);
    }
    CHECK_STATUS(first, RBPF_OK);
    CHECK_STATUS(second, RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(one), SUM_OF_SQUARES(9u));
    CHECK_EQUAL(rbpf_vm_result(other), SUM_OF_SQUARES(5u));
    CHECK_EQUAL(n[0] + n[1], 0);
    /* 3 before, 8 a turn and 6 in the callee, 2 behind. */
    CHECK_EQUAL(rbpf_vm_executed(one), 3u + 14u * 9u + 2u);
    CHECK_EQUAL(rbpf_vm_executed(other), 3u + 14u * 5u + 2u);
    return PASSED;
}

static struct verdict test_turns_disturb_nobody(void)
{
    uint32_t one_way, other_way;

    for (one_way = 0; one_way < 6; one_way++)
        for (other_way = 0; other_way < 6; other_way++)
            CHECK_PASSED(check_turns(one_way, other_way));
    return PASSED;
}

/* One in the helper of the other. */

static const uint64_t asks_insns[] = {CALL_HELPER(HELPER_USER), ADD64_K(0, 1), EXIT()};
static const struct guest_code asks = CODE(asks_insns);

/* Everything that may not be done to a VM that runs. */
static void try_all(struct test_user *user, struct rbpf_vm *vm)
{
    const struct rbpf_grant nothing = {NULL, 0, false};

    user->seen[0] = rbpf_run(vm, 10);
    user->seen[1] = rbpf_step(vm);
    user->seen[2] = rbpf_vm_start(vm, 0, NULL);
    user->seen[3] = rbpf_vm_map(vm, REGION_A, &nothing);
    user->seen[4] = rbpf_run_with(vm, 0, rbpf_loop_switch);
    user->seen[5] = rbpf_vm_complete(vm, 9);
}

static enum rbpf_status ask_back(struct test_user *user, struct rbpf_call *call)
{
    try_all(user, one);
    rbpf_call_return(call, 40);
    return RBPF_OK;
}

static enum rbpf_status ask_other(struct test_user *user, struct rbpf_call *call)
{
    user->seen[7] = rbpf_run(other, 100);
    rbpf_call_return(call, rbpf_vm_result(other));
    return user->seen[6] ? RBPF_ERR_ARGUMENT : RBPF_OK;
}

static struct verdict begin_asking(struct test_user users[2])
{
    CHECK_STATUS(load(&tenants[0], &asks), RBPF_OK);
    CHECK_STATUS(load(&tenants[1], &asks), RBPF_OK);
    CHECK_STATUS(set_up(&tenants[0], NULL, 0, &users[0]), RBPF_OK);
    CHECK_STATUS(set_up(&tenants[1], NULL, 0, &users[1]), RBPF_OK);
    CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_vm_start(other, 0, NULL), RBPF_OK);
    return PASSED;
}

/* The one runs the other, whose helper wants to run the one. */
static struct verdict test_circle_is_refused(void)
{
    struct test_user users[2] = {{.fn = ask_other}, {.fn = ask_back}};
    uint32_t i;

    CHECK_PASSED(begin_asking(users));
    CHECK_STATUS(rbpf_run(one, 100), RBPF_OK);
    CHECK_STATUS(users[0].seen[7], RBPF_OK);
    for (i = 0; i < 5; i++)
        CHECK_STATUS(users[1].seen[i], RBPF_ERR_RUNNING);
    CHECK_STATUS(users[1].seen[5], RBPF_ERR_NOT_STARTED);
    CHECK_EQUAL(rbpf_vm_result(other), 41);
    CHECK_EQUAL(rbpf_vm_result(one), 42);
    CHECK_EQUAL(rbpf_vm_executed(one), 3);
    CHECK_EQUAL(rbpf_vm_executed(other), 3);
    return PASSED;
}

/* That the helper fails afterwards is its own VM's fault, and no other's. */
static struct verdict test_helper_that_fails_after_running_another(void)
{
    struct test_user users[2] = {{.fn = ask_other, .seen = {[6] = 1}}, {.fn = ask_back}};
    struct rbpf_fault fault;

    CHECK_PASSED(begin_asking(users));
    CHECK_STATUS(rbpf_run(one, 100), RBPF_FAULT_HELPER_FAILED);
    rbpf_vm_fault(one, &fault);
    CHECK_STATUS(fault.helper_status, RBPF_ERR_ARGUMENT);
    rbpf_vm_fault(other, &fault);
    CHECK_STATUS(fault.cause, RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(other), 41);
    CHECK_STATUS(rbpf_run(one, 100), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
    users[0].seen[6] = 0;
    CHECK_STATUS(rbpf_run(one, 100), RBPF_OK);
    /* It has ended before. */
    CHECK_STATUS(users[0].seen[7], RBPF_ERR_NOT_STARTED);
    return PASSED;
}

static enum rbpf_status wait(struct test_user *user, struct rbpf_call *call)
{
    (void)user;
    (void)call;
    return RBPF_SUSPENDED;
}

/* The other waits where it was run, which is not for the one to wait for. */
static struct verdict test_other_waits_within_a_helper(void)
{
    struct test_user users[2] = {{.fn = ask_other}, {.fn = wait}};

    CHECK_PASSED(begin_asking(users));
    CHECK_STATUS(rbpf_run(one, 100), RBPF_OK);
    CHECK_STATUS(users[0].seen[7], RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_vm_complete(one, 5), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_vm_complete(other, 5), RBPF_OK);
    CHECK_STATUS(rbpf_run(other, 100), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(other), 6);
    return PASSED;
}

/* A helper changes the regions of the other, which stands between two slices. */
static enum rbpf_status map_other(struct test_user *user, struct rbpf_call *call)
{
    static uint8_t bytes[2] = {3, 4};
    const struct rbpf_grant shorter = {bytes, (uint32_t)user->seen[6], false};

    (void)call;
    user->seen[0] = rbpf_vm_map(one, REGION_A, &shorter);
    user->seen[1] = rbpf_vm_map(other, REGION_A, &shorter);
    return RBPF_OK;
}

static struct verdict test_regions_change_between_slices(void)
{
    static const uint64_t reads_insns[] = {LDDW(3, RBPF_ADDRESS(REGION_A, 1)), LDX(BPF_B, 0, 3, 0),
                                           LDX(BPF_B, 0, 3, 0), LDX(BPF_B, 0, 3, 0), EXIT()};
    static const struct guest_code reads = CODE(reads_insns);
    static uint8_t before[2] = {1, 2};
    struct test_user user = {.fn = map_other, .seen = {[6] = 2}};

    CHECK_STATUS(load(&tenants[0], &asks), RBPF_OK);
    CHECK_STATUS(set_up(&tenants[0], NULL, 0, &user), RBPF_OK);
    CHECK_STATUS(ready(&tenants[1], &reads, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_vm_map(other, REGION_A, &(struct rbpf_grant){before, 2, false}), RBPF_OK);
    CHECK_STATUS(rbpf_step(other), RBPF_YIELDED);
    CHECK_STATUS(rbpf_step(other), RBPF_YIELDED);
    CHECK_EQUAL(rbpf_vm_result(other), 2);
    CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, 10), RBPF_OK);
    CHECK_STATUS(user.seen[0], RBPF_ERR_RUNNING);
    CHECK_STATUS(user.seen[1], RBPF_OK);
    CHECK_STATUS(rbpf_step(other), RBPF_YIELDED);
    CHECK_EQUAL(rbpf_vm_result(other), 4);
    user.seen[6] = 1;
    CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, 10), RBPF_OK);
    CHECK_STATUS(rbpf_run(other, 10), RBPF_FAULT_BOUNDS);
    return PASSED;
}

/* The n-th call of a helper fails, or waits, for every n; the run after it is like new. */
static const uint64_t calls_insns[] = {MOV64_K(6, 5),  CALL_HELPER(HELPER_USER), ADD64_X(7, 0),
                                       ADD64_K(6, -1), JMP_K(BPF_JNE, 6, 0, -4), MOV64_X(0, 7),
                                       EXIT()};
static const struct guest_code calls = CODE(calls_insns);
#define CALLS 5u
#define CALLS_INSNS (1u + 4u * CALLS + 2u)

/* seen: calls so far, the one that goes wrong, and what it returns. */
static enum rbpf_status count_calls(struct test_user *user, struct rbpf_call *call)
{
    rbpf_call_return(call, 3);
    return ++user->seen[0] == user->seen[1] ? (enum rbpf_status)user->seen[2] : RBPF_OK;
}

static struct verdict check_next_run(struct test_user *user)
{
    user->seen[1] = 0;
    CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, 1000), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(one), 3u * CALLS);
    CHECK_EQUAL(rbpf_vm_executed(one), CALLS_INSNS);
    return PASSED;
}

static struct verdict test_nth_call_fails(void)
{
    static const int16_t failures[] = {RBPF_ERR_ARGUMENT, RBPF_FAULT_BOUNDS, RBPF_YIELDED, 77};
    struct test_user user = {.fn = count_calls};
    struct rbpf_fault fault;
    uint32_t n, i;

    CHECK_STATUS(ready(&tenants[0], &calls, &user), RBPF_OK);
    for (n = 1; n <= CALLS; n++) {
        for (i = 0; i < COUNT_OF(failures); i++) {
            user = (struct test_user){.fn = count_calls, .seen = {0, n, failures[i]}};
            CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
            CHECK_STATUS(rbpf_run(one, 1000), RBPF_FAULT_HELPER_FAILED);
            CHECK_EQUAL(user.seen[0], n);
            CHECK_EQUAL(rbpf_vm_executed(one), 1u + 4u * (n - 1u));
            rbpf_vm_fault(one, &fault);
            CHECK_STATUS(fault.helper_status, failures[i]);
            CHECK_EQUAL(fault.insn, 1);
            CHECK_PASSED(check_next_run(&user));
        }
    }
    return PASSED;
}

static struct verdict test_nth_call_waits(void)
{
    struct test_user user = {.fn = count_calls};
    uint32_t n;

    CHECK_STATUS(ready(&tenants[0], &calls, &user), RBPF_OK);
    for (n = 1; n <= CALLS; n++) {
        user = (struct test_user){.fn = count_calls, .seen = {0, n, RBPF_SUSPENDED}};
        CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
        CHECK_STATUS(rbpf_run(one, 1000), RBPF_SUSPENDED);
        CHECK_EQUAL(rbpf_vm_executed(one), 1u + 4u * (n - 1u) + 1u);
        CHECK_STATUS(rbpf_vm_complete(one, 3), RBPF_OK);
        CHECK_STATUS(rbpf_run(one, 1000), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_result(one), 3u * CALLS);
        CHECK_EQUAL(rbpf_vm_executed(one), CALLS_INSNS);
        user.seen[1] = n + CALLS;
        CHECK_STATUS(rbpf_vm_start(one, 0, NULL), RBPF_OK);
        CHECK_STATUS(rbpf_run(one, 1000), RBPF_SUSPENDED);
        CHECK_PASSED(check_next_run(&user));
    }
    return PASSED;
}

/* What was not made, or was refused, does nothing. */
static struct verdict test_refused_vm_does_nothing(void)
{
    const struct rbpf_grant nothing = {NULL, 0, false};
    struct test_user user;
    uint32_t i;

    CHECK_STATUS(ready(&tenants[0], &calls, &user), RBPF_OK);
    CHECK_STATUS(set_up(&tenants[0], (uint8_t *)one, 8, NULL), RBPF_ERR_GRANT);
    try_all(&user, one);
    for (i = 0; i < 6; i++)
        CHECK_STATUS(user.seen[i], i == 2 || i == 3 ? RBPF_ERR_ARGUMENT : RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_vm_map(one, REGION_B, &nothing), RBPF_ERR_ARGUMENT);
    CHECK_EQUAL(rbpf_vm_pc(one), 0);
    CHECK_EQUAL(rbpf_vm_executed(one), 0);
    return PASSED;
}

/* Up to the last byte there is, and not over it. */
static struct verdict test_end_of_the_address_space(void)
{
    static const struct {
        uint8_t from_end, bytes;
        enum rbpf_status status;
    } rows[] = {{16, 16, RBPF_OK},      {16, 17, RBPF_ERR_GRANT}, {1, 1, RBPF_OK},
                {1, 2, RBPF_ERR_GRANT}, {1, 0, RBPF_OK},          {16, 255, RBPF_ERR_GRANT}};
    uint32_t i;

    CHECK_STATUS(ready(&tenants[0], &asks, NULL), RBPF_OK);
    for (i = 0; i < COUNT_OF(rows); i++) {
        const struct rbpf_grant grant = {(const void *)(0u - (uintptr_t)rows[i].from_end),
                                         rows[i].bytes, true};

        CHECK_STATUS(rbpf_vm_map(one, REGION_A, &grant), rows[i].status);
        CHECK_STATUS(rbpf_vm_start(one, 0, &grant), rows[i].status);
    }
    return PASSED;
}

/* Lent by the host, the stack can be seen as a whole; what the frame is is not changed by that. */
static struct verdict test_stack_is_lent_too(void)
{
    static const uint64_t insns[] = {ST(BPF_B, 10, -1, 5),   LDDW(3, RBPF_ADDRESS(REGION_A, 7)),
                                     LDX(BPF_B, 0, 3, 0),    LDX(BPF_B, 4, 3, 1),
                                     ALU64_K(BPF_LSH, 4, 8), ALU64_X(BPF_OR, 0, 4),
                                     ST(BPF_B, 3, 0, 6),     EXIT()};
    static const struct rbpf_function_info functions[] = {{0, 8, 8, 1, 0}};
    const struct guest_code guest = {insns, sizeof insns, functions, 1};
    const struct rbpf_grant stack = {shared_stack, STACK_BYTES, false};

    memset(shared_stack, SOIL, sizeof shared_stack);
    CHECK_STATUS(ready(&tenants[0], &guest, NULL), RBPF_OK);
    CHECK_STATUS(rbpf_vm_map(one, REGION_A, &stack), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, 100), RBPF_FAULT_READ_ONLY);
    CHECK_EQUAL(rbpf_vm_result(one), 5u | SOIL << 8);
    CHECK_EQUAL(shared_stack[7], 5);
    return PASSED;
}

static const struct case_function sides[] = {
    {"leftovers are out of reach", test_leftovers_are_out_of_reach},
    {"turns disturb nobody", test_turns_disturb_nobody},
    {"circle is refused", test_circle_is_refused},
    {"helper that fails after running another", test_helper_that_fails_after_running_another},
    {"other waits within a helper", test_other_waits_within_a_helper},
    {"regions change between slices", test_regions_change_between_slices},
    {"n-th call fails", test_nth_call_fails},
    {"n-th call waits", test_nth_call_waits},
    {"refused vm does nothing", test_refused_vm_does_nothing},
    {"stack is lent too", test_stack_is_lent_too},
    {"end of the address space", test_end_of_the_address_space},
};

CASE_SET(isolation_sides, sides, run_case_function);

/* Regions over each other: A and B of 16 bytes, 0xa0 to 0xaf. */
struct place {
    uint8_t offset;
    uint8_t bytes;
    bool writable;
};

struct overlap_case {
    const char *name;
    struct place a, b;
    /* What the guest does: with which region, at which offset, and what comes of it. It reads or
     * writes 0x11; then it reads a byte of B, which is r0. */
    bool uses_b;
    bool writes;
    uint8_t offset;
    uint8_t then;
    enum rbpf_status status;
    uint8_t r0;
};

static const struct overlap_case overlaps[] = {
    {"read-only where another may write",
     {0, 8, false},
     {0, 8, true},
     false,
     true,
     0,
     0,
     RBPF_FAULT_READ_ONLY,
     0},
    {"changes by the other are seen",
     {0, 8, true},
     {0, 8, false},
     false,
     true,
     3,
     3,
     RBPF_OK,
     0x11},
    {"what is not changed is as before",
     {0, 8, true},
     {0, 8, false},
     false,
     true,
     3,
     4,
     RBPF_OK,
     0xa4},
    {"same place, shorter", {0, 8, false}, {0, 4, false}, true, false, 4, 0, RBPF_FAULT_BOUNDS, 0},
    {"same place, longer", {0, 4, false}, {0, 8, false}, true, false, 4, 7, RBPF_OK, 0xa7},
    {"half over the end", {0, 8, true}, {4, 8, false}, false, true, 7, 3, RBPF_OK, 0x11},
    {"no further than its own end",
     {0, 8, true},
     {4, 8, true},
     false,
     true,
     8,
     0,
     RBPF_FAULT_BOUNDS,
     0},
    {"one behind the other: not across",
     {0, 8, true},
     {8, 8, true},
     false,
     true,
     8,
     0,
     RBPF_FAULT_BOUNDS,
     0},
    {"one before the other: not across",
     {8, 8, true},
     {0, 8, true},
     false,
     false,
     8,
     0,
     RBPF_FAULT_BOUNDS,
     0},
    {"inside of the other", {0, 16, true}, {4, 4, false}, false, true, 6, 2, RBPF_OK, 0x11},
    {"inside of the other, not below",
     {0, 16, true},
     {4, 4, false},
     true,
     false,
     255,
     0,
     RBPF_FAULT_BOUNDS,
     0},
    {"empty, where the other is",
     {0, 0, true},
     {0, 8, false},
     false,
     false,
     0,
     0,
     RBPF_FAULT_BOUNDS,
     0},
    {"empty, to be written", {0, 0, true}, {0, 8, true}, false, true, 0, 0, RBPF_FAULT_BOUNDS, 0},
};

static uint8_t ground[16];

static enum rbpf_status map_place(uint32_t region, const struct place *place)
{
    const struct rbpf_grant grant = {ground + place->offset, place->bytes, place->writable};

    return rbpf_vm_map(one, region, &grant);
}

static struct verdict check_overlap(const struct overlap_case *row)
{
    const uint32_t region = row->uses_b ? REGION_B : REGION_A;
    const uint64_t insns[] = {
        LDDW(3, RBPF_ADDRESS(region, row->offset)), LDDW(4, RBPF_ADDRESS(REGION_B, row->then)),
        row->writes ? ST(BPF_B, 3, 0, 0x11) : LDX(BPF_B, 0, 3, 0), LDX(BPF_B, 0, 4, 0), EXIT()};
    const struct guest_code guest = CODE(insns);
    uint32_t i;

    for (i = 0; i < sizeof ground; i++)
        ground[i] = (uint8_t)(0xa0u + i);
    CHECK_STATUS(ready(&tenants[0], &guest, NULL), RBPF_OK);
    CHECK_STATUS(map_place(REGION_A, &row->a), RBPF_OK);
    CHECK_STATUS(map_place(REGION_B, &row->b), RBPF_OK);
    CHECK_STATUS(rbpf_run(one, 100), row->status);
    if (row->status == RBPF_OK)
        CHECK_EQUAL(rbpf_vm_result(one), row->r0);
    for (i = 0; i < sizeof ground; i++)
        if (row->status != RBPF_OK || !row->writes || i != row->a.offset + row->offset)
            CHECK_EQUAL(ground[i], 0xa0u + i);
    return PASSED;
}

CASE_SET(isolation_overlaps, overlaps, check_overlap);
