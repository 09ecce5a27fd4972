/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What is rare: counters at their end, mistakes of the host, memory that is scarce. */
#include "container_host.h"

#define RETURNS(n) GUEST(0, MOV64_K(0, n), EXIT())
#define PUT(index, hook, the_guest) HOST_PUT(index, hook, RBPF_OK, the_guest)
#define FIRE(hook, status, expected) HOST_FIRE(hook, status, expected)

/* Writes 8 bytes of its stack under a key, and then what the other helper says. */
#define WRITES(key, setter, ...)                                                                   \
    GUEST(8, MOV64_K(1, key), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, 8), CALL_HELPER(setter),  \
          __VA_ARGS__, EXIT())

static struct verdict test_text_of_no_bytes_is_not_said(void)
{
    struct host *host = host_begin();

    PUT(0, 0, GUEST(0, MOV64_K(2, 0), CALL_HELPER(RBPF_HELPER_LOG), EXIT()));
    FIRE(0, RBPF_OK, 0);
    CHECK(host->speaker == NULL);
    CHECK_EQUAL(host_info(host, 0, 0).insns, 3);
    return PASSED;
}

static struct verdict test_refused_stays_at_its_most(void)
{
    struct host *host = host_begin();

    PUT(0, 0, RETURNS(1));
    host->runners[0].use = 1;
    host->runners[1].use = 1;
    host->containers[0].refused = UINT16_MAX - 1;
    FIRE(0, RBPF_CONTAINER_BUSY, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).refused, UINT16_MAX);
    FIRE(0, RBPF_CONTAINER_BUSY, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).refused, UINT16_MAX);
    return PASSED;
}

/* More than can be owed is not: what is owed does not begin anew. */
static struct verdict test_debt_stays_at_its_most(void)
{
    struct host *host = host_begin();

    host->tenants[0].grant.insns_per_second = UINT32_MAX - 1u;
    PUT(0, 0, RETURNS(1));
    host->containers[0].owed_insns = UINT32_MAX - 2u;
    FIRE(0, RBPF_OK, 1);
    FIRE(0, RBPF_CONTAINER_RATE, NO_RESULT);
    host->now_ms = 1000;
    FIRE(0, RBPF_OK, 1);
    return PASSED;
}

/* The host spoils after attaching what its containers need: no fault of theirs. */
static struct verdict check_mistake(struct host *host, enum rbpf_status status)
{
    FIRE(0, status, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).refused, 1);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 0);
    CHECK_EQUAL(host_info(host, 0, 0).strikes, 0);
    CHECK_EQUAL(host->fault_count, 0);
    return PASSED;
}

static struct verdict test_region_without_memory(void)
{
    struct host *host = host_begin();
    const struct guest guest = RETURNS(1);

    CHECK_STATUS(host_put_greedy(host, 0, 0, &guest), RBPF_OK);
    host->regions[0].base = NULL;
    CHECK_PASSED(check_mistake(host, RBPF_ERR_ARGUMENT));
    host->regions[0].base = host_region(0);
    FIRE(0, RBPF_OK, 1);
    return PASSED;
}

static struct verdict test_runners_that_lost_their_stack(void)
{
    struct host *host = host_begin();

    PUT(0, 0, RETURNS(1));
    host->runners[0].config.stack = NULL;
    host->runners[1].config.stack = NULL;
    return check_mistake(host, RBPF_ERR_ARGUMENT);
}

/* Calls itself, by register, as deep as it gets. */
static struct guest recursion(uint16_t frame_bytes)
{
    static const uint64_t insns[] = {LDDW(3, RBPF_ADDRESS(4, 0)), CALL_REG(3), EXIT()};

    return (struct guest){.insns = insns,
                          .insns_bytes = sizeof insns,
                          .stack_bytes = frame_bytes,
                          .calls_itself = true};
}

static struct verdict check_recursion(uint16_t frame_bytes, uint16_t granted,
                                      enum rbpf_status status)
{
    struct host *host = host_begin();
    const struct guest guest = recursion(frame_bytes);

    host->tenants[0].grant.stack_bytes = granted;
    PUT(0, 0, guest);
    FIRE(0, status, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_CALLS], 1);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    return PASSED;
}

static struct verdict test_frames_are_used_up(void)
{
    return check_recursion(16, 128, RBPF_FAULT_CALL_DEPTH);
}

static struct verdict test_stack_is_used_up(void)
{
    return check_recursion(80, 128, RBPF_FAULT_STACK);
}

/* The runner has more. */
static struct verdict test_granted_stack_is_used_up(void)
{
    CHECK_PASSED(check_recursion(16, 32, RBPF_FAULT_CALL_DEPTH));
    return check_recursion(16, 31, RBPF_FAULT_STACK);
}

/* Else it could never be started. */
static struct verdict test_first_frame_is_needed(void)
{
    struct host *host = host_begin();
    const struct guest guest = recursion(16);

    host->tenants[0].grant.stack_bytes = 15;
    CHECK_STATUS(host_put(host, 0, 0, &guest), RBPF_CONTAINER_RIGHTS);
    CHECK_EQUAL(host->report.missing.stack_bytes, 16);
    host->tenants[0].grant.stack_bytes = 16;
    CHECK_STATUS(host_put(host, 0, 0, &guest), RBPF_OK);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    host->runners[1].config.stack_bytes = 15;
    CHECK_STATUS(host_put(host, 0, 0, &guest), RBPF_ERR_STACK_TOO_SMALL);
    return PASSED;
}

/* Another takes the last slot of the private store meanwhile; the tenant has no store. */
static struct verdict test_first_store_that_is_full_ends_it(void)
{
    struct host *host = host_begin();
    struct rbpf_item item = {.key = 1, .owner = 9, .size = 1};
    const struct guest outer =
        WRITES(5, RBPF_HELPER_PRIVATE_SET, MOV64_K(1, 5), CALL_HELPER(RBPF_HELPER_GLOBAL_SET),
               MOV64_K(1, 1), CALL_HELPER(HOST_HELPER_FIRE));
    const struct guest inner = WRITES(6, RBPF_HELPER_PRIVATE_SET, MOV64_K(0, 0));

    host->tenants[0].store = NULL;
    for (; item.key < HOST_SLOTS; item.key++)
        CHECK_STATUS(rbpf_store_set(&host->private_store, &item), RBPF_OK);
    CHECK_STATUS(host_put_greedy(host, 0, 0, &outer), RBPF_OK);
    CHECK_STATUS(host_put_greedy(host, 1, 1, &inner), RBPF_OK);
    FIRE(0, RBPF_STORE_FULL, NO_RESULT);
    CHECK_STATUS(host->inner_status, RBPF_OK);
    CHECK_STATUS(rbpf_store_get(&host->private_store, 5, &item), RBPF_STORE_NONE);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 5, &item), RBPF_STORE_NONE);
    return PASSED;
}

/* The same in the global store, where a store between is not there. */
static struct verdict test_store_that_is_not_there_is_no_obstacle(void)
{
    struct host *host = host_begin();
    struct rbpf_item item = {.size = 0};
    const struct guest outer =
        WRITES(5, RBPF_HELPER_GLOBAL_SET, MOV64_K(1, 1), CALL_HELPER(HOST_HELPER_FIRE));
    const struct guest inner = WRITES(6, RBPF_HELPER_GLOBAL_SET, MOV64_K(0, 0));

    host->tenants[0].store = NULL;
    CHECK_STATUS(host_put_greedy(host, 0, 0, &outer), RBPF_OK);
    CHECK_STATUS(host_put_greedy(host, 1, 1, &inner), RBPF_OK);
    FIRE(0, RBPF_OK, 0);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 5, &item), RBPF_OK);
    CHECK_EQUAL(item.owner, 1);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 6, &item), RBPF_OK);
    CHECK_EQUAL(item.owner, 2);
    return PASSED;
}

/* A store of all zero is one without room: <rbpf/store.h>. */
static struct verdict test_store_without_room(void)
{
    struct host *host = host_begin();
    const struct guest setter = WRITES(5, RBPF_HELPER_PRIVATE_SET, MOV64_K(4, 0));
    const struct guest getter = WRITES(5, RBPF_HELPER_PRIVATE_GET, MOV64_K(4, 0));

    host->private_store = (struct rbpf_store){.slots = NULL};
    CHECK_STATUS(host_put_greedy(host, 0, 0, &setter), RBPF_OK);
    CHECK_STATUS(host_put_greedy(host, 1, 1, &getter), RBPF_OK);
    FIRE(0, RBPF_OK, RBPF_STORE_FULL);
    FIRE(1, RBPF_OK, RBPF_STORE_NONE);
    return PASSED;
}

/* The first is running, and is the only one that counts. */
static struct verdict test_first_only_that_is_busy_ends_it(void)
{
    struct host *host = host_begin();
    const struct guest guest =
        GUEST(0, MOV64_K(1, 0), CALL_HELPER(HOST_HELPER_FIRE), MOV64_K(0, 3), EXIT());

    host->configs[0].policy = RBPF_POLICY_FIRST_ONLY;
    CHECK_STATUS(host_put_greedy(host, 0, 0, &guest), RBPF_OK);
    PUT(1, 0, RETURNS(4));
    FIRE(0, RBPF_OK, 3);
    CHECK_STATUS(host->inner_status, RBPF_CONTAINER_BUSY);
    CHECK_EQUAL(host->inner_result, (int64_t)NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).refused, 1);
    CHECK_EQUAL(host_info(host, 0, 1).runs, 0);
    CHECK_EQUAL(host_info(host, 0, 1).refused, 0);
    return PASSED;
}

/* In the inner firing one faults, and then one is found busy. */
static struct verdict test_first_thing_that_went_wrong_counts(void)
{
    struct host *host = host_begin();
    const struct guest guest =
        GUEST(0, MOV64_K(1, 0), CALL_HELPER(HOST_HELPER_FIRE), MOV64_K(0, 3), EXIT());

    PUT(0, 0, GUEST(0, MOV64_K(3, 0), LDX(BPF_B, 0, 3, 0), EXIT()));
    CHECK_STATUS(host_put_greedy(host, 1, 0, &guest), RBPF_OK);
    FIRE(0, RBPF_FAULT_BOUNDS, 3);
    CHECK_STATUS(host->inner_status, RBPF_FAULT_BOUNDS);
    CHECK_EQUAL(host_info(host, 0, 1).refused, 1);
    CHECK_EQUAL(host->hooks[0].fired, 2);
    CHECK_EQUAL(host->hooks[0].failed, 2);
    return PASSED;
}

/* Asked by no container of hook 1. */
static uint64_t interrupted_clock(void *user)
{
    struct host *host = user;

    host->inner_status = host_fire(host, 1, &host->inner_result);
    return 0;
}

/* Returns its variable, which goes up, and faults where that is 8. */
static const uint64_t counts_insns[] = {LDDW(1, RBPF_ADDRESS(RBPF_REGION_DATA, 0)),
                                        LDX(BPF_B, 0, 1, 0),
                                        MOV64_X(4, 0),
                                        ADD64_K(4, 1),
                                        STX(BPF_B, 1, 4, 0),
                                        JMP_K(BPF_JNE, 0, 8, 1),
                                        LDX(BPF_B, 0, 2, 0),
                                        EXIT()};
static const struct guest counts = {
    .insns = counts_insns, .insns_bytes = sizeof counts_insns, .data_bytes = 1};

/*
 * A runner stays set up for a container that faults in the other one: container 1 has taken it, and
 * is not started. The next run finds first values all the same.
 */
static struct verdict test_first_values_after_a_fault_in_another_runner(void)
{
    struct host *host = host_begin();

    PUT(0, 1, counts);
    PUT(2, 0, RETURNS(2));
    FIRE(0, RBPF_OK, 2);
    FIRE(1, RBPF_OK, 7);
    host->tenants[0].grant.insns_per_second = 1;
    PUT(1, 0, RETURNS(1));
    host->containers[1].owed_insns = 1;
    host->engine.services.now_ms = interrupted_clock;
    FIRE(0, RBPF_CONTAINER_RATE, 2);
    CHECK_STATUS(host->inner_status, RBPF_FAULT_BOUNDS);
    CHECK_EQUAL(host_info(host, 1, 0).runs, 2);
    FIRE(1, RBPF_OK, 7);
    return PASSED;
}

static uint32_t tick, tick_step;

static uint32_t count_ticks(void *user)
{
    (void)user;
    tick += tick_step;
    return tick;
}

/* A counter that goes on by `step` from one question to the next: there are two a run. */
static struct host *begin_ticks(uint32_t begin, uint32_t step)
{
    struct host *host = host_begin();

    host->engine.services.ticks = count_ticks;
    tick = begin;
    tick_step = step;
    return host;
}

static struct verdict test_ticks_of_runs_are_added_up(void)
{
    struct host *host = begin_ticks(0, 5);
    struct rbpf_container copy;

    PUT(0, 0, RETURNS(1));
    PUT(1, 1, GUEST(0, MOV64_K(3, 0), LDX(BPF_B, 0, 3, 0), EXIT()));
    FIRE(0, RBPF_OK, 1);
    FIRE(0, RBPF_OK, 1);
    FIRE(1, RBPF_FAULT_BOUNDS, NO_RESULT);
    copy = host_info(host, 0, 0);
    CHECK_EQUAL(rbpf_container_ticks(&copy), 10);
    copy = host_info(host, 1, 0);
    CHECK_EQUAL(rbpf_container_ticks(&copy), 5);
    return PASSED;
}

static struct verdict test_counter_of_ticks_wraps(void)
{
    struct host *host = begin_ticks(UINT32_MAX - 10u, 8);
    struct rbpf_container copy;

    PUT(0, 0, RETURNS(1));
    FIRE(0, RBPF_OK, 1);
    copy = host_info(host, 0, 0);
    CHECK_EQUAL(rbpf_container_ticks(&copy), 8);
    return PASSED;
}

static struct verdict test_ticks_have_48_bits(void)
{
    struct host *host = begin_ticks(0, UINT32_MAX);
    struct rbpf_container copy;

    PUT(0, 0, RETURNS(1));
    FIRE(0, RBPF_OK, 1);
    FIRE(0, RBPF_OK, 1);
    FIRE(0, RBPF_OK, 1);
    copy = host_info(host, 0, 0);
    CHECK_EQUAL(rbpf_container_ticks(&copy), 0x2fffffffdu);
    host->containers[0].ticks_high = UINT16_MAX;
    FIRE(0, RBPF_OK, 1);
    copy = host_info(host, 0, 0);
    CHECK_EQUAL(rbpf_container_ticks(&copy), 0xfffffffcu);
    return PASSED;
}

static const struct case_function edges[] = {
    {"text of no bytes is not said", test_text_of_no_bytes_is_not_said},
    {"refused stays at its most", test_refused_stays_at_its_most},
    {"debt stays at its most", test_debt_stays_at_its_most},
    {"region without memory", test_region_without_memory},
    {"runners that lost their stack", test_runners_that_lost_their_stack},
    {"frames are used up", test_frames_are_used_up},
    {"stack is used up", test_stack_is_used_up},
    {"granted stack is used up", test_granted_stack_is_used_up},
    {"first frame is needed", test_first_frame_is_needed},
    {"first store that is full ends it", test_first_store_that_is_full_ends_it},
    {"store that is not there is no obstacle", test_store_that_is_not_there_is_no_obstacle},
    {"store without room", test_store_without_room},
    {"first only that is busy ends it", test_first_only_that_is_busy_ends_it},
    {"first thing that went wrong counts", test_first_thing_that_went_wrong_counts},
    {"first values after a fault in another runner",
     test_first_values_after_a_fault_in_another_runner},
    {"ticks of runs are added up", test_ticks_of_runs_are_added_up},
    {"counter of ticks wraps", test_counter_of_ticks_wraps},
    {"ticks have 48 bits", test_ticks_have_48_bits},
};

CASE_SET(container_edges, edges, run_case_function);
