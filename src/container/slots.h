/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The slots of a store. Callers are inside the critical section. */
#ifndef RBPF_CONTAINER_SLOTS_H
#define RBPF_CONTAINER_SLOTS_H

#include <stdbool.h>
#include <string.h>

#include <rbpf/store.h>

#include "bytes.h"

#define RBPF_SLOT_HEADER_BYTES 8u

/* What is to be written. `size` 0 takes the entry out. */
struct rbpf_write {
    const uint8_t *value;
    uint32_t key;
    uint16_t owner;
    uint8_t size;
};

RBPF_INLINE uint8_t *rbpf_slot_at(const struct rbpf_store *store, uint32_t index)
{
    return store->slots + (size_t)index * store->slot_bytes;
}

RBPF_INLINE uint32_t rbpf_slot_key(const uint8_t *slot)
{
    return rbpf_load32(slot);
}

RBPF_INLINE uint32_t rbpf_slot_owner(const uint8_t *slot)
{
    return rbpf_load16(slot + 4);
}

RBPF_INLINE uint32_t rbpf_slot_size(const uint8_t *slot)
{
    return slot[6];
}

RBPF_INLINE const uint8_t *rbpf_slot_value(const uint8_t *slot)
{
    return slot + RBPF_SLOT_HEADER_BYTES;
}

RBPF_INLINE uint32_t rbpf_store_value_bytes(const struct rbpf_store *store)
{
    return store->slot_bytes - RBPF_SLOT_HEADER_BYTES;
}

/* The slot with this key, or null. */
uint8_t *rbpf_slot_find(const struct rbpf_store *store, uint32_t key);

/* Writes an entry. RBPF_OK, RBPF_STORE_SIZE, RBPF_STORE_FULL, RBPF_STORE_NONE. */
enum rbpf_status rbpf_slot_write(struct rbpf_store *store, const struct rbpf_write *write);

#endif
