/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The log of a run. What is refused is refused when the guest writes, so that it can do something
 * about it. Other runs may end in between: at the end the same is checked again.
 */
#include "container/redo.h"

#include <rbpf/port.h>

#include "container/slots.h"

#define RECORD_HEADER_BYTES RBPF_RECORD_HEADER_BYTES

static uint8_t *log_bytes_of(const struct rbpf_runner *runner)
{
    return runner->log;
}

static uint32_t record_bytes(const uint8_t *record)
{
    return RECORD_HEADER_BYTES + record[5];
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
    const struct rbpf_quota *quota = &container->rights.stores[scope];
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
    if ((then.entries > quota->entries && then.entries > now.entries) ||
        (then.bytes > quota->bytes && then.bytes > now.bytes))
        return RBPF_STORE_QUOTA;
    return RBPF_OK;
}

/* A sum that is the same means that nobody wrote. */
static uint32_t count_writes(const struct rbpf_container *container)
{
    uint32_t writes = 0;
    uint32_t scope;

    for (scope = 0; scope < RBPF_SCOPES; scope++) {
        const struct rbpf_store *store = rbpf_container_store(container, scope);

        if (store)
            writes += store->writes;
    }
    return writes;
}

/* Most writes are of a value in the place of one of the same length, which takes nothing. */
static bool takes_no_room(const struct rbpf_container *container, uint32_t scope,
                          const uint8_t *record)
{
    const uint8_t *slot =
        rbpf_slot_find(rbpf_container_store(container, scope), rbpf_load32(record));

    return slot && rbpf_slot_owner(slot) == container->number && rbpf_slot_size(slot) == record[5];
}

/*
 * The log is to have the record at `end`, its last; at `old` is the one before of the same entry,
 * or the end too. Where there is one, its room may have been given to others.
 */
static enum rbpf_status check_record(struct rbpf_runner *runner, uint32_t scope, uint32_t old,
                                     uint32_t end)
{
    enum rbpf_status status = RBPF_OK;

    RBPF_CRITICAL_ENTER();
    if (end == 0)
        runner->writes_seen = count_writes(runner->container);
    if (old < end || !takes_no_room(runner->container, scope, log_bytes_of(runner) + end))
        status = check_scope(runner, scope);
    RBPF_CRITICAL_EXIT();
    return status;
}

static void write_record(uint8_t *record, struct rbpf_entry entry, struct rbpf_span value)
{
    rbpf_store32(record, entry.key);
    record[4] = (uint8_t)entry.scope;
    record[5] = (uint8_t)value.size;
    if (value.size)
        memcpy(record + RECORD_HEADER_BYTES, value.data, value.size);
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
static enum rbpf_status append_record(struct rbpf_runner *runner, struct rbpf_entry entry,
                                      struct rbpf_span value)
{
    uint8_t *log = log_bytes_of(runner);
    uint32_t end = runner->log_used;
    uint32_t old = find_record(runner, entry);
    enum rbpf_status status;

    if (RECORD_HEADER_BYTES + value.size > runner->log_bytes - end)
        return RBPF_STORE_LOG_FULL;
    write_record(log + end, entry, value);
    runner->log_used += RECORD_HEADER_BYTES + value.size;
    if (old < end)
        log[old + 4] |= 0x80u;
    status = check_record(runner, entry.scope, old, end);
    if (old < end)
        log[old + 4] &= 0x7fu;
    if (status != RBPF_OK)
        runner->log_used = end;
    else if (old < end)
        take_record_out(runner, old);
    return status;
}

enum rbpf_status rbpf_redo_set(struct rbpf_runner *runner, struct rbpf_entry entry,
                               struct rbpf_span value)
{
    const struct rbpf_container *container = runner->container;
    uint32_t old = find_record(runner, entry);

    if (container->rights.stores[entry.scope].entries == 0)
        return RBPF_STORE_DENIED;
    if (value.size > RBPF_VALUE_MAX)
        return RBPF_STORE_SIZE;
    if (old == runner->log_used || log_bytes_of(runner)[old + 5] != value.size)
        return append_record(runner, entry, value);
    write_record(log_bytes_of(runner) + old, entry, value);
    return RBPF_OK;
}

enum rbpf_status rbpf_redo_post(struct rbpf_runner *runner, uint32_t hook, struct rbpf_span value)
{
    const struct rbpf_entry entry = {hook, RBPF_SCOPE_POST};
    uint8_t *log = log_bytes_of(runner);
    uint32_t old = find_record(runner, entry);
    uint32_t replaced = old < runner->log_used ? record_bytes(log + old) : 0;

    if (RECORD_HEADER_BYTES + value.size > runner->log_bytes - runner->log_used + replaced)
        return RBPF_STORE_LOG_FULL;
    if (replaced)
        take_record_out(runner, old);
    if (runner->log_used == 0) {
        RBPF_CRITICAL_ENTER();
        runner->writes_seen = count_writes(runner->container);
        RBPF_CRITICAL_EXIT();
    }
    write_record(log + runner->log_used, entry, value);
    runner->log_used += RECORD_HEADER_BYTES + value.size;
    return RBPF_OK;
}

static enum rbpf_status copy_value(struct rbpf_span out, const uint8_t *value, uint32_t bytes)
{
    if (bytes == 0)
        return RBPF_STORE_NONE;
    if (bytes > out.size)
        return RBPF_STORE_SIZE;
    memcpy(out.data, value, bytes);
    return RBPF_OK;
}

enum rbpf_status rbpf_redo_get(const struct rbpf_runner *runner, struct rbpf_entry entry,
                               struct rbpf_span out, uint32_t *size)
{
    const struct rbpf_container *container = runner->container;
    const uint8_t *record = log_bytes_of(runner);
    enum rbpf_status status = RBPF_STORE_NONE;
    uint32_t at = find_record(runner, entry);
    const uint8_t *slot;

    if (!(container->rights.access & RBPF_READ_STORE(entry.scope)))
        return RBPF_STORE_DENIED;
    if (at < runner->log_used) {
        record += at;
        *size = record[5];
        return copy_value(out, record + RECORD_HEADER_BYTES, *size);
    }
    RBPF_CRITICAL_ENTER();
    slot = rbpf_slot_find(rbpf_container_store(container, entry.scope), entry.key);
    if (slot) {
        *size = rbpf_slot_size(slot);
        status = copy_value(out, rbpf_slot_value(slot), *size);
    }
    RBPF_CRITICAL_EXIT();
    return status;
}

static void apply_record(const struct rbpf_runner *runner, const uint8_t *record)
{
    const struct rbpf_container *container = runner->container;
    const struct rbpf_write write = {record + RECORD_HEADER_BYTES, rbpf_load32(record),
                                     container->number, record[5]};

    if (record[4] == RBPF_SCOPE_POST) {
        runner->deliver(runner, record);
        return;
    }
    /* Checked, so that it finds room; what is not there need not be taken out. */
    (void)rbpf_slot_write(rbpf_container_store(container, record[4]), &write);
}

/* Entries are taken out first: what is written may need their slots. */
static void apply_records(const struct rbpf_runner *runner, bool removals)
{
    const uint8_t *log = log_bytes_of(runner);
    uint32_t at;

    for (at = 0; at < runner->log_used; at += record_bytes(log + at))
        if ((log[at + 5] == 0) == removals)
            apply_record(runner, log + at);
}

static enum rbpf_status check_scopes(const struct rbpf_runner *runner)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t scope;

    for (scope = 0; scope < RBPF_SCOPES && status == RBPF_OK; scope++)
        if (rbpf_container_store(runner->container, scope))
            status = check_scope(runner, scope);
    return status;
}

enum rbpf_status rbpf_redo_commit(struct rbpf_runner *runner)
{
    enum rbpf_status status = RBPF_OK;

    if (runner->log_used == 0)
        return RBPF_OK;
    RBPF_CRITICAL_ENTER();
    if (count_writes(runner->container) != runner->writes_seen)
        status = check_scopes(runner);
    if (status == RBPF_OK) {
        apply_records(runner, true);
        apply_records(runner, false);
    }
    RBPF_CRITICAL_EXIT();
    return status;
}
