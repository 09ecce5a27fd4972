/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "actors.h"

#include <string.h>

#include "guests/work.h"
#include "world.h"

/* Xorshift. */
static uint32_t draw(struct actor *actor)
{
    actor->seed ^= actor->seed << 13;
    actor->seed ^= actor->seed >> 17;
    actor->seed ^= actor->seed << 5;
    return actor->seed;
}

static const uint8_t fired_hooks[] = {HOOK_PAIR,   HOOK_PAIR,  HOOK_FAULTY, HOOK_RATE,
                                      HOOK_GUESTS, HOOK_FIRST, HOOK_SECOND};

/* Not all flags have exact counts on all hooks. */
static uint32_t draw_flags(struct actor *actor, uint32_t hook)
{
    const uint32_t random = draw(actor);
    uint32_t flags = random & WORK_WAIT;

    if (random % 3u == 0)
        flags |= WORK_POST;
    if (hook == HOOK_FIRST || hook == HOOK_SECOND)
        flags |= WORK_ATOMIC;
    if ((random >> 8) % (hook == HOOK_FAULTY ? 3u : 16u) == 0)
        flags |= WORK_FAULT;
    else if ((random >> 8) % 64u == 1)
        flags |= WORK_SPIN;
    return flags;
}

void actor_fires(struct actor *actor)
{
    const uint32_t hook = fired_hooks[draw(actor) % sizeof fired_hooks];
    const uint32_t flags = draw_flags(actor, hook);
    uint8_t event[sizeof(struct work_event)];
    int64_t result = NO_RESULT;
    enum rbpf_status status;

    rbpf_store32(event, flags);
    status = rbpf_hook_fire(world_hooks[hook], event, sizeof event, &result);
    world_settle(hook, flags, status, result);
}

static void begin_piece(struct actor *actor, struct piece *piece)
{
    piece->hook = fired_hooks[draw(actor) % sizeof fired_hooks];
    piece->flags = draw_flags(actor, piece->hook);
    piece->result = NO_RESULT;
    rbpf_store32(piece->event, piece->flags);
    rbpf_firing_begin(&piece->firing, world_hooks[piece->hook], piece->event, sizeof piece->event,
                      &piece->result);
}

/* Its container is in a run, which has done its atomic operations. */
static void cancel_piece(struct actor *actor, const struct piece *piece, struct rbpf_firing *firing)
{
    if (rbpf_firing_cancel(firing))
        world_wrong("not cancelled", 0);
    atomic_fetch_add(&world.tallies[FIRST].cancelled, 1);
    atomic_fetch_add(&world.seen[piece->hook].fired, 1);
    atomic_fetch_add(&world.atomics, 1);
    actor->events.cancelled++;
}

/* A slice of it, or the answer that it waits for. Has it ended? */
static bool go_on_with_piece(struct actor *actor, struct piece *piece)
{
    enum rbpf_status status = rbpf_firing_run(&piece->firing, draw(actor) % 200u);

    if (status == RBPF_YIELDED)
        return false;
    if (status == RBPF_SUSPENDED) {
        actor->events.suspended++;
        if (piece->hook == HOOK_FIRST && draw(actor) % 4u == 0) {
            cancel_piece(actor, piece, &piece->firing);
            return true;
        }
        if (rbpf_firing_complete(&piece->firing, piece->asked))
            world_wrong("not completed", 0);
        return false;
    }
    world_settle(piece->hook, piece->flags, status, piece->result);
    return true;
}

void actor_fires_a_slice(struct actor *actor)
{
    struct piece *piece = &actor->pieces[draw(actor) % PIECES];

    if (!actor->in_pieces[piece - actor->pieces])
        begin_piece(actor, piece);
    actor->in_pieces[piece - actor->pieces] = !go_on_with_piece(actor, piece);
}

void actor_ends_slices(struct actor *actor)
{
    uint32_t i;

    for (i = 0; i < PIECES; i++)
        while (actor->in_pieces[i])
            actor->in_pieces[i] = !go_on_with_piece(actor, &actor->pieces[i]);
}

/* Says whether no run is in progress any more. */
static bool detach(struct actor *actor, uint32_t index)
{
    enum rbpf_status status = rbpf_container_detach(&world.containers[index]);

    if (status == RBPF_CONTAINER_BUSY) {
        actor->events.detached_late++;
        return false;
    }
    if (status != RBPF_OK && status != RBPF_CONTAINER_DETACHED)
        world_wrong("detaching ends by", status);
    world_check_stores(index, atomic_load(&world.tallies[index].ok));
    return true;
}

static void attach_twin(struct actor *actor, uint32_t index)
{
    enum rbpf_status status = world_attach_twin(index);

    if (status == RBPF_CONTAINER_NUMBER)
        actor->events.not_attached++;
    else if (status != RBPF_CONTAINER_ATTACHED)
        world_wrong("attaching a twin ends by", status);
    /* Who detaches or resets it meanwhile finds what a failure has left. */
    world_pause();
}

/* Its stores stay, so that its counts go on. */
void actor_attaches(struct actor *actor)
{
    const uint32_t index = actor->own ? actor->own : GUEST_ANNA + draw(actor) % GUESTS;
    enum rbpf_status status;

    if (draw(actor) % 4u == 0)
        attach_twin(actor, index);
    status = world_attach(index);
    if (status == RBPF_OK)
        actor->events.attached++;
    else if (status != RBPF_CONTAINER_ATTACHED)
        world_wrong("attaching ends by", status);
    if (draw(actor) % 2u)
        (void)detach(actor, index);
}

void actor_detaches_all(struct actor *actor)
{
    uint32_t i;

    for (i = GUEST_ANNA; i < GUEST_ANNA + GUESTS; i++)
        while ((!actor->own || actor->own == i) && !detach(actor, i))
            world_pause();
}

/* What a copy says is of one moment. */
static void check_copy(const struct rbpf_container *found, const struct rbpf_container *copy,
                       struct rbpf_container *last)
{
    const uint32_t index = (uint32_t)(found - world.containers);
    uint32_t faults = 0;
    uint32_t i;

    for (i = 0; i < RBPF_CAUSES; i++)
        faults += copy->faults[i];
    if (index >= CONTAINERS || copy->number != index + 1u ||
        copy->hook != world_hooks[world_hook_of(index)])
        world_wrong("a copy is of another container", copy->number);
    else if (faults > copy->runs || copy->insns < copy->runs ||
             rbpf_container_ticks(copy) != copy->runs)
        world_wrong("a copy is torn", copy->number);
    else if (world_hook_of(index) != HOOK_GUESTS &&
             (copy->runs < last[index].runs || copy->insns < last[index].insns ||
              copy->refused < last[index].refused))
        world_wrong("a copy is older than the one before", copy->number);
    if (index < CONTAINERS)
        last[index] = *copy;
}

void actor_lists(struct actor *actor)
{
    const struct rbpf_hook *hook = world_hooks[draw(actor) % HOOKS];
    const struct rbpf_container *found;
    struct rbpf_container copy;
    uint32_t i = 0;

    while ((found = rbpf_hook_list(hook, i, &copy)) != NULL) {
        check_copy(found, &copy, actor->last);
        actor->events.listed++;
        i++;
    }
    /* It may be that it is being attached. */
    if (draw(actor) % 4u == 0)
        (void)rbpf_container_detach(&world.containers[GUEST_ANNA]);
}

static void put_pair(struct rbpf_store *store, uint32_t number)
{
    struct rbpf_item item = {.key = WORK_HOST_KEY, .size = 8};
    struct rbpf_item other = {.key = 2000, .size = number % 2u ? 8 : 0};
    enum rbpf_status status;

    rbpf_store32(item.value, number);
    rbpf_store32(item.value + 4, number);
    if (rbpf_store_set(store, &item))
        world_wrong("the host's entry is not set", number);
    status = rbpf_store_set(store, &other);
    if (status != RBPF_OK && (other.size || status != RBPF_STORE_NONE))
        world_wrong("an entry comes and goes by", status);
}

static void check_pair(const struct rbpf_item *item)
{
    if (rbpf_load32(item->value) != rbpf_load32(item->value + 4))
        world_wrong("the host's entry is torn", rbpf_load32(item->value));
}

/* Each of the guests' entries is there as a whole, and so is the host's. */
static void check_entries(const struct rbpf_store *store)
{
    struct rbpf_item item;
    uint32_t i;

    if (rbpf_store_get(store, WORK_HOST_KEY, &item) == RBPF_OK)
        check_pair(&item);
    for (i = 0; i < STORE_SLOTS; i++) {
        if (rbpf_store_item(store, i, &item))
            continue;
        if (item.key == WORK_HOST_KEY)
            check_pair(&item);
        else if (item.key <= CONTAINERS && (item.size != 4 || item.owner != item.key))
            world_wrong("an entry of a guest is torn", item.key);
    }
}

void actor_stores(struct actor *actor)
{
    struct rbpf_store *store = draw(actor) % 2u ? &world.global_store : &world.tenant_stores[ANNA];

    actor->events.stored++;
    put_pair(store, draw(actor));
    check_entries(store);
}

void actor_resets(struct actor *actor)
{
    const uint32_t index = draw(actor) % 2u ? FAULTY : GUEST_BEN;
    enum rbpf_status status = rbpf_container_reset(&world.containers[index]);

    actor->events.reset += status == RBPF_OK && index == FAULTY;
    if (status != RBPF_OK && status != RBPF_CONTAINER_BUSY &&
        (index == FAULTY || status != RBPF_CONTAINER_DETACHED))
        world_wrong("resetting ends by", status);
}

void actor_runs_posted(struct actor *actor)
{
    (void)actor;
    (void)world_run_posted();
}

/* A VM without an engine, which does nothing but wait to be stopped. */
static struct rbpf_vm endless;

void actor_prepare(void)
{
    static const _Alignas(8) uint8_t insns[2][8] = {{0x05, 0, 0xff, 0xff}, {0x95}};
    static struct rbpf_code code = {.insns = insns, .insns_bytes = sizeof insns};
    static struct rbpf_function functions[1];
    static struct rbpf_program program;
    static struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    const struct rbpf_vm_config config = {
        .program = &program, .regions = regions, .region_count = RBPF_REGION_COUNT(0)};

    if (rbpf_functions_find(&code, functions, 1) || rbpf_program_load(&program, &code, NULL) ||
        rbpf_vm_init(&endless, &config) || rbpf_vm_start(&endless, 0, NULL))
        world_wrong("the endless program does not start", 0);
}

void actor_runs_to_be_stopped(struct actor *actor)
{
    if (rbpf_run(&endless, UINT64_MAX) == RBPF_YIELDED)
        actor->events.stopped++;
    else
        world_wrong("the endless program ends", 0);
}

void actor_stops(struct actor *actor)
{
    (void)actor;
    rbpf_vm_stop(&endless);
}
