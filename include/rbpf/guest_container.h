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
 *
 * What a guest needs, and what else it can make use of, it says once, outside of functions. The
 * helpers that it calls, its stack and an instruction are granted or it is refused, so that most
 * need no word about those:
 *
 *     RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
 *                .stores = {[RBPF_SCOPE_TENANT] = {.entries = 1, .bytes = 4}});
 *     RBPF_WANTS(.stores = {[RBPF_SCOPE_TENANT] = {.entries = 8, .bytes = 32}});
 *
 * A guest that says neither wants to write the context, and nothing else.
 */
#ifndef RBPF_GUEST_CONTAINER_H
#define RBPF_GUEST_CONTAINER_H

#include <rbpf/access.h>
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

/** Helper ids that `helpers` has bits for, a multiple of 32 up to 1024: may be defined before. */
#ifndef RBPF_GUEST_HELPERS_MAX
#define RBPF_GUEST_HELPERS_MAX 64
#endif
#if RBPF_GUEST_HELPERS_MAX < 32 || RBPF_GUEST_HELPERS_MAX % 32 != 0 || RBPF_GUEST_HELPERS_MAX > 1024
#error "RBPF_GUEST_HELPERS_MAX: give a multiple of 32 from 32 to 1024"
#endif

/** How much of a store is to be the container's own. */
struct rbpf_guest_quota {
    uint16_t entries;
    /** Of values, all together. */
    uint16_t bytes;
};

/** What a guest asks for; what it does not name is 0. */
struct rbpf_guest_rights {
    /** Set by the macros. */
    uint32_t record_bytes;
    /** Instructions of one run. 0 in both: as many as can be had, as for the next. */
    uint32_t insns_per_run;
    /** Instructions of all runs within a second, on the average. */
    uint32_t insns_per_second;
    /** What is to be written, by enum rbpf_scope. */
    struct rbpf_guest_quota stores[RBPF_SCOPES];
    /** Bytes of stack. */
    uint16_t stack_bytes;
    /** RBPF_READ_STORE(), RBPF_WRITE_CONTEXT, RBPF_READ_REGION(), RBPF_WRITE_REGION(). */
    uint16_t access;
    /** Helpers that are called by register: RBPF_HELPER_BIT(id) in word id / 32. */
    uint32_t helpers[RBPF_GUEST_HELPERS_MAX / 32];
};

/* A record in a section of its own. Of C++ compilers, clang has all initialisers by name. Private.
 */
#if RBPF_IS_GUEST && defined(__clang__)
/* clang-format off */
#define RBPF_GUEST_RECORD(name, in_section, ...) \
    _Pragma("clang diagnostic push") \
    _Pragma("clang diagnostic ignored \"-Wpedantic\"") \
    _Pragma("clang diagnostic ignored \"-Wc99-designator\"") \
    _Pragma("clang diagnostic ignored \"-Wmissing-field-initializers\"") \
    _Pragma("clang diagnostic ignored \"-Wreorder-init-list\"") \
    static const struct rbpf_guest_rights name __attribute__((section(in_section), used)) = { \
        .record_bytes = sizeof(struct rbpf_guest_rights), __VA_ARGS__} \
    _Pragma("clang diagnostic pop")
/* clang-format on */
#elif RBPF_IS_GUEST
#define RBPF_GUEST_RECORD(name, in_section, ...)                                                   \
    static const struct rbpf_guest_rights name __attribute__((section(in_section), used)) = {      \
        .record_bytes = sizeof(struct rbpf_guest_rights), __VA_ARGS__}
#elif defined(__cplusplus)
#define RBPF_GUEST_RECORD(name, in_section, ...) static_assert(true, in_section)
#else
#define RBPF_GUEST_RECORD(name, in_section, ...)                                                   \
    static const struct rbpf_guest_rights name                                                     \
        __attribute__((unused)) = {.record_bytes = sizeof(struct rbpf_guest_rights), __VA_ARGS__}
#endif

/** Without these, members of struct rbpf_guest_rights, the guest cannot do its work: it is refused.
 * At most once in a program. Natively of no effect. */
#define RBPF_NEEDS(...) RBPF_GUEST_RECORD(rbpf_guest_needs, ".rbpf.needs", __VA_ARGS__)
/** These it can make use of, as far as they are granted. What is needed need not be repeated. */
#define RBPF_WANTS(...) RBPF_GUEST_RECORD(rbpf_guest_wants, ".rbpf.wants", __VA_ARGS__)

#endif
