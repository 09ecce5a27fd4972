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

RBPF_INLINE bool rbpf_slot_is(const uint8_t *slot, uint32_t key)
{
    return rbpf_slot_key(slot) == key && rbpf_slot_size(slot) > 0;
}

/* Copies a value. Most are a number of 4 bytes, for which memcpy() takes long. */
RBPF_INLINE void rbpf_value_copy(uint8_t *to, const uint8_t *from, uint32_t bytes)
{
    if (RBPF_LOOP != RBPF_LOOP_SMALL && bytes == 4)
        rbpf_store32(to, rbpf_load32(from));
    else if (bytes > 0)
        memcpy(to, from, bytes);
}

/* The slot with this key, or null. */
uint8_t *rbpf_slot_find(const struct rbpf_store *store, uint32_t key);

/* The same, which looks there first the next time. */
uint8_t *rbpf_slot_seek(struct rbpf_store *store, uint32_t key);

/* A free slot, or null. */
uint8_t *rbpf_slot_free(const struct rbpf_store *store);

/* Writes over a slot, which is free or has this key. The value fits. */
void rbpf_slot_put(struct rbpf_store *store, uint8_t *slot, const struct rbpf_write *write);

#endif
