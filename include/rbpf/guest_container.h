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
/**
 * Says formatted text, up to 64 bytes of it; returns how many. As C's printf(), with four arguments
 * at most: %d %i %u %x %X %c %s, flags 0 and -, a width of up to two digits; hh, h, l, ll and z
 * before a number, without which it is of 32 bits. %% is a percent sign; any other %, or one
 * without an argument, stays as it stands. A string that does not end within its region is a fault.
 */
RBPF_HELPER(10, int64_t, rbpf_print, (const char *format, ...));
/** The same into `out`, with two arguments: at most `bytes`, a NUL included, which is always there
 * unless bytes is 0. Returns how long all of the text is, as snprintf() does. */
RBPF_HELPER(11, int64_t, rbpf_format, (char *out, uint64_t bytes, const char *format, ...));

/** What a sensor measured: up to three values of a unit, each times 10^scale. */
struct rbpf_sensed {
    int16_t val[3];
    uint8_t unit;
    int8_t scale;
};
/** A handle of the sensor number `n`, which begin at 0; 0: there are no more. */
RBPF_HELPER(12, uint64_t, rbpf_sensor_nth, (uint32_t n));
/** The same of the first sensor of a type. */
RBPF_HELPER(13, uint64_t, rbpf_sensor_of_type, (uint32_t type));
/** Measures: returns how many values there are, 1 to 3; RBPF_GUEST_NONE: no such sensor; or another
 * negative number of the firmware's. Nothing is written then. */
RBPF_HELPER(14, int64_t, rbpf_sensor_read, (uint64_t sensor, struct rbpf_sensed *sensed));

/**
 * For hooks whose context is a message (<rbpf/message.h> draws it): begins the answer, in the place
 * of the request. Returns how long the answer is so far, or a negative number of the firmware's.
 * These four fault if the context was changed so that it leads to no memory, or may not be written.
 */
RBPF_HELPER(15, int64_t, rbpf_message_begin, (void *context, uint32_t code));
/** Says what kind of content its payload will be. */
RBPF_HELPER(16, int64_t, rbpf_message_format, (void *context, uint32_t format));
/** Ends its options; a payload follows if `flags` is 1, none if it is 0. */
RBPF_HELPER(17, int64_t, rbpf_message_finish, (void *context, uint32_t flags));
/** Where the payload is to be written: up to the end of the context. */
RBPF_HELPER(18, uint8_t *, rbpf_message_payload, (void *context));

/**
 * Fires another hook, known by its number, with a copy of `context`: not now, but later, and only
 * if this run ends well. Of several firings of a hook the last counts. 0; RBPF_GUEST_DENIED: there
 * is no such hook, or guests may not fire it; RBPF_GUEST_SIZE: it takes no context as long;
 * RBPF_GUEST_LOG_FULL.
 */
RBPF_HELPER(19, int64_t, rbpf_fire, (uint32_t hook, const void *context, uint64_t bytes));

/**
 * Writes value * 10^exponent in decimal, without a NUL, at most 15 bytes: -3548 and -2 make
 * "-35.48", 12 and 2 make "1200". Returns how long it is; writes nothing if `out` is null. The
 * exponent is -9 to 9, or else it is a fault.
 */
RBPF_HELPER(20, uint64_t, rbpf_fixed_text, (char *out, int16_t value, int32_t exponent));
/** The same of a number as it is, at most 10 bytes. */
RBPF_HELPER(21, uint64_t, rbpf_u32_text, (char *out, uint32_t value));

#endif
