/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Hooks fired by guests: when, with what, and when not. Hook 1 has the mailbox. */
#include <string.h>

#include "container_host.h"

#define FIRE RBPF_HELPER_FIRE
#define GLOBAL_SET RBPF_HELPER_GLOBAL_SET
/* Hook 1 with four bytes of the stack, each n. */
#define POST(n)                                                                                    \
    ST(BPF_W, 10, -8, 0x01010101 * (n)), MOV64_K(1, 1), MOV64_X(2, 10), ADD64_K(2, -8),            \
        MOV64_K(3, 4), CALL_HELPER(FIRE)
/* Entry `key` of the global store becomes what r2 points to. */
#define SET(key, size) MOV64_K(1, key), MOV64_K(3, size), CALL_HELPER(GLOBAL_SET)
/* Writes its context into entry 5. */
#define KEEPS()                                                                                    \
    GUEST(0, MOV64_X(3, 2), MOV64_X(2, 1), MOV64_K(1, 5), CALL_HELPER(GLOBAL_SET), EXIT())
#define POSTS(n) GUEST(8, POST(n), EXIT())

#define PUT(index, hook, ...)                                                                      \
    do {                                                                                           \
        const struct guest guest_ = __VA_ARGS__;                                                   \
        CHECK_STATUS(host_put_greedy(host, index, hook, &guest_), RBPF_OK);                        \
    } while (0)
#define FIRED(hook, status, expected)                                                              \
    do {                                                                                           \
        int64_t result_;                                                                           \
        CHECK_STATUS(host_fire(host, hook, &result_), status);                                     \
        CHECK_STATUS(result_, expected);                                                           \
    } while (0)
#define RUNS_POSTED(count) CHECK_EQUAL(rbpf_engine_run_posted(&host->engine), count)

/* 0: there is no entry 5; else the byte that it has four times. */
static uint32_t kept(const struct host *host)
{
    struct rbpf_item item = {.size = 0};

    if (rbpf_store_get(&host->global_store, 5, &item) != RBPF_OK)
        return 0;
    return item.size == 4 && memcmp(item.value, item.value + 1, 3) == 0 ? item.value[0] : 999u;
}

static struct verdict test_posted_hook_runs_later(void)
{
    struct host *host = host_begin();

    PUT(0, 0, POSTS(7));
    PUT(1, 1, KEEPS());
    FIRED(0, RBPF_OK, 0);
    CHECK_EQUAL(kept(host), 0);
    CHECK_EQUAL(host->hooks[1].fired, 0);
    RUNS_POSTED(1);
    CHECK_EQUAL(kept(host), 7);
    CHECK_EQUAL(host->hooks[1].fired, 1);
    RUNS_POSTED(0);
    CHECK_EQUAL(host->hooks[1].fired, 1);
    return PASSED;
}

static struct verdict test_bad_end_fires_nothing(void)
{
    struct host *host = host_begin();

    PUT(0, 0, GUEST(8, POST(7), LDX(BPF_B, 0, 9, 0), EXIT()));
    FIRED(0, RBPF_FAULT_BOUNDS, NO_RESULT);
    RUNS_POSTED(0);
    return PASSED;
}

static struct verdict test_last_firing_of_a_run_counts(void)
{
    struct host *host = host_begin();

    PUT(0, 0, GUEST(8, POST(7), POST(8), POST(9), EXIT()));
    PUT(1, 1, KEEPS());
    FIRED(0, RBPF_OK, 0);
    RUNS_POSTED(1);
    CHECK_EQUAL(kept(host), 9);
    CHECK_EQUAL(host->mailbox.replaced, 0);
    return PASSED;
}

static struct verdict test_newer_run_replaces(void)
{
    struct host *host = host_begin();

    PUT(0, 0, POSTS(7));
    PUT(2, 0, POSTS(8));
    PUT(1, 1, KEEPS());
    FIRED(0, RBPF_OK, 0);
    CHECK_EQUAL(host->mailbox.replaced, 1);
    RUNS_POSTED(1);
    CHECK_EQUAL(kept(host), 8);
    RUNS_POSTED(0);
    return PASSED;
}

static struct verdict test_empty_context(void)
{
    struct host *host = host_begin();

    host->mailbox = (struct rbpf_mailbox){.context = NULL};
    PUT(0, 0, GUEST(0, MOV64_K(1, 1), MOV64_K(3, 0), CALL_HELPER(FIRE), EXIT()));
    PUT(1, 1, GUEST(0, MOV64_X(0, 2), EXIT()));
    FIRED(0, RBPF_OK, 0);
    RUNS_POSTED(1);
    CHECK_EQUAL(host_info(host, 1, 0).runs, 1);
    return PASSED;
}

static struct verdict test_firing_needs_room_in_the_log(void)
{
    struct host *host = host_begin();

    host->runners[0].log_bytes = RBPF_LOG_BYTES(4) - 1u;
    host->runners[1].log_bytes = RBPF_LOG_BYTES(4) - 1u;
    PUT(0, 0, POSTS(7));
    FIRED(0, RBPF_OK, RBPF_STORE_LOG_FULL);
    RUNS_POSTED(0);
    host->runners[0].log_bytes++;
    host->runners[1].log_bytes++;
    FIRED(0, RBPF_OK, 0);
    RUNS_POSTED(1);
    return PASSED;
}

static struct verdict test_firing_again_needs_no_more_room(void)
{
    struct host *host = host_begin();

    host->runners[0].log_bytes = RBPF_LOG_BYTES(4);
    host->runners[1].log_bytes = RBPF_LOG_BYTES(4);
    PUT(0, 0, GUEST(8, POST(7), POST(8), EXIT()));
    PUT(1, 1, KEEPS());
    FIRED(0, RBPF_OK, 0);
    RUNS_POSTED(1);
    return PASSED;
}

/* The stores are written as ever, before and behind it in the log. */
static struct verdict test_firing_and_stores(void)
{
    struct host *host = host_begin();
    struct rbpf_item item = {.size = 0};

    PUT(0, 0,
        GUEST(8, ST(BPF_W, 10, -8, 3), MOV64_X(2, 10), ADD64_K(2, -8), SET(1, 1), POST(7),
              MOV64_X(2, 10), ADD64_K(2, -8), SET(2, 2), POST(8), EXIT()));
    PUT(1, 1, KEEPS());
    FIRED(0, RBPF_OK, 0);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 1, &item), RBPF_OK);
    CHECK_EQUAL(item.size, 1);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 2, &item), RBPF_OK);
    CHECK_EQUAL(item.size, 2);
    CHECK_EQUAL(item.value[1], 7);
    RUNS_POSTED(1);
    CHECK_EQUAL(kept(host), 8);
    return PASSED;
}

/* The run fires, writes an entry into the last free slot, and lets another run take that. What a
 * runner has seen in earlier runs, as 3 writes, must not count. */
static struct verdict test_what_cannot_be_kept_fires_nothing(void)
{
    struct host *host = host_begin();
    struct rbpf_item item = {.size = 1, .key = 100};

    CHECK_STATUS(rbpf_store_set(&host->global_store, &item), RBPF_OK);
    item.key++;
    CHECK_STATUS(rbpf_store_set(&host->global_store, &item), RBPF_OK);
    PUT(0, 0,
        GUEST(8, POST(7), MOV64_X(2, 10), ADD64_K(2, -8), SET(1, 4), MOV64_K(1, 1),
              CALL_HELPER(HOST_HELPER_FIRE), EXIT()));
    PUT(1, 1, GUEST(8, ST(BPF_W, 10, -8, 1), MOV64_X(2, 10), ADD64_K(2, -8), SET(2, 1), EXIT()));
    FIRED(0, RBPF_STORE_FULL, NO_RESULT);
    CHECK_STATUS(host->inner_status, RBPF_OK);
    RUNS_POSTED(0);
    return PASSED;
}

/* Once a call, though it is pending again. */
static struct verdict test_hook_may_fire_itself(void)
{
    struct host *host = host_begin();

    PUT(1, 1, POSTS(7));
    FIRED(1, RBPF_OK, 0);
    RUNS_POSTED(1);
    RUNS_POSTED(1);
    CHECK_EQUAL(host->hooks[1].fired, 3);
    CHECK_EQUAL(host->mailbox.replaced, 0);
    return PASSED;
}

/* The copy that runs have is not what comes in meanwhile: the first fires the hook with 8, for the
 * second it is still what was posted. */
static struct verdict test_context_stays_while_containers_run(void)
{
    struct host *host = host_begin();

    PUT(0, 0, POSTS(7));
    PUT(1, 1, POSTS(8));
    PUT(2, 1, KEEPS());
    FIRED(0, RBPF_OK, 0);
    RUNS_POSTED(1);
    CHECK_EQUAL(kept(host), 7);
    RUNS_POSTED(1);
    CHECK_EQUAL(kept(host), 8);
    return PASSED;
}

static struct verdict test_longest_value_is_the_limit(void)
{
    static uint8_t room[RBPF_VALUE_MAX + 1u];
    static uint8_t log[2][RBPF_LOG_BYTES(RBPF_VALUE_MAX + 1u)];
    uint8_t context[RBPF_VALUE_MAX + 1u] = {0};
    struct host *host = host_begin();
    int64_t result = 0;
    uint32_t i;

    host->mailbox = (struct rbpf_mailbox){.context = room, .bytes = sizeof room};
    for (i = 0; i < HOST_RUNNERS; i++) {
        host->runners[i].log = log[i];
        host->runners[i].log_bytes = sizeof log[i];
    }
    PUT(0, 0, GUEST(0, MOV64_X(3, 2), MOV64_X(2, 1), MOV64_K(1, 1), CALL_HELPER(FIRE), EXIT()));
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, RBPF_VALUE_MAX, &result), RBPF_OK);
    CHECK_STATUS(result, 0);
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, RBPF_VALUE_MAX + 1u, &result), RBPF_OK);
    CHECK_STATUS(result, RBPF_STORE_SIZE);
    RUNS_POSTED(1);
    return PASSED;
}

static const struct case_function post_rows[] = {
    {"posted hook runs later", test_posted_hook_runs_later},
    {"bad end fires nothing", test_bad_end_fires_nothing},
    {"last firing of a run counts", test_last_firing_of_a_run_counts},
    {"newer run replaces", test_newer_run_replaces},
    {"empty context", test_empty_context},
    {"firing needs room in the log", test_firing_needs_room_in_the_log},
    {"firing again needs no more room", test_firing_again_needs_no_more_room},
    {"firing and stores", test_firing_and_stores},
    {"what cannot be kept fires nothing", test_what_cannot_be_kept_fires_nothing},
    {"hook may fire itself", test_hook_may_fire_itself},
    {"context stays while containers run", test_context_stays_while_containers_run},
    {"longest value is the limit", test_longest_value_is_the_limit},
};

CASE_SET(post_rules, post_rows, run_case_function);
