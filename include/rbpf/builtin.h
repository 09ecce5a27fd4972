/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * The library's own helpers for containers. Their numbers never change; 0 to 23 are the library's,
 * those of the host begin at RBPF_HELPER_FIRST_OF_HOST. A host takes them into its table:
 *
 *     static const struct rbpf_helper table[] = {RBPF_BUILTIN_HELPERS,
 *                                                [24] = {.fn = read_sensor, ...}};
 *
 * Guests declare them by <rbpf/guest_container.h>, which says what each does. Only for containers:
 * a VM that is run otherwise has no runner that they could work on.
 */
#ifndef RBPF_BUILTIN_H
#define RBPF_BUILTIN_H

#include <rbpf/helper.h>
#include <rbpf/rights.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RBPF_HELPER_PRIVATE_GET 1
#define RBPF_HELPER_PRIVATE_SET 2
#define RBPF_HELPER_TENANT_GET 3
#define RBPF_HELPER_TENANT_SET 4
#define RBPF_HELPER_GLOBAL_GET 5
#define RBPF_HELPER_GLOBAL_SET 6
#define RBPF_HELPER_NOW_MS 7
#define RBPF_HELPER_LOG 8
#define RBPF_HELPER_RANDOM 9
#define RBPF_HELPER_FIRST_OF_HOST 24

/** The most bytes that one call of the log takes; of more, the rest is dropped. */
#define RBPF_LOG_TEXT_MAX 64u

/** The guest's rbpf_private_get(): helper RBPF_HELPER_PRIVATE_GET, and so on. */
enum rbpf_status rbpf_helper_private_get(struct rbpf_call *call);
/** Writes an entry of the private store. */
enum rbpf_status rbpf_helper_private_set(struct rbpf_call *call);
/** Reads an entry of the tenant's store. */
enum rbpf_status rbpf_helper_tenant_get(struct rbpf_call *call);
/** Writes one. */
enum rbpf_status rbpf_helper_tenant_set(struct rbpf_call *call);
/** Reads an entry of the global store. */
enum rbpf_status rbpf_helper_global_get(struct rbpf_call *call);
/** Writes one. */
enum rbpf_status rbpf_helper_global_set(struct rbpf_call *call);
/** Asks the service now_ms; without it fails by RBPF_ERR_ARGUMENT. */
enum rbpf_status rbpf_helper_now_ms(struct rbpf_call *call);
/** Hands text to the service log; without it drops the text. */
enum rbpf_status rbpf_helper_log(struct rbpf_call *call);
/** Asks the service random; without it fails by RBPF_ERR_ARGUMENT. */
enum rbpf_status rbpf_helper_random(struct rbpf_call *call);

/* The rows of a getter and a setter. Private. */
#define RBPF_BUILTIN_GET(function, text)                                                           \
    {                                                                                              \
        .fn = (function), .name = (text), .args = {                                                \
            RBPF_ARG_SCALAR,                                                                       \
            RBPF_ARG_WRITES(3),                                                                    \
            RBPF_ARG_SCALAR                                                                        \
        }                                                                                          \
    }
#define RBPF_BUILTIN_SET(function, text)                                                           \
    {                                                                                              \
        .fn = (function), .name = (text), .args = {                                                \
            RBPF_ARG_SCALAR,                                                                       \
            RBPF_ARG_READS(3),                                                                     \
            RBPF_ARG_SCALAR                                                                        \
        }                                                                                          \
    }

/** Rows 0 to 6 of a table of helpers: the stores. */
#define RBPF_BUILTIN_STORES                                                                        \
    {.fn = 0}, RBPF_BUILTIN_GET(rbpf_helper_private_get, "rbpf_private_get"),                      \
        RBPF_BUILTIN_SET(rbpf_helper_private_set, "rbpf_private_set"),                             \
        RBPF_BUILTIN_GET(rbpf_helper_tenant_get, "rbpf_tenant_get"),                               \
        RBPF_BUILTIN_SET(rbpf_helper_tenant_set, "rbpf_tenant_set"),                               \
        RBPF_BUILTIN_GET(rbpf_helper_global_get, "rbpf_global_get"),                               \
        RBPF_BUILTIN_SET(rbpf_helper_global_set, "rbpf_global_set")

/** Rows 0 to 9: all. */
#define RBPF_BUILTIN_HELPERS                                                                       \
    RBPF_BUILTIN_STORES, {.fn = rbpf_helper_now_ms, .name = "rbpf_now_ms"},                        \
        {.fn = rbpf_helper_log, .name = "rbpf_log", .args = {RBPF_ARG_READS(2), RBPF_ARG_SCALAR}}, \
    {                                                                                              \
        .fn = rbpf_helper_random, .name = "rbpf_random"                                            \
    }

#ifdef __cplusplus
}
#endif

#endif
