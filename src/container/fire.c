/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Firing: hand over hand through the list. The container where a firing stands is running, and what
 * is running is not taken out of the list, so that attaching and detaching may go on meanwhile. A
 * runner that is in use belongs to whoever took it, and so does a container that is running; all
 * else is touched in the critical section.
 */
#include <rbpf/firing.h>

#include <rbpf/port.h>

#include "container/container.h"

/* An idle runner: best the one that is set up for this container, else one that is for none, which
 * it is now in any case. */
RBPF_INLINE struct rbpf_runner *find_runner(const struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    struct rbpf_runner *found = NULL;
    uint32_t i;

    for (i = 0; i < engine->runner_count; i++) {
        struct rbpf_runner *runner = &engine->runners[i];

        if (RBPF_SHARED_LOAD(uint8_t, &runner->use) != RBPF_RUNNER_IDLE)
            continue;
        if (runner->container == container)
            return runner;
        if (!found || !runner->container)
            found = runner;
    }
    /* It is to be set up anew, also if it is not started this time. */
    if (found)
        found->container = NULL;
    return found;
}

static RBPF_NOINLINE void count_refused(struct rbpf_container *container)
{
    if (RBPF_ACCOUNTS && container->refused < UINT16_MAX)
        container->refused++;
}

/* A container that is not running, leaving, or in quarantine. */
RBPF_INLINE struct rbpf_runner *take_runner(struct rbpf_container *container)
{
    struct rbpf_runner *runner = find_runner(container);

    if (runner) {
        runner->use = RBPF_RUNNER_TAKEN;
        container->flags = RBPF_CONTAINER_RUNNING;
    }
    return runner;
}

RBPF_INLINE bool has_rate(const struct rbpf_container *container)
{
    return RBPF_ACCOUNTS && rbpf_container_rights(container)->insns_per_second != UINT32_MAX;
}

/* Settles the account up to this second; may a run be started? */
RBPF_INLINE bool is_in_rate(struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    uint32_t rate = rbpf_container_rights(container)->insns_per_second;
    uint16_t second;
    uint64_t earned;

    if (!has_rate(container))
        return true;
    second = (uint16_t)((uint32_t)engine->services.now_ms(engine->user) / 1000u);
    earned = (uint64_t)rate * (uint16_t)(second - container->second);
    container->second = second;
    container->owed_insns =
        container->owed_insns > earned ? container->owed_insns - (uint32_t)earned : 0;
    return container->owed_insns < rate;
}

static enum rbpf_cause cause_of(enum rbpf_status status)
{
    switch (status) {
    case RBPF_FAULT_BOUNDS:
    case RBPF_FAULT_READ_ONLY:
    case RBPF_FAULT_ALIGNMENT:
        return RBPF_CAUSE_MEMORY;
    case RBPF_FAULT_CALL_DEPTH:
    case RBPF_FAULT_STACK:
    case RBPF_FAULT_CALL_TARGET:
        return RBPF_CAUSE_CALLS;
    case RBPF_FAULT_HELPER:
        return RBPF_CAUSE_HELPER;
    case RBPF_FAULT_HELPER_FAILED:
        return RBPF_CAUSE_HELPER_FAILED;
    case RBPF_FAULT_BUDGET:
        return RBPF_CAUSE_BUDGET;
    default:
        return RBPF_CAUSE_OTHER;
    }
}

RBPF_INLINE void count_fault(struct rbpf_container *container, enum rbpf_status status)
{
    uint8_t *faults = &container->faults[cause_of(status)];

    if (*faults < UINT8_MAX)
        ++*faults;
    if (container->strikes < UINT8_MAX)
        container->strikes++;
    if (container->tenant->fault_limit && container->strikes >= container->tenant->fault_limit)
        container->flags |= RBPF_CONTAINER_QUARANTINE;
}

RBPF_INLINE void take_ticks(struct rbpf_container *container, const struct rbpf_runner *runner)
{
    container->ticks_low += runner->ticks;
    if (container->ticks_low < runner->ticks)
        container->ticks_high = (uint16_t)(container->ticks_high + 1u);
}

RBPF_INLINE void count_run(struct rbpf_container *container, const struct rbpf_runner *runner)
{
    uint64_t insns = runner->vm.executed_insns;

    container->runs++;
    container->insns += insns;
    if (runner->ticks)
        take_ticks(container, runner);
    if (!has_rate(container))
        return;
    insns += container->owed_insns;
    container->owed_insns = insns < UINT32_MAX ? (uint32_t)insns : UINT32_MAX;
}

/* In the critical section. */
RBPF_INLINE void give_back(struct rbpf_runner *runner, struct rbpf_container *container,
                           enum rbpf_status status)
{
    container->flags &= (uint8_t)~RBPF_CONTAINER_RUNNING;
    if (RBPF_ACCOUNTS && runner->use == RBPF_RUNNER_STARTED) {
        count_run(container, runner);
        if (status != RBPF_OK)
            count_fault(container, status);
    } else {
        count_refused(container);
    }
    runner->use = RBPF_RUNNER_IDLE;
}

/* From `next` on to the first that can run; null: the end. */
RBPF_INLINE struct rbpf_container *find_next(struct rbpf_firing *firing,
                                             struct rbpf_container *next)
{
    for (; next; next = next->next) {
        if (next->flags == 0) {
            firing->runner = take_runner(next);
            if (firing->runner)
                break;
        } else if (next->flags != RBPF_CONTAINER_RUNNING) {
            continue;
        }
        count_refused(next);
        if (firing->first_wrong == RBPF_OK)
            firing->first_wrong = RBPF_CONTAINER_BUSY;
        if (firing->hook->config->policy == RBPF_POLICY_FIRST_ONLY)
            return NULL;
    }
    return next;
}

/* From the beginning of the list, or from where it stands, to the next or off the list. */
RBPF_INLINE bool step_on(struct rbpf_firing *firing, bool goes_on)
{
    struct rbpf_hook *hook = firing->hook;
    struct rbpf_container *next;

    RBPF_CRITICAL_ENTER();
    if (firing->container) {
        give_back(firing->runner, firing->container, firing->status);
        next = goes_on ? firing->container->next : NULL;
    } else {
        hook->fired += RBPF_ACCOUNTS;
        next = hook->first;
    }
    next = find_next(firing, next);
    firing->container = next;
    if (RBPF_ACCOUNTS && !next && firing->first_wrong != RBPF_OK)
        hook->failed++;
    RBPF_CRITICAL_EXIT();
    return next != NULL;
}

/* Makes the result of the container part of that of all. Does the next one run too? */
RBPF_INLINE bool combine(const struct rbpf_firing *firing)
{
    const struct rbpf_hook_config *config = firing->hook->config;
    int64_t own = (int64_t)rbpf_vm_result(&firing->runner->vm);

    if (config->policy == RBPF_POLICY_HOST)
        return config->combine(firing->hook->engine->user, own, firing->result);
    *firing->result = own;
    if (config->policy == RBPF_POLICY_ALL)
        return true;
    if (config->policy == RBPF_POLICY_FIRST_NEGATIVE)
        return own >= 0;
    if (config->policy == RBPF_POLICY_FIRST_POSITIVE)
        return own <= 0;
    return config->policy != RBPF_POLICY_FIRST_ONLY;
}

/* May a run be started, and with which context? */
RBPF_INLINE enum rbpf_status prepare(const struct rbpf_firing *firing, struct rbpf_grant *context)
{
    if (!is_in_rate(firing->container))
        return RBPF_CONTAINER_RATE;
    context->writable = rbpf_container_rights(firing->container)->access & RBPF_WRITE_CONTEXT;
    return RBPF_OK;
}

/* Its run has ended. Does the next one run too? */
RBPF_INLINE bool conclude(struct rbpf_firing *firing)
{
    if (firing->status == RBPF_OK)
        return combine(firing);
    if (firing->first_wrong == RBPF_OK)
        firing->first_wrong = firing->status;
    return firing->hook->config->policy != RBPF_POLICY_FIRST_ONLY;
}

RBPF_INLINE void begin(struct rbpf_firing *firing, struct rbpf_hook *hook, int64_t *result)
{
    firing->hook = hook;
    firing->container = NULL;
    firing->first_wrong = RBPF_OK;
    firing->result = result;
}

/* The context is not that of the firing, so that compilers keep this in registers. */
enum rbpf_status rbpf_hook_run(struct rbpf_hook *hook, void *context, uint32_t bytes,
                               int64_t *result)
{
    struct rbpf_grant grant;
    struct rbpf_firing firing;
    bool goes_on = true;

    grant.base = context;
    grant.bytes = bytes;
    begin(&firing, hook, result);
    while (step_on(&firing, goes_on)) {
        firing.status = prepare(&firing, &grant);
        if (firing.status == RBPF_OK)
            firing.status = rbpf_runner_run(firing.runner, firing.container, &grant);
        goes_on = conclude(&firing);
    }
    return firing.first_wrong;
}

void rbpf_firing_begin(struct rbpf_firing *firing, struct rbpf_hook *hook, void *context,
                       uint32_t bytes, int64_t *result)
{
    begin(firing, hook, result);
    firing->context.base = context;
    firing->context.bytes = bytes;
    firing->waits = false;
    firing->runs = false;
}

static enum rbpf_status run_slice_of(struct rbpf_firing *firing, uint64_t slice_insns)
{
    enum rbpf_status status = RBPF_OK;

    if (firing->runner->use == RBPF_RUNNER_TAKEN)
        status = prepare(firing, &firing->context);
    if (status != RBPF_OK)
        return status;
    firing->runner->firing = firing;
    return rbpf_runner_slice(firing->runner, firing->container, &firing->context, slice_insns);
}

/* To the first container, to the next, or to the end. */
static RBPF_NOINLINE bool move_on(struct rbpf_firing *firing, bool goes_on)
{
    bool stands;

    if (firing->container)
        firing->runner->firing = NULL;
    stands = (firing->container || !rbpf_hook_is_empty(firing->hook)) && step_on(firing, goes_on);
    if (!stands)
        firing->hook = NULL;
    return stands;
}

static enum rbpf_status run_one(struct rbpf_firing *firing, uint64_t budget_insns)
{
    if (!firing->container && !move_on(firing, true))
        return firing->first_wrong;
    firing->status = run_slice_of(firing, budget_insns);
    firing->waits = firing->status == RBPF_SUSPENDED;
    if (firing->waits || firing->status == RBPF_YIELDED)
        return firing->status;
    return move_on(firing, conclude(firing)) ? RBPF_YIELDED : firing->first_wrong;
}

enum rbpf_status rbpf_firing_run(struct rbpf_firing *firing, uint64_t budget_insns)
{
    enum rbpf_status status;

    if (!firing->hook)
        return RBPF_ERR_NOT_STARTED;
    if (RBPF_CHECK_HOST && firing->runs)
        return RBPF_ERR_RUNNING;
    if (firing->waits)
        return RBPF_SUSPENDED;
    if (budget_insns == 0)
        return RBPF_YIELDED;
    firing->runs = true;
    status = run_one(firing, budget_insns);
    firing->runs = false;
    return status;
}

enum rbpf_status rbpf_firing_complete(struct rbpf_firing *firing, uint64_t result)
{
    if (!firing->hook || !firing->waits)
        return RBPF_ERR_NOT_STARTED;
    firing->waits = false;
    return rbpf_vm_complete(&firing->runner->vm, result);
}

enum rbpf_status rbpf_firing_cancel(struct rbpf_firing *firing)
{
    if (RBPF_CHECK_HOST && firing->hook && firing->runs)
        return RBPF_ERR_RUNNING;
    if (firing->hook && firing->container) {
        rbpf_runner_cancel(firing->runner, firing->container);
        firing->status = RBPF_OK;
        (void)move_on(firing, false);
    }
    firing->hook = NULL;
    return RBPF_OK;
}
