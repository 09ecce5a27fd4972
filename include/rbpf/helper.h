/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Helpers: functions of the host that a guest may call by number.
 *
 * A helper is described by a row of a const table, its id being its place.
 * The VM checks pointers before it calls, and rbpf_call_memory() translates
 * them, so that a helper never sees guest memory that was not checked:
 *
 *     static enum rbpf_status sensor_read(struct rbpf_call *call)
 *     {
 *         const struct rbpf_span out = rbpf_call_memory(call, 1);
 *         ...fill out.data[0 .. out.size-1]...
 *         rbpf_call_return(call, out.size);
 *         return RBPF_OK;
 *     }
 *
 *     static const struct rbpf_helper table[] = {
 *         { .fn = sensor_read, .name = "sensor_read",
 *           .args = { RBPF_ARG_WRITES(2), RBPF_ARG_SCALAR } },
 *     };
 */
#ifndef RBPF_HELPER_H
#define RBPF_HELPER_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/config.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a helper sees of its call: <rbpf/call.h>. */
struct rbpf_call;

/**
 * What a helper is. Runs in the context of rbpf_run()'s caller.
 *
 * @return RBPF_OK: r0 is what rbpf_call_return() made it, 0 if it was not called; r1 to r5 stay.
 *         RBPF_SUSPENDED: the run pauses until rbpf_vm_complete().
 *         Any other number, negative by convention: the program is stopped by
 *         RBPF_FAULT_HELPER_FAILED, and what the call charged is not counted.
 */
typedef enum rbpf_status (*rbpf_helper_fn)(struct rbpf_call *call);

/** What a helper takes an argument for. */
enum rbpf_arg_kind {
    /** A number, or not used. */
    RBPF_ARG_KIND_SCALAR = 0,
    /** Guest memory that the helper reads. */
    RBPF_ARG_KIND_READS = 1,
    /** Guest memory that the helper writes, and may read. */
    RBPF_ARG_KIND_WRITES = 2,
    /** A string that ends with NUL inside its region. To find the end costs the guest nothing but
     * what the helper charges for it, rbpf_call_charge(). */
    RBPF_ARG_KIND_STRING = 3
};

/** One argument of a helper: what one of the macros below makes. All zero is a scalar. */
struct rbpf_arg {
    /* Private: the kind in 2 bits; the number of the argument that holds the length in 3, or 0; the
     * length in bytes in 11, of a string 1, which it has at least. */
    uint16_t code;
};

/** The longest memory of constant length. */
#define RBPF_ARG_BYTES_MAX 2047u

/* The number of an argument, 1 to 5, and a constant length; others do not compile. Private. */
#define RBPF_ARG_NUMBER(n) ((n) + 0u * sizeof(char[(n) >= 1 && (n) <= 5 ? 1 : -1]))
#define RBPF_ARG_LENGTH(b) ((b) + 0u * sizeof(char[(b) <= RBPF_ARG_BYTES_MAX ? 1 : -1]))
#define RBPF_ARG(kind, length_arg, bytes)                                                          \
    {                                                                                              \
        (uint16_t)((uint32_t)(kind) | (uint32_t)(length_arg) << 2 | (uint32_t)(bytes) << 5)        \
    }

/* Initialisers for struct rbpf_arg. A length of 0 is always legal, with any address. */
#define RBPF_ARG_SCALAR RBPF_ARG(RBPF_ARG_KIND_SCALAR, 0, 0)
#define RBPF_ARG_READS(length_arg) RBPF_ARG(RBPF_ARG_KIND_READS, RBPF_ARG_NUMBER(length_arg), 0)
#define RBPF_ARG_WRITES(length_arg) RBPF_ARG(RBPF_ARG_KIND_WRITES, RBPF_ARG_NUMBER(length_arg), 0)
#define RBPF_ARG_READS_BYTES(bytes) RBPF_ARG(RBPF_ARG_KIND_READS, 0, RBPF_ARG_LENGTH(bytes))
#define RBPF_ARG_WRITES_BYTES(bytes) RBPF_ARG(RBPF_ARG_KIND_WRITES, 0, RBPF_ARG_LENGTH(bytes))
#define RBPF_ARG_STRING RBPF_ARG(RBPF_ARG_KIND_STRING, 0, 1)

/** A row of the table of helpers: the function, and what the VM checks before it is called. */
struct rbpf_helper {
    /** Null: there is no helper of this id. */
    rbpf_helper_fn fn;
    /** For messages; may be null. */
    const char *name;
    /** r1 to r5. */
    struct rbpf_arg args[5];
};

/**
 * The helpers that a program may call. The host owns it and keeps it, and the
 * table, unchanged while a program that was loaded with it may run.
 */
struct rbpf_helpers {
    /** Row i is helper i. */
    const struct rbpf_helper *table;
    /** Rows, at most RBPF_HELPERS_MAX. */
    uint32_t count;
    /** One bit an id; null: all of the table. RBPF_HELPERS_MAX / 32 words. */
    const uint32_t *allowed;
};

/** Whether helper `id` exists and is allowed. `helpers` may be null (none). Any context. */
bool rbpf_helpers_has(const struct rbpf_helpers *helpers, uint32_t id);

#ifdef __cplusplus
}
#endif

#endif
