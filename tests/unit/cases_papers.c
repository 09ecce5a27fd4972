/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What holds where contracts, rollback and accounts are left out: src/container/README.md. */
#include "container_host.h"

#if RBPF_CONTRACTS || RBPF_ROLLBACK || RBPF_ACCOUNTS
#error "to be built in the papers' configuration"
#endif

#define PUT(status, the_guest) HOST_PUT(0, 0, status, the_guest)
#define FIRE(status, expected) HOST_FIRE(0, status, expected)

/* Hands `bytes` of its stack to a helper of stores, under a key. */
#define STORE_CALL(helper, key, bytes)                                                             \
    ST(BPF_DW, 10, -8, 5), MOV64_K(1, key), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, bytes),     \
        CALL_HELPER(helper)
#define SET(key, bytes) STORE_CALL(RBPF_HELPER_GLOBAL_SET, key, bytes)
#define GET(key, bytes) STORE_CALL(RBPF_HELPER_GLOBAL_GET, key, bytes)
#define NULL_READ LDX(BPF_B, 0, 4, 0)

static struct verdict test_helper_not_offered(void)
{
    struct host *host = host_begin();

    host->configs[0].offer.helpers[0] &= ~RBPF_HELPER_BIT(HOST_HELPER_77);
    PUT(RBPF_REJECT_HELPER, GUEST(0, CALL_HELPER(HOST_HELPER_77), EXIT()));
    CHECK_EQUAL(host->report.rejected.where, 0);
    PUT(RBPF_OK, GUEST(0, CALL_HELPER(RBPF_HELPER_NOW_MS), EXIT()));
    return PASSED;
}

static struct verdict test_context_not_offered(void)
{
    struct host *host = host_begin();
    uint8_t context[1] = {3};
    int64_t result = NO_RESULT;

    host->configs[0].offer.access = 0;
    PUT(RBPF_OK, GUEST(0, ST(BPF_B, 1, 0, 9), EXIT()));
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, 1, &result), RBPF_FAULT_READ_ONLY);
    CHECK_EQUAL(context[0], 3);
    host->configs[0].offer.access = RBPF_WRITE_CONTEXT;
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, 1, &result), RBPF_OK);
    CHECK_EQUAL(context[0], 9);
    return PASSED;
}

/* Region 6 can be written by whom the hook offers it. */
static struct verdict test_region_not_offered(void)
{
    struct host *host = host_begin();

    host->configs[0].offer.access = RBPF_READ_REGION(1);
    PUT(RBPF_OK, GUEST(0, LDDW(1, RBPF_ADDRESS(RBPF_REGION_HOST + 1, 0)), LDX(BPF_B, 0, 1, 0),
                       ST(BPF_B, 1, 0, 9), EXIT()));
    FIRE(RBPF_FAULT_READ_ONLY, NO_RESULT);
    CHECK_EQUAL(host_region(1)[0], HOST_REGION_BYTE);
    return PASSED;
}

static struct verdict test_budget(void)
{
    struct host *host = host_begin();

    host->configs[0].offer.insns_per_run = 10;
    PUT(RBPF_OK, GUEST(0, JA(-1), EXIT()));
    FIRE(RBPF_FAULT_BUDGET, NO_RESULT);
    return PASSED;
}

static struct verdict test_stack_not_offered(void)
{
    struct host *host = host_begin();

    host->configs[0].offer.stack_bytes = 8;
    PUT(RBPF_OK, GUEST(16, MOV64_K(0, 1), EXIT()));
    FIRE(RBPF_ERR_STACK_TOO_SMALL, NO_RESULT);
    host = host_begin();
    host->configs[0].offer.stack_bytes = 16;
    PUT(RBPF_OK, GUEST(16, MOV64_K(0, 1), EXIT()));
    FIRE(RBPF_OK, 1);
    return PASSED;
}

static struct verdict test_writes_stay(void)
{
    struct host *host = host_begin();
    struct rbpf_item item = {.size = 0};

    PUT(RBPF_OK, GUEST(8, SET(7, 8), NULL_READ, EXIT()));
    FIRE(RBPF_FAULT_BOUNDS, NO_RESULT);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 7, &item), RBPF_OK);
    CHECK_EQUAL(item.owner, 1);
    CHECK_EQUAL(item.size, 8);
    CHECK_EQUAL(rbpf_load64(item.value), 5);
    return PASSED;
}

/* In the order in which they are called: the second helper's result is the run's. */
static struct verdict test_reads_see_writes(void)
{
    struct host *host = host_begin();

    PUT(RBPF_OK, GUEST(8, SET(7, 3), GET(7, 8), EXIT()));
    FIRE(RBPF_OK, 3);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    PUT(RBPF_OK, GUEST(8, GET(7, 2), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_SIZE);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    PUT(RBPF_OK, GUEST(8, SET(7, 0), SET(7, 0), GET(7, 8), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_NONE);
    return PASSED;
}

static struct verdict test_store_not_offered(void)
{
    struct host *host = host_begin();

    host->configs[0].offer.stores[RBPF_SCOPE_GLOBAL].entries = 0;
    host->configs[0].offer.access = 0;
    PUT(RBPF_OK, GUEST(8, SET(7, 8), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_DENIED);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    PUT(RBPF_OK, GUEST(8, GET(7, 8), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_DENIED);
    return PASSED;
}

static struct verdict test_store_not_there(void)
{
    struct host *host = host_begin();

    host->engine.global = NULL;
    PUT(RBPF_OK, GUEST(8, SET(7, 8), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_DENIED);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    PUT(RBPF_OK, GUEST(8, GET(7, 8), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_DENIED);
    return PASSED;
}

static struct verdict test_entry_of_the_host(void)
{
    struct host *host = host_begin();
    struct rbpf_item item = {.key = 7, .owner = RBPF_OWNER_HOST, .size = 1, .value = {9}};

    CHECK_STATUS(rbpf_store_set(&host->global_store, &item), RBPF_OK);
    PUT(RBPF_OK, GUEST(8, SET(7, 1), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_DENIED);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 7, &item), RBPF_OK);
    CHECK_EQUAL(item.value[0], 9);
    return PASSED;
}

/* Three slots, of 8 bytes each; the stack is 16 bytes long. */
static struct verdict test_store_is_full(void)
{
    struct host *host = host_begin();

    PUT(RBPF_OK, GUEST(8, SET(1, 1), SET(2, 1), SET(3, 1), SET(4, 1), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_FULL);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    PUT(RBPF_OK, GUEST(16, MOV64_K(1, 1), MOV64_X(2, 10), ADD64_K(2, -16), MOV64_K(3, 9),
                       CALL_HELPER(RBPF_HELPER_GLOBAL_SET), EXIT()));
    FIRE(RBPF_OK, RBPF_STORE_SIZE);
    return PASSED;
}

/* The variable is 7 at first. */
static struct verdict test_variables_begin_anew(void)
{
    struct host *host = host_begin();
    struct guest guest = GUEST(0, LDDW(1, RBPF_ADDRESS(RBPF_REGION_DATA, 0)), LDX(BPF_B, 0, 1, 0),
                               ST(BPF_B, 1, 0, 9), JMP_K(BPF_JEQ, 0, 7, 1), NULL_READ, EXIT());

    guest.data_bytes = 1;
    PUT(RBPF_OK, guest);
    FIRE(RBPF_OK, 7);
    FIRE(RBPF_FAULT_BOUNDS, NO_RESULT);
    FIRE(RBPF_OK, 7);
    return PASSED;
}

static const struct case_function rows[] = {
    {"helper that is not offered refuses", test_helper_not_offered},
    {"context is written if it is offered", test_context_not_offered},
    {"region is written if it is offered", test_region_not_offered},
    {"budget ends a run", test_budget},
    {"stack that is not offered is found when it is fired", test_stack_not_offered},
    {"writes stay after a bad end", test_writes_stay},
    {"run reads what it wrote", test_reads_see_writes},
    {"store that is not offered is denied", test_store_not_offered},
    {"store that is not there is denied", test_store_not_there},
    {"entry of the host stays", test_entry_of_the_host},
    {"store is full", test_store_is_full},
    {"variables begin anew after a bad end", test_variables_begin_anew},
};

CASE_SET(papers_rules, rows, run_case_function);
