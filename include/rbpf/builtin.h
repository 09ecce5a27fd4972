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
 * Rows that are not all there have names of their own, so that only what is named is linked:
 *
 *     static const struct rbpf_helper table[32] = {RBPF_BUILTIN_STORES,
 *                                                  [RBPF_HELPER_PRINT] = RBPF_BUILTIN_PRINT,
 *                                                  [24] = {.fn = read_sensor, ...}};
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
#define RBPF_HELPER_PRINT 10
#define RBPF_HELPER_FORMAT 11
#define RBPF_HELPER_SENSOR_NTH 12
#define RBPF_HELPER_SENSOR_OF_TYPE 13
#define RBPF_HELPER_SENSOR_READ 14
#define RBPF_HELPER_MESSAGE_BEGIN 15
#define RBPF_HELPER_MESSAGE_FORMAT 16
#define RBPF_HELPER_MESSAGE_FINISH 17
#define RBPF_HELPER_MESSAGE_PAYLOAD 18
#define RBPF_HELPER_FIRE 19
#define RBPF_HELPER_FIXED_TEXT 20
#define RBPF_HELPER_U32_TEXT 21
#define RBPF_HELPER_FIRST_OF_HOST 24

/** The most bytes that one call of the log or of print takes; of more, the rest is dropped. */
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

/** Formats text for the service log. A string that is none fails it by RBPF_FAULT_BOUNDS. */
enum rbpf_status rbpf_helper_print(struct rbpf_call *call);
/** The same for the guest. */
enum rbpf_status rbpf_helper_format(struct rbpf_call *call);
/** Finds one of the engine's sensors by its place. */
enum rbpf_status rbpf_helper_sensor_nth(struct rbpf_call *call);
/** Finds the first one of a type. */
enum rbpf_status rbpf_helper_sensor_of_type(struct rbpf_call *call);
/** Reads one. */
enum rbpf_status rbpf_helper_sensor_read(struct rbpf_call *call);
/**
 * Begins an answer: <rbpf/message.h>. Fails by RBPF_ERR_ARGUMENT where the firmware has no such
 * function, by RBPF_FAULT_BOUNDS or _READ_ONLY where the context leads to no memory.
 */
enum rbpf_status rbpf_helper_message_begin(struct rbpf_call *call);
/** Says what its payload is; fails in the same way, as the next two do. */
enum rbpf_status rbpf_helper_message_format(struct rbpf_call *call);
/** Ends its options. */
enum rbpf_status rbpf_helper_message_finish(struct rbpf_call *call);
/** Returns where its payload begins. */
enum rbpf_status rbpf_helper_message_payload(struct rbpf_call *call);
/** Fires a hook that has a mailbox, once the run has ended well. */
enum rbpf_status rbpf_helper_fire(struct rbpf_call *call);
/** Makes text of a fixed-point number; fails by RBPF_ERR_ARGUMENT for an exponent beyond 9. */
enum rbpf_status rbpf_helper_fixed_text(struct rbpf_call *call);
/** Makes text of an unsigned number. */
enum rbpf_status rbpf_helper_u32_text(struct rbpf_call *call);

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

/** Rows 0 to 9. */
#define RBPF_BUILTIN_HELPERS                                                                       \
    RBPF_BUILTIN_STORES, {.fn = rbpf_helper_now_ms, .name = "rbpf_now_ms"},                        \
        {.fn = rbpf_helper_log, .name = "rbpf_log", .args = {RBPF_ARG_READS(2), RBPF_ARG_SCALAR}}, \
    {                                                                                              \
        .fn = rbpf_helper_random, .name = "rbpf_random"                                            \
    }

/** Rows 10 to 21, one by one. */
#define RBPF_BUILTIN_PRINT                                                                         \
    {                                                                                              \
        .fn = rbpf_helper_print, .name = "rbpf_print", .args = { RBPF_ARG_STRING }                 \
    }
#define RBPF_BUILTIN_FORMAT                                                                        \
    {                                                                                              \
        .fn = rbpf_helper_format, .name = "rbpf_format", .args = {                                 \
            RBPF_ARG_WRITES(2),                                                                    \
            RBPF_ARG_SCALAR,                                                                       \
            RBPF_ARG_STRING                                                                        \
        }                                                                                          \
    }
#define RBPF_BUILTIN_SENSOR_NTH                                                                    \
    {                                                                                              \
        .fn = rbpf_helper_sensor_nth, .name = "rbpf_sensor_nth"                                    \
    }
#define RBPF_BUILTIN_SENSOR_OF_TYPE                                                                \
    {                                                                                              \
        .fn = rbpf_helper_sensor_of_type, .name = "rbpf_sensor_of_type"                            \
    }
#define RBPF_BUILTIN_SENSOR_READ                                                                   \
    {                                                                                              \
        .fn = rbpf_helper_sensor_read, .name = "rbpf_sensor_read", .args = {                       \
            RBPF_ARG_SCALAR,                                                                       \
            RBPF_ARG_WRITES_BYTES(8)                                                               \
        }                                                                                          \
    }
#define RBPF_BUILTIN_MESSAGE_BEGIN                                                                 \
    {                                                                                              \
        .fn = rbpf_helper_message_begin, .name = "rbpf_message_begin", .args = {                   \
            RBPF_ARG_READS_BYTES(24)                                                               \
        }                                                                                          \
    }
#define RBPF_BUILTIN_MESSAGE_FORMAT                                                                \
    {                                                                                              \
        .fn = rbpf_helper_message_format, .name = "rbpf_message_format", .args = {                 \
            RBPF_ARG_READS_BYTES(24)                                                               \
        }                                                                                          \
    }
#define RBPF_BUILTIN_MESSAGE_FINISH                                                                \
    {                                                                                              \
        .fn = rbpf_helper_message_finish, .name = "rbpf_message_finish", .args = {                 \
            RBPF_ARG_READS_BYTES(24)                                                               \
        }                                                                                          \
    }
#define RBPF_BUILTIN_MESSAGE_PAYLOAD                                                               \
    {                                                                                              \
        .fn = rbpf_helper_message_payload, .name = "rbpf_message_payload", .args = {               \
            RBPF_ARG_READS_BYTES(24)                                                               \
        }                                                                                          \
    }
#define RBPF_BUILTIN_FIRE                                                                          \
    {                                                                                              \
        .fn = rbpf_helper_fire, .name = "rbpf_fire", .args = {                                     \
            RBPF_ARG_SCALAR,                                                                       \
            RBPF_ARG_READS(3)                                                                      \
        }                                                                                          \
    }
#define RBPF_BUILTIN_FIXED_TEXT                                                                    \
    {                                                                                              \
        .fn = rbpf_helper_fixed_text, .name = "rbpf_fixed_text"                                    \
    }
#define RBPF_BUILTIN_U32_TEXT                                                                      \
    {                                                                                              \
        .fn = rbpf_helper_u32_text, .name = "rbpf_u32_text"                                        \
    }

/** Rows 10 to 21, behind RBPF_BUILTIN_HELPERS. */
#define RBPF_BUILTIN_MORE                                                                          \
    RBPF_BUILTIN_PRINT, RBPF_BUILTIN_FORMAT, RBPF_BUILTIN_SENSOR_NTH, RBPF_BUILTIN_SENSOR_OF_TYPE, \
        RBPF_BUILTIN_SENSOR_READ, RBPF_BUILTIN_MESSAGE_BEGIN, RBPF_BUILTIN_MESSAGE_FORMAT,         \
        RBPF_BUILTIN_MESSAGE_FINISH, RBPF_BUILTIN_MESSAGE_PAYLOAD, RBPF_BUILTIN_FIRE,              \
        RBPF_BUILTIN_FIXED_TEXT, RBPF_BUILTIN_U32_TEXT

#ifdef __cplusplus
}
#endif

#endif
