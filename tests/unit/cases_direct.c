/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Quotas where rollback alone is left out: each write is done at once, and counts at once. */
#include "container_host.h"

_Static_assert(RBPF_CONTRACTS && !RBPF_ROLLBACK, "to be built with contracts, without rollback");

/* Sets `bytes` of a stack of 8; the result is what the last one returns. */
#define SET(key, bytes)                                                                            \
    ST(BPF_DW, 10, -8, 5), MOV64_K(1, key), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, bytes),     \
        CALL_HELPER(RBPF_HELPER_GLOBAL_SET)

/* How one run ends whose tenant may have `entries` of `bytes` together. */
static struct verdict run(struct host *host, struct rbpf_quota quota, const struct guest *guest,
                          int64_t expected)
{
    host->tenants[0].grant.stores[RBPF_SCOPE_GLOBAL] = quota;
    CHECK_STATUS(host_put_greedy(host, 0, 0, guest), RBPF_OK);
    HOST_FIRE(0, RBPF_OK, expected);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    return PASSED;
}

#define RUN(entries, bytes, expected, ...)                                                         \
    do {                                                                                           \
        const struct guest guest_ = GUEST(8, __VA_ARGS__, EXIT());                                 \
        CHECK_PASSED(run(host, (struct rbpf_quota){(entries), (bytes)}, &guest_, (expected)));     \
    } while (0)

static struct verdict test_entries(void)
{
    struct host *host = host_begin();

    RUN(2, 100, RBPF_OK, SET(1, 1), SET(2, 1));
    RUN(2, 100, RBPF_STORE_QUOTA, SET(3, 1));
    RUN(2, 100, RBPF_OK, SET(2, 2));
    RUN(2, 100, RBPF_OK, SET(2, 0), SET(3, 1));
    RUN(1, 100, RBPF_OK, SET(3, 2));
    RUN(1, 100, RBPF_OK, SET(3, 0));
    return PASSED;
}

static struct verdict test_bytes(void)
{
    struct host *host = host_begin();

    RUN(9, 10, RBPF_OK, SET(1, 8), SET(2, 2));
    RUN(9, 10, RBPF_STORE_QUOTA, SET(3, 1));
    RUN(9, 10, RBPF_STORE_QUOTA, SET(2, 3));
    RUN(9, 5, RBPF_STORE_QUOTA, SET(2, 3));
    RUN(9, 5, RBPF_OK, SET(1, 7));
    RUN(9, 5, RBPF_OK, SET(2, 1));
    return PASSED;
}

/* What is taken over counts as new. */
static struct verdict test_entry_of_another(void)
{
    struct host *host = host_begin();
    const struct rbpf_item item = {.key = 7, .owner = 2, .size = 8};

    CHECK_STATUS(rbpf_store_set(&host->global_store, &item), RBPF_OK);
    RUN(1, 7, RBPF_STORE_QUOTA, SET(7, 8));
    RUN(1, 8, RBPF_OK, SET(7, 8));
    RUN(1, 8, RBPF_STORE_QUOTA, SET(8, 1));
    return PASSED;
}

/* A store that was opened may give one owner more than 16 bits count. */
static struct verdict test_more_than_any_quota(void)
{
    static _Alignas(8) uint8_t memory[RBPF_STORE_BYTES(1025u, RBPF_VALUE_MAX)];
    struct rbpf_store store = {.slots = NULL};
    struct host *host = host_begin();
    struct rbpf_item item = {.owner = 1, .size = RBPF_VALUE_MAX};

    CHECK_STATUS(rbpf_store_format(&store, memory, sizeof memory, RBPF_VALUE_MAX), RBPF_OK);
    for (item.key = 1; item.key <= 1024; item.key++)
        CHECK_STATUS(rbpf_store_set(&store, &item), RBPF_OK);
    host->engine.global = &store;
    RUN(UINT16_MAX, 64, RBPF_STORE_QUOTA, SET(2000, 8));
    RUN(UINT16_MAX, 64, RBPF_OK, SET(1, 8));
    return PASSED;
}

static const struct case_function rows[] = {
    {"quota of entries", test_entries},
    {"quota of bytes", test_bytes},
    {"entry of another counts as new", test_entry_of_another},
    {"more bytes than any quota has", test_more_than_any_quota},
};

CASE_SET(direct_quotas, rows, run_case_function);
