/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Stores: small values under 32-bit keys, in memory of the host. A store is one flat block without
 * pointers, the same on every machine, so that it can be kept and opened again. Version 1; numbers
 * are little-endian:
 *
 *     0      2         3      4            6            8
 *     +------+---------+------+------------+------------+-------- - - -
 *     | "rS" | version | zero | slot_bytes | slot_count | slots ...
 *     +------+---------+------+------------+------------+-------- - - -
 *
 *     0       4       6      7      8            slot_bytes
 *     +-------+-------+------+------+------------+
 *     | key   | owner | size | zero | value ...  |   a slot; of size 0 it is free
 *     +-------+-------+------+------+------------+
 *
 * A number is a value of as many bytes as it has, little-endian. There is no empty value: to set
 * one takes the entry out. Each entry belongs to whoever wrote it last, and is paid for by his
 * quota; what the host wrote (RBPF_OWNER_HOST) can be read by guests but not changed.
 *
 * Reading and writing entries works inside the port's critical section (<rbpf/port.h>), for a time
 * that is linear in the slots, and for a guest's write in slots * (1 + what its run has written so
 * far), so that any thread or interrupt may do it. Formatting and opening
 * are for a store that nobody uses yet.
 */
#ifndef RBPF_STORE_H
#define RBPF_STORE_H

#include <stddef.h>
#include <stdint.h>

#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The longest value, in bytes. */
#define RBPF_VALUE_MAX 64u

/** The owner of what the host wrote; containers have other numbers. */
#define RBPF_OWNER_HOST 0u

/** Bytes for a store of `slots` slots whose values are up to `value_bytes` long. */
#define RBPF_STORE_BYTES(slots, value_bytes) (8u + (slots) * (8u + (value_bytes)))

/** A store: where its slots lie. Private; not to be copied while it is in use. All zero: a store
 * without room. */
struct rbpf_store {
    uint8_t *slots;
    uint16_t slot_count;
    uint16_t slot_bytes;
    /* Where the slot lies that a run found last: it is likely to look for it again. */
    uint32_t last;
};

/** An entry, as a copy. */
struct rbpf_item {
    uint32_t key;
    /** The number of the container that wrote it, or RBPF_OWNER_HOST. */
    uint16_t owner;
    /** Bytes of value. */
    uint8_t size;
    uint8_t value[RBPF_VALUE_MAX];
};

/**
 * Makes an empty store of as many slots as `memory` has room for. Not while anybody uses it.
 *
 * @param memory any alignment; kept while the store is in use
 * @param bytes RBPF_STORE_BYTES(slots, value_bytes), for at least one slot
 * @param value_bytes the longest value that it can hold, 1 to RBPF_VALUE_MAX
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: null, no room for a slot, or value_bytes
 */
enum rbpf_status rbpf_store_format(struct rbpf_store *store, void *memory, size_t bytes,
                                   uint32_t value_bytes);

/**
 * Opens a store that lies in `memory` already, with what it holds. The bytes may be anything.
 * Takes time in the square of the slots. Not while anybody uses it.
 *
 * @param store written on success
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: null; RBPF_STORE_FORMAT: not a store of version 1, or a
 *         damaged one
 */
enum rbpf_status rbpf_store_open(struct rbpf_store *store, void *memory, size_t bytes);

/**
 * Reads an entry. Any context.
 *
 * @param item written on success
 * @return RBPF_OK; RBPF_STORE_NONE
 */
enum rbpf_status rbpf_store_get(const struct rbpf_store *store, uint32_t key,
                                struct rbpf_item *item);

/**
 * Writes an entry for the host, whoever owns it so far; with size 0 takes it out. No quota applies.
 * Any context.
 *
 * @param item `owner` becomes the owner
 * @return RBPF_OK; RBPF_STORE_SIZE: the value is too long for this store; RBPF_STORE_FULL;
 *         RBPF_STORE_NONE: nothing to take out
 */
enum rbpf_status rbpf_store_set(struct rbpf_store *store, const struct rbpf_item *item);

/**
 * Reads the entry in slot `index`, to list all of them: 0 to store->slot_count - 1, in no order.
 * Any context; what others write meanwhile may be listed or not.
 *
 * @param item written on success
 * @return RBPF_OK; RBPF_STORE_NONE: the slot is free, or there is none of that number
 */
enum rbpf_status rbpf_store_item(const struct rbpf_store *store, uint32_t index,
                                 struct rbpf_item *item);

#ifdef __cplusplus
}
#endif

#endif
