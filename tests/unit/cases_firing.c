/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Firings in slices, and with helpers that wait. */
#include <string.h>

#include "container_host.h"

#define RETURNS(n) GUEST(0, MOV64_K(0, n), EXIT())
#define READS_NULL() GUEST(0, LDX(BPF_B, 0, 3, 0), EXIT())
/* n rounds of two instructions, and two more; its variable counts the runs that it ends well. */
#define ROUNDS(n) GUEST(0, MOV64_K(0, n), ADD64_K(0, -1), JMP_K(BPF_JNE, 0, 0, -2), EXIT())
#define ROUNDS_INSNS(n) (2u * (n) + 2u)
/* Entry 5 of the global store becomes 0x01010101 * n, then `rest`. */
#define KEEPS(n, ...)                                                                              \
    GUEST(8, ST(BPF_W, 10, -8, 0x01010101 * (n)), MOV64_K(1, 5), MOV64_X(2, 10), ADD64_K(2, -8),   \
          MOV64_K(3, 4), CALL_HELPER(RBPF_HELPER_GLOBAL_SET), __VA_ARGS__, MOV64_K(0, n), EXIT())
#define A_TURN JA(0)
/* For no memory. */
#define A_WAIT MOV64_K(2, 0), CALL_HELPER(HOST_HELPER_SUSPEND)
/* Adds 1 to its variable, which is 7 at first, and returns it. */
#define COUNTS(...)                                                                                \
    ((const struct guest){PROGRAM(LDDW(6, RBPF_ADDRESS(3, 0)), LDX(BPF_B, 0, 6, 0), ADD64_K(0, 1), \
                                  STX(BPF_B, 6, 0, 0), __VA_ARGS__, LDX(BPF_B, 0, 6, 0), EXIT()),  \
                          .data_bytes = 1})

#define PUT(index, hook, ...)                                                                      \
    do {                                                                                           \
        const struct guest guest_ = __VA_ARGS__;                                                   \
        CHECK_STATUS(host_put_greedy(host, index, hook, &guest_), RBPF_OK);                        \
    } while (0)
#define FIRED(hook, status, expected) HOST_FIRE(hook, status, expected)
#define RUN(firing, insns, status) CHECK_STATUS(rbpf_firing_run(firing, insns), status)

static void begin_firing(struct host *host, struct rbpf_firing *firing, uint32_t hook,
                         int64_t *result)
{
    *result = NO_RESULT;
    rbpf_firing_begin(firing, &host->hooks[hook], NULL, 0, result);
}

/* Runs to the end in slices, and counts them. */
static enum rbpf_status run_in_slices(struct rbpf_firing *firing, uint64_t insns, uint32_t *slices)
{
    enum rbpf_status status;

    *slices = 0;
    do {
        status = rbpf_firing_run(firing, insns);
        ++*slices;
    } while (status == RBPF_YIELDED && *slices < 1000);
    return status;
}

/* 0: there is no entry 5 in the global store; else the byte that it has four times. */
static uint32_t kept(const struct host *host)
{
    struct rbpf_item item = {.size = 0};

    if (rbpf_store_get(&host->global_store, 5, &item) != RBPF_OK)
        return 0;
    return item.size == 4 && memcmp(item.value, item.value + 1, 3) == 0 ? item.value[0] : 999u;
}

/* A hook with containers, and what comes of it. */
struct slices_row {
    const char *name;
    struct guest guests[3];
    enum rbpf_policy policy;
    uint32_t budget;
    enum rbpf_status status;
    int64_t result;
    uint64_t insns[3];
    uint32_t kept;
};

static const uint64_t one_round[] = {MOV64_K(0, 1), ADD64_K(0, -1), JMP_K(BPF_JNE, 0, 0, -2),
                                     EXIT()};
static const uint64_t nine_rounds[] = {MOV64_K(0, 9), ADD64_K(0, -1), JMP_K(BPF_JNE, 0, 0, -2),
                                       EXIT()};
static const uint64_t for_ever[] = {JA(-1), EXIT()};
static const uint64_t negative[] = {MOV64_K(0, -4), A_TURN, EXIT()};
static const uint64_t positive[] = {MOV64_K(0, 4), A_TURN, EXIT()};
static const uint64_t faulty[] = {A_TURN, LDX(BPF_B, 0, 3, 0), EXIT()};
static const uint64_t keeps[] = {ST(BPF_W, 10, -8, 0x07070707),
                                 MOV64_K(1, 5),
                                 MOV64_X(2, 10),
                                 ADD64_K(2, -8),
                                 MOV64_K(3, 4),
                                 CALL_HELPER(RBPF_HELPER_GLOBAL_SET),
                                 A_TURN,
                                 MOV64_K(0, 0),
                                 EXIT()};
static const uint64_t keeps_and_faults[] = {ST(BPF_W, 10, -8, 0x07070707),
                                            MOV64_K(1, 5),
                                            MOV64_X(2, 10),
                                            ADD64_K(2, -8),
                                            MOV64_K(3, 4),
                                            CALL_HELPER(RBPF_HELPER_GLOBAL_SET),
                                            A_TURN,
                                            LDX(BPF_B, 0, 9, 0),
                                            EXIT()};

#define OF(program)                                                                                \
    {                                                                                              \
        .insns = (program), .insns_bytes = sizeof(program), .stack_bytes = 8                       \
    }

/* Instructions are counted by hand; a set charges one for each of the HOST_SLOTS slots. */
static const struct slices_row slices_rows[] = {
    {"one", {OF(nine_rounds)}, RBPF_POLICY_ALL, 1000, RBPF_OK, 0, {ROUNDS_INSNS(9)}, 0},
    {"all",
     {OF(nine_rounds), OF(negative), OF(one_round)},
     RBPF_POLICY_ALL,
     1000,
     RBPF_OK,
     0,
     {ROUNDS_INSNS(9), 3, ROUNDS_INSNS(1)},
     0},
    {"first negative",
     {OF(one_round), OF(negative), OF(positive)},
     RBPF_POLICY_FIRST_NEGATIVE,
     1000,
     RBPF_OK,
     -4,
     {ROUNDS_INSNS(1), 3, 0},
     0},
    {"first positive",
     {OF(negative), OF(positive), OF(one_round)},
     RBPF_POLICY_FIRST_POSITIVE,
     1000,
     RBPF_OK,
     4,
     {3, 3, 0},
     0},
    {"first only",
     {OF(nine_rounds), OF(negative)},
     RBPF_POLICY_FIRST_ONLY,
     1000,
     RBPF_OK,
     0,
     {ROUNDS_INSNS(9), 0},
     0},
    {"fault", {OF(faulty), OF(positive)}, RBPF_POLICY_ALL, 1000, RBPF_FAULT_BOUNDS, 4, {1, 3}, 0},
    {"fault of the first only",
     {OF(faulty), OF(positive)},
     RBPF_POLICY_FIRST_ONLY,
     1000,
     RBPF_FAULT_BOUNDS,
     NO_RESULT,
     {1, 0},
     0},
    {"fault, and budget",
     {OF(faulty), OF(for_ever), OF(positive)},
     RBPF_POLICY_ALL,
     11,
     RBPF_FAULT_BOUNDS,
     4,
     {1, 11, 3},
     0},
    {"budget", {OF(for_ever), OF(positive)}, RBPF_POLICY_ALL, 10, RBPF_FAULT_BUDGET, 4, {10, 3}, 0},
    {"last instruction of the budget",
     {OF(nine_rounds)},
     RBPF_POLICY_ALL,
     ROUNDS_INSNS(9),
     RBPF_OK,
     0,
     {ROUNDS_INSNS(9)},
     0},
    {"store", {OF(keeps), OF(positive)}, RBPF_POLICY_ALL, 1000, RBPF_OK, 4, {9 + HOST_SLOTS, 3}, 7},
    {"store and fault",
     {OF(keeps_and_faults), OF(positive)},
     RBPF_POLICY_ALL,
     1000,
     RBPF_FAULT_BOUNDS,
     4,
     {7 + HOST_SLOTS, 3},
     0},
};

/* As it is in the row, whatever the slices: 0 for rbpf_hook_fire(). */
static struct verdict check_slices(const struct slices_row *row, uint64_t slice)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result = NO_RESULT;
    uint32_t slices = 0;
    uint32_t i;

    host->configs[0].policy = row->policy;
    host->configs[0].offer.insns_per_run = row->budget;
    for (i = 0; i < HOST_CONTAINERS && row->guests[i].insns; i++)
        PUT(i, 0, row->guests[i]);
    if (slice) {
        begin_firing(host, &firing, 0, &result);
        CHECK_STATUS(run_in_slices(&firing, slice, &slices), row->status);
        RUN(&firing, slice, RBPF_ERR_NOT_STARTED);
    } else {
        CHECK_STATUS(host_fire(host, 0, &result), row->status);
    }
    CHECK_STATUS(result, row->result);
    for (i = 0; i < HOST_CONTAINERS && row->guests[i].insns; i++) {
        CHECK_EQUAL(host_info(host, 0, i).insns, row->insns[i]);
        CHECK_EQUAL(host_info(host, 0, i).runs, row->insns[i] > 0);
        CHECK_EQUAL(host_info(host, 0, i).flags, 0);
    }
    CHECK_EQUAL(kept(host), row->kept);
    CHECK_EQUAL(host->hooks[0].fired, 1);
    CHECK_EQUAL(host->hooks[0].failed, row->status != RBPF_OK);
    return PASSED;
}

static struct verdict run_slices_row(const struct slices_row *row)
{
    static const uint64_t slices[] = {0, 1, 2, 3, 4, 5, 7, 10, 11, 1000, UINT64_MAX};
    size_t i;

    for (i = 0; i < COUNT_OF(slices); i++)
        CHECK_PASSED(check_slices(row, slices[i]));
    return PASSED;
}

CASE_SET(firing_slices, slices_rows, run_slices_row);

static struct verdict test_slice_is_no_longer_than_it_may_be(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    uint32_t slices;
    int64_t result;

    PUT(0, 0, ROUNDS(50));
    begin_firing(host, &firing, 0, &result);
    /* Where it jumps back: after 3 instructions, then each 2. */
    CHECK_STATUS(run_in_slices(&firing, 2, &slices), RBPF_OK);
    CHECK_EQUAL(slices, 50);
    PUT(1, 0, RETURNS(1));
    PUT(2, 0, RETURNS(2));
    begin_firing(host, &firing, 0, &result);
    /* A container a call at most. */
    CHECK_STATUS(run_in_slices(&firing, UINT64_MAX, &slices), RBPF_OK);
    CHECK_EQUAL(slices, 3);
    CHECK_STATUS(result, 2);
    return PASSED;
}

static struct verdict test_nothing_runs_without_need(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing = {.hook = NULL};
    int64_t result;

    RUN(&firing, 1, RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_ERR_NOT_STARTED);
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 1, RBPF_OK);
    RUN(&firing, 1, RBPF_ERR_NOT_STARTED);
    CHECK_EQUAL(host->hooks[0].fired, 0);
    PUT(0, 0, RETURNS(1));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 0, RBPF_YIELDED);
    CHECK_EQUAL(host->hooks[0].fired, 0);
    CHECK_EQUAL(host_info(host, 0, 0).flags, 0);
    RUN(&firing, 1, RBPF_OK);
    CHECK_STATUS(result, 1);
    return PASSED;
}

/* Two containers of two hooks, one in each runner; the call of a helper ends a slice too. */
static struct verdict test_two_take_turns(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firings[2];
    int64_t results[2];

    PUT(0, 0, KEEPS(3, A_TURN, A_TURN));
    PUT(1, 1, KEEPS(4, A_TURN));
    begin_firing(host, &firings[0], 0, &results[0]);
    begin_firing(host, &firings[1], 1, &results[1]);
    RUN(&firings[0], 1, RBPF_YIELDED);
    RUN(&firings[1], 1, RBPF_YIELDED);
    CHECK_EQUAL(host_info(host, 0, 0).flags, RBPF_CONTAINER_RUNNING);
    CHECK_EQUAL(host_info(host, 1, 0).flags, RBPF_CONTAINER_RUNNING);
    RUN(&firings[0], 1, RBPF_YIELDED);
    RUN(&firings[1], 1, RBPF_YIELDED);
    CHECK_EQUAL(kept(host), 0);
    RUN(&firings[1], 1, RBPF_OK);
    CHECK_EQUAL(kept(host), 4);
    RUN(&firings[0], 1, RBPF_YIELDED);
    RUN(&firings[0], 1, RBPF_OK);
    CHECK_EQUAL(kept(host), 3);
    CHECK_STATUS(results[0], 3);
    CHECK_STATUS(results[1], 4);
    return PASSED;
}

static struct verdict test_pool_is_for_who_has_taken_it(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firings[2];
    int64_t results[2];

    PUT(0, 0, ROUNDS(9));
    PUT(1, 1, ROUNDS(9));
    PUT(2, 1, RETURNS(5));
    begin_firing(host, &firings[0], 0, &results[0]);
    begin_firing(host, &firings[1], 1, &results[1]);
    RUN(&firings[0], 1, RBPF_YIELDED);
    /* The other runner is idle. */
    FIRED(1, RBPF_OK, 5);
    /* The container is running. */
    FIRED(0, RBPF_CONTAINER_BUSY, NO_RESULT);
    RUN(&firings[1], 1, RBPF_YIELDED);
    /* One container is running, and for the other there is no runner. */
    FIRED(1, RBPF_CONTAINER_BUSY, NO_RESULT);
    CHECK_EQUAL(host_info(host, 1, 0).refused, 1);
    CHECK_EQUAL(host_info(host, 1, 1).refused, 1);
    RUN(&firings[0], 100, RBPF_OK);
    RUN(&firings[1], 100, RBPF_YIELDED);
    RUN(&firings[1], 100, RBPF_OK);
    CHECK_STATUS(results[1], 5);
    FIRED(1, RBPF_OK, 5);
    return PASSED;
}

static struct verdict test_helper_waits(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    PUT(0, 0, GUEST(0, A_WAIT, MOV64_X(6, 0), A_WAIT, ADD64_X(0, 6), EXIT()));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK(host->waiting == &firing);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK_EQUAL(host->waits, 1);
    CHECK_STATUS(rbpf_firing_complete(&firing, 40), RBPF_OK);
    CHECK_STATUS(rbpf_firing_complete(&firing, 50), RBPF_ERR_NOT_STARTED);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK_EQUAL(host->waits, 2);
    CHECK_STATUS(rbpf_firing_complete(&firing, 2), RBPF_OK);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 0);
    RUN(&firing, 100, RBPF_OK);
    CHECK_STATUS(result, 42);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_ERR_NOT_STARTED);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    CHECK_EQUAL(host_info(host, 0, 0).insns, 7);
    return PASSED;
}

static struct verdict test_whole_firings_do_not_wait(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    PUT(0, 0, KEEPS(3, A_WAIT));
    PUT(1, 0, RETURNS(5));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    host->waiting = &firing;
    FIRED(0, RBPF_ERR_SUSPENDED, 5);
    CHECK(host->waiting == NULL);
    CHECK_EQUAL(kept(host), 0);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_OTHER], 1);
    return PASSED;
}

/* Guest memory of a helper that waits is written before its call is completed. */
static struct verdict test_memory_stays_while_a_helper_waits(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firings[2];
    int64_t results[2];

    PUT(0, 0,
        GUEST(8, ST(BPF_DW, 10, -8, 0), MOV64_X(1, 10), ADD64_K(1, -8), MOV64_K(2, 8),
              CALL_HELPER(HOST_HELPER_SUSPEND), LDX(BPF_DW, 0, 10, -8), EXIT()));
    PUT(1, 1, GUEST(16, ST(BPF_DW, 10, -8, -1), ST(BPF_DW, 10, -16, -1), MOV64_K(0, 0), EXIT()));
    begin_firing(host, &firings[0], 0, &results[0]);
    RUN(&firings[0], 100, RBPF_SUSPENDED);
    CHECK_EQUAL(host->out.size, 8);
    FIRED(1, RBPF_OK, 0);
    begin_firing(host, &firings[1], 1, &results[1]);
    RUN(&firings[1], 100, RBPF_OK);
    rbpf_store64(host->out.data, 0x1122334455667788);
    CHECK_STATUS(rbpf_firing_complete(&firings[0], 0), RBPF_OK);
    RUN(&firings[0], 100, RBPF_OK);
    CHECK_EQUAL(results[0], 0x1122334455667788);
    return PASSED;
}

/* The third instruction waits. */
static struct verdict test_budget_is_of_the_whole_run(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    host->configs[0].offer.insns_per_run = 3;
    PUT(0, 0, GUEST(0, MOV64_K(1, 0), A_WAIT, A_TURN, MOV64_K(0, 1), EXIT()));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, UINT64_MAX, RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_OK);
    RUN(&firing, UINT64_MAX, RBPF_FAULT_BUDGET);
    CHECK_EQUAL(host_info(host, 0, 0).insns, 3);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_BUDGET], 1);
    host->configs[0].offer.insns_per_run = 2;
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    CHECK_STATUS(host_attach(host, 0, 0), RBPF_OK);
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, UINT64_MAX, RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_OK);
    RUN(&firing, UINT64_MAX, RBPF_FAULT_BUDGET);
    return PASSED;
}

static struct verdict test_rate_holds_in_slices(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    host->configs[0].offer.insns_per_second = 10;
    PUT(0, 0, ROUNDS(9));
    PUT(1, 0, RETURNS(6));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_YIELDED);
    RUN(&firing, 100, RBPF_OK);
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_YIELDED);
    CHECK_EQUAL(host_info(host, 0, 0).refused, 1);
    RUN(&firing, 100, RBPF_CONTAINER_RATE);
    CHECK_STATUS(result, 6);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    return PASSED;
}

static struct verdict test_what_is_cancelled_leaves_nothing(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    PUT(0, 0, COUNTS(A_WAIT));
    PUT(1, 1, KEEPS(3, A_TURN));
    PUT(2, 1, RETURNS(6));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    RUN(&firing, 100, RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_ERR_NOT_STARTED);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    CHECK_EQUAL(host_info(host, 0, 0).strikes, 0);
    CHECK_EQUAL(host_info(host, 0, 0).flags, 0);
    /* Its variable is 7 again, and 8 at the end. */
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_OK);
    RUN(&firing, 100, RBPF_OK);
    CHECK_STATUS(result, 8);
    begin_firing(host, &firing, 1, &result);
    RUN(&firing, 6, RBPF_YIELDED);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    CHECK_EQUAL(kept(host), 0);
    CHECK_STATUS(result, NO_RESULT);
    CHECK_EQUAL(host_info(host, 1, 1).runs, 0);
    CHECK_EQUAL(host->fault_count, 0);
    CHECK_EQUAL(host->hooks[1].failed, 0);
    /* What was in the log is not there for who gets the runner next. */
    FIRED(1, RBPF_OK, 6);
    CHECK_EQUAL(kept(host), 3);
    return PASSED;
}

static struct verdict test_cancelled_before_it_runs(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    PUT(0, 0, RETURNS(5));
    PUT(1, 0, COUNTS(A_TURN));
    FIRED(0, RBPF_OK, 8);
    begin_firing(host, &firing, 0, &result);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    CHECK_EQUAL(host->hooks[0].fired, 1);
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_YIELDED);
    /* A runner is taken for the second one. */
    CHECK_EQUAL(host_info(host, 0, 1).flags, RBPF_CONTAINER_RUNNING);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    CHECK_EQUAL(host_info(host, 0, 1).flags, 0);
    CHECK_EQUAL(host_info(host, 0, 1).runs, 1);
    CHECK_EQUAL(host_info(host, 0, 1).refused, 1);
    FIRED(0, RBPF_OK, 9);
    return PASSED;
}

static struct verdict test_detached_while_it_waits(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    PUT(0, 0, COUNTS(A_WAIT));
    PUT(1, 0, RETURNS(5));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_SUSPENDED);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_CONTAINER_BUSY);
    CHECK_STATUS(rbpf_container_reset(&host->containers[0]), RBPF_CONTAINER_BUSY);
    CHECK_STATUS(rbpf_firing_complete(&firing, 0), RBPF_OK);
    RUN(&firing, 100, RBPF_YIELDED);
    CHECK_STATUS(result, 8);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    RUN(&firing, 100, RBPF_OK);
    CHECK_STATUS(result, 5);
    /* The next one stands already at the container that is detached. */
    PUT(0, 0, RETURNS(4));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_YIELDED);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_CONTAINER_BUSY);
    CHECK_STATUS(rbpf_firing_cancel(&firing), RBPF_OK);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    return PASSED;
}

/* Each slice is measured, and none of what is between them. */
static uint32_t count_ticks_of_firing(void *user)
{
    struct host *host = user;

    host->now_ms += 5;
    return (uint32_t)host->now_ms;
}

static struct verdict test_ticks_are_those_of_slices(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    uint32_t slices;
    int64_t result;

    host->engine.services.ticks = count_ticks_of_firing;
    PUT(0, 0, ROUNDS(5));
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 1, RBPF_YIELDED);
    host->now_ms += 1000;
    CHECK_STATUS(run_in_slices(&firing, 1, &slices), RBPF_OK);
    {
        const struct rbpf_container info = host_info(host, 0, 0);

        CHECK_EQUAL(rbpf_container_ticks(&info), 5u * (slices + 1u));
    }
    return PASSED;
}

static struct verdict test_context_is_lent_until_the_end(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    uint8_t context[2] = {1, 0};
    int64_t result = 0;

    PUT(0, 0, GUEST(0, A_TURN, LDX(BPF_B, 0, 1, 0), STX(BPF_B, 1, 0, 1), A_TURN, EXIT()));
    rbpf_firing_begin(&firing, &host->hooks[0], context, sizeof context, &result);
    RUN(&firing, 1, RBPF_YIELDED);
    context[0] = 9;
    RUN(&firing, 1, RBPF_YIELDED);
    RUN(&firing, 1, RBPF_OK);
    CHECK_STATUS(result, 9);
    CHECK_EQUAL(context[1], 9);
    return PASSED;
}

/* The host's own functions, in the middle of a firing, try what only its caller may do. */
static struct rbpf_firing *own;
static uint32_t own_tries;

static void try_own_firing(void)
{
    own_tries++;
    if (rbpf_firing_run(own, 100) != RBPF_ERR_RUNNING ||
        rbpf_firing_complete(own, 0) != RBPF_ERR_NOT_STARTED ||
        rbpf_firing_cancel(own) != RBPF_ERR_RUNNING)
        own_tries += 1000;
}

static void log_tries(void *user, const struct rbpf_container *container, const char *text,
                      uint32_t bytes)
{
    (void)user;
    (void)container;
    (void)text;
    (void)bytes;
    try_own_firing();
}

static bool combine_tries(void *user, int64_t result, int64_t *combined)
{
    (void)user;
    *combined = result;
    try_own_firing();
    return true;
}

static void fault_tries(void *user, const struct rbpf_container *container,
                        const struct rbpf_vm *vm, enum rbpf_status status)
{
    (void)user;
    (void)container;
    (void)vm;
    (void)status;
    try_own_firing();
}

static struct verdict test_own_firing_is_left_alone(void)
{
    struct host *host = host_begin();
    struct rbpf_firing firing;
    int64_t result;

    host->engine.services.log = log_tries;
    host->engine.services.fault = fault_tries;
    host->configs[0].policy = RBPF_POLICY_HOST;
    host->configs[0].combine = combine_tries;
    PUT(0, 0,
        GUEST(8, ST(BPF_DW, 10, -8, 0), MOV64_X(1, 10), ADD64_K(1, -8), MOV64_K(2, 8),
              CALL_HELPER(RBPF_HELPER_LOG), MOV64_K(0, 6), EXIT()));
    PUT(1, 0, READS_NULL());
    PUT(2, 0, RETURNS(5));
    own = &firing;
    own_tries = 0;
    begin_firing(host, &firing, 0, &result);
    RUN(&firing, 100, RBPF_YIELDED);
    CHECK_EQUAL(own_tries, 2);
    CHECK_STATUS(result, 6);
    RUN(&firing, 100, RBPF_YIELDED);
    CHECK_EQUAL(own_tries, 3);
    RUN(&firing, 100, RBPF_FAULT_BOUNDS);
    CHECK_EQUAL(own_tries, 4);
    CHECK_STATUS(result, 5);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    CHECK_EQUAL(host_info(host, 0, 1).runs, 1);
    CHECK_EQUAL(host_info(host, 0, 2).runs, 1);
    CHECK_EQUAL(host->hooks[0].fired, 1);
    CHECK_EQUAL(host->hooks[0].failed, 1);
    return PASSED;
}

static const struct case_function firing_rows[] = {
    {"slice is no longer than it may be", test_slice_is_no_longer_than_it_may_be},
    {"nothing runs without need", test_nothing_runs_without_need},
    {"two take turns", test_two_take_turns},
    {"pool is for who has taken it", test_pool_is_for_who_has_taken_it},
    {"helper waits", test_helper_waits},
    {"whole firings do not wait", test_whole_firings_do_not_wait},
    {"memory stays while a helper waits", test_memory_stays_while_a_helper_waits},
    {"budget is of the whole run", test_budget_is_of_the_whole_run},
    {"rate holds in slices", test_rate_holds_in_slices},
    {"what is cancelled leaves nothing", test_what_is_cancelled_leaves_nothing},
    {"cancelled before it runs", test_cancelled_before_it_runs},
    {"detached while it waits", test_detached_while_it_waits},
    {"ticks are those of slices", test_ticks_are_those_of_slices},
    {"context is lent until the end", test_context_is_lent_until_the_end},
    {"own firing is left alone", test_own_firing_is_left_alone},
};

CASE_SET(firing_rules, firing_rows, run_case_function);
