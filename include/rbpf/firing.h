/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Firings in pieces: of a hook whose containers take long, or call helpers that wait. Several of
 * them take turns on one thread:
 *
 *     rbpf_firing_begin -> rbpf_firing_run ---> RBPF_YIELDED: run again, whenever you like
 *                                   ^   |
 *                                   |   +-----> RBPF_SUSPENDED: a helper waits
 *                                   |   |            |
 *                                   +---|-- rbpf_firing_complete
 *                                       |
 *                                       +-----> else it is over, as rbpf_hook_fire() would say
 *
 * Results, counters and what is in stores at the end are those of rbpf_hook_fire(), whatever the
 * slices. Between them a firing keeps the runner of its container, which others find busy, and may
 * not be detached; what it wrote is not in the stores yet, and no critical section is held.
 *
 * A helper that waits (asynchronous I/O) returns RBPF_SUSPENDED, and the firing is the host's
 * means to go on:
 *
 *     static enum rbpf_status read_block(struct rbpf_call *call)
 *     {
 *         const struct rbpf_span out = rbpf_call_memory(call, 1);
 *         struct rbpf_firing *firing = rbpf_call_firing(call);
 *
 *         if (!firing)
 *             return RBPF_ERR_SUSPENDED;
 *         begin_dma(out.data, out.size, firing);
 *         return RBPF_SUSPENDED;
 *     }
 *
 * Guest memory that it got stays what it is until the call is completed or the firing cancelled.
 */
#ifndef RBPF_FIRING_H
#define RBPF_FIRING_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/hook.h>
#include <rbpf/status.h>
#include <rbpf/vm.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A firing. The host's, not to be moved, and in one thread at a time; all zero: there is none. */
struct rbpf_firing {
    /* private; null: it is over, or has not begun */
    struct rbpf_hook *hook;
    /* Where it stands, with a runner: the container is running. Null: at the beginning. */
    struct rbpf_container *container;
    struct rbpf_runner *runner;
    /* How its run ended, and the first thing of all that went wrong. */
    enum rbpf_status status;
    enum rbpf_status first_wrong;
    struct rbpf_grant context;
    int64_t *result;
    bool waits;
    /* rbpf_firing_run() has not returned. */
    bool runs;
};

/**
 * Prepares a firing; nothing runs, and nothing is taken. Not for one that is in progress. Context
 * and result as of rbpf_hook_fire(), and the host's until it is over. Any context, as the next and
 * rbpf_firing_cancel(): one thread or interrupt at a time for each firing.
 */
void rbpf_firing_begin(struct rbpf_firing *firing, struct rbpf_hook *hook, void *context,
                       uint32_t bytes, int64_t *result);

/**
 * Runs one container, until it ends, waits, or has used up `budget_insns`, which may be exceeded as
 * that of rbpf_run(). Its whole run still has its insns_per_run.
 *
 * @param budget_insns 0: runs nothing
 * @return RBPF_YIELDED: there is more to run, in this container or the next;
 *         RBPF_SUSPENDED: a helper waits, until rbpf_firing_complete();
 *         RBPF_ERR_NOT_STARTED: it is over already, or has not begun;
 *         RBPF_ERR_RUNNING: called by a function of the host's that it runs itself;
 *         else it is over: as rbpf_hook_fire(), but for RBPF_ERR_SUSPENDED
 */
enum rbpf_status rbpf_firing_run(struct rbpf_firing *firing, uint64_t budget_insns);

/**
 * Ends the helper's call: the guest gets `result`, and goes on with the next rbpf_firing_run(). In
 * the thread of the firing, not in an interrupt of it.
 *
 * @return RBPF_OK; RBPF_ERR_NOT_STARTED: it does not wait
 */
enum rbpf_status rbpf_firing_complete(struct rbpf_firing *firing, uint64_t result);

/**
 * Gives a firing up, at any time between its slices: what the run in progress wrote is dropped, its
 * variables get their first values, and no further container runs. It counts as a run, and is no
 * fault. The host sees to it before that nobody writes into memory of a helper that waits any more.
 * A helper that wants to end the run that called it returns an error. Where RBPF_ROLLBACK is 0,
 * what was written stays.
 *
 * @return RBPF_OK, also if it is over already; RBPF_ERR_RUNNING: as of rbpf_firing_run()
 */
enum rbpf_status rbpf_firing_cancel(struct rbpf_firing *firing);

/** The firing that called a helper, in the helper; null: one that cannot wait, by rbpf_hook_fire().
 */
struct rbpf_firing *rbpf_call_firing(const struct rbpf_call *call);

#ifdef __cplusplus
}
#endif

#endif
