/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Containers: an image of a tenant on a hook, with its rights, its data and its counters.
 *
 *                  attach                 fire
 *     all zero -----------> at rest -------------------> running
 *        ^                  |  ^  ^                      |  |
 *        +------------------+  |  +----- it has ended ---+  | too many faults
 *              detach          |                            v
 *                              +---------- reset ------ quarantine
 *
 * A run has a budget (insns_per_run); one that uses it up is stopped by RBPF_FAULT_BUDGET.
 * Instructions are also charged to an account that each second lowers by insns_per_second: while it
 * holds that many or more, nothing is started (RBPF_CONTAINER_RATE). So a single run may be longer
 * than a second's worth, and is followed by a pause.
 *
 * What a run writes to stores is kept if it ends well, all of it at once, and dropped otherwise.
 * After a bad end the image's variables have their first values again when it runs the next time.
 *
 * One container runs once at a time: a hook that is fired again meanwhile, by an interrupt, another
 * thread, or between two slices, passes it over with RBPF_CONTAINER_BUSY.
 */
#ifndef RBPF_CONTAINER_H
#define RBPF_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/hook.h>
#include <rbpf/program.h>
#include <rbpf/rights.h>
#include <rbpf/status.h>
#include <rbpf/store.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Why runs ended badly: which counter counts it. */
enum rbpf_cause {
    /** Outside of all regions, in one that is read-only, or of an atomic operation misaligned. */
    RBPF_CAUSE_MEMORY = 0,
    /** Depth, stack, target of a call. */
    RBPF_CAUSE_CALLS = 1,
    /** A call by register to a helper that is not granted. */
    RBPF_CAUSE_HELPER = 2,
    RBPF_CAUSE_HELPER_FAILED = 3,
    RBPF_CAUSE_BUDGET = 4,
    /** What it wrote could not be kept, or a helper that waits. */
    RBPF_CAUSE_OTHER = 5
};
#define RBPF_CAUSES 6u

/** Flags of a container: what it is in the middle of, or kept from. 0: at rest. */
#define RBPF_CONTAINER_RUNNING 1u
/** rbpf_container_detach() is to be called again. */
#define RBPF_CONTAINER_LEAVING 2u
#define RBPF_CONTAINER_QUARANTINE 4u

/**
 * A container: at most 96 bytes on a 32-bit part, all zero while it is not attached. Not to be
 * touched; rbpf_hook_list() makes copies, which are for reading.
 */
struct rbpf_container {
    /* private */
    struct rbpf_container *next;
    /** Where it is, for whom, and with which rights. */
    struct rbpf_hook *hook;
    const struct rbpf_tenant *tenant;
    /* private */
    const uint8_t *image;
    void *data;
    struct rbpf_store *store;
    /** What it may do. */
    struct rbpf_rights rights;
    /** Instructions executed and charged. */
    uint64_t insns;
    /** Runs that were started; wraps. */
    uint32_t runs;
    /* private: see rbpf_container_ticks() */
    uint32_t ticks_low;
    uint16_t ticks_high;
    /** Runs that were not started: busy, rate. Stays at its most, as the next. */
    uint16_t refused;
    /* private */
    uint16_t function;
    /** As it was attached. */
    uint16_t number;
    /** Runs that ended badly, by enum rbpf_cause. */
    uint8_t faults[RBPF_CAUSES];
    /** As it was attached. */
    uint8_t order;
    /** RBPF_CONTAINER_... */
    uint8_t flags;
    /** Faults since it was attached or reset. */
    uint8_t strikes;
    /* private: from here on the run's own, outside of the critical section too. Its variables are
     * to get their first values; the second up to which the account is settled, and what is
     * charged. */
    uint8_t is_stale;
    uint16_t second;
    uint32_t owed_insns;
};

/** Time of its runs, by the service ticks: 48 bits, wraps. */
static inline uint64_t rbpf_container_ticks(const struct rbpf_container *container)
{
    return (uint64_t)container->ticks_high << 32 | container->ticks_low;
}

/** How a container is attached. Not kept, but for what its fields refer to. */
struct rbpf_attachment {
    /** For rbpf_image_open(): aligned to 8. Kept unchanged while it is attached. */
    const void *image;
    size_t image_bytes;
    /** Of the image; null: the first. Not kept. */
    const char *entry;
    const struct rbpf_tenant *tenant;
    /** RAM for the image's variables. Kept. */
    void *data;
    uint32_t data_bytes;
    /** Its own store, or null. Kept. */
    struct rbpf_store *store;
    /** Whose entries in stores are its own: not 0, and no other container's. */
    uint16_t number;
    /** Lower runs first. */
    uint8_t order;
};

/** Why a container was not attached. */
struct rbpf_attach_report {
    /** For RBPF_CONTAINER_RIGHTS: see rbpf_rights_agree(), and rbpf_rights_text() for words. Else,
     * and if all it lacks is a helper of an id that no firmware has, all zero. */
    struct rbpf_rights missing;
    /** For RBPF_REJECT_... */
    struct rbpf_report rejected;
};

/**
 * Verifies an image, settles its rights, and puts it on a hook; its variables get their first
 * values when it runs first. From any thread, also several at once, while anything may be
 * running; not from interrupts, since it takes as long as the image is. A container is not to be
 * moved while it is attached.
 *
 * @param report written in any case; may be null
 * @return RBPF_OK; else the container is as it was before, and
 *         RBPF_ERR_ARGUMENT: null, number 0, or a rate to be limited without a clock;
 *         RBPF_CONTAINER_ATTACHED; RBPF_IMAGE_...; RBPF_REJECT_...;
 *         RBPF_CONTAINER_RIGHTS: report->missing; RBPF_ERR_DATA_TOO_SMALL;
 *         RBPF_ERR_STACK_TOO_SMALL: a runner of the pool has less stack or frames than it needs;
 *         RBPF_CONTAINER_NUMBER
 */
enum rbpf_status rbpf_container_attach(struct rbpf_container *container, struct rbpf_hook *hook,
                                       const struct rbpf_attachment *attachment,
                                       struct rbpf_attach_report *report);

/**
 * Takes a container off its hook. Where it is in use, even by its own run, it is not started any
 * more, and this is to be called again. Any context.
 *
 * @return RBPF_OK: its memory, and that of its image, data and store, is free;
 *         RBPF_CONTAINER_BUSY: not yet; RBPF_CONTAINER_DETACHED; RBPF_ERR_ARGUMENT: null
 */
enum rbpf_status rbpf_container_detach(struct rbpf_container *container);

/**
 * Ends the quarantine: faults until the next one count anew, variables get their first values.
 * Counters and stores stay. Any context.
 *
 * @return RBPF_OK; RBPF_CONTAINER_BUSY: it is running; RBPF_CONTAINER_DETACHED; RBPF_ERR_ARGUMENT
 */
enum rbpf_status rbpf_container_reset(struct rbpf_container *container);

/**
 * Lists the containers of a hook: index 0, 1, ... in the order in which they run. Any context.
 *
 * @param copy what there is to know of it at this moment; written on success
 * @return the container; null: there are no more
 */
struct rbpf_container *rbpf_hook_list(const struct rbpf_hook *hook, uint32_t index,
                                      struct rbpf_container *copy);

#ifdef __cplusplus
}
#endif

#endif
