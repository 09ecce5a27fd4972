/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Hooks: the places in the firmware where containers run. Declared in one line, fired in one line:
 *
 *     struct rbpf_hook on_packet = RBPF_HOOK(&engine, .name = "packet",
 *                                            .policy = RBPF_POLICY_FIRST_NEGATIVE,
 *                                            .offer = {.insns_per_run = 1000, ...});
 *
 *     int64_t verdict = ACCEPT;
 *     rbpf_hook_fire(&on_packet, &packet, sizeof packet, &verdict);
 *
 * Containers of a hook run one after the other, in the order of their `order`; those of the same
 * order as they were attached. One that is in quarantine or is being detached is passed over, as if
 * it were not there.
 */
#ifndef RBPF_HOOK_H
#define RBPF_HOOK_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/engine.h>
#include <rbpf/rights.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How the results of several containers become one. A run that ended badly has no result. */
enum rbpf_policy {
    /** All run; the last result counts. */
    RBPF_POLICY_ALL = 0,
    /** As before, but a negative result ends it. */
    RBPF_POLICY_FIRST_NEGATIVE = 1,
    /** As before, but a positive result ends it. */
    RBPF_POLICY_FIRST_POSITIVE = 2,
    /** The first runs, and no other. */
    RBPF_POLICY_FIRST_ONLY = 3,
    /** `combine` decides. */
    RBPF_POLICY_HOST = 4
};

/**
 * The host's own policy: makes one of the result of a container and of those before it. Called
 * where the hook was fired, while the container is still running.
 *
 * @param combined what the caller of rbpf_hook_fire() has in *result at first
 * @return whether the next container runs too
 */
typedef bool (*rbpf_combine_fn)(void *user, int64_t result, int64_t *combined);

/**
 * Where a firing by a guest waits for rbpf_engine_run_posted(): one. A newer one takes its place.
 * Static, of the host:
 *
 *     static uint8_t alarm[4];
 *     static struct rbpf_mailbox alarms = {.context = alarm, .bytes = sizeof alarm};
 */
struct rbpf_mailbox {
    /** Room for the context; its size is the most that a guest can hand over. */
    uint8_t *context;
    /** 0 to RBPF_VALUE_MAX. */
    uint8_t bytes;
    /** Firings that a newer one replaced before they ran; wraps. Changes whenever a run ends. */
    uint8_t replaced;
    /* private, at first zero */
    uint8_t size;
    bool pending;
};

/** What a hook is. Const. */
struct rbpf_hook_config {
    uint8_t uuid[16];
    /** For messages; may be null. */
    const char *name;
    enum rbpf_policy policy;
    /** For RBPF_POLICY_HOST; called with the engine's `user`. */
    rbpf_combine_fn combine;
    /** Lets guests fire the hook by rbpf_fire(). Null: they cannot. */
    struct rbpf_mailbox *mailbox;
    /** What containers may get here, at most: rights, budget. */
    struct rbpf_rights offer;
};

/** A hook. Static; it keeps its containers in a list. */
struct rbpf_hook {
    const struct rbpf_engine *engine;
    const struct rbpf_hook_config *config;
    /** How often it was fired with a container attached, and how often something went wrong then;
     * both wrap. Exact where nothing is being fired meanwhile. */
    uint32_t fired;
    uint32_t failed;
    /* private */
    struct rbpf_container *volatile first;
};

/** Initialiser of a static hook, with the fields of its config; C only. */
#define RBPF_HOOK(the_engine, ...)                                                                 \
    {                                                                                              \
        .engine = (the_engine), .config = &(const struct rbpf_hook_config)                         \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }

/** Whether no container is attached, at some moment. Any context. */
static inline bool rbpf_hook_is_empty(const struct rbpf_hook *hook)
{
    /* Outside of the critical section, and in the host's code, which knows no port: one load, that
     * threads may race with as C has it. */
#if defined(__GNUC__) && defined(__GCC_ATOMIC_POINTER_LOCK_FREE) &&                                \
    __GCC_ATOMIC_POINTER_LOCK_FREE == 2
    return !__atomic_load_n(&hook->first, __ATOMIC_RELAXED);
#else
    return !hook->first;
#endif
}

/** rbpf_hook_fire() where a container is attached. */
enum rbpf_status rbpf_hook_run(struct rbpf_hook *hook, void *context, uint32_t bytes,
                               int64_t *result);

/**
 * Runs the containers of a hook. Costs a load and a branch if there are none. From any thread or
 * interrupt, also while it is being fired elsewhere: each run in progress takes a runner.
 *
 * @param context lent to the containers, one after the other, as r1 and r2; null if bytes is 0
 * @param result changed only if a container had a result: set it to what holds if none has
 * @return RBPF_OK: all that were to run ended well, or there are none; else the first thing that
 *         went wrong, all others having run all the same: RBPF_FAULT_..., RBPF_CONTAINER_BUSY,
 *         RBPF_CONTAINER_RATE, RBPF_STORE_...: what it wrote could not be kept,
 *         RBPF_ERR_SUSPENDED: a helper wanted to wait, for which there is <rbpf/firing.h>,
 *         RBPF_ERR_GRANT
 */
static inline enum rbpf_status rbpf_hook_fire(struct rbpf_hook *hook, void *context, uint32_t bytes,
                                              int64_t *result)
{
    return rbpf_hook_is_empty(hook) ? RBPF_OK : rbpf_hook_run(hook, context, bytes, result);
}

#ifdef __cplusplus
}
#endif

#endif
