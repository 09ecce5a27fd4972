/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What it takes to fire hooks: an empty one, one with the empty program, one with the paper's
 * thread counter. */
#include "hooks.h"

#include <rbpf/rbpf.h>

#include "asm.h"
#include "counter.h"
#include "machine.h"
#include "threads_guest_image.h"

#define THREADS 8u
#define RUNS 3u

static const struct rbpf_engine engine;

#define RIGHTS                                                                                     \
    {                                                                                              \
        .helpers = {RBPF_HELPER_BIT(RBPF_HELPER_TENANT_GET) |                                      \
                    RBPF_HELPER_BIT(RBPF_HELPER_TENANT_SET)},                                      \
        .insns_per_run = 1000, .insns_per_second = (uint32_t)RBPF_UNLIMITED,                       \
        .stores = {[RBPF_SCOPE_TENANT] = {.entries = THREADS, .bytes = 4 * THREADS}},              \
        .stack_bytes = 64, .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT)                            \
    }

static struct rbpf_hook on_nothing = RBPF_HOOK(&engine, .name = "nothing", .offer = RIGHTS);
static struct rbpf_hook on_switch = RBPF_HOOK(&engine, .name = "switch", .offer = RIGHTS);
static struct rbpf_hook *const hooks[] = {&on_nothing, &on_switch};
static struct rbpf_runner runners[] = {RBPF_RUNNER(64, 0, RBPF_LOG_BYTES(4), 0)};
static const struct rbpf_helper helpers[] = {RBPF_BUILTIN_STORES};
static const struct rbpf_engine engine = {.helpers = helpers,
                                          .helper_count = 7,
                                          .hooks = hooks,
                                          .hook_count = 2,
                                          .runners = runners,
                                          .runner_count = 1};

static uint8_t store_bytes[RBPF_STORE_BYTES(THREADS, 4)];
static struct rbpf_store store;
static const struct rbpf_tenant tenant = {.name = "paper", .grant = RIGHTS, .store = &store};
static struct rbpf_container container;

/* In an image, as a container must be: header, two instructions' text and so on, by hand. */
static _Alignas(8) const uint8_t empty_image[] = {
    'r', 'B', 'P', 'F', 1, 0, 3, 0, 96, 0, 0, 0, 0, 0, 0, 0,
    /* TEXT, FUNCTIONS, ENTRIES */
    1, 0, 0, 0, 64, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 72, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0,
    0, 5, 0, 0, 0, 80, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 1, 0, 1, 0, 0, 0, 0, 0, 8, 0, 'e', 0, 0, 0, 0, 0, 0, 0};

static void attach(const void *image, uint32_t bytes)
{
    const struct rbpf_attachment attachment = {
        .image = image, .image_bytes = bytes, .tenant = &tenant, .number = 1};

    machine_expect(rbpf_container_attach(&container, &on_switch, &attachment, NULL), RBPF_OK,
                   "attach");
}

/* The last of some runs: the first one sets the runner up, and makes the entry. */
static uint32_t count_fire(struct rbpf_hook *hook)
{
    uint8_t context[8] = {0};
    uint32_t insns = 0;
    uint32_t i;

    context[4] = 3;
    for (i = 0; i < RUNS; i++) {
        enum rbpf_status status;
        int64_t result = 0;

        counter_begin();
        status = rbpf_hook_fire(hook, context, sizeof context, &result);
        insns = counter_end();
        machine_expect(status, RBPF_OK, "fire");
        if (result != 0)
            machine_fail("a container on a hook fails");
    }
    return insns;
}

static void expect_count(void)
{
    struct rbpf_item item;

    machine_expect(rbpf_store_get(&store, 3, &item), RBPF_OK, "get");
    if (item.size != 4 || rbpf_load32(item.value) != RUNS)
        machine_fail("the thread counter has not counted");
}

static void fill_store(void)
{
    struct rbpf_item item = {.size = 4, .owner = 1};

    machine_expect(rbpf_store_format(&store, store_bytes, sizeof store_bytes, 4), RBPF_OK, "store");
    for (item.key = 0; item.key < 3; item.key++)
        machine_expect(rbpf_store_set(&store, &item), RBPF_OK, "set");
}

void bench_hooks(hooks_row *row)
{
    row("empty hook", count_fire(&on_nothing));
    attach(empty_image, sizeof empty_image);
    row("empty program on a hook", count_fire(&on_switch));
    machine_expect(rbpf_container_detach(&container), RBPF_OK, "detach");
    fill_store();
    attach(threads_guest_image, sizeof threads_guest_image);
    row("thread counter", count_fire(&on_switch));
    expect_count();
}
