/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "ground.h"

#include <string.h>

#include <rbpf/bytes.h>

#include "../sensor/coap.h"
#include "../sensor/reader_image.h"
#include "../sensor/responder_image.h"
#include "../sensor/thermometer.h"
#include "../thread_counter/counter_image.h"
#include "../thread_counter/switch.h"

#define STACK_BYTES 160u
#define FRAMES 4u
#define LOG_BYTES 64u
#define REGIONS 3u
#define PACKET_BYTES 32u
#define MESSAGE_BYTES (RBPF_MESSAGE_HEADER_BYTES + PACKET_BYTES)
#define MAILBOX_BYTES 8u
#define VARIABLES_BYTES (VARIABLES * 8u)
/* Longer than values of counts and averages, or of what mallory may have. */
#define VALUE_BYTES 20u
#define MALLORY_VALUE_BYTES 8u
/* What one call of a helper may charge here, and the longest run of mallory's guest, above which
 * no run may be longer than its budget. */
#define OVERSHOOT_INSNS (512u + 103u)

/* More than a chain of calls takes that fills the stack. */
#define NOBODYS_BYTES 512u

/* Every block that is lent, or that the engine works on. */
#define BLOCKS(X)                                                                                  \
    X(uint64_t, stack, STACK_BYTES / 8u)                                                           \
    X(struct rbpf_frame, frames, FRAMES)                                                           \
    X(uint8_t, nobodys, NOBODYS_BYTES)                                                             \
    X(struct rbpf_region, regions, RBPF_REGION_COUNT(REGIONS))                                     \
    X(uint8_t, log, LOG_BYTES)                                                                     \
    X(uint8_t, notice, GROUND_REGION_BYTES)                                                        \
    X(uint8_t, plant, GROUND_REGION_BYTES)                                                         \
    X(uint8_t, board, GROUND_REGION_BYTES)                                                         \
    X(uint8_t, order, sizeof(struct order))                                                        \
    X(uint8_t, threads, sizeof(struct thread_switch))                                              \
    X(uint8_t, message, MESSAGE_BYTES)                                                             \
    X(uint8_t, mailbox, MAILBOX_BYTES)                                                             \
    X(uint8_t, variables, VARIABLES_BYTES)                                                         \
    X(uint8_t, annas, RBPF_STORE_BYTES(4, VALUE_BYTES))                                            \
    X(uint8_t, bens, RBPF_STORE_BYTES(3, VALUE_BYTES))                                             \
    X(uint8_t, everyones, RBPF_STORE_BYTES(2, MALLORY_VALUE_BYTES))                                \
    X(uint8_t, mallorys, RBPF_STORE_BYTES(5, MALLORY_VALUE_BYTES))                                 \
    X(uint8_t, own, RBPF_STORE_BYTES(6, MALLORY_VALUE_BYTES))                                      \
    X(uint64_t, image, GROUND_IMAGE_BYTES / 8u)

#define GUARD_BYTES 32u
#define BLOCK(type, name, count)                                                                   \
    type name[count];                                                                              \
    uint8_t behind_##name[GUARD_BYTES];

static struct {
    uint8_t first[GUARD_BYTES];
    BLOCKS(BLOCK)
} memory;

static const struct {
    const uint8_t *guard;
} guards[] = {{memory.first},
#define GUARD(type, name, count) {memory.behind_##name},
              BLOCKS(GUARD)
#undef GUARD
};

/* Of mallory's image, which nobody changes while it is attached. */
static uint32_t image_sum;

/* What runners have of stack beyond what mallory was granted. */
#define UNGRANTED_STACK ((uint8_t *)memory.stack + GROUND_STACK_BYTES)
#define UNGRANTED_STACK_BYTES (STACK_BYTES - GROUND_STACK_BYTES)

struct ground_watch ground_watch;
struct rbpf_container ground_mallory;

static struct {
    struct rbpf_runner runner;
    struct rbpf_store stores[5];
    struct rbpf_mailbox alarms;
    struct rbpf_container counter, reader, responder;
    uint64_t now_ms;
    uint32_t readings;
} device;

enum { ANNAS, BENS, EVERYONES, MALLORYS, OWN };

/* Services and helpers. */

static uint64_t now_ms(void *user)
{
    (void)user;
    return device.now_ms;
}

static void fire_again(void)
{
    int64_t result = 0;
    const enum rbpf_status status =
        rbpf_hook_fire(&ground_hooks[GROUND_GUEST], memory.order, sizeof memory.order, &result);

    ground_watch.was_reentered |= status != RBPF_CONTAINER_BUSY;
}

static void hear(void *user, const struct rbpf_container *container, const char *text,
                 uint32_t bytes)
{
    (void)user;
    if (container != &ground_mallory)
        return;
    ground_watch.said_bytes += bytes;
    ground_watch.said_secret |= ground_is_secret(text, bytes);
    if (ground_watch.longest_text_bytes < bytes)
        ground_watch.longest_text_bytes = bytes;
    if (bytes == sizeof GROUND_CONSOLE_WORD - 1u && memcmp(text, GROUND_CONSOLE_WORD, bytes) == 0)
        fire_again();
}

static void note_fault(void *user, const struct rbpf_container *container, const struct rbpf_vm *vm,
                       enum rbpf_status status)
{
    (void)user;
    (void)status;
    if (container == &ground_mallory)
        rbpf_vm_fault(vm, &ground_watch.fault);
}

static enum rbpf_status forbidden(struct rbpf_call *call)
{
    if (rbpf_call_container(call) == &ground_mallory)
        ground_watch.forbidden_calls++;
    return RBPF_OK;
}

static const struct rbpf_helper helpers[] = {
    RBPF_BUILTIN_HELPERS,
    RBPF_BUILTIN_MORE,
    [GROUND_HELPER_VALVE] = {.fn = forbidden, .name = "open_valve"},
    [GROUND_HELPER_RESTART] = {.fn = forbidden, .name = "restart"},
};

/* Rights: nothing is limited by what is the same on both sides. */
#define HELPER(name) RBPF_HELPER_BIT(RBPF_HELPER_##name)
#define VALVE RBPF_HELPER_BIT(GROUND_HELPER_VALVE)
#define RESTART RBPF_HELPER_BIT(GROUND_HELPER_RESTART)
#define STORE_BIT(scope) RBPF_READ_STORE(RBPF_SCOPE_##scope)
#define READS(region) RBPF_READ_REGION((region)-RBPF_REGION_HOST)
#define WRITES(region) RBPF_WRITE_REGION((region)-RBPF_REGION_HOST)

#define UNLIMITED_QUOTA                                                                            \
    {                                                                                              \
        UINT16_MAX, UINT16_MAX                                                                     \
    }
#define MALLORYS_QUOTA                                                                             \
    {                                                                                              \
        GROUND_ENTRIES, GROUND_ENTRY_BYTES                                                         \
    }

/* What hooks offer: all that ben and anna need, and to mallory more than she is granted. */
#define OFFER                                                                                      \
    {                                                                                              \
        .helpers = {~RESTART}, .insns_per_run = GROUND_BUDGET_INSNS,                               \
        .insns_per_second = (uint32_t)RBPF_UNLIMITED, .stack_bytes = STACK_BYTES,                  \
        .stores = {UNLIMITED_QUOTA, UNLIMITED_QUOTA, UNLIMITED_QUOTA}, .access = UINT16_MAX        \
    }

#define GRANT                                                                                      \
    {                                                                                              \
        .helpers = {UINT32_MAX}, .insns_per_run = UINT32_MAX,                                      \
        .insns_per_second = (uint32_t)RBPF_UNLIMITED, .stack_bytes = UINT16_MAX,                   \
        .stores = {UNLIMITED_QUOTA, UNLIMITED_QUOTA},                                              \
        .access = STORE_BIT(TENANT) | RBPF_WRITE_CONTEXT                                           \
    }

static const struct rbpf_hook_config configs[GROUND_HOOKS] = {
    [GROUND_SWITCH] = {.name = "switch", .offer = OFFER},
    [GROUND_TIMER] = {.name = "timer", .offer = OFFER},
    [GROUND_REQUEST] = {.name = "request", .offer = OFFER},
    [GROUND_GUEST] = {.name = "guest", .offer = OFFER},
    [GROUND_ALARM] = {.name = "alarm", .mailbox = &device.alarms, .offer = OFFER},
};

extern const struct rbpf_engine ground_engine;

#define HOOK(number) [number] = {.engine = &ground_engine, .config = &configs[number]}

static const struct rbpf_hook fresh_hooks[GROUND_HOOKS] = {
    HOOK(GROUND_SWITCH), HOOK(GROUND_TIMER), HOOK(GROUND_REQUEST),
    HOOK(GROUND_GUEST),  HOOK(GROUND_ALARM),
};

struct rbpf_hook ground_hooks[GROUND_HOOKS];

static struct rbpf_hook *const hooks[GROUND_HOOKS] = {
    &ground_hooks[GROUND_SWITCH], &ground_hooks[GROUND_TIMER], &ground_hooks[GROUND_REQUEST],
    &ground_hooks[GROUND_GUEST],  &ground_hooks[GROUND_ALARM],
};

static const struct rbpf_grant grants[REGIONS] = {
    {memory.notice, GROUND_REGION_BYTES, false},
    {memory.plant, GROUND_REGION_BYTES, true},
    {memory.board, GROUND_REGION_BYTES, true},
};

static const struct rbpf_sensor sensors[] = {
    {.type = THERMOMETER_TYPE, .read = thermometer_read, .user = &device.readings}};

const struct rbpf_engine ground_engine = {
    .helpers = helpers,
    .helper_count = sizeof helpers / sizeof helpers[0],
    .hooks = hooks,
    .hook_count = GROUND_HOOKS,
    .runners = &device.runner,
    .runner_count = 1,
    .regions = grants,
    .region_count = REGIONS,
    .global = &device.stores[EVERYONES],
    .services = {.now_ms = now_ms, .log = hear, .fault = note_fault},
    .sensors = sensors,
    .sensor_count = sizeof sensors / sizeof sensors[0],
    .messages = &coap_messages};

static const struct rbpf_tenant anna = {
    .name = "anna", .grant = GRANT, .store = &device.stores[ANNAS], .fault_limit = 3};
static const struct rbpf_tenant ben = {
    .name = "ben", .grant = GRANT, .store = &device.stores[BENS], .fault_limit = 3};
static const struct rbpf_tenant mallory = {
    .name = "mallory",
    .grant = {.helpers = {~(VALVE | HELPER(NOW_MS) | HELPER(RANDOM))},
              .insns_per_run = UINT32_MAX,
              .insns_per_second = GROUND_RATE_INSNS,
              .stores = {MALLORYS_QUOTA, MALLORYS_QUOTA, {0, 0}},
              .stack_bytes = GROUND_STACK_BYTES,
              .access = STORE_BIT(PRIVATE) | STORE_BIT(TENANT) | READS(GROUND_NOTICE) |
                        READS(GROUND_BOARD)},
    .store = &device.stores[MALLORYS],
    .fault_limit = GROUND_FAULT_LIMIT};

/* How it begins. */

static const struct {
    uint8_t *memory;
    uint16_t bytes;
    uint16_t value_bytes;
    uint16_t secret_bytes;
} formats[] = {
    [ANNAS] = {memory.annas, sizeof memory.annas, VALUE_BYTES, VALUE_BYTES},
    [BENS] = {memory.bens, sizeof memory.bens, VALUE_BYTES, VALUE_BYTES},
    [EVERYONES] = {memory.everyones, sizeof memory.everyones, MALLORY_VALUE_BYTES,
                   MALLORY_VALUE_BYTES},
    [MALLORYS] = {memory.mallorys, sizeof memory.mallorys, MALLORY_VALUE_BYTES, 0},
    [OWN] = {memory.own, sizeof memory.own, MALLORY_VALUE_BYTES, 0},
};

/* In each store but mallory's own the host has an entry: in those of others a secret. That in
 * everyone's is anna's. */
static enum rbpf_status begin_store(uint32_t i)
{
    struct rbpf_item item = {.key = GROUND_HOST_KEY, .size = MALLORY_VALUE_BYTES, .value = {1}};
    enum rbpf_status status = rbpf_store_format(&device.stores[i], formats[i].memory,
                                                formats[i].bytes, formats[i].value_bytes);

    if (status != RBPF_OK || i == OWN)
        return status;
    item.owner = i == EVERYONES ? 1 : RBPF_OWNER_HOST;
    if (formats[i].secret_bytes > 0) {
        item.size = (uint8_t)formats[i].secret_bytes;
        memset(item.value, GROUND_SECRET, item.size);
    }
    return rbpf_store_set(&device.stores[i], &item);
}

/* Another container of mallory's has an entry too. */
static enum rbpf_status begin_stores(void)
{
    const struct rbpf_item item = {
        .key = GROUND_OTHER_KEY, .owner = GROUND_NUMBER + 1u, .size = MALLORY_VALUE_BYTES};
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    for (i = 0; i < sizeof formats / sizeof formats[0] && status == RBPF_OK; i++)
        status = begin_store(i);
    return status ? status : rbpf_store_set(&device.stores[MALLORYS], &item);
}

static enum rbpf_status attach(struct rbpf_container *container, enum ground_hook hook,
                               const struct rbpf_attachment *attachment)
{
    memset(container, 0, sizeof *container);
    return rbpf_container_attach(container, &ground_hooks[hook], attachment, NULL);
}

static enum rbpf_status begin_others(void)
{
    const struct rbpf_attachment counter = {.image = counter_image,
                                            .image_bytes = sizeof counter_image,
                                            .tenant = &anna,
                                            .number = 1,
                                            .order = 1};
    const struct rbpf_attachment reader = {.image = reader_image,
                                           .image_bytes = sizeof reader_image,
                                           .tenant = &ben,
                                           .number = 2,
                                           .order = 1};
    const struct rbpf_attachment responder = {.image = responder_image,
                                              .image_bytes = sizeof responder_image,
                                              .tenant = &ben,
                                              .number = 3,
                                              .order = 1};
    enum rbpf_status status = attach(&device.counter, GROUND_SWITCH, &counter);

    if (status == RBPF_OK)
        status = attach(&device.reader, GROUND_TIMER, &reader);
    return status ? status : attach(&device.responder, GROUND_REQUEST, &responder);
}

enum rbpf_status ground_begin(void)
{
    enum rbpf_status status;

    memset(&memory, GROUND_SECRET, sizeof memory);
    memset(memory.notice, 1, sizeof memory.notice);
    memset(memory.board, 2, sizeof memory.board);
    memset(&device, 0, sizeof device);
    memset(&ground_mallory, 0, sizeof ground_mallory);
    memset(&ground_watch, 0, sizeof ground_watch);
    memcpy(ground_hooks, fresh_hooks, sizeof ground_hooks);
    device.runner = (struct rbpf_runner){.config = {.regions = memory.regions,
                                                    .region_count = RBPF_REGION_COUNT(REGIONS),
                                                    .frames = memory.frames,
                                                    .frame_count = FRAMES,
                                                    .stack = memory.stack,
                                                    .stack_bytes = STACK_BYTES},
                                         .log = memory.log,
                                         .log_bytes = LOG_BYTES};
    device.alarms = (struct rbpf_mailbox){.context = memory.mailbox, .bytes = MAILBOX_BYTES};
    status = begin_stores();
    return status ? status : begin_others();
}

uint8_t *ground_image(void)
{
    return (uint8_t *)memory.image;
}

static uint32_t sum_of_image(void)
{
    const uint8_t *bytes = ground_image();
    uint32_t sum = 0;
    uint32_t i;

    for (i = 0; i < sizeof memory.image; i++)
        sum = sum * 31u + bytes[i];
    return sum;
}

enum rbpf_status ground_attach(enum ground_hook hook, const char *entry, uint32_t image_bytes,
                               bool is_misaligned)
{
    const struct rbpf_attachment attachment = {.image = ground_image() + (is_misaligned ? 4 : 0),
                                               .image_bytes = image_bytes,
                                               .entry = entry,
                                               .tenant = &mallory,
                                               .data = memory.variables,
                                               .data_bytes = VARIABLES_BYTES,
                                               .store = &device.stores[OWN],
                                               .number = GROUND_NUMBER};

    image_sum = sum_of_image();
    return attach(&ground_mallory, hook, &attachment);
}

/* What happens. */

static void write_order(uint8_t *at, const struct order *order)
{
    uint32_t i;

    rbpf_store32(at, order->verb);
    rbpf_store32(at + 4, order->count);
    for (i = 0; i < ORDER_ARGUMENTS; i++)
        rbpf_store64(at + 8u + 8u * i, order->a[i]);
    memcpy(at + 8u + 8u * ORDER_ARGUMENTS, order->text, ORDER_TEXT_BYTES);
}

enum rbpf_status ground_strike(const struct order *order, int64_t *result)
{
    write_order(memory.order, order);
    memset(UNGRANTED_STACK, GROUND_SECRET, UNGRANTED_STACK_BYTES);
    ground_watch.said_bytes = 0;
    return rbpf_hook_fire(&ground_hooks[GROUND_GUEST], memory.order, sizeof memory.order, result);
}

void ground_record_rewind(struct ground_record *record)
{
    if (!record->compares)
        record->bytes_used = record->at;
    record->compares = true;
    record->differs = false;
    record->at = 0;
}

static void add_bytes(struct ground_record *record, const void *bytes, size_t count)
{
    const size_t most = record->compares ? record->bytes_used : sizeof record->bytes;

    if (count > most - record->at)
        record->differs = true;
    else if (!record->compares)
        memcpy(record->bytes + record->at, bytes, count);
    else if (memcmp(record->bytes + record->at, bytes, count) != 0)
        record->differs = true;
    if (count <= most - record->at)
        record->at += (uint32_t)count;
}

static enum rbpf_status switch_threads(struct ground_record *record, uint32_t from, uint32_t to)
{
    int64_t result = 0;
    enum rbpf_status status;

    rbpf_store32(memory.threads, from);
    rbpf_store32(memory.threads + 4, to);
    status = rbpf_hook_fire(&ground_hooks[GROUND_SWITCH], memory.threads, sizeof memory.threads,
                            &result);
    add_bytes(record, &result, sizeof result);
    add_bytes(record, memory.threads, sizeof memory.threads);
    return status;
}

static enum rbpf_status tick(struct ground_record *record)
{
    int64_t result = 0;
    enum rbpf_status status = rbpf_hook_fire(&ground_hooks[GROUND_TIMER], NULL, 0, &result);

    add_bytes(record, &result, sizeof result);
    return status;
}

static enum rbpf_status ask(struct ground_record *record, uint32_t round)
{
    const struct coap_token token = {.bytes = {0x5a, (uint8_t)round}, .size = 2};
    int64_t result = 0;
    enum rbpf_status status;

    memset(memory.message, 0, sizeof memory.message);
    (void)coap_make_request(memory.message + RBPF_MESSAGE_HEADER_BYTES, round % 2 == 0,
                            (uint16_t)round, &token);
    status = rbpf_message_prepare(&ground_engine, memory.message, sizeof memory.message);
    if (status == RBPF_OK)
        status = rbpf_hook_fire(&ground_hooks[GROUND_REQUEST], memory.message,
                                sizeof memory.message, &result);
    add_bytes(record, &result, sizeof result);
    add_bytes(record, memory.message, sizeof memory.message);
    return status;
}

enum rbpf_status ground_step(struct ground_record *record, uint32_t round, uint32_t step)
{
    switch (step) {
    case 0:
        return switch_threads(record, 3, 1);
    case 1:
        return tick(record);
    case 2:
        return switch_threads(record, 1, 2 + round % 2);
    case 3:
        return ask(record, round);
    default:
        return switch_threads(record, 2 + round % 2, 3);
    }
}

void ground_end_round(void)
{
    const uint32_t posted = rbpf_engine_run_posted(&ground_engine);

    device.now_ms += GROUND_ROUND_MS;
    if (ground_watch.most_posted < posted)
        ground_watch.most_posted = posted;
}

static void add_container(struct ground_record *record, const struct rbpf_container *container)
{
    add_bytes(record, &container->rights, sizeof container->rights);
    add_bytes(record, &container->insns, sizeof container->insns);
    add_bytes(record, &container->runs, sizeof container->runs);
    add_bytes(record, &container->refused, sizeof container->refused);
    add_bytes(record, container->faults, sizeof container->faults);
    add_bytes(record, &container->flags, sizeof container->flags);
    add_bytes(record, &container->strikes, sizeof container->strikes);
}

void ground_finish(struct ground_record *record)
{
    struct rbpf_item item;

    memset(&item, 0, sizeof item);
    (void)rbpf_store_get(&device.stores[MALLORYS], GROUND_HOST_KEY, &item);
    add_bytes(record, &item, sizeof item);
    add_container(record, &device.counter);
    add_container(record, &device.reader);
    add_container(record, &device.responder);
    add_bytes(record, memory.annas, sizeof memory.annas);
    add_bytes(record, memory.bens, sizeof memory.bens);
    add_bytes(record, memory.everyones, sizeof memory.everyones);
    add_bytes(record, memory.notice, sizeof memory.notice);
    add_bytes(record, memory.plant, sizeof memory.plant);
    add_bytes(record, memory.board, sizeof memory.board);
    add_bytes(record, &device.readings, sizeof device.readings);
}

uint64_t ground_host_address(void)
{
    return (uint64_t)(uintptr_t)memory.plant;
}

/* What must not be. */

bool ground_is_secret(const void *bytes, uint32_t count)
{
    const uint8_t *at = bytes;
    uint32_t length = 0;
    uint32_t i;

    for (i = 0; i < count && length < 4; i++)
        length = at[i] == GROUND_SECRET ? length + 1u : 0;
    return length >= 4;
}

static bool is_all(const uint8_t *bytes, uint32_t count, uint8_t byte)
{
    while (count > 0 && bytes[count - 1u] == byte)
        count--;
    return count == 0;
}

static bool is_around_changed(void)
{
    bool is_same = is_all(memory.nobodys, NOBODYS_BYTES, GROUND_SECRET);
    uint32_t i;

    for (i = 0; i < sizeof guards / sizeof guards[0]; i++)
        is_same &= is_all(guards[i].guard, GUARD_BYTES, GROUND_SECRET);
    return !is_same;
}

static bool is_fixed_changed(const struct order *order)
{
    uint8_t was[sizeof memory.order];

    if (order) {
        write_order(was, order);
        if (memcmp(was, memory.order, sizeof was) != 0 ||
            !is_all(UNGRANTED_STACK, UNGRANTED_STACK_BYTES, GROUND_SECRET))
            return true;
    }
    return image_sum != sum_of_image() || !is_all(memory.notice, sizeof memory.notice, 1) ||
           !is_all(memory.plant, sizeof memory.plant, GROUND_SECRET) ||
           !is_all(memory.board, sizeof memory.board, 2);
}

/* What mallory has in a store. */
static const char *look_into(const struct rbpf_store *store, uint32_t entries_most)
{
    uint32_t entries = 0, bytes = 0;
    uint32_t i;

    for (i = 0; i < store->slot_count; i++) {
        struct rbpf_item item;

        if (rbpf_store_item(store, i, &item) != RBPF_OK || item.owner != GROUND_NUMBER)
            continue;
        entries++;
        bytes += item.size;
        if (item.key == GROUND_BAD_KEY)
            return "what a bad run wrote is there";
        if (ground_is_secret(item.value, item.size))
            return "it has a secret";
    }
    return entries > entries_most || bytes > GROUND_ENTRY_BYTES ? "it owns more than its quota"
                                                                : NULL;
}

static const char *look_into_stores(void)
{
    struct rbpf_store store;
    uint32_t i;

    for (i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const char *harm;

        if (rbpf_store_open(&store, formats[i].memory, formats[i].bytes) != RBPF_OK)
            return "a store is damaged";
        harm = look_into(&device.stores[i], i == MALLORYS || i == OWN ? GROUND_ENTRIES : 0);

        if (harm)
            return harm;
    }
    return NULL;
}

static const char *look_at_time(uint64_t executed_insns)
{
    const uint64_t seconds = device.now_ms / 1000u + 1u;
    const uint64_t most = GROUND_BUDGET_INSNS + OVERSHOOT_INSNS;

    if (executed_insns > most)
        return "it ran longer than its budget";
    if (ground_mallory.insns > seconds * GROUND_RATE_INSNS + most)
        return "it ran more often than its rate";
    return ground_watch.most_posted > 1u ? "it fired hooks too often" : NULL;
}

const char *ground_harm(const struct order *order, uint64_t executed_insns)
{
    const char *harm = NULL;

    if (is_around_changed())
        harm = "memory of nobody was changed";
    else if (is_fixed_changed(order))
        harm = "what may only be read was changed";
    else if (ground_watch.forbidden_calls > 0)
        harm = "it called a helper that is not its";
    else if (ground_watch.was_reentered)
        harm = "it was started within its own run";
    else if (ground_watch.said_secret)
        harm = "it said a secret";
    else if (ground_watch.longest_text_bytes > RBPF_LOG_TEXT_MAX ||
             ground_watch.said_bytes > GROUND_BUDGET_INSNS + RBPF_LOG_TEXT_MAX)
        harm = "it said too much";
    else if (device.alarms.pending && memory.mailbox[0] == GROUND_BAD_BYTE)
        harm = "what a bad run posted is there";
    else if (ground_mallory.runs > 0 && ground_is_secret(memory.variables, VARIABLES_BYTES))
        harm = "it has a secret in its variables";
    if (!harm)
        harm = look_into_stores();
    return harm ? harm : look_at_time(executed_insns);
}
