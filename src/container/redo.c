/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The log of a run. What is refused is refused when the guest writes, so that it can do something
 * about it. Other runs may end in between: at the end the same is checked again.
 */
#include "container/redo.h"

#if RBPF_ROLLBACK

#include <rbpf/port.h>

#include "container/slots.h"
#include "exec/exec.h"

/* Which entry a container means. */
struct rbpf_entry {
    uint32_t key;
    uint32_t scope;
};

static uint8_t *log_bytes_of(const struct rbpf_runner *runner)
{
    return runner->log;
}

static uint32_t record_bytes(const uint8_t *record)
{
    return RBPF_RECORD_HEADER_BYTES + record[5];
}

static bool record_is_of(const uint8_t *record, struct rbpf_entry entry)
{
    return rbpf_load32(record) == entry.key && record[4] == entry.scope;
}

/* The offset of an entry's record; log_used: it has none. */
static uint32_t find_record(const struct rbpf_runner *runner, struct rbpf_entry entry)
{
    const uint8_t *log = log_bytes_of(runner);
    uint32_t at = 0;

    while (at < runner->log_used && !record_is_of(log + at, entry))
        at += record_bytes(log + at);
    return at;
}

/* What a container owns in a store, and what is free there. */
struct balance {
    int32_t free;
    int32_t entries;
    int32_t bytes;
};

static struct balance balance_now(const struct rbpf_store *store, uint32_t owner)
{
    struct balance now = {0, 0, 0};
    const uint8_t *slot = store->slots;
    uint32_t left;

    for (left = store->slot_count; left > 0; left--) {
        uint32_t size = rbpf_slot_size(slot);

        if (size == 0) {
            now.free++;
        } else if (rbpf_slot_owner(slot) == owner) {
            now.entries++;
            now.bytes += (int32_t)size;
        }
        slot += store->slot_bytes;
    }
    return now;
}

/* What a record of the log changes. */
static enum rbpf_status add_record(struct balance *then, const struct rbpf_store *store,
                                   const uint8_t *record, uint32_t owner)
{
    const uint8_t *slot = rbpf_slot_find(store, rbpf_load32(record));

    if (slot && rbpf_slot_owner(slot) == RBPF_OWNER_HOST)
        return RBPF_STORE_DENIED;
    if (record[5] > rbpf_store_value_bytes(store))
        return RBPF_STORE_SIZE;
    if (slot) {
        then->free++;
        if (rbpf_slot_owner(slot) == owner) {
            then->entries--;
            then->bytes -= (int32_t)rbpf_slot_size(slot);
        }
    }
    if (record[5] > 0) {
        then->free--;
        then->entries++;
        then->bytes += record[5];
    }
    return RBPF_OK;
}

/* Would the store, and the container's quota of it, take what the log has for it? */
static enum rbpf_status check_scope(const struct rbpf_runner *runner, uint32_t scope)
{
    const struct rbpf_container *container = runner->container;
    const struct rbpf_store *store = rbpf_container_store(container, scope);
    const struct rbpf_quota *quota = &rbpf_container_rights(container)->stores[scope];
    struct balance now = balance_now(store, container->number);
    struct balance then = now;
    uint32_t at;

    for (at = 0; at < runner->log_used; at += record_bytes(log_bytes_of(runner) + at)) {
        const uint8_t *record = log_bytes_of(runner) + at;
        enum rbpf_status status = RBPF_OK;

        if (record[4] == scope)
            status = add_record(&then, store, record, container->number);
        if (status != RBPF_OK)
            return status;
    }
    if (then.free < 0)
        return RBPF_STORE_FULL;
    /* A quota that was cut must not keep a container from writing less than it has. */
    if (RBPF_CONTRACTS && ((then.entries > quota->entries && then.entries > now.entries) ||
                           (then.bytes > quota->bytes && then.bytes > now.bytes)))
        return RBPF_STORE_QUOTA;
    return RBPF_OK;
}

/* What a helper was asked for: argument 1 is the key, 2 and 3 are the value's place. */
struct asked {
    struct rbpf_runner *runner;
    struct rbpf_store *store;
    struct rbpf_entry entry;
    struct rbpf_span value;
};

/* Most writes are of a value in the place of one of the same length, which takes nothing. */
static bool is_in_place(struct rbpf_store *store, uint32_t key, uint32_t owner, uint32_t size)
{
    const uint8_t *slot = rbpf_slot_seek(store, key);

    return slot && rbpf_slot_owner(slot) == owner && rbpf_slot_size(slot) == size;
}

/*
 * The log has the record as its last one; `is_second` if it has another one of the same entry,
 * whose room may have been given to others.
 */
static enum rbpf_status check_record(const struct asked *asked, bool is_second)
{
    enum rbpf_status status = RBPF_OK;

    RBPF_CRITICAL_ENTER();
    if (is_second || !is_in_place(asked->store, asked->entry.key, asked->runner->container->number,
                                  asked->value.size))
        status = check_scope(asked->runner, asked->entry.scope);
    RBPF_CRITICAL_EXIT();
    return status;
}

RBPF_INLINE void write_record(uint8_t *record, const struct asked *asked)
{
    rbpf_store32(record, asked->entry.key);
    record[4] = (uint8_t)asked->entry.scope;
    record[5] = (uint8_t)asked->value.size;
    rbpf_value_copy(record + RBPF_RECORD_HEADER_BYTES, asked->value.data, asked->value.size);
}

/* memmove() is not there. */
static void take_record_out(struct rbpf_runner *runner, uint32_t at)
{
    uint8_t *log = log_bytes_of(runner);
    uint32_t bytes = record_bytes(log + at);

    runner->log_used -= bytes;
    for (; at < runner->log_used; at++)
        log[at] = log[at + bytes];
}

/* Appended first and checked then; the record before it, of the same entry, does not count. */
static enum rbpf_status append_record(const struct asked *asked, uint32_t old)
{
    struct rbpf_runner *runner = asked->runner;
    uint8_t *log = log_bytes_of(runner);
    uint32_t end = runner->log_used;
    enum rbpf_status status;

    if (RBPF_RECORD_HEADER_BYTES + asked->value.size > runner->log_bytes - end)
        return RBPF_STORE_LOG_FULL;
    write_record(log + end, asked);
    runner->log_used += RBPF_RECORD_HEADER_BYTES + asked->value.size;
    if (old < end)
        log[old + 4] |= 0x80u;
    status = check_record(asked, old < end);
    if (old < end)
        log[old + 4] &= 0x7fu;
    if (status != RBPF_OK)
        runner->log_used = end;
    else if (old < end)
        take_record_out(runner, old);
    return status;
}

/* At `old` is the record of the entry in the log, or its end. */
static enum rbpf_status set(const struct asked *asked, uint32_t old)
{
    struct rbpf_runner *runner = asked->runner;

    if (!rbpf_container_rights(runner->container)->stores[asked->entry.scope].entries)
        return RBPF_STORE_DENIED;
    if (asked->value.size > RBPF_VALUE_MAX)
        return RBPF_STORE_SIZE;
    if (old == runner->log_used || log_bytes_of(runner)[old + 5] != asked->value.size)
        return append_record(asked, old);
    write_record(log_bytes_of(runner) + old, asked);
    return RBPF_OK;
}

enum rbpf_status rbpf_redo_post(struct rbpf_runner *runner, uint32_t hook, struct rbpf_span value)
{
    const struct asked asked = {runner, NULL, {hook, RBPF_SCOPE_POST}, value};
    uint8_t *log = log_bytes_of(runner);
    uint32_t old = find_record(runner, asked.entry);
    uint32_t replaced = old < runner->log_used ? record_bytes(log + old) : 0;

    if (RBPF_RECORD_HEADER_BYTES + value.size > runner->log_bytes - runner->log_used + replaced)
        return RBPF_STORE_LOG_FULL;
    if (replaced)
        take_record_out(runner, old);
    write_record(log + runner->log_used, &asked);
    runner->log_used += RBPF_RECORD_HEADER_BYTES + value.size;
    return RBPF_OK;
}

/* Returns the value's length, or why there is none. */
static int32_t copy_value(struct rbpf_span out, const uint8_t *value, uint32_t bytes)
{
    if (bytes == 0)
        return RBPF_STORE_NONE;
    if (bytes > out.size)
        return RBPF_STORE_SIZE;
    rbpf_value_copy(out.data, value, bytes);
    return (int32_t)bytes;
}

static int32_t get(const struct asked *asked, uint32_t at)
{
    const uint8_t *log = log_bytes_of(asked->runner);
    int32_t result = RBPF_STORE_NONE;
    const uint8_t *slot;

    if (!(rbpf_container_rights(asked->runner->container)->access &
          RBPF_READ_STORE(asked->entry.scope)))
        return RBPF_STORE_DENIED;
    if (at < asked->runner->log_used)
        return copy_value(asked->value, log + at + RBPF_RECORD_HEADER_BYTES, log[at + 5]);
    RBPF_CRITICAL_ENTER();
    slot = rbpf_slot_seek(asked->store, asked->entry.key);
    if (slot)
        result = copy_value(asked->value, rbpf_slot_value(slot), rbpf_slot_size(slot));
    RBPF_CRITICAL_EXIT();
    return result;
}

enum rbpf_status rbpf_redo_call(struct rbpf_call *call, uint32_t scope, bool writes)
{
    int32_t result = RBPF_STORE_DENIED;
    struct asked asked;
    uint32_t at;

    asked.runner = rbpf_call_user(call);
    asked.store = rbpf_container_store(asked.runner->container, scope);
    asked.entry.key = (uint32_t)rbpf_call_arg(call, 1);
    asked.entry.scope = scope;
    /* As rbpf_call_memory() does it, which knows less of the arguments. */
    asked.value.size = (uint32_t)rbpf_call_arg(call, 3);
    asked.value.data = asked.value.size ? rbpf_argument_memory(rbpf_call_vm(call), 2) : NULL;
    if (asked.store) {
        /* The search begins at the first slot. */
        rbpf_call_charge(call, asked.store->slot_count);
        at = find_record(asked.runner, asked.entry);
        result = writes ? (int32_t)set(&asked, at) : get(&asked, at);
    }
    rbpf_call_return(call, (uint64_t)(int64_t)result);
    return RBPF_OK;
}

/* Checked, so that it finds room. False: it needs a free slot, which is not given yet. */
static bool apply_record(const struct rbpf_container *container, const uint8_t *record,
                         bool may_take_slot)
{
    const struct rbpf_write write = {record + RBPF_RECORD_HEADER_BYTES, rbpf_load32(record),
                                     container->number, record[5]};
    struct rbpf_store *store = rbpf_container_store(container, record[4]);
    uint8_t *slot = rbpf_slot_seek(store, write.key);

    if (!slot && write.size == 0)
        return true;
    if (!slot && may_take_slot)
        slot = rbpf_slot_free(store);
    if (slot)
        rbpf_slot_put(store, slot, &write);
    return slot;
}

/* Says whether all were applied. */
static bool apply_records(const struct rbpf_runner *runner, bool may_take_slots)
{
    const uint8_t *record = log_bytes_of(runner);
    const uint8_t *end = record + runner->log_used;
    bool is_all = true;

    for (; record < end; record += record_bytes(record))
        if (record[4] < RBPF_SCOPES && !apply_record(runner->container, record, may_take_slots))
            is_all = false;
    return is_all;
}

static enum rbpf_status check_scopes(const struct rbpf_runner *runner, uint32_t scopes)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t scope;

    for (scope = 0; scope < RBPF_SCOPES && status == RBPF_OK; scope++)
        if (scopes >> scope & 1u)
            status = check_scope(runner, scope);
    return status;
}

/* Is there room for all of the log still, or again? */
static enum rbpf_status check_log(const struct rbpf_runner *runner)
{
    const struct rbpf_container *container = runner->container;
    const uint8_t *record = log_bytes_of(runner);
    const uint8_t *end = record + runner->log_used;
    uint32_t scopes = 0;

    for (; record < end; record += record_bytes(record))
        if (record[4] < RBPF_SCOPES &&
            !is_in_place(rbpf_container_store(container, record[4]), rbpf_load32(record),
                         container->number, record[5]))
            scopes |= 1u << record[4];
    return scopes ? check_scopes(runner, scopes) : RBPF_OK;
}

enum rbpf_status rbpf_redo_commit(struct rbpf_runner *runner)
{
    enum rbpf_status status;

    RBPF_CRITICAL_ENTER();
    status = check_log(runner);
    if (status == RBPF_OK) {
        /* New entries last: they may need slots of those that are taken out. */
        if (!apply_records(runner, false))
            apply_records(runner, true);
        if (runner->deliver)
            runner->deliver(runner);
        runner->log_used = 0;
    }
    RBPF_CRITICAL_EXIT();
    return status;
}

#endif
