/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The hosting engine against a model of it (container_model.h). What an input means says
 * container_case.h, but for those that are for rbpf_store_open(): 0xff is followed by the bytes of
 * a store, 0xfe by a store that is damaged.
 *
 * For each step the model foretells its answer, and each call of a helper or service that it leads
 * to, with what that sees. Services, and helpers for guests, may be interrupted by another step.
 * After each step all that can be known of the engine is what the model has. So the same input has
 * the same answer. Besides:
 *
 *   1. No byte outside of stores, data, regions, stacks and logs changes: canaries round each.
 *   2. Who is not attached is all zero, and nobody is running or in use between steps.
 *   3. Stores are at any time what rbpf_store_open() accepts.
 */
#include "container_model.h"
#include "fuzzer.h"

/* ---- what is found ---- */

static uint32_t current_step;

static void differ(const char *what, uint64_t is, uint64_t expected)
{
    fprintf(stderr, "step %u: %s is %lld, and should be %lld\n", (unsigned)current_step, what,
            (long long)is, (long long)expected);
    abort();
}

static void same(const char *what, uint64_t is, uint64_t expected)
{
    if (is != expected)
        differ(what, is, expected);
}

static void same_bytes(const char *what, const void *is, const void *expected, size_t bytes)
{
    const uint8_t *a = is;
    const uint8_t *b = expected;
    size_t i;

    if (memcmp(is, expected, bytes) == 0)
        return;
    for (i = 0; i < bytes; i++)
        if (a[i] != b[i]) {
            fprintf(stderr, "at byte %u: ", (unsigned)i);
            differ(what, a[i], b[i]);
        }
}

#define SAME(is, expected) same(#is, (uint64_t)(is), (uint64_t)(expected))

/* ---- memory between canaries ---- */

#define CANARY 0xc5u
#define CANARY_BYTES 16u
#define STORE_MEMORY RBPF_STORE_BYTES(SLOTS_MAX, VALUE_MAX)

struct arena {
    uint8_t canary_0[CANARY_BYTES];
    _Alignas(8) uint8_t stores[STORES][STORE_MEMORY + CANARY_BYTES];
    _Alignas(8) uint8_t data[CONTAINERS][DATA_BYTES + CANARY_BYTES];
    _Alignas(8) uint8_t regions[REGIONS][REGION_BYTES + CANARY_BYTES];
    _Alignas(8) uint8_t stacks[RUNNERS_MAX][RUNNER_STACK_BYTES + CANARY_BYTES];
    _Alignas(8) uint8_t mail[HOOKS][RBPF_VALUE_MAX + CANARY_BYTES];
    _Alignas(8) uint8_t logs[RUNNERS_MAX][LOG_BYTES_MAX + CANARY_BYTES];
};

struct world {
    struct arena arena;
    struct rbpf_engine engine;
    struct rbpf_hook hooks[HOOKS];
    struct rbpf_hook_config configs[HOOKS];
    struct rbpf_mailbox mailboxes[HOOKS];
    struct rbpf_hook *hook_list[HOOKS];
    struct rbpf_tenant tenants[TENANTS];
    struct rbpf_grant regions[REGIONS];
    struct rbpf_store stores[STORES];
    struct rbpf_container containers[CONTAINERS];
    struct rbpf_runner runners[RUNNERS_MAX];
    struct rbpf_region rows[RUNNERS_MAX][RBPF_REGION_COUNT(REGIONS)];
    struct rbpf_frame frames[RUNNERS_MAX][RUNNER_FRAMES];
    uint64_t now_ms;
    uint32_t random;
    uint32_t ticks;
    uint32_t next_event;
};

static struct scene scene;
static struct model model;
static struct world world;
static _Alignas(8) uint8_t images[PLANS][IMAGE_BYTES];
static uint32_t image_bytes[PLANS];

static void check_canary(const char *what, const uint8_t *block, size_t used, size_t bytes)
{
    static uint8_t canary[STORE_MEMORY + RUNNER_STACK_BYTES + CANARY_BYTES];

    if (canary[0] != CANARY)
        memset(canary, CANARY, sizeof canary);
    same_bytes(what, block + used, canary, bytes - used);
}

static size_t store_bytes(uint32_t i)
{
    return scene.stores[i].slots
               ? RBPF_STORE_BYTES((size_t)scene.stores[i].slots, scene.stores[i].value_bytes)
               : 0;
}

static void check_canaries(void)
{
    const struct arena *arena = &world.arena;
    uint32_t i;

    check_canary("a byte before all", arena->canary_0, 0, CANARY_BYTES);
    for (i = 0; i < STORES; i++)
        check_canary("a byte behind a store", arena->stores[i], store_bytes(i),
                     sizeof arena->stores[i]);
    for (i = 0; i < CONTAINERS; i++)
        check_canary("a byte behind data", arena->data[i], DATA_BYTES, sizeof arena->data[i]);
    for (i = 0; i < REGIONS; i++)
        check_canary("a byte behind a region", arena->regions[i], REGION_BYTES,
                     sizeof arena->regions[i]);
    for (i = 0; i < HOOKS; i++)
        check_canary("a byte behind a mailbox", arena->mail[i], scene.mailbox_bytes[i],
                     sizeof arena->mail[i]);
    for (i = 0; i < RUNNERS_MAX; i++) {
        check_canary("a byte behind a stack", arena->stacks[i], RUNNER_STACK_BYTES,
                     sizeof arena->stacks[i]);
        check_canary("a byte behind a log", arena->logs[i], scene.log_bytes, sizeof arena->logs[i]);
    }
}

/* ---- steps ---- */

/* How a plan is attached. */
static void make_attachment(struct rbpf_attachment *attachment, const struct step *step)
{
    uint32_t index = step->c % PLANS;
    const struct plan *plan = &scene.plans[index];
    uint32_t container = step->a % (CONTAINERS + 1u);

    *attachment = (struct rbpf_attachment){
        .image = images[index],
        .image_bytes = image_bytes[index],
        .entry = plan->damage == DAMAGE_ENTRY ? "ran" : "run",
        .tenant = &world.tenants[step->d % TENANTS],
        .data = container < CONTAINERS ? world.arena.data[container] : NULL,
        .data_bytes = plan->damage == DAMAGE_DATA ? DATA_BYTES - 1u : DATA_BYTES,
        .store = step->g == NO_STORE ? NULL : &world.stores[step->g],
        .number = step->e % (CONTAINERS + 2u),
        .order = step->f,
    };
}

static struct rbpf_container *container_of(uint32_t number)
{
    return number % (CONTAINERS + 1u) == CONTAINERS ? NULL
                                                    : &world.containers[number % (CONTAINERS + 1u)];
}

static void do_attach(const struct step *step, struct answer *answer)
{
    struct rbpf_attach_report report;
    struct rbpf_attachment attachment;

    make_attachment(&attachment, step);
    memset(&report, 0xff, sizeof report);
    answer->status = rbpf_container_attach(container_of(step->a), &world.hooks[step->b % HOOKS],
                                           &attachment, &report);
    answer->missing = report.missing;
    SAME(report.rejected.where, 0);
}

static enum rbpf_status fire_in_slices(struct rbpf_firing *firing, uint32_t insns)
{
    enum rbpf_status status;

    do {
        status = rbpf_firing_run(firing, insns);
        if (status == RBPF_SUSPENDED)
            SAME(rbpf_firing_complete(firing, WAITED_RESULT), RBPF_OK);
    } while (status == RBPF_YIELDED || status == RBPF_SUSPENDED);
    SAME(rbpf_firing_run(firing, insns), RBPF_ERR_NOT_STARTED);
    return status;
}

static void do_fire(const struct step *step, struct answer *answer)
{
    struct rbpf_hook *hook = &world.hooks[step->a % HOOKS];
    uint32_t slices = slice_insns(&scene, step);
    struct rbpf_firing firing;
    uint32_t bytes = step->b % (CONTEXT_BYTES + 2u);
    /* As long as it is said to be, so that a sanitizer sees what is beyond. */
    void *context = bytes > 0 && bytes <= CONTEXT_BYTES ? malloc(bytes) : NULL;

    if (context)
        memcpy(context, answer->context, bytes);
    if (slices) {
        rbpf_firing_begin(&firing, hook, context, bytes, &answer->result);
        answer->status = fire_in_slices(&firing, slices);
    } else {
        answer->status = rbpf_hook_fire(hook, context, bytes, &answer->result);
    }
    if (context)
        memcpy(answer->context, context, bytes);
    free(context);
}

static void do_set(const struct step *step, struct answer *answer)
{
    struct rbpf_item item = {
        .key = step->b % 6u, .owner = step->e % 4u, .size = (uint8_t)(step->c % (VALUE_MAX + 2u))};
    uint32_t i;

    for (i = 0; i < item.size; i++)
        item.value[i] = value_byte(step->d, i);
    answer->status = rbpf_store_set(&world.stores[step->a % STORES], &item);
}

static void take_item(struct model_entry *entry, const struct rbpf_item *item)
{
    memset(entry, 0, sizeof *entry);
    entry->key = item->key;
    entry->owner = item->owner;
    entry->size = item->size;
    same("a value's length above that of its slot", item->size > VALUE_MAX, 0);
    memcpy(entry->value, item->value, item->size);
}

static void do_get(const struct step *step, struct answer *answer)
{
    struct rbpf_item item;

    answer->status = rbpf_store_get(&world.stores[step->a % STORES], step->b % 6u, &item);
    if (answer->status == RBPF_OK)
        take_item(&answer->entry, &item);
}

static void check_entry(const struct model_entry *is, const struct model_entry *expected)
{
    same("an entry's key", is->key, expected->key);
    same("an entry's owner", is->owner, expected->owner);
    same("an entry's size", is->size, expected->size);
    same_bytes("an entry's value", is->value, expected->value, VALUE_MAX);
}

static void do_step(const struct step *step, const struct answer *expected)
{
    static const uint8_t context[CONTEXT_BYTES] = {1, 2, 3, 4};
    struct answer answer;

    memset(&answer, 0, sizeof answer);
    memcpy(answer.context, context, sizeof context);
    answer.result = -99;
    if (step->kind == STEP_FIRE)
        do_fire(step, &answer);
    if (step->kind == STEP_ATTACH)
        do_attach(step, &answer);
    if (step->kind == STEP_DETACH)
        answer.status = rbpf_container_detach(container_of(step->a));
    if (step->kind == STEP_RESET)
        answer.status = rbpf_container_reset(container_of(step->a));
    if (step->kind == STEP_SET)
        do_set(step, &answer);
    if (step->kind == STEP_GET)
        do_get(step, &answer);
    if (step->kind == STEP_POSTED)
        answer.result = rbpf_engine_run_posted(&world.engine);
    if (step->kind == STEP_CLOCK)
        world.now_ms += step->a * 100u;
    SAME(answer.status, expected->status);
    SAME(answer.result, expected->result);
    same_bytes("the context", answer.context, expected->context, CONTEXT_BYTES);
    same_bytes("what is missing", &answer.missing, &expected->missing, sizeof answer.missing);
    check_entry(&answer.entry, &expected->entry);
}

/* ---- helpers and services: the next event is theirs ---- */

static const struct event *take_event(enum event_kind kind, const struct rbpf_container *container)
{
    const struct event *event = &model.events[world.next_event];

    if (world.next_event >= model.event_count)
        differ("a call that is not foretold", kind, 0);
    world.next_event++;
    same("what is called", kind, event->kind);
    if (container)
        same("who calls", (uint64_t)(container - world.containers), event->container);
    return event;
}

static void interrupted(const struct event *event)
{
    if (event->step != NO_STEP)
        do_step(&scene.spares[event->step], &event->answer);
}

static enum rbpf_status helper_note(struct rbpf_call *call)
{
    const struct event *event = take_event(EVENT_NOTE, rbpf_call_container(call));

    same("the engine of a call", rbpf_call_engine(call) == &world.engine, 1);
    same("what a helper returned", rbpf_call_arg(call, 1), event->values[0]);
    same("bytes 0 to 7 of a value", rbpf_call_arg(call, 2), event->values[1]);
    same("bytes 8 to 15 of a value", rbpf_call_arg(call, 3), event->values[2]);
    return RBPF_OK;
}

static enum rbpf_status helper_step(struct rbpf_call *call)
{
    const struct event *event = take_event(EVENT_STEP, rbpf_call_container(call));

    same("the step of a guest", rbpf_call_arg(call, 1), event->values[0]);
    interrupted(event);
    return RBPF_OK;
}

static enum rbpf_status helper_fail(struct rbpf_call *call)
{
    (void)call;
    return RBPF_ERR_ARGUMENT;
}

static enum rbpf_status helper_suspend(struct rbpf_call *call)
{
    (void)call;
    return RBPF_SUSPENDED;
}

static const struct rbpf_helper table[HELPERS] = {
    RBPF_BUILTIN_HELPERS,
    [RBPF_HELPER_FIRE] = RBPF_BUILTIN_FIRE,
    [HELPER_NOTE] = {.fn = helper_note, .name = "note"},
    [HELPER_STEP] = {.fn = helper_step, .name = "step"},
    [HELPER_FAIL] = {.fn = helper_fail, .name = "fail"},
    [HELPER_SUSPEND] = {.fn = helper_suspend, .name = "suspend"},
};

static uint64_t serve_now(void *user)
{
    same("the user of a service", user == &world, 1);
    interrupted(take_event(EVENT_NOW, NULL));
    return world.now_ms;
}

static uint32_t serve_ticks(void *user)
{
    same("the user of a service", user == &world, 1);
    interrupted(take_event(EVENT_TICKS, NULL));
    world.ticks += scene.ticks;
    return world.ticks;
}

static void serve_log(void *user, const struct rbpf_container *container, const char *text,
                      uint32_t bytes)
{
    const struct event *event = take_event(EVENT_LOG, container);

    (void)user;
    same("bytes of text", bytes, event->values[0]);
    same("the first byte of a text", (uint8_t)text[0], event->values[1]);
    interrupted(event);
}

static uint32_t serve_random(void *user)
{
    (void)user;
    interrupted(take_event(EVENT_RANDOM, NULL));
    return ++world.random;
}

static void serve_fault(void *user, const struct rbpf_container *container,
                        const struct rbpf_vm *vm, enum rbpf_status status)
{
    const struct event *event = take_event(EVENT_FAULT, container);

    (void)user;
    same("the VM of a fault", vm != NULL, 1);
    same("how a run ended", (uint64_t)(int64_t)status, event->values[0]);
    interrupted(event);
}

static bool combine(void *user, int64_t result, int64_t *combined)
{
    const struct event *event = take_event(EVENT_COMBINE, NULL);

    (void)user;
    same("a result", (uint64_t)result, event->values[0]);
    same("the result so far", (uint64_t)*combined, event->values[1]);
    interrupted(event);
    return combine_results(result, combined);
}

/* ---- the firmware of a scene ---- */

static void begin_engine(void)
{
    world.engine = (struct rbpf_engine){
        .helpers = table,
        .helper_count = HELPERS,
        .hooks = world.hook_list,
        .hook_count = HOOKS,
        .runners = world.runners,
        .runner_count = scene.runners,
        .regions = world.regions,
        .region_count = scene.regions,
        .global = scene.has_global ? &world.stores[STORE_GLOBAL] : NULL,
        .services = {.now_ms = scene.has_now ? serve_now : NULL,
                     .ticks = scene.has_ticks ? serve_ticks : NULL,
                     .log = scene.has_log ? serve_log : NULL,
                     .random = scene.has_random ? serve_random : NULL,
                     .fault = scene.has_fault ? serve_fault : NULL},
        .user = &world,
    };
    world.now_ms = scene.begin_ms;
}

static void begin_runners(void)
{
    uint32_t i;

    for (i = 0; i < RUNNERS_MAX; i++)
        world.runners[i] = (struct rbpf_runner){
            .config = {.regions = world.rows[i],
                       .region_count = RBPF_REGION_COUNT(scene.regions),
                       .frames = world.frames[i],
                       .frame_count = RUNNER_FRAMES,
                       .stack = world.arena.stacks[i],
                       .stack_bytes = RUNNER_STACK_BYTES},
            .log = scene.log_bytes ? world.arena.logs[i] : NULL,
            .log_bytes = scene.log_bytes,
        };
}

static void begin_world(void)
{
    uint32_t i;

    memset(&world, 0, sizeof world);
    memset(&world.arena, CANARY, sizeof world.arena);
    memset(world.arena.regions[0], 0x5a, REGION_BYTES);
    memset(world.arena.regions[1], 0x5a, REGION_BYTES);
    begin_engine();
    begin_runners();
    for (i = 0; i < STORES; i++)
        if (scene.stores[i].slots)
            SAME(rbpf_store_format(&world.stores[i], world.arena.stores[i], store_bytes(i),
                                   scene.stores[i].value_bytes),
                 RBPF_OK);
    for (i = 0; i < HOOKS; i++) {
        world.hook_list[i] = &world.hooks[i];
        world.configs[i] =
            (struct rbpf_hook_config){.policy = scene.policies[i],
                                      .combine = combine,
                                      .mailbox = scene.has_mailbox[i] ? &world.mailboxes[i] : NULL,
                                      .offer = scene.offers[i]};
        world.mailboxes[i] =
            (struct rbpf_mailbox){.context = scene.mailbox_bytes[i] ? world.arena.mail[i] : NULL,
                                  .bytes = scene.mailbox_bytes[i]};
        world.hooks[i].engine = &world.engine;
        world.hooks[i].config = &world.configs[i];
    }
    for (i = 0; i < TENANTS; i++)
        world.tenants[i] =
            (struct rbpf_tenant){.grant = scene.grants[i],
                                 .store = i < 2 ? &world.stores[STORE_OF_TENANTS + i] : NULL,
                                 .fault_limit = scene.fault_limits[i]};
    for (i = 0; i < REGIONS; i++)
        world.regions[i] =
            (struct rbpf_grant){world.arena.regions[i], REGION_BYTES, scene.region_writable[i]};
    for (i = 0; i < CONTAINERS; i++)
        memset(world.arena.data[i], 0, DATA_BYTES);
    for (i = 0; i < PLANS; i++)
        image_bytes[i] = image_make(images[i], &scene.plans[i]);
}

/* ---- all that can be known between steps ---- */

static void check_container(const struct rbpf_container *copy, const struct model_container *c)
{
    uint32_t flags = (c->running ? RBPF_CONTAINER_RUNNING : 0u) |
                     (c->leaving ? RBPF_CONTAINER_LEAVING : 0u) |
                     (c->quarantined ? RBPF_CONTAINER_QUARANTINE : 0u);
    uint32_t i;

    SAME(copy->hook - world.hooks, c->hook);
    SAME(copy->tenant - world.tenants, c->tenant);
    same_bytes("rights", &copy->rights, &c->rights, sizeof c->rights);
    SAME(copy->insns, c->insns);
    SAME(copy->runs, c->runs);
    SAME(rbpf_container_ticks(copy), c->ticks);
    SAME(copy->refused, c->refused);
    for (i = 0; i < RBPF_CAUSES; i++)
        SAME(copy->faults[i], c->faults[i]);
    SAME(copy->number, c->number);
    SAME(copy->order, c->order);
    SAME(copy->flags, flags);
    SAME(copy->strikes, c->strikes);
}

static void check_mailbox(uint32_t index)
{
    const struct rbpf_mailbox *mailbox = &world.mailboxes[index];
    const struct model_mailbox *expected = &model.hooks[index].mailbox;

    SAME(mailbox->pending, expected->pending);
    SAME(mailbox->replaced, expected->replaced);
    if (!expected->pending)
        return;
    SAME(mailbox->size, expected->size);
    same_bytes("what was posted", world.arena.mail[index], expected->context, expected->size);
}

static void check_hook(const struct rbpf_hook *hook, const struct model_hook *expected)
{
    struct rbpf_container copy;
    uint32_t i;

    SAME(hook->fired, expected->fired);
    SAME(hook->failed, expected->failed);
    for (i = 0; i < expected->count; i++) {
        const struct rbpf_container *found = rbpf_hook_list(hook, i, &copy);

        same("the container at a place of a list", (uint64_t)(found - world.containers),
             expected->list[i]);
        /* The rest is the run's own. */
        same_bytes("a copy of a container", &copy, found,
                   offsetof(struct rbpf_container, is_stale));
        check_container(&copy, &model.containers[expected->list[i]]);
    }
    same("the end of a list", rbpf_hook_list(hook, i, &copy) == NULL, 1);
}

static void check_store(uint32_t index)
{
    const struct rbpf_store *store = &world.stores[index];
    const struct model_store *expected = &model.stores[index];
    uint32_t found = 0;
    uint32_t i, k;

    for (i = 0; i <= store->slot_count; i++) {
        struct rbpf_item item;
        struct model_entry entry;

        if (rbpf_store_item(store, i, &item) != RBPF_OK)
            continue;
        take_item(&entry, &item);
        for (k = 0; k < expected->count && expected->entries[k].key != item.key; k++)
            ;
        if (k == expected->count)
            differ("a key in a store", item.key, 0);
        check_entry(&entry, &expected->entries[k]);
        found++;
    }
    same("entries in a store", found, expected->count);
    if (scene.stores[index].slots) {
        struct rbpf_store opened;

        SAME(rbpf_store_open(&opened, world.arena.stores[index], store_bytes(index)), RBPF_OK);
        SAME(opened.slot_count, store->slot_count);
    }
}

static void check_world(void)
{
    static const struct rbpf_container none;
    static const uint8_t first_data[DATA_BYTES] = {FIRST_DATA};
    uint32_t i;

    for (i = 0; i < HOOKS; i++) {
        check_hook(&world.hooks[i], &model.hooks[i]);
        check_mailbox(i);
    }
    for (i = 0; i < STORES; i++)
        check_store(i);
    for (i = 0; i < CONTAINERS; i++) {
        if (!model.data_open[i] || memcmp(world.arena.data[i], first_data, DATA_BYTES) != 0)
            same_bytes("data", world.arena.data[i], model.data[i], DATA_BYTES);
        if (!model.containers[i].attached)
            same_bytes("what was a container", &world.containers[i], &none, sizeof none);
    }
    for (i = 0; i < REGIONS; i++)
        same_bytes("a region", world.arena.regions[i], model.regions[i], REGION_BYTES);
    for (i = 0; i < RUNNERS_MAX; i++) {
        SAME(world.runners[i].use, 0);
        SAME(world.runners[i].log_used, 0);
    }
    check_canaries();
}

static void play(void)
{
    begin_world();
    model_begin(&model, &scene);
    for (current_step = 0; current_step < scene.step_count; current_step++) {
        struct answer expected;

        model.event_count = 0;
        model_step(&model, &scene.steps[current_step], &expected);
        if (model.overflow)
            return;
        world.next_event = 0;
        do_step(&scene.steps[current_step], &expected);
        same("calls of helpers and services", world.next_event, model.event_count);
        check_world();
    }
}

/* ---- stores of arbitrary bytes ---- */

#define FOUND_MAX 512u

/* The same entries at the same places by the library's own writing: what fills a gap is taken out
 * again. */
static void write_anew(const struct rbpf_store *found, struct rbpf_store *written)
{
    struct rbpf_item item;
    struct rbpf_item filler = {.size = 1};
    uint32_t i;

    for (i = 0; i < found->slot_count; i++) {
        if (rbpf_store_item(found, i, &item) == RBPF_OK) {
            SAME(rbpf_store_set(written, &item), RBPF_OK);
            continue;
        }
        do {
            filler.key++;
        } while (rbpf_store_get(found, filler.key, &item) == RBPF_OK);
        SAME(rbpf_store_set(written, &filler), RBPF_OK);
    }
    for (i = 0; i < found->slot_count; i++) {
        if (rbpf_store_item(found, i, &item) == RBPF_OK)
            continue;
        SAME(rbpf_store_item(written, i, &item), RBPF_OK);
        item.size = 0;
        SAME(rbpf_store_set(written, &item), RBPF_OK);
    }
}

static void use_store(struct rbpf_store *store)
{
    struct rbpf_item item, copy;
    uint32_t i;

    for (i = 0; i < store->slot_count; i++) {
        if (rbpf_store_item(store, i, &item) != RBPF_OK)
            continue;
        SAME(rbpf_store_get(store, item.key, &copy), RBPF_OK);
        same_bytes("a value", item.value, copy.value, item.size);
        item.size = 0;
        SAME(rbpf_store_set(store, &item), RBPF_OK);
        SAME(rbpf_store_get(store, item.key, &copy), RBPF_STORE_NONE);
    }
    for (i = 0; i < store->slot_count; i++) {
        item = (struct rbpf_item){.key = i, .size = 1};
        SAME(rbpf_store_set(store, &item), RBPF_OK);
    }
    item.key = i;
    SAME(rbpf_store_set(store, &item), RBPF_STORE_FULL);
}

/* What is accepted is what the library would have written, and can be used. */
static void open_store(const uint8_t *bytes, size_t size)
{
    uint8_t *memory = exact_copy(bytes, size);
    uint8_t anew[FOUND_MAX];
    struct rbpf_store found, written;
    size_t used;

    if (rbpf_store_open(&found, memory, size) == RBPF_OK) {
        used = RBPF_STORE_BYTES((size_t)found.slot_count, found.slot_bytes - 8u);
        SAME(used <= size, 1);
        SAME(rbpf_store_format(&written, anew, used, found.slot_bytes - 8u), RBPF_OK);
        write_anew(&found, &written);
        same_bytes("a store that was accepted", memory, anew, used);
        use_store(&found);
        same_bytes("a byte behind a store", memory + used, bytes + used, size - used);
    }
    free(memory);
}

/* A store of what the input says, of which then a few bytes are changed: {slots, bytes of a value,
 * changes, then where and how each, then entries: key, size, tag}. */
static void damage_store(const uint8_t *bytes, size_t size)
{
    uint8_t memory[STORE_MEMORY];
    uint32_t value_bytes = 1u + bytes[1] % VALUE_MAX;
    size_t used = RBPF_STORE_BYTES(1u + bytes[0] % SLOTS_MAX, value_bytes);
    size_t changes = bytes[2] & 3u;
    struct rbpf_store store;
    size_t at;

    SAME(rbpf_store_format(&store, memory, used, value_bytes), RBPF_OK);
    for (at = 3u + 2u * changes; at + 3u <= size; at += 3) {
        struct rbpf_item item = {.key = bytes[at], .size = bytes[at + 1u] % (VALUE_MAX + 1u)};

        item.owner = item.size;
        memset(item.value, bytes[at + 2u], sizeof item.value);
        (void)rbpf_store_set(&store, &item);
    }
    if (changes == 0)
        SAME(rbpf_store_open(&store, memory, used), RBPF_OK);
    for (at = 3; changes > 0 && at + 2u <= size; at += 2, changes--)
        memory[bytes[at] % used] ^= bytes[at + 1u];
    open_store(memory, used);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > 0 && bytes[0] == 0xff) {
        open_store(bytes + 1, size <= FOUND_MAX ? size - 1u : FOUND_MAX);
    } else if (size > 3 && bytes[0] == 0xfe) {
        damage_store(bytes + 1, size - 1u);
    } else {
        scene_read(&scene, bytes, size);
        play();
    }
    return 0;
}
