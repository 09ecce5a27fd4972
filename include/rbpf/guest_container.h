/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * For guests that run in containers: the library's own helpers. Numbers never change. A container
 * may call those that its contract grants; to call another by number refuses the image.
 *
 * Stores keep small values under 32-bit keys: private to the container, of its tenant, or of all.
 * What a run writes is kept if the run ends well, and dropped if it does not; it reads its own
 * writes.
 */
#ifndef RBPF_GUEST_CONTAINER_H
#define RBPF_GUEST_CONTAINER_H

#include <rbpf/guest.h>

/** There is no entry with this key. */
#define RBPF_GUEST_NONE (-192)
/** The store is full. */
#define RBPF_GUEST_FULL (-193)
/** The container's quota of the store is used up. */
#define RBPF_GUEST_QUOTA (-194)
/** The contract does not grant it, or the entry is the host's. */
#define RBPF_GUEST_DENIED (-195)
/** The value is longer than the buffer, or than the store can hold. */
#define RBPF_GUEST_SIZE (-196)
/** The run has written as much as a run can. */
#define RBPF_GUEST_LOG_FULL (-197)

/** Reads a value of at most `bytes`: returns its length, or RBPF_GUEST_NONE, _DENIED, _SIZE. */
RBPF_HELPER(1, int64_t, rbpf_private_get, (uint32_t key, void *value, uint64_t bytes));
/** Writes a value; of 0 bytes takes the entry out. 0, or RBPF_GUEST_FULL, _QUOTA, _DENIED, _SIZE,
 * _LOG_FULL. */
RBPF_HELPER(2, int64_t, rbpf_private_set, (uint32_t key, const void *value, uint64_t bytes));
/** The same in the tenant's store. */
RBPF_HELPER(3, int64_t, rbpf_tenant_get, (uint32_t key, void *value, uint64_t bytes));
RBPF_HELPER(4, int64_t, rbpf_tenant_set, (uint32_t key, const void *value, uint64_t bytes));
/** The same in the store of all. */
RBPF_HELPER(5, int64_t, rbpf_global_get, (uint32_t key, void *value, uint64_t bytes));
RBPF_HELPER(6, int64_t, rbpf_global_set, (uint32_t key, const void *value, uint64_t bytes));
/** Milliseconds since some fixed time. Faults where the firmware has no clock. */
RBPF_HELPER(7, uint64_t, rbpf_now_ms, (void));
/** Says something to the firmware's log, up to 64 bytes of it; returns how many. */
RBPF_HELPER(8, int64_t, rbpf_log, (const char *text, uint64_t bytes));
/** 32 random bits. Faults where the firmware has no source of them. */
RBPF_HELPER(9, uint32_t, rbpf_random, (void));

#endif
