/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The firmware of the papers' first example: a hook where the scheduler switches threads, a
 * container that counts there, and a store that the firmware reads. All of librbpf that is
 * linked, and all RAM that it is given, is what bench/size counts as `papers`.
 */
#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>

#include "../thread_counter/counter_image.h"
#include "../thread_counter/switch.h"
#include "board.h"

/* What the papers give each container. */
#define STACK_BYTES 512u
#define BUDGET_INSNS 1000u

/* Without rollback nothing is logged. */
#define LOG_BYTES (RBPF_ROLLBACK ? RBPF_LOG_BYTES(sizeof(uint32_t)) : 0)

extern const struct rbpf_engine engine;

static struct rbpf_hook on_switch = RBPF_HOOK(
    &engine, .name = "switch",
    .offer = {.helpers = {RBPF_HELPER_BIT(RBPF_HELPER_TENANT_GET) |
                          RBPF_HELPER_BIT(RBPF_HELPER_TENANT_SET)},
              .insns_per_run = BUDGET_INSNS,
              .insns_per_second = (uint32_t)RBPF_UNLIMITED,
              .stores = {[RBPF_SCOPE_TENANT] = {.entries = THREADS_MOST,
                                                .bytes = THREADS_MOST * sizeof(uint32_t)}},
              .stack_bytes = STACK_BYTES,
              .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT)});
static struct rbpf_hook *const hooks[] = {&on_switch};
static struct rbpf_runner runners[] = {RBPF_RUNNER(STACK_BYTES, 0, LOG_BYTES, 0)};
static uint8_t store_bytes[RBPF_STORE_BYTES(THREADS_MOST, sizeof(uint32_t))];
static struct rbpf_store store;
static struct rbpf_container counter;

static const struct rbpf_helper helpers[] = {
    [RBPF_HELPER_PRIVATE_GET] = RBPF_BUILTIN_GET(rbpf_helper_private_get, "rbpf_private_get"),
    [RBPF_HELPER_PRIVATE_SET] = RBPF_BUILTIN_SET(rbpf_helper_private_set, "rbpf_private_set"),
    [RBPF_HELPER_TENANT_GET] = RBPF_BUILTIN_GET(rbpf_helper_tenant_get, "rbpf_tenant_get"),
    [RBPF_HELPER_TENANT_SET] = RBPF_BUILTIN_SET(rbpf_helper_tenant_set, "rbpf_tenant_set"),
};
const struct rbpf_engine engine = {.helpers = helpers,
                                   .helper_count = sizeof helpers / sizeof helpers[0],
                                   .hooks = hooks,
                                   .hook_count = 1,
                                   .runners = runners,
                                   .runner_count = 1};

static const struct rbpf_tenant owner = {
    .name = "owner",
    .grant = {.helpers = {UINT32_MAX},
              .insns_per_run = UINT32_MAX,
              .insns_per_second = (uint32_t)RBPF_UNLIMITED,
              .stores = {[RBPF_SCOPE_TENANT] = {.entries = UINT16_MAX, .bytes = UINT16_MAX}},
              .stack_bytes = UINT16_MAX,
              .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT)},
    .store = &store,
};

static void print_number(uint32_t number)
{
    char text[12];
    char *digit = text + sizeof text - 1;

    *digit = 0;
    do {
        *--digit = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    board_print(digit);
}

/* What a scheduler does where it switches. */
static enum rbpf_status switch_threads(uint32_t previous, uint32_t next)
{
    uint8_t context[8];
    int64_t result = 0;

    rbpf_store32(context, previous);
    rbpf_store32(context + 4, next);
    return rbpf_hook_fire(&on_switch, context, sizeof context, &result);
}

static void print_count(uint32_t thread)
{
    struct rbpf_item item = {.size = 0};

    (void)rbpf_store_get(&store, THREAD_KEY + thread, &item);
    board_print("thread ");
    print_number(thread);
    board_print(": ");
    print_number(rbpf_load32(item.value));
    board_print("\n");
}

static enum rbpf_status attach(void)
{
    const struct rbpf_attachment attachment = {
        .image = counter_image, .image_bytes = sizeof counter_image, .tenant = &owner, .number = 1};
    enum rbpf_status status = rbpf_store_format(&store, store_bytes, sizeof store_bytes, 4);

    return status ? status : rbpf_container_attach(&counter, &on_switch, &attachment, NULL);
}

int main(void)
{
    static const uint8_t schedule[] = {1, 2, 1, 3, 0, 1, 2, 0, 1, 3};
    uint32_t i;

    if (attach())
        return 1;
    for (i = 1; i < sizeof schedule; i++)
        if (switch_threads(schedule[i - 1], schedule[i]))
            return 1;
    for (i = 1; i <= 3; i++)
        print_count(i);
    return 0;
}
