/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What redo.c does, without a log: each write is done at once, and stays. */
#include "container/redo.h"

#if !RBPF_ROLLBACK

#include <rbpf/port.h>

#include "container/slots.h"
#include "exec/exec.h"

/* More than a quota can say: a store that was opened may hold as much. */
struct owned {
    uint32_t entries;
    uint32_t bytes;
};

/* What the container owns besides this slot, which may be null. */
static struct owned owned_besides(const struct rbpf_store *store, const uint8_t *besides,
                                  uint32_t owner)
{
    struct owned owned = {0, 0};
    uint32_t i;

    for (i = 0; i < store->slot_count; i++) {
        const uint8_t *slot = rbpf_slot_at(store, i);

        if (slot == besides || rbpf_slot_size(slot) == 0 || rbpf_slot_owner(slot) != owner)
            continue;
        owned.entries++;
        owned.bytes += rbpf_slot_size(slot);
    }
    return owned;
}

/* A quota that was cut must not keep a container from writing less than it has. */
static bool is_in_quota(const struct rbpf_store *store, const struct rbpf_quota *quota,
                        const uint8_t *slot, const struct rbpf_write *write)
{
    const struct owned others = owned_besides(store, slot, write->owner);
    const bool is_own = slot && rbpf_slot_owner(slot) == write->owner;
    const uint32_t size = is_own ? rbpf_slot_size(slot) : 0;

    return (is_own || others.entries < quota->entries) &&
           (write->size <= size || others.bytes + write->size <= quota->bytes);
}

/* In the critical section, as the next. At `slot` the entry lies so far, or it is null. */
static int32_t write_entry(struct rbpf_store *store, const struct rbpf_quota *quota, uint8_t *slot,
                           const struct rbpf_write *write)
{
    if (slot && rbpf_slot_owner(slot) == RBPF_OWNER_HOST)
        return RBPF_STORE_DENIED;
    if (RBPF_CONTRACTS && write->size > 0 && !is_in_quota(store, quota, slot, write))
        return RBPF_STORE_QUOTA;
    if (write->size > rbpf_store_value_bytes(store))
        return RBPF_STORE_SIZE;
    if (!slot && write->size == 0)
        return RBPF_OK;
    if (!slot)
        slot = rbpf_slot_free(store);
    if (!slot)
        return RBPF_STORE_FULL;
    rbpf_slot_put(store, slot, write);
    return RBPF_OK;
}

/* Returns the value's length, or why there is none. */
static int32_t read_entry(const uint8_t *slot, struct rbpf_span value)
{
    if (!slot)
        return RBPF_STORE_NONE;
    if (rbpf_slot_size(slot) > value.size)
        return RBPF_STORE_SIZE;
    memcpy(value.data, rbpf_slot_value(slot), rbpf_slot_size(slot));
    return (int32_t)rbpf_slot_size(slot);
}

static int32_t access_entry(struct rbpf_call *call, uint32_t scope, bool writes)
{
    const struct rbpf_runner *runner = rbpf_call_user(call);
    const struct rbpf_rights *rights = rbpf_container_rights(runner->container);
    struct rbpf_store *store = rbpf_container_store(runner->container, scope);
    const uint32_t key = (uint32_t)rbpf_call_arg(call, 1);
    const uint32_t size = (uint32_t)rbpf_call_arg(call, 3);
    const struct rbpf_span value = {size ? rbpf_argument_memory(rbpf_call_vm(call), 2) : NULL,
                                    size};
    const struct rbpf_write write = {value.data, key, runner->container->number, (uint8_t)size};
    uint8_t *slot;
    int32_t result;

    if (!store ||
        !(writes ? rights->stores[scope].entries : rights->access & RBPF_READ_STORE(scope)))
        return RBPF_STORE_DENIED;
    if (writes && size > RBPF_VALUE_MAX)
        return RBPF_STORE_SIZE;
    /* The search begins at the first slot. */
    rbpf_call_charge(call, store->slot_count);
    RBPF_CRITICAL_ENTER();
    slot = rbpf_slot_find(store, key);
    result =
        writes ? write_entry(store, &rights->stores[scope], slot, &write) : read_entry(slot, value);
    RBPF_CRITICAL_EXIT();
    return result;
}

enum rbpf_status rbpf_redo_call(struct rbpf_call *call, uint32_t scope, bool writes)
{
    rbpf_call_return(call, (uint64_t)(int64_t)access_entry(call, scope, writes));
    return RBPF_OK;
}

/* By way of the log all the same, as its only record, for who takes it. */
enum rbpf_status rbpf_redo_post(struct rbpf_runner *runner, uint32_t hook, struct rbpf_span value)
{
    uint8_t *record = runner->log;

    if (RBPF_RECORD_HEADER_BYTES + value.size > runner->log_bytes)
        return RBPF_STORE_LOG_FULL;
    rbpf_store32(record, hook);
    record[4] = RBPF_SCOPE_POST;
    record[5] = (uint8_t)value.size;
    rbpf_value_copy(record + RBPF_RECORD_HEADER_BYTES, value.data, value.size);
    runner->log_used = RBPF_RECORD_HEADER_BYTES + value.size;
    RBPF_CRITICAL_ENTER();
    runner->deliver(runner);
    RBPF_CRITICAL_EXIT();
    runner->log_used = 0;
    return RBPF_OK;
}

#endif
