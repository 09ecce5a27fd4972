/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Nothing that is not granted can be reached: for each right, as owner, hook and image have it, a
 * guest tries all helpers, stores, regions and the context; what it reaches is what the contract
 * gives, no more and no less. Once with all other rights granted, once with none of them.
 */
#include <string.h>

#include "container_host.h"

#define TRY_STACK_BYTES 8u

struct tried_right {
    const char *name;
    struct rbpf_rights rights;
};

static const struct tried_right tried_rights[] = {
    {"helper 0", {.helpers = {1u << 0}}},
    {"helper 31", {.helpers = {1u << 31}}},
    {"last helper",
     {.helpers = {[(RBPF_HELPERS_MAX - 1) / 32] = RBPF_HELPER_BIT(RBPF_HELPERS_MAX - 1)}}},
    {"helper that reads", {.helpers = {1u << RBPF_HELPER_TENANT_GET}}},
    {"helper that writes", {.helpers = {1u << RBPF_HELPER_GLOBAL_SET}}},
    {"reading the private store", {.access = RBPF_READ_STORE(RBPF_SCOPE_PRIVATE)}},
    {"reading the tenant's store", {.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT)}},
    {"reading the global store", {.access = RBPF_READ_STORE(RBPF_SCOPE_GLOBAL)}},
    {"writing the private store", {.stores = {[RBPF_SCOPE_PRIVATE] = {.entries = 1}}}},
    {"writing the tenant's store", {.stores = {[RBPF_SCOPE_TENANT] = {.entries = 1}}}},
    {"writing the global store", {.stores = {[RBPF_SCOPE_GLOBAL] = {.entries = 1}}}},
    {"reading the first region", {.access = RBPF_READ_REGION(0)}},
    {"reading the second region", {.access = RBPF_READ_REGION(1)}},
    {"writing the second region", {.access = RBPF_WRITE_REGION(1)}},
    {"writing the context", {.access = RBPF_WRITE_CONTEXT}},
};

/* Who has the right: bits of `sides`, and how the image asks for it. */
enum { OWNER = 1, HOOK = 2 };
enum { NOT_ASKED, WANTED, NEEDED, WAYS_TO_ASK };
#define SIDES 4u
#define OUTCOMES (SIDES * WAYS_TO_ASK)

/* What the probes found, as bits: helpers, and numbers of PROBE_... */
struct reached {
    uint32_t helpers[RBPF_HELPERS_MAX / 32];
    uint32_t others;
};
enum { READ_STORES = 0, WRITE_STORES = 3, READ_REGIONS = 6, WRITE_REGIONS = 8, WRITE_CONTEXT = 10 };

/* The helper whose number is in the context; key 5, and 8 bytes of stack. */
static const struct guest calls =
    GUEST_ROW(TRY_STACK_BYTES, LDX(BPF_DW, 7, 1, 0), MOV64_K(1, 5), MOV64_X(2, 10), ADD64_K(2, -8),
              MOV64_K(3, 8), CALL_REG(7), EXIT());
/* The byte whose address is in the context. */
static const struct guest reads = GUEST_ROW(0, LDX(BPF_DW, 7, 1, 0), LDX(BPF_B, 0, 7, 0), EXIT());
static const struct guest writes =
    GUEST_ROW(0, LDX(BPF_DW, 7, 1, 0), MOV64_K(0, 0), STX(BPF_B, 7, 0, 0), EXIT());

static struct rbpf_helper every_helper[RBPF_HELPERS_MAX];

static enum rbpf_status do_nothing(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static void make_every_helper(struct host *host)
{
    static const struct rbpf_helper stores[] = {RBPF_BUILTIN_STORES};
    uint32_t i;

    for (i = 0; i < RBPF_HELPERS_MAX; i++)
        every_helper[i] = (struct rbpf_helper){.fn = do_nothing};
    memcpy(every_helper + 1, stores + 1, sizeof stores - sizeof stores[0]);
    host->engine.helpers = every_helper;
    host->engine.helper_count = RBPF_HELPERS_MAX;
}

/* What each guest needs to run at all, and room in stores whose entries are what is tried. */
static struct rbpf_rights least_rights(void)
{
    struct rbpf_rights least;
    uint32_t i;

    memset(&least, 0, sizeof least);
    least.insns_per_run = 100;
    least.insns_per_second = (uint32_t)RBPF_UNLIMITED;
    least.stack_bytes = TRY_STACK_BYTES;
    for (i = 0; i < RBPF_SCOPES; i++)
        least.stores[i].bytes = 8;
    return least;
}

/* `rights` with the one that is tried, or without it. */
static struct rbpf_rights with(struct rbpf_rights rights, const struct tried_right *tried, bool has)
{
    uint32_t i;

    for (i = 0; i < RBPF_HELPERS_MAX / 32u; i++) {
        rights.helpers[i] &= ~tried->rights.helpers[i];
        rights.helpers[i] |= has ? tried->rights.helpers[i] : 0;
    }
    rights.access &= (uint16_t)~tried->rights.access;
    rights.access |= has ? tried->rights.access : 0;
    for (i = 0; i < RBPF_SCOPES; i++)
        if (tried->rights.stores[i].entries)
            rights.stores[i].entries = has;
    return rights;
}

/* What a container with these rights is to reach: by the words of <rbpf/rights.h>. */
static struct reached expected_of(const struct rbpf_rights *rights)
{
    static const uint32_t getters[] = {RBPF_HELPER_PRIVATE_GET, RBPF_HELPER_TENANT_GET,
                                       RBPF_HELPER_GLOBAL_GET};
    struct reached expected = {.others = 0};
    uint32_t i;

    memcpy(expected.helpers, rights->helpers, sizeof expected.helpers);
    for (i = 0; i < RBPF_SCOPES; i++) {
        bool can_get = rights->helpers[0] >> getters[i] & 1u;
        bool can_set = rights->helpers[0] >> (getters[i] + 1u) & 1u;

        if (can_get && rights->access & RBPF_READ_STORE(i))
            expected.others |= 1u << (READ_STORES + i);
        if (can_set && rights->stores[i].entries > 0)
            expected.others |= 1u << (WRITE_STORES + i);
    }
    for (i = 0; i < HOST_REGIONS; i++) {
        if (!(rights->access & RBPF_READ_REGION(i)))
            continue;
        expected.others |= 1u << (READ_REGIONS + i);
        /* The first is read-only, whatever is granted. */
        if (i > 0 && rights->access & RBPF_WRITE_REGION(i))
            expected.others |= 1u << (WRITE_REGIONS + i);
    }
    if (rights->access & RBPF_WRITE_CONTEXT)
        expected.others |= 1u << WRITE_CONTEXT;
    return expected;
}

static enum rbpf_status probe(struct host *host, uint64_t number, int64_t *result)
{
    uint8_t context[8];

    rbpf_store64(context, number);
    *result = 0;
    return rbpf_hook_fire(&host->hooks[0], context, sizeof context, result);
}

static void try_calls(struct host *host, struct reached *found)
{
    uint32_t id;

    for (id = 0; id < RBPF_HELPERS_MAX; id++) {
        int64_t result;
        enum rbpf_status status = probe(host, id, &result);

        if (status == RBPF_FAULT_HELPER)
            continue;
        found->helpers[id / 32u] |= RBPF_HELPER_BIT(id);
        if (id >= RBPF_HELPER_PRIVATE_GET && id <= RBPF_HELPER_GLOBAL_SET &&
            result != RBPF_STORE_DENIED)
            found->others |= 1u << ((id % 2u ? READ_STORES : WRITE_STORES) + (id - 1u) / 2u);
    }
}

/* All regions that there could be: what is not one of the host's two must not be among them. */
static void try_memory(struct host *host, struct reached *found, uint32_t first_bit)
{
    const uint32_t context = RBPF_REGION_COUNT(HOST_REGIONS) - 1u;
    uint32_t region;
    int64_t result;

    for (region = RBPF_REGION_HOST; region < context + 4u; region++) {
        enum rbpf_status status = probe(host, RBPF_ADDRESS(region, 0), &result);

        if (status != RBPF_OK)
            continue;
        if (region < context)
            found->others |= 1u << (first_bit + region - RBPF_REGION_HOST);
        else if (region > context)
            found->others |= 1u << 31;
        else if (first_bit == WRITE_REGIONS)
            found->others |= 1u << WRITE_CONTEXT;
    }
}

static struct verdict try_guest(struct host *host, const struct guest *guest,
                                const struct rbpf_request *request, struct reached *found)
{
    struct guest asking = *guest;

    asking.request = request;
    CHECK_STATUS(host_put(host, 0, 0, &asking), RBPF_OK);
    if (guest == &calls)
        try_calls(host, found);
    else
        try_memory(host, found, guest == &reads ? READ_REGIONS : WRITE_REGIONS);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    return PASSED;
}

static struct verdict check_reach(const struct tried_right *tried, uint32_t outcome, bool others)
{
    struct host *host = host_begin();
    const struct rbpf_rights base = others ? all_rights() : least_rights();
    const uint32_t sides = outcome % SIDES;
    const uint32_t asked = outcome / SIDES;
    const bool granted = sides == (OWNER | HOOK);
    const struct rbpf_request request = {.needs = with(least_rights(), tried, asked == NEEDED),
                                         .wants = with(base, tried, asked == WANTED)};
    const struct rbpf_rights rights = with(base, tried, granted && asked != NOT_ASKED);
    const struct reached expected = expected_of(&rights);
    struct reached found = {.others = 0};

    make_every_helper(host);
    host->tenants[0].grant = with(base, tried, sides & OWNER);
    host->configs[0].offer = with(base, tried, sides & HOOK);
    if (asked == NEEDED && !granted) {
        struct guest asking = calls;

        asking.request = &request;
        CHECK_STATUS(host_put(host, 0, 0, &asking), RBPF_CONTAINER_RIGHTS);
        CHECK(memcmp(host->report.missing.helpers, tried->rights.helpers,
                     sizeof tried->rights.helpers) == 0);
        CHECK_EQUAL(host->report.missing.access, tried->rights.access);
        return PASSED;
    }
    CHECK_PASSED(try_guest(host, &calls, &request, &found));
    CHECK_PASSED(try_guest(host, &reads, &request, &found));
    CHECK_PASSED(try_guest(host, &writes, &request, &found));
    CHECK(memcmp(found.helpers, expected.helpers, sizeof found.helpers) == 0);
    CHECK_EQUAL(found.others, expected.others);
    return PASSED;
}

static const char *const side_names[SIDES] = {"neither owner nor hook", "owner", "hook",
                                              "owner and hook"};
static const char *const asked_names[WAYS_TO_ASK] = {"not asked for", "wanted", "needed"};
static char reach_name[128];

static void append_text(const char *text)
{
    size_t at = strlen(reach_name);

    while (*text && at + 1 < sizeof reach_name)
        reach_name[at++] = *text++;
    reach_name[at] = 0;
}

static const char *rights_reach_name(size_t row)
{
    size_t outcome = row / 2 % OUTCOMES;

    reach_name[0] = 0;
    append_text(tried_rights[row / 2 / OUTCOMES].name);
    append_text(": ");
    append_text(side_names[outcome % SIDES]);
    append_text(", ");
    append_text(asked_names[outcome / SIDES]);
    append_text(row % 2 ? ", with all others" : ", alone");
    return reach_name;
}

static struct verdict rights_reach_run(size_t row)
{
    return check_reach(&tried_rights[row / 2 / OUTCOMES], (uint32_t)(row / 2 % OUTCOMES), row % 2);
}

const struct case_set rights_reach = {"rights_reach", COUNT_OF(tried_rights) * OUTCOMES * 2,
                                      rights_reach_name, rights_reach_run};
