/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Stores: equal slots, so that a write moves nothing and a scan is all there is to know. */
#include <rbpf/port.h>

#include "container/slots.h"

#define STORE_HEADER_BYTES 8u
#define STORE_MAGIC 0x5372u
#define STORE_VERSION 1u

uint8_t *rbpf_slot_find(const struct rbpf_store *store, uint32_t key)
{
    uint8_t *slot = store->slots;
    uint32_t left;

    for (left = store->slot_count; left > 0; left--) {
        if (rbpf_slot_is(slot, key))
            return slot;
        slot += store->slot_bytes;
    }
    return NULL;
}

uint8_t *rbpf_slot_seek(struct rbpf_store *store, uint32_t key)
{
    uint8_t *slot = store->slots;

    /* Nothing may be added to null. */
    if (slot && rbpf_slot_is(slot + store->last, key))
        return slot + store->last;
    slot = rbpf_slot_find(store, key);
    if (slot)
        store->last = (uint32_t)(slot - store->slots);
    return slot;
}

uint8_t *rbpf_slot_free(const struct rbpf_store *store)
{
    uint8_t *slot = store->slots;
    uint32_t left;

    for (left = store->slot_count; left > 0; left--) {
        if (rbpf_slot_size(slot) == 0)
            return slot;
        slot += store->slot_bytes;
    }
    return NULL;
}

void rbpf_slot_put(struct rbpf_store *store, uint8_t *slot, const struct rbpf_write *write)
{
    if (rbpf_slot_size(slot) != write->size)
        memset(slot, 0, store->slot_bytes);
    if (write->size == 0)
        return;
    rbpf_store32(slot, write->key);
    rbpf_store16(slot + 4, write->owner);
    slot[6] = write->size;
    rbpf_value_copy(slot + RBPF_SLOT_HEADER_BYTES, write->value, write->size);
}

enum rbpf_status rbpf_store_format(struct rbpf_store *store, void *memory, size_t bytes,
                                   uint32_t value_bytes)
{
    uint8_t *header = memory;
    size_t slot_bytes = RBPF_SLOT_HEADER_BYTES + (size_t)value_bytes;
    size_t count;

    if (!store || !memory || value_bytes == 0 || value_bytes > RBPF_VALUE_MAX ||
        bytes < STORE_HEADER_BYTES + slot_bytes)
        return RBPF_ERR_ARGUMENT;
    count = (bytes - STORE_HEADER_BYTES) / slot_bytes;
    if (count > UINT16_MAX)
        count = UINT16_MAX;
    memset(header, 0, STORE_HEADER_BYTES + count * slot_bytes);
    rbpf_store16(header, STORE_MAGIC);
    header[2] = STORE_VERSION;
    rbpf_store16(header + 4, (uint16_t)slot_bytes);
    rbpf_store16(header + 6, (uint16_t)count);
    *store = (struct rbpf_store){
        .slots = header + STORE_HEADER_BYTES,
        .slot_count = (uint16_t)count,
        .slot_bytes = (uint16_t)slot_bytes,
    };
    return RBPF_OK;
}

static bool store_header_ok(const uint8_t *header, size_t bytes)
{
    size_t slot_bytes;

    if (bytes < STORE_HEADER_BYTES || rbpf_load16(header) != STORE_MAGIC ||
        header[2] != STORE_VERSION || header[3] != 0)
        return false;
    slot_bytes = rbpf_load16(header + 4);
    return slot_bytes > RBPF_SLOT_HEADER_BYTES &&
           slot_bytes <= RBPF_SLOT_HEADER_BYTES + RBPF_VALUE_MAX && rbpf_load16(header + 6) > 0 &&
           (bytes - STORE_HEADER_BYTES) / slot_bytes >= rbpf_load16(header + 6);
}

/* What rbpf_slot_put() leaves, and nothing else: a byte has one meaning. */
static bool slot_ok(const struct rbpf_store *store, const uint8_t *slot)
{
    uint32_t size = rbpf_slot_size(slot);
    uint32_t at = RBPF_SLOT_HEADER_BYTES + size;

    if (size > rbpf_store_value_bytes(store) || slot[7] != 0)
        return false;
    while (at < store->slot_bytes && slot[at] == 0)
        at++;
    if (at < store->slot_bytes)
        return false;
    if (size == 0)
        return rbpf_load32(slot) == 0 && rbpf_slot_owner(slot) == 0;
    return rbpf_slot_find(store, rbpf_slot_key(slot)) == slot;
}

enum rbpf_status rbpf_store_open(struct rbpf_store *store, void *memory, size_t bytes)
{
    uint8_t *header = memory;
    struct rbpf_store found;
    uint32_t i;

    if (!store || !memory)
        return RBPF_ERR_ARGUMENT;
    if (!store_header_ok(header, bytes))
        return RBPF_STORE_FORMAT;
    found = (struct rbpf_store){
        .slots = header + STORE_HEADER_BYTES,
        .slot_count = rbpf_load16(header + 6),
        .slot_bytes = rbpf_load16(header + 4),
    };
    for (i = 0; i < found.slot_count; i++)
        if (!slot_ok(&found, rbpf_slot_at(&found, i)))
            return RBPF_STORE_FORMAT;
    *store = found;
    return RBPF_OK;
}

static enum rbpf_status copy_item(const uint8_t *slot, struct rbpf_item *item)
{
    if (!slot || rbpf_slot_size(slot) == 0)
        return RBPF_STORE_NONE;
    item->key = rbpf_slot_key(slot);
    item->owner = (uint16_t)rbpf_slot_owner(slot);
    item->size = (uint8_t)rbpf_slot_size(slot);
    memcpy(item->value, rbpf_slot_value(slot), item->size);
    return RBPF_OK;
}

enum rbpf_status rbpf_store_get(const struct rbpf_store *store, uint32_t key,
                                struct rbpf_item *item)
{
    enum rbpf_status status;

    RBPF_CRITICAL_ENTER();
    status = copy_item(rbpf_slot_find(store, key), item);
    RBPF_CRITICAL_EXIT();
    return status;
}

static enum rbpf_status write_entry(struct rbpf_store *store, const struct rbpf_write *write)
{
    uint8_t *slot = rbpf_slot_find(store, write->key);

    if (!slot && write->size == 0)
        return RBPF_STORE_NONE;
    if (!slot)
        slot = rbpf_slot_free(store);
    if (!slot)
        return RBPF_STORE_FULL;
    if (write->size > rbpf_store_value_bytes(store))
        return RBPF_STORE_SIZE;
    rbpf_slot_put(store, slot, write);
    return RBPF_OK;
}

enum rbpf_status rbpf_store_set(struct rbpf_store *store, const struct rbpf_item *item)
{
    const struct rbpf_write write = {item->value, item->key, item->owner, item->size};
    enum rbpf_status status;

    RBPF_CRITICAL_ENTER();
    status = write_entry(store, &write);
    RBPF_CRITICAL_EXIT();
    return status;
}

enum rbpf_status rbpf_store_item(const struct rbpf_store *store, uint32_t index,
                                 struct rbpf_item *item)
{
    enum rbpf_status status;

    if (index >= store->slot_count)
        return RBPF_STORE_NONE;
    RBPF_CRITICAL_ENTER();
    status = copy_item(rbpf_slot_at(store, index), item);
    RBPF_CRITICAL_EXIT();
    return status;
}
