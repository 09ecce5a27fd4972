/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Contracts: what owner, hook and image make of each right; and that nothing else can be reached.
 */
#include <string.h>

#include "container_host.h"

/* Each right that there is, alone. */
struct right {
    const char *name;
    struct rbpf_rights rights;
    /* Of what an image says nothing about, it wants all. */
    bool is_limit;
};

#define LAST_HELPER (RBPF_HELPERS_MAX - 1u)

static const struct right single_rights[] = {
    {"helper 0", {.helpers = {1}}, false},
    {"helper 31", {.helpers = {0x80000000u}}, false},
    {"last helper", {.helpers = {[LAST_HELPER / 32u] = RBPF_HELPER_BIT(LAST_HELPER)}}, false},
    {"private store, reading", {.access = 1}, false},
    {"tenant's store, reading", {.access = 2}, false},
    {"global store, reading", {.access = 4}, false},
    {"private store, entries", {.stores = {[0] = {.entries = 3}}}, false},
    {"tenant's store, entries", {.stores = {[1] = {.entries = 3}}}, false},
    {"global store, entries", {.stores = {[2] = {.entries = 3}}}, false},
    {"private store, bytes", {.stores = {[0] = {.bytes = 300}}}, false},
    {"tenant's store, bytes", {.stores = {[1] = {.bytes = 300}}}, false},
    {"global store, bytes", {.stores = {[2] = {.bytes = 300}}}, false},
    {"first region", {.access = 1 << 4}, false},
    {"last region", {.access = 1 << 9}, false},
    {"writing to a region", {.access = 1 << 10}, false},
    {"writing to the last region", {.access = 1 << 15}, false},
    {"writing to the context", {.access = 8}, false},
    {"instructions of a run", {.insns_per_run = 0x12345678}, true},
    {"instructions of a second", {.insns_per_second = 0x12345678}, true},
    {"stack", {.stack_bytes = 512}, true},
};

enum asks { ASKS_NOT, WANTS, NEEDS };

/* What comes of it. */
struct outcome {
    const char *name;
    bool owner;
    bool hook;
    enum asks image;
    bool granted;
    bool missing;
};

static const struct outcome outcomes[] = {
    {"not granted, not offered, not asked for", false, false, ASKS_NOT, false, false},
    {"not granted, not offered, wanted", false, false, WANTS, false, false},
    {"not granted, not offered, needed", false, false, NEEDS, false, true},
    {"not granted, offered, not asked for", false, true, ASKS_NOT, false, false},
    {"not granted, offered, wanted", false, true, WANTS, false, false},
    {"not granted, offered, needed", false, true, NEEDS, false, true},
    {"granted, not offered, not asked for", true, false, ASKS_NOT, false, false},
    {"granted, not offered, wanted", true, false, WANTS, false, false},
    {"granted, not offered, needed", true, false, NEEDS, false, true},
    {"granted, offered, not asked for", true, true, ASKS_NOT, false, false},
    {"granted, offered, wanted", true, true, WANTS, true, false},
    {"granted, offered, needed", true, true, NEEDS, true, false},
};

static char row_name[96];

static char *append(char *to, const char *text)
{
    while (*text)
        *to++ = *text++;
    *to = 0;
    return to;
}

static const char *join(const char *a, const char *b)
{
    (void)append(append(append(row_name, a), ": "), b);
    return row_name;
}

static struct rbpf_rights if_given(bool given, const struct right *right)
{
    struct rbpf_rights rights;

    memset(&rights, 0, sizeof rights);
    if (given)
        rights = right->rights;
    return rights;
}

static bool rights_are(const struct rbpf_rights *a, const struct rbpf_rights *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static struct verdict check_single(const struct right *right, const struct outcome *row)
{
    const struct rbpf_rights grant = if_given(row->owner, right);
    const struct rbpf_rights offer = if_given(row->hook, right);
    const struct rbpf_request request = {.needs = if_given(row->image == NEEDS, right),
                                         .wants = if_given(row->image == WANTS, right)};
    const struct rbpf_contract contract = {&grant, &offer, &request};
    struct rbpf_rights granted = all_rights();
    struct rbpf_rights missing = all_rights();
    struct rbpf_rights other;
    bool gets =
        row->granted || (right->is_limit && row->owner && row->hook && row->image == ASKS_NOT);
    struct rbpf_rights expected = if_given(gets, right);

    CHECK_STATUS(rbpf_rights_agree(&granted, &missing, &contract),
                 row->missing ? RBPF_CONTAINER_RIGHTS : RBPF_OK);
    CHECK(rights_are(&granted, &expected));
    memset(&other, 0, sizeof other);
    expected = row->missing ? right->rights : other;
    CHECK(rights_are(&missing, &expected));
    return PASSED;
}

static const char *rights_single_name(size_t row)
{
    return join(single_rights[row / COUNT_OF(outcomes)].name,
                outcomes[row % COUNT_OF(outcomes)].name);
}

static struct verdict rights_single_run(size_t row)
{
    return check_single(&single_rights[row / COUNT_OF(outcomes)],
                        &outcomes[row % COUNT_OF(outcomes)]);
}

const struct case_set rights_single = {"rights_single",
                                       COUNT_OF(single_rights) * COUNT_OF(outcomes),
                                       rights_single_name, rights_single_run};

/* One number, as a quota and as a limit. */
struct number_case {
    const char *name;
    uint16_t grant, offer, needs, wants;
    uint16_t granted, missing;
    uint16_t limit_granted;
};

static const struct number_case numbers[] = {
    {"all the same", 5, 5, 5, 5, 5, 0, 5},
    {"least is the grant", 3, 5, 0, 9, 3, 0, 3},
    {"least is the offer", 5, 3, 0, 9, 3, 0, 3},
    {"least is what is wanted", 5, 4, 0, 2, 2, 0, 2},
    {"least is what is needed", 5, 4, 2, 0, 2, 0, 2},
    {"wants more than it needs", 9, 9, 2, 7, 7, 0, 7},
    {"wants less than it needs", 9, 9, 7, 2, 7, 0, 7},
    {"needs as much as there is", 5, 6, 5, 0, 5, 0, 5},
    {"needs one more than the grant", 5, 6, 6, 0, 5, 6, 5},
    {"needs one more than the offer", 6, 5, 6, 0, 5, 6, 5},
    {"gets part of what it wants", 5, 9, 4, 7, 5, 0, 5},
    {"says nothing", 5, 6, 0, 0, 0, 0, 5},
    {"the most", 65535, 65535, 65535, 0, 65535, 0, 65535},
    {"nothing offered", 65535, 0, 1, 65535, 0, 1, 0},
};

static struct verdict check_number(const struct number_case *row)
{
    const struct rbpf_rights grant = {.stores = {[1] = {.bytes = row->grant}},
                                      .insns_per_run = row->grant};
    const struct rbpf_rights offer = {.stores = {[1] = {.bytes = row->offer}},
                                      .insns_per_run = row->offer};
    const struct rbpf_request request = {
        .needs = {.stores = {[1] = {.bytes = row->needs}}, .insns_per_run = row->needs},
        .wants = {.stores = {[1] = {.bytes = row->wants}}, .insns_per_run = row->wants}};
    const struct rbpf_contract contract = {&grant, &offer, &request};
    struct rbpf_rights granted = all_rights();
    struct rbpf_rights missing = all_rights();

    CHECK_STATUS(rbpf_rights_agree(&granted, &missing, &contract),
                 row->missing ? RBPF_CONTAINER_RIGHTS : RBPF_OK);
    CHECK_EQUAL(granted.stores[1].bytes, row->granted);
    CHECK_EQUAL(missing.stores[1].bytes, row->missing);
    CHECK_EQUAL(granted.insns_per_run, row->limit_granted);
    CHECK_EQUAL(missing.insns_per_run, row->missing);
    return PASSED;
}

CASE_SET(rights_numbers, numbers, check_number);

/* A guest that makes use of a right. */
struct use {
    const char *name;
    /* The right, which is taken away from some; all others are there. */
    struct rbpf_rights right;
    struct guest guest;
    /* With the right. */
    int64_t result;
    /* Without: how the run ends, and with which result if well. */
    enum rbpf_status denied;
    int64_t denied_result;
    /* Without: the attachment is refused. */
    bool refused;
};

#define STORE_CALL(id)                                                                             \
    GUEST_ROW(8, MOV64_K(1, 1), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, 8), CALL_HELPER(id),    \
              EXIT())

#define GETS(scope_name, bit, id)                                                                  \
    {                                                                                              \
        "reading the " scope_name " store", {.access = (bit)}, STORE_CALL(id), 8, RBPF_OK,         \
            RBPF_STORE_DENIED, false                                                               \
    }
#define SETS(scope_name, scope, id)                                                                \
    {                                                                                              \
        "writing the " scope_name " store", {.stores = {[scope] = {.entries = 65535}}},            \
            STORE_CALL(id), 0, RBPF_OK, RBPF_STORE_DENIED, false                                   \
    }

static const struct use uses[] = {
    {"helper by number",
     {.helpers = {1u << HOST_HELPER_77}},
     GUEST_ROW(0, CALL_HELPER(HOST_HELPER_77), EXIT()),
     77,
     RBPF_OK,
     0,
     true},
    {"helper by register",
     {.helpers = {1u << HOST_HELPER_77}},
     GUEST_ROW(0, MOV64_K(3, HOST_HELPER_77), CALL_REG(3), EXIT()),
     77,
     RBPF_FAULT_HELPER,
     0,
     false},
    GETS("private", 1, RBPF_HELPER_PRIVATE_GET),
    GETS("tenant's", 2, RBPF_HELPER_TENANT_GET),
    GETS("global", 4, RBPF_HELPER_GLOBAL_GET),
    SETS("private", 0, RBPF_HELPER_PRIVATE_SET),
    SETS("tenant's", 1, RBPF_HELPER_TENANT_SET),
    SETS("global", 2, RBPF_HELPER_GLOBAL_SET),
    {"reading a region",
     {.access = RBPF_READ_REGION(0)},
     GUEST_ROW(0, LDDW(1, RBPF_ADDRESS(5, 7)), LDX(BPF_B, 0, 1, 0), EXIT()),
     HOST_REGION_BYTE,
     RBPF_FAULT_BOUNDS,
     0,
     false},
    {"writing a region",
     {.access = RBPF_WRITE_REGION(1)},
     GUEST_ROW(0, LDDW(1, RBPF_ADDRESS(6, 7)), ST(BPF_B, 1, 0, 3), LDX(BPF_B, 0, 1, 0), EXIT()),
     3,
     RBPF_FAULT_READ_ONLY,
     0,
     false},
    {"writing the context",
     {.access = RBPF_WRITE_CONTEXT},
     GUEST_ROW(0, ST(BPF_B, 1, 0, 9), LDX(BPF_B, 0, 1, 0), EXIT()),
     9,
     RBPF_FAULT_READ_ONLY,
     0,
     false},
};

#define COMBINATIONS 8u
static const char *const combinations[COMBINATIONS] = {
    "nobody gives it", "the owner only",   "the hook only",   "owner and hook",
    "asked for only",  "owner, asked for", "hook, asked for", "owner, hook, asked for",
};

/* All rights but one. */
static struct rbpf_rights all_but(const struct rbpf_rights *right)
{
    struct rbpf_rights rights = all_rights();
    uint8_t bytes[sizeof rights];
    uint8_t less[sizeof rights];
    size_t i;

    memcpy(bytes, &rights, sizeof bytes);
    memcpy(less, right, sizeof less);
    for (i = 0; i < sizeof bytes; i++)
        bytes[i] &= (uint8_t)~less[i];
    memcpy(&rights, bytes, sizeof rights);
    return rights;
}

/* So that there is something to read. */
static void fill_stores(struct host *host)
{
    const struct rbpf_item item = {.key = 1, .owner = 1, .size = 8};

    (void)rbpf_store_set(&host->private_store, &item);
    (void)rbpf_store_set(&host->tenant_store, &item);
    (void)rbpf_store_set(&host->global_store, &item);
}

static struct verdict check_use(const struct use *use, uint32_t combination)
{
    const struct rbpf_rights less = all_but(&use->right);
    /* A helper that is called by number is asked for. */
    bool asked = (combination & 4u) || use->refused;
    bool granted = (combination & 3u) == 3u && asked;
    const struct rbpf_request request = {.wants = asked ? all_rights() : less};
    struct guest guest = use->guest;
    struct host *host = host_begin();
    uint8_t context[1] = {0};
    int64_t result = -99;

    fill_stores(host);
    if (!(combination & 1u))
        host->tenants[0].grant = less;
    if (!(combination & 2u))
        host->configs[0].offer = less;
    guest.request = &request;
    host_make(host, 0, &guest);
    if (use->refused && !granted) {
        CHECK_STATUS(host_attach(host, 0, 0), RBPF_CONTAINER_RIGHTS);
        CHECK(rights_are(&host->report.missing, &use->right));
        CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, 1, &result), RBPF_OK);
        CHECK_EQUAL(result, -99);
        return PASSED;
    }
    CHECK_STATUS(host_attach(host, 0, 0), RBPF_OK);
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, 1, &result),
                 granted ? RBPF_OK : use->denied);
    if (granted || use->denied == RBPF_OK)
        CHECK_EQUAL(result, granted ? use->result : use->denied_result);
    return PASSED;
}

static const char *rights_use_name(size_t row)
{
    return join(uses[row / COMBINATIONS].name, combinations[row % COMBINATIONS]);
}

static struct verdict rights_use_run(size_t row)
{
    return check_use(&uses[row / COMBINATIONS], (uint32_t)(row % COMBINATIONS));
}

const struct case_set rights_use = {"rights_use", COUNT_OF(uses) * COMBINATIONS, rights_use_name,
                                    rights_use_run};
