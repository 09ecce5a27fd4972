/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Everything that the engine calls of the host is counted: helpers, services, the policy, a sensor.
 * The n-th call goes wrong, for every n, in each way there is; afterwards the engine is as it is to
 * be, and the next firing is like any other.
 */
#include <string.h>

#include "container_host.h"

/* What the n-th call does. Only helpers can fail or wait. */
enum mischief {
    /* A helper returns an error, a clock 0, a sensor an error, the policy ends the firing. */
    FAILS,
    WAITS,
    /* And then does what it is to do: */
    FIRES,
    DETACHES,
    RESETS,
    RUNS_FIRING,
    CANCELS_FIRING
};

struct port_case {
    const char *name;
    enum mischief mischief;
    /* By rbpf_firing_run(), in slices of so many instructions; 0: by rbpf_hook_fire(). */
    uint32_t slice_insns;
    /* How many calls, of all n, make the firing end badly, and how. */
    uint32_t bad;
    enum rbpf_status status;
    /* What a call that the n-th call makes is told. */
    enum rbpf_status told;
};

static struct {
    struct host *host;
    const struct rbpf_helper *helpers;
    struct rbpf_firing firing;
    const struct port_case *row;
    uint32_t calls;
    /* The one that goes wrong; 0: none. */
    uint32_t nth;
    enum rbpf_status told;
} port;

/* Each helper of the host in turn: count_helper(). */
static struct rbpf_helper counted_helpers[HOST_HELPERS];

static void do_mischief(struct host *host)
{
    int64_t result;

    switch (port.row->mischief) {
    case FIRES:
        (void)host_fire(host, 0, &result);
        break;
    case DETACHES:
        (void)rbpf_container_detach(&host->containers[0]);
        (void)rbpf_container_detach(&host->containers[1]);
        break;
    case RESETS:
        (void)rbpf_container_reset(&host->containers[0]);
        (void)rbpf_container_reset(&host->containers[1]);
        break;
    case RUNS_FIRING:
        port.told = rbpf_firing_run(&port.firing, 100);
        break;
    case CANCELS_FIRING:
        port.told = rbpf_firing_cancel(&port.firing);
        break;
    default:
        break;
    }
}

/* Is it this call, and is it to fail? */
static bool goes_wrong(void)
{
    if (++port.calls != port.nth)
        return false;
    do_mischief(port.host);
    return port.row->mischief == FAILS || port.row->mischief == WAITS;
}

/* The programs of these cases call by number alone. */
static uint32_t called_id(struct rbpf_call *call)
{
    const struct rbpf_vm *vm = rbpf_call_vm(call);

    return rbpf_load32((const uint8_t *)vm->program->code.insns + 8u * rbpf_vm_pc(vm) + 4);
}

static enum rbpf_status count_helper(struct rbpf_call *call)
{
    const uint32_t id = called_id(call);

    if (goes_wrong())
        return port.row->mischief == WAITS ? RBPF_SUSPENDED : RBPF_CONTAINER_RATE;
    return port.helpers[id].fn(call);
}

static uint64_t count_now(void *user)
{
    return goes_wrong() ? 0 : ((struct host *)user)->now_ms;
}

static uint32_t count_ticks(void *user)
{
    (void)user;
    return goes_wrong() ? 0 : 7;
}

static uint32_t count_random(void *user)
{
    (void)user;
    return goes_wrong() ? UINT32_MAX : 4;
}

static void count_log(void *user, const struct rbpf_container *container, const char *text,
                      uint32_t bytes)
{
    (void)container;
    (void)goes_wrong();
    ((struct host *)user)->text_bytes = bytes;
    (void)text;
}

static void count_fault(void *user, const struct rbpf_container *container,
                        const struct rbpf_vm *vm, enum rbpf_status status)
{
    (void)user;
    (void)container;
    (void)vm;
    (void)status;
    (void)goes_wrong();
}

static int32_t count_reading(void *user, struct rbpf_reading *reading)
{
    (void)user;
    reading->val[0] = 21;
    return goes_wrong() ? -5 : 1;
}

static bool count_combine(void *user, int64_t result, int64_t *combined)
{
    (void)user;
    *combined = result;
    return !goes_wrong();
}

/* Adds 1 to its variable, keeps it in all stores, calls what else can be called, and returns it. */
static const uint64_t busy_insns[] = {LDDW(7, RBPF_ADDRESS(RBPF_REGION_DATA, 0)),
                                      LDX(BPF_B, 6, 7, 0),
                                      ADD64_K(6, 1),
                                      STX(BPF_B, 7, 6, 0),
                                      STX(BPF_DW, 10, 6, -8),
#define PUTS(setter)                                                                               \
    MOV64_K(1, 5), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, 4), CALL_HELPER(setter)
                                      PUTS(RBPF_HELPER_PRIVATE_SET),
                                      PUTS(RBPF_HELPER_TENANT_SET),
                                      PUTS(RBPF_HELPER_GLOBAL_SET),
                                      MOV64_K(1, 1),
                                      MOV64_X(2, 10),
                                      ADD64_K(2, -8),
                                      MOV64_K(3, 4),
                                      CALL_HELPER(RBPF_HELPER_FIRE),
                                      CALL_HELPER(RBPF_HELPER_NOW_MS),
                                      CALL_HELPER(RBPF_HELPER_RANDOM),
                                      MOV64_X(1, 10),
                                      ADD64_K(1, -8),
                                      MOV64_K(2, 4),
                                      CALL_HELPER(RBPF_HELPER_LOG),
                                      MOV64_K(1, 1),
                                      MOV64_X(2, 10),
                                      ADD64_K(2, -16),
                                      CALL_HELPER(RBPF_HELPER_SENSOR_READ),
                                      MOV64_X(0, 6),
                                      EXIT()};
/* 8 helpers; of services now_ms for two rates, ticks twice for two, and what helpers ask: now_ms,
 * random, log and the sensor; two results to combine. */
#define CLEAN_CALLS (8u + 2u + 4u + 4u + 2u)

static struct verdict begin(const struct port_case *row)
{
    static const struct guest busy = {
        .insns = busy_insns, .insns_bytes = sizeof busy_insns, .stack_bytes = 16, .data_bytes = 1};
    static const uint64_t plain_insns[] = {MOV64_K(0, 3), EXIT()};
    static const struct guest plain = {.insns = plain_insns, .insns_bytes = sizeof plain_insns};
    struct host *host = host_begin();
    uint32_t i;

    port.host = host;
    port.row = row;
    port.nth = 0;
    port.calls = 0;
    port.helpers = host->engine.helpers;
    memset(&port.firing, 0, sizeof port.firing);
    memcpy(counted_helpers, port.helpers, sizeof counted_helpers);
    for (i = 0; i < HOST_HELPERS; i++)
        if (counted_helpers[i].fn)
            counted_helpers[i].fn = count_helper;
    host->engine.helpers = counted_helpers;
    host->engine.services = (struct rbpf_services){.now_ms = count_now,
                                                   .ticks = count_ticks,
                                                   .log = count_log,
                                                   .random = count_random,
                                                   .fault = count_fault};
    host->sensors[0].read = count_reading;
    host->configs[0].policy = RBPF_POLICY_HOST;
    host->configs[0].combine = count_combine;
    host->tenants[0].grant.insns_per_second = 1000000;
    CHECK_STATUS(host_put_greedy(host, 0, 0, &busy), RBPF_OK);
    CHECK_STATUS(host_put_greedy(host, 1, 0, &plain), RBPF_OK);
    return PASSED;
}

/* Returns what the firing did, at most some slices long: one that waits is given up. */
static enum rbpf_status fire(int64_t *result)
{
    enum rbpf_status status = RBPF_YIELDED;

    *result = NO_RESULT;
    if (port.row->slice_insns == 0)
        return host_fire(port.host, 0, result);
    rbpf_firing_begin(&port.firing, &port.host->hooks[0], NULL, 0, result);
    while (status == RBPF_YIELDED)
        status = rbpf_firing_run(&port.firing, port.row->slice_insns);
    if (status == RBPF_SUSPENDED)
        (void)rbpf_firing_cancel(&port.firing);
    return status;
}

static uint32_t kept_in(struct rbpf_store *store)
{
    struct rbpf_item item = {.size = 0};

    return rbpf_store_get(store, 5, &item) == RBPF_OK ? rbpf_load32(item.value) : 0;
}

/* Nothing is in use, and every store has the same: all of a run, or nothing. */
static struct verdict check_rest(void)
{
    struct host *host = port.host;
    uint32_t i, faults = 0;

    for (i = 0; i < HOST_RUNNERS; i++) {
        CHECK_EQUAL(host->runners[i].use, 0);
        CHECK_EQUAL(host->runners[i].log_used, 0);
        CHECK(host->runners[i].firing == NULL);
    }
    for (i = 0; i < 2; i++)
        CHECK_EQUAL(host->containers[i].flags & RBPF_CONTAINER_RUNNING, 0);
    for (i = 0; i < RBPF_CAUSES; i++)
        faults += host->containers[0].faults[i];
    CHECK_EQUAL(host->containers[0].strikes, faults);
    CHECK_EQUAL(kept_in(&host->tenant_store), kept_in(&host->private_store));
    CHECK_EQUAL(kept_in(&host->global_store), kept_in(&host->private_store));
    CHECK_EQUAL(host->mailbox.pending, kept_in(&host->private_store) != 0);
    return PASSED;
}

/* Attaches what was detached meanwhile. */
static struct verdict attach_again(void)
{
    struct host *host = port.host;
    uint32_t i;

    for (i = 0; i < 2; i++) {
        if (host->containers[i].flags & RBPF_CONTAINER_LEAVING)
            CHECK_STATUS(rbpf_container_detach(&host->containers[i]), RBPF_OK);
        if (!host->containers[i].hook)
            CHECK_STATUS(host_attach(host, i, 0), RBPF_OK);
    }
    return PASSED;
}

/* The next firing is like any: what it keeps is one more than the last has kept, or the first. */
static struct verdict check_next(uint32_t calls)
{
    const uint32_t before = kept_in(&port.host->private_store);
    uint32_t kept;
    int64_t result;

    port.nth = 0;
    port.calls = 0;
    CHECK_PASSED(attach_again());
    CHECK_STATUS(fire(&result), RBPF_OK);
    CHECK_EQUAL(result, 3);
    if (calls > 0)
        CHECK_EQUAL(port.calls, calls);
    CHECK_PASSED(check_rest());
    kept = kept_in(&port.host->private_store);
    CHECK(kept == before + 1u || kept == 8);
    return PASSED;
}

/* A run that ended badly has left nothing; one that was given up is no fault. */
static struct verdict check_bad(enum rbpf_status status)
{
    const struct rbpf_container info = host_info(port.host, 0, 0);

    CHECK_STATUS(status, port.row->status);
    CHECK_EQUAL(kept_in(&port.host->private_store), 8);
    CHECK_EQUAL(info.runs, 2);
    CHECK_EQUAL(info.refused, 0);
    CHECK_EQUAL(info.strikes, status != RBPF_SUSPENDED);
    return PASSED;
}

/* One that went well and one of which the n-th call does not; `bad` counts those that end badly. */
static struct verdict check_nth(const struct port_case *row, uint32_t nth, uint32_t *bad,
                                bool *reached)
{
    enum rbpf_status status;
    uint32_t clean;
    int64_t result;

    CHECK_PASSED(begin(row));
    CHECK_PASSED(check_next(row->slice_insns ? 0 : CLEAN_CALLS));
    clean = port.calls;
    CHECK_EQUAL(kept_in(&port.host->private_store), 8);
    port.nth = nth;
    port.calls = 0;
    port.told = row->told;
    status = fire(&result);
    *reached = port.calls >= nth;
    CHECK_STATUS(port.told, row->told);
    CHECK_PASSED(check_rest());
    CHECK(*reached || status == RBPF_OK);
    CHECK_EQUAL(port.host->hooks[0].fired, 2u + (*reached && row->mischief == FIRES));
    if (status != RBPF_OK) {
        ++*bad;
        CHECK_PASSED(check_bad(status));
    }
    return check_next(clean);
}

static const struct port_case ports[] = {
    {"fails", FAILS, 0, 8, RBPF_FAULT_HELPER_FAILED, RBPF_OK},
    {"fails in slices", FAILS, 5, 8, RBPF_FAULT_HELPER_FAILED, RBPF_OK},
    {"waits where nobody waits", WAITS, 0, 8, RBPF_ERR_SUSPENDED, RBPF_OK},
    {"waits and is given up", WAITS, 5, 8, RBPF_SUSPENDED, RBPF_OK},
    {"fires the same hook", FIRES, 0, 0, RBPF_OK, RBPF_OK},
    {"fires the same hook in slices", FIRES, 5, 0, RBPF_OK, RBPF_OK},
    {"detaches all", DETACHES, 0, 0, RBPF_OK, RBPF_OK},
    {"detaches all in slices", DETACHES, 5, 0, RBPF_OK, RBPF_OK},
    {"resets all", RESETS, 0, 0, RBPF_OK, RBPF_OK},
    {"runs its own firing", RUNS_FIRING, 5, 0, RBPF_OK, RBPF_ERR_RUNNING},
    {"gives its own firing up", CANCELS_FIRING, 5, 0, RBPF_OK, RBPF_ERR_RUNNING},
};

static struct verdict check_port_case(const struct port_case *row)
{
    bool reached = true;
    uint32_t bad = 0, nth;

    for (nth = 1; reached && nth < 100; nth++)
        CHECK_PASSED(check_nth(row, nth, &bad, &reached));
    /* As many as there are, and the one that is not reached. */
    CHECK(nth > CLEAN_CALLS + 1u && nth < 100);
    CHECK_EQUAL(bad, row->bad);
    return PASSED;
}

CASE_SET(port_calls, ports, check_port_case);
