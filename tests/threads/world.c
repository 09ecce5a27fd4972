/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "guests/work.h"
#include "work_guest_image.h"

struct world world;

static uint8_t private_bytes[CONTAINERS][RBPF_STORE_BYTES(1, 4)];
static uint8_t tenant_bytes[TENANTS][RBPF_STORE_BYTES(STORE_SLOTS, STORE_VALUE_BYTES)];
static uint8_t global_bytes[RBPF_STORE_BYTES(STORE_SLOTS, STORE_VALUE_BYTES)];
static _Alignas(8) uint8_t data[CONTAINERS][8];
static _Alignas(8) uint8_t shared[16];

/* The first few say enough. */
static bool is_to_be_said(void)
{
    return atomic_fetch_add(&world.wrong, 1) < 20u;
}

void world_wrong(const char *what, int64_t value)
{
    if (is_to_be_said())
        printf("WRONG: %s: %" PRId64 "\n", what, value);
}

static void expect(const char *what, uint32_t index, uint64_t actual, uint64_t expected)
{
    if (actual != expected && is_to_be_said())
        printf("WRONG: %s of %" PRIu32 ": %" PRIu64 ", not %" PRIu64 "\n", what, index, actual,
               expected);
}

/* ---- what the engine asks of the host ---- */

static enum rbpf_status helper_who_am_i(struct rbpf_call *call)
{
    /* So that a run lasts one tick, in slices too. */
    if (++*world_thread_time() % 4u == 0)
        world_pause();
    rbpf_call_return(call, rbpf_call_container(call)->number);
    return RBPF_OK;
}

static enum rbpf_status helper_wait(struct rbpf_call *call)
{
    struct rbpf_firing *firing = rbpf_call_firing(call);
    const uint64_t answer = rbpf_call_arg(call, 1) + 1u;

    rbpf_call_return(call, answer);
    if (!firing)
        return RBPF_OK;
    ((struct piece *)(void *)firing)->asked = answer;
    return RBPF_SUSPENDED;
}

/* Each question is a millisecond later than the one before. */
static uint64_t now_ms(void *user)
{
    (void)user;
    return atomic_fetch_add(&world.clock, 1);
}

static uint32_t ticks(void *user)
{
    (void)user;
    return *world_thread_time();
}

static void take_fault(void *user, const struct rbpf_container *container, const struct rbpf_vm *vm,
                       enum rbpf_status status)
{
    struct tally *tally = &world.tallies[container->number - 1u];
    struct rbpf_fault fault;

    (void)user;
    rbpf_vm_fault(vm, &fault);
    if (status == RBPF_FAULT_BOUNDS)
        atomic_fetch_add(&tally->bounds, 1);
    else if (status == RBPF_FAULT_BUDGET)
        atomic_fetch_add(&tally->budget, 1);
    else
        world_wrong("a run ended by", status);
}

static bool take_result(void *user, int64_t result, int64_t *combined)
{
    (void)user;
    *combined = result;
    if (result <= 0 || (result & 0xff) > CONTAINERS) {
        world_wrong("a guest's result", result);
        return true;
    }
    atomic_fetch_add(&world.tallies[(result & 0xff) - 1].ok, 1);
    if (result & WORK_POSTED_BIT)
        atomic_fetch_add(&world.posts, 1);
    return true;
}

/* ---- engine ---- */

#define RIGHTS(insns_of_a_second)                                                                  \
    {                                                                                              \
        .helpers = {0x0300007eu | RBPF_HELPER_BIT(RBPF_HELPER_FIRE)},                              \
        .access = RBPF_READ_STORE(RBPF_SCOPE_PRIVATE) | RBPF_READ_STORE(RBPF_SCOPE_TENANT) |       \
                  RBPF_READ_STORE(RBPF_SCOPE_GLOBAL) | RBPF_READ_REGION(0) | RBPF_WRITE_REGION(0), \
        .stores = {{1, 4}, {1, 4}, {1, 4}}, .stack_bytes = 512, .insns_per_run = 2000,             \
        .insns_per_second = (insns_of_a_second)                                                    \
    }
#define HOOK(title, ...)                                                                           \
    RBPF_HOOK(&world_engine, .name = (title), .policy = RBPF_POLICY_HOST, .combine = take_result,  \
              __VA_ARGS__)

static uint8_t posted_context[sizeof(struct work_event)];
static struct rbpf_mailbox mailbox = {.context = posted_context, .bytes = sizeof posted_context};

static struct rbpf_hook pair = HOOK("pair", .offer = RIGHTS(UINT32_MAX));
static struct rbpf_hook faulty = HOOK("faulty", .offer = RIGHTS(UINT32_MAX));
static struct rbpf_hook rate = HOOK("rate", .offer = RIGHTS(20000));
static struct rbpf_hook posted = HOOK("posted", .offer = RIGHTS(UINT32_MAX), .mailbox = &mailbox);
static struct rbpf_hook guests = HOOK("guests", .offer = RIGHTS(UINT32_MAX));
static struct rbpf_hook first = HOOK("first", .offer = RIGHTS(UINT32_MAX));
static struct rbpf_hook second = HOOK("second", .offer = RIGHTS(UINT32_MAX));
struct rbpf_hook *const world_hooks[HOOKS] = {&pair,   &faulty, &rate,  &posted,
                                              &guests, &first,  &second};

/* Fewer than threads that may run containers, so that now and then there is none. */
#define RUNNER RBPF_RUNNER(512, 4, 3 * RBPF_LOG_BYTES(4) + RBPF_LOG_BYTES(4), 1)
static struct rbpf_runner runners[] = {RUNNER, RUNNER, RUNNER, RUNNER};

static const struct rbpf_helper helpers[] = {
    RBPF_BUILTIN_STORES,
    [RBPF_HELPER_FIRE] = RBPF_BUILTIN_FIRE,
    [24] = {.fn = helper_who_am_i, .name = "who_am_i"},
    [25] = {.fn = helper_wait, .name = "wait_for_host"},
};
static const struct rbpf_grant regions[] = {{shared, sizeof shared, true}};

const struct rbpf_engine world_engine = {
    .helpers = helpers,
    .helper_count = sizeof helpers / sizeof helpers[0],
    .hooks = world_hooks,
    .hook_count = HOOKS,
    .runners = runners,
    .runner_count = sizeof runners / sizeof runners[0],
    .regions = regions,
    .region_count = 1,
    .global = &world.global_store,
    .services = {.now_ms = now_ms, .ticks = ticks, .fault = take_fault},
};

static const struct rbpf_tenant tenants[TENANTS] = {
    {.name = "anna", .grant = RIGHTS(UINT32_MAX), .store = &world.tenant_stores[ANNA]},
    {.name = "ben", .grant = RIGHTS(UINT32_MAX), .store = &world.tenant_stores[BEN]},
    {.name = "cleo",
     .grant = RIGHTS(UINT32_MAX),
     .store = &world.tenant_stores[CLEO],
     .fault_limit = 3},
};

static const struct {
    uint8_t hook;
    uint8_t tenant;
} places[CONTAINERS] = {
    {HOOK_PAIR, ANNA},  {HOOK_PAIR, BEN},   {HOOK_FAULTY, CLEO},
    {HOOK_RATE, ANNA},  {HOOK_POSTED, BEN}, {HOOK_GUESTS, ANNA},
    {HOOK_GUESTS, BEN}, {HOOK_FIRST, ANNA}, {HOOK_SECOND, BEN},
};

uint32_t world_hook_of(uint32_t index)
{
    return places[index].hook;
}

/* ---- rounds ---- */

static enum rbpf_status attach_as(uint32_t index, uint32_t number)
{
    const uint32_t tenant = places[index].tenant;
    const struct rbpf_attachment attachment = {
        .image = work_guest_image,
        .image_bytes = sizeof work_guest_image,
        .tenant = &tenants[tenant],
        .data = data[index],
        .data_bytes = sizeof data[index],
        .store = &world.private_stores[index],
        .number = (uint16_t)number,
        .order = (uint8_t)(index % 3u),
    };

    return rbpf_container_attach(&world.containers[index], world_hooks[places[index].hook],
                                 &attachment, NULL);
}

enum rbpf_status world_attach(uint32_t index)
{
    return attach_as(index, index + 1u);
}

enum rbpf_status world_attach_twin(uint32_t index)
{
    return attach_as(index, FIRST + 1u);
}

static void format(struct rbpf_store *store, void *memory, size_t bytes, uint32_t value_bytes)
{
    if (rbpf_store_format(store, memory, bytes, value_bytes))
        world_wrong("a store is not formatted", 0);
}

void world_begin(void)
{
    const unsigned wrong = atomic_load(&world.wrong);
    uint32_t i;

    memset(&world, 0, sizeof world);
    atomic_store(&world.wrong, wrong);
    memset(shared, 0, sizeof shared);
    mailbox.pending = false;
    mailbox.replaced = 0;
    for (i = 0; i < TENANTS; i++)
        format(&world.tenant_stores[i], tenant_bytes[i], sizeof tenant_bytes[i], STORE_VALUE_BYTES);
    format(&world.global_store, global_bytes, sizeof global_bytes, STORE_VALUE_BYTES);
    for (i = 0; i < HOOKS; i++) {
        world_hooks[i]->fired = 0;
        world_hooks[i]->failed = 0;
    }
    for (i = 0; i < CONTAINERS; i++) {
        format(&world.private_stores[i], private_bytes[i], sizeof private_bytes[i], 4);
        if (world_hook_of(i) != HOOK_GUESTS && world_attach(i))
            world_wrong("not attached", i);
    }
}

void world_settle(uint32_t hook, uint32_t flags, enum rbpf_status status, int64_t result)
{
    struct seen *seen = &world.seen[hook];
    const bool is_over_rate = status == RBPF_CONTAINER_RATE && hook == HOOK_RATE;

    atomic_fetch_add(&seen->fired, 1);
    if (status != RBPF_OK)
        atomic_fetch_add(&seen->wrong, 1);
    if (status == RBPF_CONTAINER_BUSY)
        atomic_fetch_add(&seen->busy, 1);
    else if (is_over_rate)
        atomic_fetch_add(&seen->over_rate, 1);
    else if (status == RBPF_OK && result == NO_RESULT)
        atomic_fetch_add(&seen->passed_over, 1);
    else if (flags & WORK_ATOMIC)
        atomic_fetch_add(&world.atomics, 1);
    if (status != RBPF_OK && status != RBPF_CONTAINER_BUSY && !is_over_rate &&
        !(status == RBPF_FAULT_BOUNDS && flags & WORK_FAULT) &&
        !(status == RBPF_FAULT_BUDGET && flags & WORK_SPIN))
        world_wrong("a firing ended by", status);
}

uint32_t world_run_posted(void)
{
    const uint32_t count = rbpf_engine_run_posted(&world_engine);

    atomic_fetch_add(&world.posted, count);
    return count;
}

/* ---- what must be true at the end ---- */

static uint32_t read_count(const struct rbpf_store *store, uint32_t key, uint16_t owner)
{
    struct rbpf_item item;

    if (rbpf_store_get(store, key, &item))
        return 0;
    if (item.size != 4 || item.owner != owner)
        world_wrong("an entry's size or owner", item.size);
    return rbpf_load32(item.value);
}

void world_check_stores(uint32_t index, uint32_t count)
{
    const uint16_t number = (uint16_t)(index + 1u);

    expect("private count", index,
           read_count(&world.private_stores[index], WORK_PRIVATE_KEY, number), count);
    expect("tenant's count", index,
           read_count(&world.tenant_stores[places[index].tenant], number, number), count);
    expect("global count", index, read_count(&world.global_store, number, number), count);
}

static uint64_t at_most(uint64_t number, uint64_t most)
{
    return number < most ? number : most;
}

/* How many of its runs were started. */
static uint32_t check_runs(uint32_t index)
{
    const struct tally *tally = &world.tallies[index];
    const struct rbpf_container *container = &world.containers[index];
    const uint32_t runs = tally->ok + tally->bounds + tally->budget + tally->cancelled;

    expect("runs", index, container->runs, runs);
    expect("ticks", index, rbpf_container_ticks(container), runs);
    expect("faults of memory", index, container->faults[RBPF_CAUSE_MEMORY],
           at_most(tally->bounds, 255));
    expect("faults of budget", index, container->faults[RBPF_CAUSE_BUDGET],
           at_most(tally->budget, 255));
    expect("flags but quarantine", index, container->flags & ~RBPF_CONTAINER_QUARANTINE, 0);
    world_check_stores(index, tally->ok);
    return runs;
}

/* The only container of a hook that this test fires itself. */
static void check_alone(uint32_t index)
{
    const uint32_t hook = world_hook_of(index);
    const struct seen *seen = &world.seen[hook];
    const uint32_t refused = seen->busy + seen->over_rate;

    expect("refused", index, world.containers[index].refused, at_most(refused, UINT16_MAX));
    expect("firings", index, seen->fired, check_runs(index) + refused + seen->passed_over);
    expect("fired", hook, world_hooks[hook]->fired, seen->fired);
    expect("failed", hook, world_hooks[hook]->failed, seen->wrong);
}

static void check_pair(void)
{
    const uint32_t runs = check_runs(PAIR_ANNA) + check_runs(PAIR_BEN);
    const uint32_t refused =
        world.containers[PAIR_ANNA].refused + world.containers[PAIR_BEN].refused;

    expect("runs and refusals", HOOK_PAIR, runs + refused, 2u * world.seen[HOOK_PAIR].fired);
    expect("fired", HOOK_PAIR, pair.fired, world.seen[HOOK_PAIR].fired);
    expect("failed", HOOK_PAIR, pair.failed, world.seen[HOOK_PAIR].wrong);
}

static void check_posted(void)
{
    const struct rbpf_container *container = &world.containers[POSTED];

    expect("posted", HOOK_POSTED, posted.fired, world.posted);
    expect("runs and refusals", HOOK_POSTED, check_runs(POSTED) + container->refused, posted.fired);
    expect("failed", HOOK_POSTED, posted.failed, container->refused);
    expect("replaced", HOOK_POSTED, mailbox.replaced, (world.posts - posted.fired) & 0xffu);
}

void world_check(void)
{
    uint32_t i;

    check_alone(FAULTY);
    check_alone(RATE);
    check_alone(FIRST);
    check_alone(SECOND);
    check_pair();
    check_posted();
    expect("failed", HOOK_GUESTS, guests.failed, world.seen[HOOK_GUESTS].wrong);
    expect("shared word", 0, rbpf_load32(shared), world.atomics);
    expect("shared double word", 0, rbpf_load64(shared + 8), world.atomics);
    for (i = 0; i < CONTAINERS; i++)
        if (world.containers[i].hook && rbpf_container_detach(&world.containers[i]))
            world_wrong("not detached", i);
}
