/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * How many containers fit into the RAM of a micro:bit, 16 KiB: three guests on three hooks for
 * three tenants, each container with its own variables. They are attached, one behind the other in
 * all the RAM that is left, until it is full. Each is fired, and each result is checked.
 */
#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>

#include "board.h"
#include "crowd_runs_image.h"
#include "crowd_store_image.h"
#include "crowd_window_image.h"
#include "guests/crowd.h"

#define CONTAINERS_LEAST 50u
#define KINDS 3u
#define TENANTS 3u
#define ROUNDS 6u

extern const struct rbpf_engine engine;

/* One for each guest: its results are checked one by one. */
static bool check_result(void *user, int64_t result, int64_t *combined);

#define RIGHTS                                                                                     \
    {                                                                                              \
        .helpers = {RBPF_HELPER_BIT(RBPF_HELPER_TENANT_GET) |                                      \
                    RBPF_HELPER_BIT(RBPF_HELPER_TENANT_SET)},                                      \
        .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT), .insns_per_run = 1000,                       \
        .insns_per_second = (uint32_t)RBPF_UNLIMITED,                                              \
        .stores = {[RBPF_SCOPE_TENANT] = {.entries = 1, .bytes = 4}}, .stack_bytes = 64            \
    }
#define HOOK(title)                                                                                \
    RBPF_HOOK(&engine, .name = (title), .policy = RBPF_POLICY_HOST, .combine = check_result,       \
              .offer = RIGHTS)

static struct rbpf_hook on_runs = HOOK("runs");
static struct rbpf_hook on_window = HOOK("window");
static struct rbpf_hook on_store = HOOK("store");
static struct rbpf_hook *const hooks[KINDS] = {&on_runs, &on_window, &on_store};

static struct rbpf_runner runners[] = {RBPF_RUNNER(64, 0, RBPF_LOG_BYTES(4), 0)};
static const struct rbpf_helper helpers[] = {RBPF_BUILTIN_STORES};
const struct rbpf_engine engine = {.helpers = helpers,
                                   .helper_count = sizeof helpers / sizeof helpers[0],
                                   .hooks = hooks,
                                   .hook_count = KINDS,
                                   .runners = runners,
                                   .runner_count = 1};

static uint8_t store_bytes[TENANTS][RBPF_STORE_BYTES(1, 4)];
static struct rbpf_store stores[TENANTS];
static const struct rbpf_tenant tenants[TENANTS] = {
    {.name = "anna", .grant = RIGHTS, .store = &stores[0]},
    {.name = "ben", .grant = RIGHTS, .store = &stores[1]},
    {.name = "chris", .grant = RIGHTS, .store = &stores[2]},
};

static const struct {
    const uint8_t *image;
    uint32_t image_bytes;
    uint32_t data_bytes;
} guests[KINDS] = {
    {crowd_runs_image, CROWD_RUNS_IMAGE_BYTES, 8},
    {crowd_window_image, CROWD_WINDOW_IMAGE_BYTES, 24},
    {crowd_store_image, CROWD_STORE_IMAGE_BYTES, 0},
};

/* Of containers: how many there are of each guest, and of those that write a store by tenant. */
static uint32_t counts[KINDS];
static uint32_t writers[TENANTS];

/* What is being fired: the values so far, the results that were right. */
static uint32_t kind_fired;
static uint32_t values[ROUNDS];
static uint32_t rounds;
static uint32_t right;

static int64_t expected_window(void)
{
    int64_t sum = 0;
    uint32_t i;

    for (i = 0; i < rounds; i++)
        if (i + WINDOW >= rounds)
            sum += values[i];
    return sum;
}

static bool check_result(void *user, int64_t result, int64_t *combined)
{
    (void)user;
    if (kind_fired == 0)
        right += result == RUNS_BEGIN + rounds + values[rounds - 1u];
    else if (kind_fired == 1)
        right += result == expected_window();
    else /* the sums are looked at when all have run */
        right += result > 0;
    *combined = result;
    return true;
}

static void print_number(const char *before, uint32_t number, const char *behind)
{
    char text[12];
    char *digit = text + sizeof text - 1;

    *digit = 0;
    do {
        *--digit = (char)('0' + number % 10u);
        number /= 10u;
    } while (number);
    board_print(before);
    board_print(digit);
    board_print(behind);
}

static enum rbpf_status attach(uint8_t *memory, uint32_t index)
{
    struct rbpf_container *container = (struct rbpf_container *)(void *)memory;
    const uint32_t kind = index % KINDS;
    const uint32_t tenant = index / KINDS % TENANTS;
    const struct rbpf_attachment attachment = {
        .image = guests[kind].image,
        .image_bytes = guests[kind].image_bytes,
        .tenant = &tenants[tenant],
        .data = memory + sizeof *container,
        .data_bytes = guests[kind].data_bytes,
        .number = (uint16_t)(index + 1u),
    };

    *container = (struct rbpf_container){.next = NULL};
    counts[kind]++;
    writers[tenant] += kind == 2;
    return rbpf_container_attach(container, hooks[kind], &attachment, NULL);
}

/* As many as there is RAM for; 0: one was refused. */
static uint32_t attach_all(void)
{
    uint8_t *memory = board_heap_begin;
    uint32_t index;

    for (index = 0;; index++) {
        uint32_t bytes = (uint32_t)sizeof(struct rbpf_container) + guests[index % KINDS].data_bytes;

        if (bytes > (uintptr_t)board_heap_end - (uintptr_t)memory)
            return index;
        if (attach(memory, index) != RBPF_OK)
            return 0;
        memory += bytes;
    }
}

/* Whether all containers have run, with the right results. */
static bool fire_all(uint32_t value)
{
    uint8_t event[4];
    uint32_t kind;

    rbpf_store32(event, value);
    values[rounds++] = value;
    for (kind = 0; kind < KINDS; kind++) {
        int64_t result = 0;

        kind_fired = kind;
        right = 0;
        if (rbpf_hook_fire(hooks[kind], event, sizeof event, &result) || right != counts[kind])
            return false;
    }
    return true;
}

static bool stores_are_right(void)
{
    uint32_t sum = 0;
    uint32_t i;

    for (i = 0; i < rounds; i++)
        sum += values[i];
    for (i = 0; i < TENANTS; i++) {
        struct rbpf_item item = {.size = 0};

        if (rbpf_store_get(&stores[i], STORE_KEY, &item) || item.size != 4 ||
            rbpf_load32(item.value) != writers[i] * sum)
            return false;
    }
    return true;
}

int main(void)
{
    static const uint32_t samples[ROUNDS] = {3, 1, 4, 1, 5, 9};
    const uint32_t heap = (uint32_t)((uintptr_t)board_heap_end - (uintptr_t)board_heap_begin);
    const uint32_t stack = (uint32_t)((uintptr_t)board_stack_top - (uintptr_t)board_stack_bottom);
    const uint32_t ram = (uint32_t)((uintptr_t)board_heap_end - (uintptr_t)board_stack_bottom);
    uint32_t count;
    uint32_t i;

    for (i = 0; i < TENANTS; i++)
        if (rbpf_store_format(&stores[i], store_bytes[i], sizeof store_bytes[i], 4))
            return 1;
    count = attach_all();
    print_number("containers: ", count, "\n");
    print_number("RAM: ", ram, " bytes");
    print_number(", of which C stack ", stack, "");
    print_number(", all that they share ", ram - stack - heap, "");
    print_number(", containers and their variables ", heap, "\n");
    for (i = 0; i < ROUNDS; i++)
        if (!fire_all(samples[i]))
            return 2;
    if (!stores_are_right())
        return 3;
    board_print("all results are right\n");
    return ram > 16384u || count < CONTAINERS_LEAST;
}
