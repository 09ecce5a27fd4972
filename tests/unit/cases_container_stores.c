/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Stores, as a guest sees them, and what is left of it. The guest of a row does one operation after
 * the other and notes each result in its context; then it ends well, or reads null.
 */
#include <string.h>

#include "container_host.h"

#define OPERATIONS_MAX 7u
#define OPERATION_INSNS 8u

struct operation {
    /* 0: the end of the list. */
    uint8_t helper;
    uint8_t size;
    uint16_t key;
    int16_t result;
    /* Of a getter that finds something: which operation wrote it; 0xee: the host. */
    uint8_t writer;
};

struct entry_after {
    uint16_t key;
    /* 0: the key is not there. */
    uint8_t size;
    uint8_t writer;
    uint8_t scope;
};

struct store_case {
    const char *name;
    struct operation operations[OPERATIONS_MAX];
    bool ends_badly;
    enum rbpf_status status;
    struct entry_after after[3];
    /* Cut to these, unless 0. */
    struct rbpf_quota quota;
    uint16_t log_bytes;
    /* Entries that are there before: keys 100 and up of the global store, one byte. */
    uint8_t of_another;
    uint8_t of_the_host;
    uint8_t of_its_own;
    /* The store of the tenant is not there. */
    bool no_store;
};

#define GET RBPF_HELPER_PRIVATE_GET
#define SET RBPF_HELPER_PRIVATE_SET
#define TENANT_GET RBPF_HELPER_TENANT_GET
#define TENANT_SET RBPF_HELPER_TENANT_SET
#define GLOBAL_GET RBPF_HELPER_GLOBAL_GET
#define GLOBAL_SET RBPF_HELPER_GLOBAL_SET
#define NONE RBPF_STORE_NONE
#define FULL RBPF_STORE_FULL

static const struct store_case rows[] = {
    {.name = "missing key is none", .operations = {{GET, 8, 5, NONE, 0}}},
    {.name = "run reads what it wrote",
     .operations = {{SET, 8, 5, 0, 0}, {GET, 8, 5, 8, 0}},
     .after = {{5, 8, 0, 0}}},
    {.name = "last write counts",
     .operations = {{SET, 8, 5, 0, 0}, {SET, 8, 5, 0, 0}, {GET, 8, 5, 8, 1}},
     .after = {{5, 8, 1, 0}}},
    {.name = "last write counts, also with another length",
     .operations = {{SET, 8, 5, 0, 0},
                    {SET, 2, 6, 0, 0},
                    {SET, 3, 5, 0, 0},
                    {GET, 8, 5, 3, 2},
                    {GET, 8, 6, 2, 1}},
     .after = {{5, 3, 2, 0}, {6, 2, 1, 0}}},
    {.name = "bad end drops what was written",
     .operations = {{SET, 8, 5, 0, 0}, {GLOBAL_SET, 1, 5, 0, 0}},
     .ends_badly = true,
     .status = RBPF_FAULT_BOUNDS,
     .after = {{5, 0, 0, 0}, {5, 0, 0, 2}}},
    {.name = "scopes are apart",
     .operations = {{SET, 1, 5, 0, 0},
                    {TENANT_SET, 2, 5, 0, 0},
                    {GLOBAL_SET, 3, 5, 0, 0},
                    {GET, 8, 5, 1, 0},
                    {TENANT_GET, 8, 5, 2, 1},
                    {GLOBAL_GET, 8, 5, 3, 2}},
     .after = {{5, 1, 0, 0}, {5, 2, 1, 1}, {5, 3, 2, 2}}},
    {.name = "empty value takes the entry out",
     .operations = {{SET, 4, 5, 0, 0}, {SET, 0, 5, 0, 0}, {GET, 8, 5, NONE, 0}},
     .after = {{5, 0, 0, 0}}},
    {.name = "what is not there can be taken out",
     .operations = {{SET, 0, 5, 0, 0}},
     .after = {{5, 0, 0, 0}}},
    {.name = "buffer shorter than the value, in the log",
     .operations = {{SET, 8, 5, 0, 0}, {GET, 7, 5, RBPF_STORE_SIZE, 0}},
     .after = {{5, 8, 0, 0}}},
    {.name = "buffer shorter than the value, in the store",
     .operations = {{GLOBAL_GET, 0, 100, RBPF_STORE_SIZE, 0}, {GLOBAL_GET, 1, 100, 1, 0xee}},
     .of_another = 1},
    {.name = "value longer than the slots", .operations = {{SET, 9, 5, RBPF_STORE_SIZE, 0}}},
    {.name = "value longer than any", .operations = {{SET, 65, 5, RBPF_STORE_SIZE, 0}}},
    {.name = "store is full",
     .operations = {{SET, 1, 1, 0, 0},
                    {SET, 1, 2, 0, 0},
                    {SET, 1, 3, 0, 0},
                    {SET, 1, 4, FULL, 0},
                    {SET, 1, 3, 0, 0},
                    {GET, 8, 4, NONE, 0}},
     .after = {{1, 1, 0, 0}, {3, 1, 4, 0}, {4, 0, 0, 0}}},
    {.name = "room that is made can be used",
     .operations = {{SET, 1, 1, 0, 0},
                    {SET, 1, 2, 0, 0},
                    {SET, 1, 3, 0, 0},
                    {SET, 0, 2, 0, 0},
                    {SET, 1, 4, 0, 0}},
     .after = {{2, 0, 0, 0}, {4, 1, 4, 0}}},
    {.name = "quota of entries",
     .operations = {{SET, 1, 1, 0, 0},
                    {SET, 1, 2, 0, 0},
                    {SET, 1, 3, RBPF_STORE_QUOTA, 0},
                    {SET, 2, 2, 0, 0}},
     .quota = {2, 100},
     .after = {{1, 1, 0, 0}, {2, 2, 3, 0}, {3, 0, 0, 0}}},
    {.name = "quota of bytes",
     .operations = {{SET, 4, 1, 0, 0},
                    {SET, 7, 2, RBPF_STORE_QUOTA, 0},
                    {SET, 6, 2, 0, 0},
                    {SET, 5, 1, RBPF_STORE_QUOTA, 0},
                    {SET, 3, 1, 0, 0},
                    {SET, 1, 3, 0, 0}},
     .quota = {3, 10},
     .after = {{1, 3, 4, 0}, {2, 6, 2, 0}, {3, 1, 5, 0}}},
    {.name = "log is full",
     .operations = {{SET, 8, 1, 0, 0},
                    {SET, 3, 2, RBPF_STORE_LOG_FULL, 0},
                    {SET, 2, 2, 0, 0},
                    {SET, 8, 1, 0, 0}},
     .log_bytes = RBPF_LOG_BYTES(8) + RBPF_LOG_BYTES(2),
     .after = {{1, 8, 3, 0}, {2, 2, 2, 0}}},
    {.name = "no log",
     .operations = {{SET, 1, 1, RBPF_STORE_LOG_FULL, 0}, {GET, 1, 1, NONE, 0}},
     .log_bytes = 1,
     .after = {{1, 0, 0, 0}}},
    {.name = "another's entries take room, but no quota",
     .operations = {{GLOBAL_SET, 1, 1, 0, 0}, {GLOBAL_SET, 1, 2, FULL, 0}},
     .of_another = 2,
     .quota = {2, 2},
     .after = {{1, 1, 0, 2}, {2, 0, 0, 2}}},
    {.name = "who writes to another's entry pays for it",
     .operations = {{GLOBAL_SET, 1, 100, 0, 0}, {GLOBAL_SET, 1, 101, RBPF_STORE_QUOTA, 0}},
     .of_another = 2,
     .quota = {1, 8},
     .after = {{100, 1, 0, 2}, {101, 1, 0xee, 2}}},
    {.name = "the host's entries are read only",
     .operations = {{GLOBAL_GET, 8, 100, 1, 0xee},
                    {GLOBAL_SET, 1, 100, RBPF_STORE_DENIED, 0},
                    {GLOBAL_SET, 0, 100, RBPF_STORE_DENIED, 0}},
     .of_the_host = 1,
     .after = {{100, 1, 0xee, 2}}},
    {.name = "room that was given away is gone",
     .operations = {{GLOBAL_SET, 0, 100, 0, 0},
                    {GLOBAL_SET, 1, 7, 0, 0},
                    {GLOBAL_SET, 1, 100, FULL, 0},
                    {GLOBAL_GET, 8, 100, NONE, 0}},
     .of_its_own = 3,
     .after = {{100, 0, 0, 2}, {7, 1, 1, 2}, {101, 1, 0xee, 2}}},
    {.name = "value in the place of one of the same length",
     .operations = {{GLOBAL_SET, 1, 100, 0, 0},
                    {GLOBAL_SET, 1, 101, 0, 0},
                    {GLOBAL_GET, 8, 100, 1, 0}},
     .of_its_own = 3,
     .after = {{100, 1, 0, 2}, {101, 1, 1, 2}, {102, 1, 0xee, 2}}},
    {.name = "quota that was cut lets values change and shrink",
     .operations = {{GLOBAL_SET, 1, 100, 0, 0},
                    {GLOBAL_SET, 2, 100, RBPF_STORE_QUOTA, 0},
                    {GLOBAL_SET, 0, 101, 0, 0},
                    {GLOBAL_SET, 1, 7, 0, 0},
                    {GLOBAL_SET, 2, 7, RBPF_STORE_QUOTA, 0}},
     .of_its_own = 3,
     .quota = {1, 2},
     .after = {{100, 1, 0, 2}, {101, 0, 0, 2}, {7, 1, 3, 2}}},
    {.name = "store that is not there",
     .operations = {{TENANT_GET, 1, 1, RBPF_STORE_DENIED, 0},
                    {TENANT_SET, 1, 1, RBPF_STORE_DENIED, 0}},
     .no_store = true},
};

/* r6 is the context; the value lies in the stack, its bytes the number of the operation. */
static uint32_t make_program(const struct store_case *row, uint64_t *insns)
{
    uint32_t count = 0;
    int32_t i;

    insns[count++] = MOV64_X(6, 1);
    for (i = 0; i < (int32_t)OPERATIONS_MAX && row->operations[i].helper; i++) {
        const struct operation *operation = &row->operations[i];

        insns[count++] = ST(BPF_B, 10, -72, i);
        insns[count++] = MOV64_K(1, operation->key);
        insns[count++] = MOV64_X(2, 10);
        insns[count++] = ADD64_K(2, -72);
        insns[count++] = MOV64_K(3, operation->size);
        insns[count++] = CALL_HELPER(operation->helper);
        insns[count++] = STX(BPF_DW, 6, 0, 16 * i);
        insns[count++] = LDX(BPF_DW, 0, 10, -72);
        insns[count++] = STX(BPF_DW, 6, 0, 16 * i + 8);
    }
    if (row->ends_badly)
        insns[count++] = LDX(BPF_B, 0, 4, 0);
    insns[count++] = EXIT();
    return count;
}

static void fill_global(struct host *host, uint32_t count, uint16_t owner)
{
    struct rbpf_item item = {.owner = owner, .size = 1, .value = {0xee}};
    uint32_t i;

    for (i = 0; i < count; i++) {
        item.key = 100u + i;
        (void)rbpf_store_set(&host->global_store, &item);
    }
}

static void prepare(struct host *host, const struct store_case *row)
{
    uint32_t i;

    fill_global(host, row->of_another, 99);
    fill_global(host, row->of_the_host, RBPF_OWNER_HOST);
    fill_global(host, row->of_its_own, 1);
    for (i = 0; i < RBPF_SCOPES && row->quota.entries; i++)
        host->tenants[0].grant.stores[i] = row->quota;
    for (i = 0; i < HOST_RUNNERS && row->log_bytes; i++)
        host->runners[i].log_bytes = row->log_bytes;
    if (row->no_store)
        host->tenants[0].store = NULL;
}

static struct verdict check_results(const struct store_case *row, const uint8_t *context)
{
    uint32_t i;

    for (i = 0; i < OPERATIONS_MAX && row->operations[i].helper; i++) {
        const struct operation *operation = &row->operations[i];

        CHECK_STATUS(rbpf_load64(context + 16u * i), operation->result);
        if (operation->result > 0)
            CHECK_EQUAL(context[16u * i + 8u], operation->writer);
    }
    return PASSED;
}

static struct verdict check_after(const struct host *host, const struct store_case *row)
{
    const struct rbpf_store *const stores[] = {&host->private_store, &host->tenant_store,
                                               &host->global_store};
    struct rbpf_item item = {.size = 0};
    uint32_t i;

    for (i = 0; i < COUNT_OF(row->after) && row->after[i].key; i++) {
        const struct entry_after *after = &row->after[i];

        CHECK_STATUS(rbpf_store_get(stores[after->scope], after->key, &item),
                     after->size ? RBPF_OK : RBPF_STORE_NONE);
        if (after->size == 0)
            continue;
        CHECK_EQUAL(item.size, after->size);
        CHECK_EQUAL(item.value[0], after->writer);
    }
    return PASSED;
}

static struct verdict check_store_case(const struct store_case *row)
{
    static uint64_t insns[1u + OPERATIONS_MAX * 9u + 2u];
    uint8_t context[16u * OPERATIONS_MAX] = {0};
    struct host *host = host_begin();
    const struct rbpf_request request = {.wants = all_rights()};
    struct guest guest = {.insns = insns, .stack_bytes = 72, .request = &request};
    int64_t result = 0;

    guest.insns_bytes = make_program(row, insns) * sizeof *insns;
    prepare(host, row);
    host_make(host, 0, &guest);
    CHECK_STATUS(host_attach(host, 0, 0), RBPF_OK);
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, sizeof context, &result), row->status);
    CHECK_PASSED(check_results(row, context));
    return check_after(host, row);
}

CASE_SET(container_stores, rows, check_store_case);
