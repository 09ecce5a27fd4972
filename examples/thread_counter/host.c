/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Counts threads: a hook where a scheduler switches, and on it a container that counts. The same on
 * a PC and as firmware.
 */
#include <inttypes.h>
#include <stdio.h>

#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>

#include "counter_image.h"
#include "scheduler.h"
#include "switch.h"

#define THREADS 3u
#define STACK_BYTES 64u
#define COUNT_BYTES ((uint32_t)sizeof(uint32_t))

/* What the hook offers, and what the owner of the device grants: here the same. */
#define RIGHTS                                                                                     \
    {                                                                                              \
        .helpers = {RBPF_HELPER_BIT(RBPF_HELPER_TENANT_GET) |                                      \
                    RBPF_HELPER_BIT(RBPF_HELPER_TENANT_SET)},                                      \
        .insns_per_run = 100, .insns_per_second = (uint32_t)RBPF_UNLIMITED,                        \
        .stores = {[RBPF_SCOPE_TENANT] = {THREADS, THREADS * COUNT_BYTES}},                        \
        .stack_bytes = STACK_BYTES, .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT)                   \
    }

extern const struct rbpf_engine engine;

static struct rbpf_hook on_switch = RBPF_HOOK(&engine, .name = "switch", .offer = RIGHTS);
static struct rbpf_hook *const hooks[] = {&on_switch};
static struct rbpf_runner runners[] = {RBPF_RUNNER(STACK_BYTES, 0, RBPF_LOG_BYTES(COUNT_BYTES), 0)};
static const struct rbpf_helper helpers[] = {RBPF_BUILTIN_STORES};
const struct rbpf_engine engine = {.helpers = helpers,
                                   .helper_count = sizeof helpers / sizeof helpers[0],
                                   .hooks = hooks,
                                   .hook_count = 1,
                                   .runners = runners,
                                   .runner_count = 1};

static uint8_t store_bytes[RBPF_STORE_BYTES(THREADS, COUNT_BYTES)];
static struct rbpf_store store;
static const struct rbpf_tenant anna = {.name = "anna", .grant = RIGHTS, .store = &store};
static struct rbpf_container counter;

/* A task that has some work to do, and does it step by step. */
static bool work(void *state)
{
    uint32_t *steps_left = state;

    return --*steps_left > 0;
}

static uint32_t steps[THREADS] = {3, 5, 8};
static const struct task tasks[THREADS] = {{work, &steps[0]}, {work, &steps[1]}, {work, &steps[2]}};

static enum rbpf_status attach(void)
{
    const struct rbpf_attachment attachment = {
        .image = counter_image, .image_bytes = sizeof counter_image, .tenant = &anna, .number = 1};
    enum rbpf_status status =
        rbpf_store_format(&store, store_bytes, sizeof store_bytes, COUNT_BYTES);

    return status ? status : rbpf_container_attach(&counter, &on_switch, &attachment, NULL);
}

static void print_count(uint32_t thread)
{
    struct rbpf_item item = {.size = 0};

    (void)rbpf_store_get(&store, THREAD_KEY + thread, &item);
    printf("thread %" PRIu32 " got the CPU %" PRIu32 " times\n", thread, rbpf_load32(item.value));
}

int main(void)
{
    struct scheduler scheduler = {.hook = &on_switch, .tasks = tasks, .count = THREADS};
    enum rbpf_status status = attach();

    while (status == RBPF_OK && scheduler_run(&scheduler))
        status = scheduler.status;
    if (status != RBPF_OK) {
        printf("%s\n", rbpf_status_text(status));
        return 1;
    }
    for (uint32_t i = 1; i <= THREADS; i++)
        print_count(i);
    return 0;
}
