/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "container_model.h"

#include <string.h>

#include "fuzzer.h"

/* ---- rights ---- */

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

struct bargain {
    struct rbpf_rights grant, offer, needs, wants, granted, missing;
    bool is_met;
};

static uint32_t agree_bits(struct bargain *b, uint32_t all, uint32_t needs, uint32_t wants,
                           uint32_t *missing)
{
    *missing = needs & ~all;
    if (*missing)
        b->is_met = false;
    return all & (needs | wants);
}

static uint32_t agree_number(struct bargain *b, uint32_t all, uint32_t needs, uint32_t wants,
                             uint32_t *missing)
{
    *missing = needs > all ? needs : 0;
    if (*missing)
        b->is_met = false;
    return least(all, most(needs, wants));
}

static void agree(struct bargain *b)
{
    uint32_t missing;
    uint32_t i;

    b->is_met = true;
    memset(&b->granted, 0, sizeof b->granted);
    memset(&b->missing, 0, sizeof b->missing);
#define BITS(field, type)                                                                          \
    b->granted.field = (type)agree_bits(b, b->grant.field & b->offer.field, b->needs.field,        \
                                        b->wants.field, &missing);                                 \
    b->missing.field = (type)missing
#define NUMBER(field, type)                                                                        \
    b->granted.field = (type)agree_number(b, least(b->grant.field, b->offer.field),                \
                                          b->needs.field, b->wants.field, &missing);               \
    b->missing.field = (type)missing
    for (i = 0; i < RBPF_HELPERS_MAX / 32u; i++) {
        BITS(helpers[i], uint32_t);
    }
    BITS(access, uint16_t);
    for (i = 0; i < RBPF_SCOPES; i++) {
        NUMBER(stores[i].entries, uint16_t);
        NUMBER(stores[i].bytes, uint16_t);
    }
    NUMBER(insns_per_run, uint32_t);
    NUMBER(insns_per_second, uint32_t);
    NUMBER(stack_bytes, uint16_t);
#undef BITS
#undef NUMBER
}

/* The helper that an operation calls by number if `by_number`, else by register; 0: none. */
static uint32_t helper_of(const struct guest_op *op, bool by_number)
{
    if (op->kind == GUEST_STEP)
        return by_number ? HELPER_STEP : 0;
    if (op->by_register == by_number)
        return 0;
    switch (op->kind) {
    case GUEST_SET:
        return (const uint8_t[]){2, 4, 6}[op->which];
    case GUEST_GET:
        return (const uint8_t[]){1, 3, 5}[op->which];
    case GUEST_LOG:
        return RBPF_HELPER_LOG;
    case GUEST_POST:
        return RBPF_HELPER_FIRE;
    case GUEST_NOW:
        return RBPF_HELPER_NOW_MS;
    case GUEST_RANDOM:
        return RBPF_HELPER_RANDOM;
    case GUEST_FAIL:
        return HELPER_FAIL;
    case GUEST_SUSPEND:
        return HELPER_SUSPEND;
    default:
        return 0;
    }
}

static bool notes(const struct guest_op *op)
{
    switch (op->kind) {
    case GUEST_SET:
    case GUEST_GET:
    case GUEST_LOG:
    case GUEST_POST:
    case GUEST_NOW:
    case GUEST_RANDOM:
    case GUEST_COUNT:
    case GUEST_REGION_READ:
    case GUEST_STACK:
    case GUEST_SUSPEND:
        return true;
    default:
        return false;
    }
}

/* Of what an image says nothing about, it wants all. */
static void ask(struct bargain *b, const struct plan *plan)
{
    uint32_t stack = plan->damage == DAMAGE_STACK ? 160 : FRAME_BYTES;
    uint32_t i;

    memset(&b->needs, 0, sizeof b->needs);
    memset(&b->wants, 0, sizeof b->wants);
    b->wants.access = RBPF_WRITE_CONTEXT;
    if (plan->has_request) {
        b->needs = plan->request.needs;
        b->wants = plan->request.wants;
    }
    if (b->wants.stack_bytes == 0)
        b->wants.stack_bytes = UINT16_MAX;
    if (b->needs.insns_per_run == 0 && b->wants.insns_per_run == 0)
        b->wants.insns_per_run = UINT32_MAX;
    if (b->needs.insns_per_second == 0 && b->wants.insns_per_second == 0)
        b->wants.insns_per_second = UINT32_MAX;
    b->needs.insns_per_run = most(1, b->needs.insns_per_run);
    b->needs.insns_per_second = most(1, b->needs.insns_per_second);
    b->needs.stack_bytes = (uint16_t)most(stack, b->needs.stack_bytes);
    for (i = 0; i < plan->op_count; i++) {
        uint32_t helper = helper_of(&plan->ops[i], true);

        if (helper)
            b->needs.helpers[0] |= 1u << helper;
        if (notes(&plan->ops[i]))
            b->needs.helpers[0] |= 1u << HELPER_NOTE;
    }
}

static uint32_t store_of(const struct model *m, uint32_t private_store, uint32_t tenant,
                         uint32_t scope)
{
    if (scope == RBPF_SCOPE_PRIVATE)
        return private_store;
    if (scope == RBPF_SCOPE_TENANT)
        return tenant < 2u ? STORE_OF_TENANTS + tenant : NO_STORE;
    return m->scene->has_global ? STORE_GLOBAL : NO_STORE;
}

/* What there is. */
static void offer(const struct model *m, struct bargain *b, const struct step *step)
{
    uint32_t i;

    b->offer = m->scene->offers[step->b % HOOKS];
    for (i = 0; i < RBPF_HELPERS_MAX; i++)
        if (!((i >= 1 && i <= 9) || i == RBPF_HELPER_FIRE || (i >= HELPER_NOTE && i < HELPERS)))
            b->offer.helpers[i / 32u] &= ~(1u << i % 32u);
    for (i = 0; i < RBPF_SCOPES; i++)
        if (store_of(m, step->g, step->d % TENANTS, i) == NO_STORE) {
            b->offer.stores[i].entries = 0;
            b->offer.stores[i].bytes = 0;
            b->offer.access = (uint16_t)(b->offer.access & ~(1u << i));
        }
    for (i = 0; i < 6; i++) {
        if (i >= m->scene->regions)
            b->offer.access = (uint16_t)(b->offer.access & ~(1u << (4 + i)));
        if (i >= m->scene->regions || !m->scene->region_writable[i])
            b->offer.access = (uint16_t)(b->offer.access & ~(1u << (10 + i)));
    }
}

/* ---- stores ---- */

static struct model_entry *find_entry(struct model_store *store, uint32_t key)
{
    uint32_t i;

    for (i = 0; i < store->count; i++)
        if (store->entries[i].key == key)
            return &store->entries[i];
    return NULL;
}

static enum rbpf_status write_entry(struct model_store *store, const struct model_entry *entry)
{
    struct model_entry *found = find_entry(store, entry->key);

    if (!found && entry->size == 0)
        return RBPF_STORE_NONE;
    if (!found && store->count == store->slots)
        return RBPF_STORE_FULL;
    if (entry->size > store->value_bytes)
        return RBPF_STORE_SIZE;
    if (entry->size == 0)
        *found = store->entries[--store->count];
    else
        *(found ? found : &store->entries[store->count++]) = *entry;
    return RBPF_OK;
}

static struct model_entry make_entry(uint32_t key, uint32_t size, uint8_t tag, uint16_t owner)
{
    struct model_entry entry = {.key = key, .owner = owner, .size = (uint8_t)size};
    uint32_t i;

    for (i = 0; i < size && i < VALUE_MAX; i++)
        entry.value[i] = value_byte(tag, i);
    return entry;
}

/* ---- services, which may be interrupted ---- */

static struct event *add_event(struct model *m, enum event_kind kind, uint64_t a, uint64_t b,
                               uint64_t c)
{
    struct event *event = &m->events[m->event_count];

    if (m->event_count < EVENTS_MAX - 1u)
        m->event_count++;
    else
        m->overflow = true;
    memset(event, 0, sizeof *event);
    *event = (struct event){.kind = kind, .container = 255, .values = {a, b, c}, .step = NO_STEP};
    return event;
}

static void interrupt(struct model *m, struct event *event, uint32_t step)
{
    if (m->depth == DEPTH_MAX)
        m->overflow = true;
    if (m->overflow)
        return;
    m->depth++;
    event->step = (int)step;
    model_step(m, &m->scene->spares[step], &event->answer);
    m->depth--;
}

static void serve(struct model *m, struct event *event)
{
    if (!m->armed || m->countdown-- > 0)
        return;
    m->armed = false;
    interrupt(m, event, m->armed_step);
}

/* ---- runs ---- */

struct record {
    uint32_t key;
    uint8_t scope;
    uint8_t size;
    uint8_t tag;
};

/* What a hook is fired with. */
struct context {
    uint8_t *memory;
    uint32_t bytes;
    /* Null, and not of 0 bytes. */
    bool is_wrong;
    /* For a helper. */
    bool may_wait;
};

struct run {
    struct model *m;
    uint8_t index;
    struct model_container *container;
    uint64_t used;
    uint32_t ticks;
    uint32_t record_count;
    struct record log[GUEST_OPS + 1u];
    const struct context *context;
    /* The first bytes of the guest's buffer. */
    uint8_t buffer[VALUE_MAX];
};

static uint32_t index_for(const struct run *r, uint32_t scope)
{
    return store_of(r->m, r->container->store, r->container->tenant, scope);
}

static struct model_store *store_for(const struct run *r, uint32_t scope)
{
    uint32_t index = index_for(r, scope);

    return index == NO_STORE ? NULL : &r->m->stores[index];
}

static bool may_call(const struct run *r, uint32_t helper)
{
    return r->container->rights.helpers[helper / 32u] >> helper % 32u & 1u;
}

/* An instruction that leaves the loop: here the budget is looked at. */
static enum rbpf_status spend(struct run *r, uint32_t insns)
{
    r->used += insns;
    return r->used >= r->container->rights.insns_per_run ? RBPF_FAULT_BUDGET : RBPF_OK;
}

static struct record *find_log(struct run *r, uint32_t scope, uint32_t key)
{
    uint32_t i;

    for (i = 0; i < r->record_count; i++)
        if (r->log[i].scope == scope && r->log[i].key == key)
            return &r->log[i];
    return NULL;
}

/* The store as it would be: entries and bytes of this container, and all entries. */
struct sums {
    uint32_t all;
    uint32_t own;
    uint32_t bytes;
};

static struct sums sum_up(const struct model_store *store, uint16_t owner)
{
    struct sums sums = {store->count, 0, 0};
    uint32_t i;

    for (i = 0; i < store->count; i++)
        if (store->entries[i].owner == owner) {
            sums.own++;
            sums.bytes += store->entries[i].size;
        }
    return sums;
}

static bool exceeds(uint32_t then, uint32_t now, uint32_t quota)
{
    return then > quota && then > now;
}

/* Could all of the log be kept in this scope? `skipped` is a record that does not count. */
static enum rbpf_status try_scope(const struct run *r, uint32_t scope, const struct record *skipped)
{
    const struct rbpf_quota *quota = &r->container->rights.stores[scope];
    uint16_t number = r->container->number;
    struct model_store *store = store_for(r, scope);
    struct sums now = sum_up(store, number);
    struct sums then = now;
    uint32_t i;

    for (i = 0; i < r->record_count; i++) {
        const struct record *record = &r->log[i];
        const struct model_entry *old = find_entry(store, record->key);

        if (record->scope != scope || (skipped && i == (uint32_t)(skipped - r->log)))
            continue;
        if (old && old->owner == 0)
            return RBPF_STORE_DENIED;
        if (record->size > store->value_bytes)
            return RBPF_STORE_SIZE;
        then.all -= old != NULL;
        then.own -= old && old->owner == number;
        then.bytes -= old && old->owner == number ? old->size : 0;
        then.all += record->size > 0;
        then.own += record->size > 0;
        then.bytes += record->size;
    }
    if (then.all > store->slots)
        return RBPF_STORE_FULL;
    return exceeds(then.own, now.own, quota->entries) ||
                   exceeds(then.bytes, now.bytes, quota->bytes)
               ? RBPF_STORE_QUOTA
               : RBPF_OK;
}

/* A value in the place of one of its own of the same length is not refused, whatever became of
 * the others meanwhile: that is seen at the end. */
static bool changes_no_sum(const struct run *r, uint32_t scope, const struct record *record)
{
    const struct model_entry *old = find_entry(store_for(r, scope), record->key);

    return old && old->owner == r->container->number && old->size == record->size;
}

static uint32_t log_used(const struct run *r)
{
    uint32_t used = 0;
    uint32_t i;

    for (i = 0; i < r->record_count; i++)
        used += RBPF_LOG_BYTES(r->log[i].size);
    return used;
}

static enum rbpf_status guest_set(struct run *r, const struct guest_op *op)
{
    struct record *old = find_log(r, op->which, op->key);
    struct record *end = &r->log[r->record_count];
    enum rbpf_status status = RBPF_OK;

    if (r->container->rights.stores[op->which].entries == 0)
        return RBPF_STORE_DENIED;
    if (op->size > RBPF_VALUE_MAX)
        return RBPF_STORE_SIZE;
    if (old && old->size == op->size) {
        old->tag = op->tag;
        return RBPF_OK;
    }
    if (log_used(r) + RBPF_LOG_BYTES(op->size) > r->m->scene->log_bytes)
        return RBPF_STORE_LOG_FULL;
    *end = (struct record){op->key, op->which, op->size, op->tag};
    r->record_count++;
    if (old || !changes_no_sum(r, op->which, end))
        status = try_scope(r, op->which, old);
    if (status != RBPF_OK) {
        r->record_count--;
    } else if (old) {
        r->record_count--;
        memmove(old, old + 1, (size_t)(end - old) * sizeof *old);
    }
    return status;
}

static int64_t guest_get(struct run *r, const struct guest_op *op)
{
    const struct record *record = find_log(r, op->which, op->key);
    struct model_entry found = {.size = 0};
    struct model_store *store = store_for(r, op->which);
    const struct model_entry *entry;

    if (!((uint32_t)r->container->rights.access >> op->which & 1u))
        return RBPF_STORE_DENIED;
    entry = find_entry(store, op->key);
    if (record)
        found = make_entry(record->key, record->size, record->tag, 0);
    else if (entry)
        found = *entry;
    if (found.size == 0)
        return RBPF_STORE_NONE;
    if (found.size > op->size)
        return RBPF_STORE_SIZE;
    memcpy(r->buffer, found.value, found.size < VALUE_MAX ? found.size : VALUE_MAX);
    return found.size;
}

/* Of several firings the last counts; it may take the room of the one before. */
static enum rbpf_status guest_post(struct run *r, const struct guest_op *op)
{
    struct record *old = find_log(r, RBPF_SCOPES, op->which);
    uint32_t used = log_used(r) - (old ? RBPF_LOG_BYTES(old->size) : 0);

    if (op->which >= HOOKS || !r->m->scene->has_mailbox[op->which])
        return RBPF_STORE_DENIED;
    if (op->size > r->m->scene->mailbox_bytes[op->which])
        return RBPF_STORE_SIZE;
    if (used + RBPF_LOG_BYTES(op->size) > r->m->scene->log_bytes)
        return RBPF_STORE_LOG_FULL;
    if (!old)
        old = &r->log[r->record_count++];
    *old = (struct record){op->which, RBPF_SCOPES, op->size, op->tag};
    return RBPF_OK;
}

static void deliver(struct model *m, const struct record *record)
{
    struct model_mailbox *mailbox = &m->hooks[record->key].mailbox;
    uint32_t i;

    mailbox->replaced = (uint8_t)(mailbox->replaced + mailbox->pending);
    mailbox->pending = true;
    mailbox->size = record->size;
    for (i = 0; i < RBPF_VALUE_MAX; i++)
        mailbox->context[i] = i < record->size && i < VALUE_MAX ? value_byte(record->tag, i) : 0;
}

static enum rbpf_status commit(struct run *r)
{
    enum rbpf_status status;
    uint32_t scope;
    uint32_t pass;
    uint32_t i;

    for (scope = 0; scope < RBPF_SCOPES; scope++) {
        if (index_for(r, scope) == NO_STORE)
            continue;
        status = try_scope(r, scope, NULL);
        if (status != RBPF_OK)
            return status;
    }
    for (pass = 0; pass < 2; pass++)
        for (i = 0; i < r->record_count; i++) {
            const struct record *record = &r->log[i];
            struct model_entry entry =
                make_entry(record->key, record->size, record->tag, r->container->number);

            if (record->scope == RBPF_SCOPES && pass == 0)
                deliver(r->m, record);
            else if (record->scope < RBPF_SCOPES && (record->size > 0) == (pass == 1))
                (void)write_entry(store_for(r, record->scope), &entry);
        }
    return RBPF_OK;
}

static enum rbpf_status note(struct run *r, uint64_t result)
{
    struct event *event;

    r->used += 3;
    event =
        add_event(r->m, EVENT_NOTE, result, get_number(r->buffer, 8), get_number(r->buffer + 8, 8));
    event->container = r->index;
    return spend(r, 1);
}

static void fill_buffer(struct run *r, const struct guest_op *op)
{
    uint32_t i;

    for (i = 0; i < VALUE_MAX; i++)
        r->buffer[i] = value_byte(op->tag, i);
    r->used += 2;
}

/* The call itself; `charged` too. */
static enum rbpf_status called(struct run *r, uint32_t charged, int64_t result)
{
    enum rbpf_status status = spend(r, 1 + charged);

    return status == RBPF_OK ? note(r, (uint64_t)result) : status;
}

static enum rbpf_status run_store_op(struct run *r, const struct guest_op *op)
{
    const struct model_store *store = store_for(r, op->which);
    int64_t result = op->kind == GUEST_SET ? guest_set(r, op) : guest_get(r, op);

    return called(r, store ? store->slots : 0, result);
}

static enum rbpf_status run_post(struct run *r, const struct guest_op *op)
{
    int64_t result = guest_post(r, op);

    return called(r, op->size, result);
}

static enum rbpf_status run_log(struct run *r, const struct guest_op *op)
{
    uint32_t bytes = least(op->size, RBPF_LOG_TEXT_MAX);

    if (bytes && r->m->scene->has_log) {
        struct event *event = add_event(r->m, EVENT_LOG, bytes, value_byte(op->tag, 0), 0);

        event->container = r->index;
        serve(r->m, event);
    }
    return called(r, bytes, bytes);
}

static uint64_t ask_clock(struct model *m)
{
    serve(m, add_event(m, EVENT_NOW, 0, 0, 0));
    return m->now_ms;
}

static enum rbpf_status run_question(struct run *r, const struct guest_op *op)
{
    struct model *m = r->m;

    if (op->kind == GUEST_NOW)
        return m->scene->has_now ? called(r, 0, (int64_t)ask_clock(m)) : RBPF_FAULT_HELPER_FAILED;
    if (!m->scene->has_random)
        return RBPF_FAULT_HELPER_FAILED;
    serve(m, add_event(m, EVENT_RANDOM, 0, 0, 0));
    return called(r, 0, ++m->random);
}

/* The context lies behind the regions that there are. */
static enum rbpf_status run_region(struct run *r, const struct guest_op *op)
{
    bool is_context = op->which >= r->m->scene->regions;
    uint16_t access = r->container->rights.access;
    bool reads = (uint32_t)access >> (4 + op->which) & 1u;
    bool writes = (uint32_t)access >> (10 + op->which) & 1u;
    uint8_t *byte = &r->m->regions[op->which][op->key];

    if (is_context) {
        reads = op->key < r->context->bytes;
        writes = access >> 3 & 1u;
        byte = reads ? &r->context->memory[op->key] : NULL;
    }
    r->used++;
    if (!reads)
        return RBPF_FAULT_BOUNDS;
    if (op->kind == GUEST_REGION_WRITE && !writes)
        return RBPF_FAULT_READ_ONLY;
    r->used++;
    if (op->kind == GUEST_REGION_READ)
        return note(r, *byte);
    *byte = op->tag;
    return RBPF_OK;
}

static enum rbpf_status run_context(struct run *r, const struct guest_op *op)
{
    if (r->context->bytes == 0)
        return RBPF_FAULT_BOUNDS;
    if (!(r->container->rights.access >> 3 & 1u))
        return RBPF_FAULT_READ_ONLY;
    r->context->memory[0] = op->tag;
    r->used++;
    return RBPF_OK;
}

static enum rbpf_status run_count(struct run *r)
{
    uint8_t *variable = &r->m->data[r->index][0];
    uint32_t result = *variable + 1u;

    r->used++;
    if (!r->container->plan->has_data)
        return RBPF_FAULT_BOUNDS;
    r->used += 3;
    *variable = (uint8_t)result;
    return note(r, result);
}

static enum rbpf_status run_fault(struct run *r, enum guest_kind kind)
{
    switch (kind) {
    case GUEST_BOUNDS:
        r->used++;
        return RBPF_FAULT_BOUNDS;
    case GUEST_ALIGNMENT:
        return RBPF_FAULT_ALIGNMENT;
    case GUEST_CALL_TARGET:
        r->used++;
        return RBPF_FAULT_CALL_TARGET;
    case GUEST_NO_HELPER:
        r->used++;
        return RBPF_FAULT_HELPER;
    case GUEST_FAIL:
        return RBPF_FAULT_HELPER_FAILED;
    case GUEST_SUSPEND:
        if (r->context->may_wait)
            return called(r, 0, WAITED_RESULT);
        r->used++;
        return RBPF_ERR_SUSPENDED;
    default: /* A loop. */
        r->used = r->used + 1u > r->container->rights.insns_per_run
                      ? r->used + 1u
                      : r->container->rights.insns_per_run;
        return RBPF_FAULT_BUDGET;
    }
}

static enum rbpf_status run_step(struct run *r, const struct guest_op *op)
{
    struct event *event;

    r->used++;
    event = add_event(r->m, EVENT_STEP, op->which, 0, 0);
    event->container = r->index;
    interrupt(r->m, event, op->which);
    return spend(r, 1);
}

static enum rbpf_status run_op(struct run *r, const struct guest_op *op)
{
    uint32_t helper = helper_of(op, false);

    if (op->kind == GUEST_SET || op->kind == GUEST_GET || op->kind == GUEST_LOG ||
        op->kind == GUEST_POST)
        fill_buffer(r, op);
    if (op->kind == GUEST_SET || op->kind == GUEST_GET || op->kind == GUEST_POST)
        r->used += 4;
    if (op->kind == GUEST_LOG)
        r->used += 3;
    if (helper) {
        r->used++;
        if (!may_call(r, helper))
            return RBPF_FAULT_HELPER;
    }
    switch (op->kind) {
    case GUEST_SET:
    case GUEST_GET:
        return run_store_op(r, op);
    case GUEST_POST:
        return run_post(r, op);
    case GUEST_STEP:
        return run_step(r, op);
    case GUEST_LOG:
        return run_log(r, op);
    case GUEST_NOW:
    case GUEST_RANDOM:
        return run_question(r, op);
    case GUEST_COUNT:
        return run_count(r);
    case GUEST_REGION_READ:
    case GUEST_REGION_WRITE:
        return run_region(r, op);
    case GUEST_CONTEXT_WRITE:
        return run_context(r, op);
    case GUEST_STACK:
        r->used++;
        return note(r, 0);
    default:
        return run_fault(r, op->kind);
    }
}

static enum rbpf_status interpret(struct run *r)
{
    const struct plan *plan = r->container->plan;
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    r->used = 1;
    for (i = 0; i < plan->op_count && status == RBPF_OK && !r->m->overflow; i++)
        status = run_op(r, &plan->ops[i]);
    if (status != RBPF_OK)
        return status;
    r->used += 2;
    return commit(r);
}

static enum rbpf_cause cause_of(enum rbpf_status status)
{
    if (status == RBPF_FAULT_BOUNDS || status == RBPF_FAULT_READ_ONLY ||
        status == RBPF_FAULT_ALIGNMENT)
        return RBPF_CAUSE_MEMORY;
    if (status == RBPF_FAULT_CALL_TARGET)
        return RBPF_CAUSE_CALLS;
    if (status == RBPF_FAULT_HELPER)
        return RBPF_CAUSE_HELPER;
    if (status == RBPF_FAULT_HELPER_FAILED)
        return RBPF_CAUSE_HELPER_FAILED;
    return status == RBPF_FAULT_BUDGET ? RBPF_CAUSE_BUDGET : RBPF_CAUSE_OTHER;
}

/* From now on first values are due; whether they are there before the next run is open. */
static void make_stale(struct model *m, uint32_t index)
{
    struct model_container *c = &m->containers[index];

    c->stale = true;
    if (c->plan->has_data)
        m->data_open[index] = true;
}

static void make_fresh(struct model *m, uint32_t index)
{
    struct model_container *c = &m->containers[index];

    if (c->stale && c->plan->has_data) {
        memset(m->data[index], 0, DATA_BYTES);
        m->data[index][0] = FIRST_DATA;
        m->data_open[index] = false;
    }
    c->stale = false;
}

static void count_fault(struct model *m, struct model_container *c, enum rbpf_status status)
{
    uint8_t limit = m->scene->fault_limits[c->tenant];
    uint8_t *faults = &c->faults[cause_of(status)];

    *faults = (uint8_t)least(255, *faults + 1u);
    c->strikes = (uint8_t)least(255, c->strikes + 1u);
    if (limit && c->strikes >= limit)
        c->quarantined = true;
}

/* Each second lowers the account. */
static bool is_in_rate(struct model *m, struct model_container *c)
{
    uint32_t rate = c->rights.insns_per_second;
    uint64_t second;
    uint64_t earned;

    if (rate == UINT32_MAX)
        return true;
    second = ask_clock(m) / 1000u;
    earned = (second - c->second) * rate;
    c->second = second;
    c->owed_insns = c->owed_insns > earned ? c->owed_insns - earned : 0;
    return c->owed_insns < rate;
}

static void refuse(struct model_container *c)
{
    if (c->refused < UINT16_MAX)
        c->refused++;
}

static uint32_t ask_ticks(struct model *m)
{
    if (!m->scene->has_ticks)
        return 0;
    serve(m, add_event(m, EVENT_TICKS, 0, 0, 0));
    m->ticks += m->scene->ticks;
    return m->ticks;
}

static enum rbpf_status run_to_end(struct run *r)
{
    struct model *m = r->m;
    enum rbpf_status status;
    uint32_t begin;

    make_fresh(m, r->index);
    begin = ask_ticks(m);
    status = interpret(r);
    r->ticks = ask_ticks(m) - begin;
    if (status != RBPF_OK && m->scene->has_fault) {
        struct event *event = add_event(m, EVENT_FAULT, (uint64_t)(int64_t)status, 0, 0);

        event->container = r->index;
        serve(m, event);
    }
    if (status != RBPF_OK)
        make_stale(m, r->index);
    return status;
}

/* ---- firing ---- */

/* Does the next one run? */
static bool take_result(struct model *m, enum rbpf_policy policy, int64_t result, int64_t *combined)
{
    if (policy == RBPF_POLICY_HOST) {
        serve(m, add_event(m, EVENT_COMBINE, (uint64_t)result, (uint64_t)*combined, 0));
        return combine_results(result, combined);
    }
    *combined = result;
    return !(policy == RBPF_POLICY_FIRST_NEGATIVE && result < 0) &&
           !(policy == RBPF_POLICY_FIRST_POSITIVE && result > 0);
}

/* A container that was taken, up to where the firing leaves it: its result is taken meanwhile. */
static enum rbpf_status stand_at(struct run *r, enum rbpf_policy policy, int64_t *combined,
                                 bool *goes_on)
{
    struct model_container *c = r->container;
    struct model *m = r->m;
    enum rbpf_status status = RBPF_CONTAINER_RATE;
    bool is_started = false;

    c->running = true;
    m->busy_runners++;
    if (is_in_rate(m, c)) {
        is_started = !r->context->is_wrong;
        status = is_started ? run_to_end(r) : RBPF_ERR_ARGUMENT;
    }
    if (status == RBPF_OK)
        *goes_on = take_result(m, policy, c->plan->result, combined);
    c->running = false;
    m->busy_runners--;
    if (is_started) {
        c->runs++;
        c->ticks = (c->ticks + r->ticks) & 0xffffffffffffu;
        c->insns += r->used;
        c->owed_insns += r->used;
    } else {
        refuse(c);
    }
    if (is_started && status != RBPF_OK)
        count_fault(m, c, status);
    return status;
}

/* Behind place `at` of the list as it is now. */
static uint8_t find_next(const struct model *m, const struct model_hook *hook, uint32_t at)
{
    for (; at < hook->count; at++) {
        const struct model_container *c = &m->containers[hook->list[at]];

        if (!c->leaving && !c->quarantined)
            return hook->list[at];
    }
    return CONTAINERS;
}

static uint32_t place_of(const struct model_hook *hook, uint8_t container)
{
    uint32_t at = 0;

    while (at < hook->count && hook->list[at] != container)
        at++;
    return at;
}

static enum rbpf_status fire_hook(struct model *m, uint32_t index, const struct context *context,
                                  int64_t *result)
{
    struct model_hook *hook = &m->hooks[index];
    enum rbpf_policy policy = m->scene->policies[index];
    enum rbpf_status first_wrong = RBPF_OK;
    bool goes_on = true;
    uint8_t at;

    if (hook->count == 0)
        return RBPF_OK;
    hook->fired++;
    for (at = find_next(m, hook, 0); at < CONTAINERS && goes_on && !m->overflow;
         at = find_next(m, hook, place_of(hook, at) + 1u)) {
        struct run r = {.m = m, .index = at, .container = &m->containers[at], .context = context};
        enum rbpf_status status = RBPF_CONTAINER_BUSY;

        if (r.container->running || m->busy_runners == m->scene->runners)
            refuse(r.container);
        else
            status = stand_at(&r, policy, result, &goes_on);
        if (first_wrong == RBPF_OK)
            first_wrong = status;
        if (policy == RBPF_POLICY_FIRST_ONLY)
            goes_on = false;
    }
    if (first_wrong != RBPF_OK)
        hook->failed++;
    return first_wrong;
}

static enum rbpf_status fire(struct model *m, const struct step *step, struct answer *answer)
{
    uint32_t bytes = step->b % (CONTEXT_BYTES + 2u);
    const struct context context = {answer->context, bytes, bytes > CONTEXT_BYTES,
                                    slice_insns(m->scene, step) > 0};

    return fire_hook(m, step->a % HOOKS, &context, &answer->result);
}

/* Returns how many hooks were fired. */
static uint32_t run_posted(struct model *m)
{
    uint32_t count = 0;
    uint32_t i;

    for (i = 0; i < HOOKS; i++) {
        struct model_mailbox *mailbox = &m->hooks[i].mailbox;
        uint8_t copy[RBPF_VALUE_MAX];
        const struct context context = {copy, mailbox->size, false, false};
        int64_t result = 0;

        if (!mailbox->pending)
            continue;
        memcpy(copy, mailbox->context, sizeof copy);
        mailbox->pending = false;
        (void)fire_hook(m, i, &context, &result);
        count++;
    }
    return count;
}

/* ---- steps ---- */

static enum rbpf_status judge_image(enum damage damage)
{
    switch (damage) {
    case DAMAGE_MAGIC:
        return RBPF_IMAGE_MAGIC;
    case DAMAGE_SIZE:
        return RBPF_IMAGE_SIZE;
    case DAMAGE_OPCODE:
        return RBPF_REJECT_OPCODE;
    case DAMAGE_HELPER:
        return RBPF_REJECT_HELPER;
    case DAMAGE_REQUEST:
        return RBPF_IMAGE_SECTION;
    case DAMAGE_ENTRY:
        return RBPF_IMAGE_NO_ENTRY;
    default:
        return RBPF_OK;
    }
}

static bool number_is_taken(const struct model *m, uint16_t number)
{
    uint32_t i;

    for (i = 0; i < CONTAINERS; i++)
        if (m->containers[i].attached && m->containers[i].number == number)
            return true;
    return false;
}

static void insert(struct model *m, struct model_hook *hook, uint8_t container)
{
    uint8_t order = m->containers[container].order;
    uint32_t at = hook->count++;

    for (; at > 0 && m->containers[hook->list[at - 1u]].order > order; at--)
        hook->list[at] = hook->list[at - 1u];
    hook->list[at] = container;
}

static enum rbpf_status attach(struct model *m, const struct step *step, struct answer *answer)
{
    uint8_t index = step->a % (CONTAINERS + 1u);
    struct model_container *c = &m->containers[index];
    const struct plan *plan = &m->scene->plans[step->c % PLANS];
    uint16_t number = step->e % (CONTAINERS + 2u);
    struct bargain b;
    enum rbpf_status status;

    if (index == CONTAINERS || number == 0)
        return RBPF_ERR_ARGUMENT;
    if (c->attached)
        return RBPF_CONTAINER_ATTACHED;
    status = judge_image(plan->damage);
    if (status != RBPF_OK)
        return status;
    b.grant = m->scene->grants[step->d % TENANTS];
    ask(&b, plan);
    offer(m, &b, step);
    agree(&b);
    answer->missing = b.missing;
    if (!b.is_met || plan->needs_foreign)
        return RBPF_CONTAINER_RIGHTS;
    if (plan->damage == DAMAGE_STACK || plan->damage == DAMAGE_DEPTH)
        return RBPF_ERR_STACK_TOO_SMALL;
    if (b.granted.insns_per_second != UINT32_MAX && !m->scene->has_now)
        return RBPF_ERR_ARGUMENT;
    if (plan->damage == DAMAGE_DATA && plan->has_data)
        return RBPF_ERR_DATA_TOO_SMALL;
    if (number_is_taken(m, number))
        return RBPF_CONTAINER_NUMBER;
    *c = (struct model_container){.attached = true,
                                  .hook = step->b % HOOKS,
                                  .tenant = step->d % TENANTS,
                                  .store = step->g,
                                  .order = step->f,
                                  .number = number,
                                  .plan = plan,
                                  .rights = b.granted};
    make_stale(m, index);
    insert(m, &m->hooks[c->hook], index);
    return RBPF_OK;
}

static enum rbpf_status detach(struct model *m, uint32_t index)
{
    struct model_container *c = &m->containers[index];
    struct model_hook *hook;
    uint32_t at;

    if (index == CONTAINERS)
        return RBPF_ERR_ARGUMENT;
    if (!c->attached)
        return RBPF_CONTAINER_DETACHED;
    c->leaving = true;
    if (c->running)
        return RBPF_CONTAINER_BUSY;
    hook = &m->hooks[c->hook];
    hook->count--;
    for (at = place_of(hook, (uint8_t)index); at < hook->count; at++)
        hook->list[at] = hook->list[at + 1u];
    memset(c, 0, sizeof *c);
    return RBPF_OK;
}

static enum rbpf_status reset(struct model *m, uint32_t index)
{
    struct model_container *c = &m->containers[index];

    if (index == CONTAINERS)
        return RBPF_ERR_ARGUMENT;
    if (!c->attached)
        return RBPF_CONTAINER_DETACHED;
    if (c->running)
        return RBPF_CONTAINER_BUSY;
    make_stale(m, index);
    c->strikes = 0;
    c->quarantined = false;
    return RBPF_OK;
}

static enum rbpf_status get_entry(struct model *m, const struct step *step, struct answer *answer)
{
    const struct model_entry *entry = find_entry(&m->stores[step->a % STORES], step->b % 6u);

    if (!entry)
        return RBPF_STORE_NONE;
    answer->entry = *entry;
    return RBPF_OK;
}

static enum rbpf_status set_entry(struct model *m, const struct step *step)
{
    const struct model_entry entry =
        make_entry(step->b % 6u, step->c % (VALUE_MAX + 2u), step->d, step->e % 4u);

    return write_entry(&m->stores[step->a % STORES], &entry);
}

void model_step(struct model *m, const struct step *step, struct answer *answer)
{
    static const uint8_t context[CONTEXT_BYTES] = {1, 2, 3, 4};

    memset(answer, 0, sizeof *answer);
    memcpy(answer->context, context, sizeof context);
    answer->result = -99;
    if (step->kind == STEP_FIRE)
        answer->status = fire(m, step, answer);
    if (step->kind == STEP_ATTACH)
        answer->status = attach(m, step, answer);
    if (step->kind == STEP_DETACH)
        answer->status = detach(m, step->a % (CONTAINERS + 1u));
    if (step->kind == STEP_RESET)
        answer->status = reset(m, step->a % (CONTAINERS + 1u));
    if (step->kind == STEP_SET)
        answer->status = set_entry(m, step);
    if (step->kind == STEP_GET)
        answer->status = get_entry(m, step, answer);
    if (step->kind == STEP_CLOCK)
        m->now_ms += step->a * 100u;
    if (step->kind == STEP_POSTED)
        answer->result = run_posted(m);
    if (step->kind == STEP_ARM) {
        m->armed = true;
        m->countdown = step->a % 8u;
        m->armed_step = step->b % SPARES;
    }
}

void model_begin(struct model *m, const struct scene *scene)
{
    uint32_t i;

    memset(m, 0, offsetof(struct model, events));
    m->scene = scene;
    m->now_ms = scene->begin_ms;
    memset(m->regions, 0x5a, sizeof m->regions);
    for (i = 0; i < STORES; i++) {
        m->stores[i].slots = scene->stores[i].slots;
        m->stores[i].value_bytes =
            scene->stores[i].slots ? scene->stores[i].value_bytes : UINT32_MAX;
    }
}
