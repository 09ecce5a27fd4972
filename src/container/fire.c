/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Firing: hand over hand through the list. The container where a firing stands is running, and what
 * is running is not taken out of the list, so that attaching and detaching may go on meanwhile. A
 * runner that is in use belongs to whoever took it, and so does a container that is running; all
 * else is touched in the critical section.
 */
#include <rbpf/hook.h>

#include <rbpf/port.h>

#include "container/container.h"

/* An idle runner: best the one that is set up for this container, else one that is for none, which
 * it is now in any case. */
static struct rbpf_runner *find_runner(const struct rbpf_container *container)
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
static struct rbpf_runner *take_runner(struct rbpf_container *container)
{
    struct rbpf_runner *runner = find_runner(container);

    if (runner) {
        runner->use = RBPF_RUNNER_TAKEN;
        container->flags = RBPF_CONTAINER_RUNNING;
    }
    return runner;
}

static bool has_rate(const struct rbpf_container *container)
{
    return RBPF_ACCOUNTS && rbpf_container_rights(container)->insns_per_second != UINT32_MAX;
}

/* Settles the account up to this second; may a run be started? */
static bool is_in_rate(struct rbpf_container *container)
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

static void count_fault(struct rbpf_container *container, enum rbpf_status status)
{
    uint8_t *faults = &container->faults[cause_of(status)];

    if (*faults < UINT8_MAX)
        ++*faults;
    if (container->strikes < UINT8_MAX)
        container->strikes++;
    if (container->tenant->fault_limit && container->strikes >= container->tenant->fault_limit)
        container->flags |= RBPF_CONTAINER_QUARANTINE;
}

static void take_ticks(struct rbpf_container *container, const struct rbpf_runner *runner)
{
    container->ticks_low += runner->ticks;
    if (container->ticks_low < runner->ticks)
        container->ticks_high++;
}

static void count_run(struct rbpf_container *container, const struct rbpf_runner *runner)
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
static void give_back(struct rbpf_runner *runner, struct rbpf_container *container,
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

/* A firing, and where it stands: at a container that it has taken a runner for, or at none. */
struct firing {
    struct rbpf_hook *hook;
    struct rbpf_container *container;
    struct rbpf_runner *runner;
    /* How its run ended, and the first thing of all that went wrong. */
    enum rbpf_status status;
    enum rbpf_status first_wrong;
};

/* From `next` on to the first that can run; null: the end. */
static struct rbpf_container *find_next(struct firing *firing, struct rbpf_container *next)
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
static bool step_on(struct firing *firing, bool goes_on)
{
    struct rbpf_hook *hook = firing->hook;
    struct rbpf_container *next;

    RBPF_CRITICAL_ENTER();
    if (firing->container) {
        give_back(firing->runner, firing->container, firing->status);
        next = firing->container->next;
    } else {
        hook->fired += RBPF_ACCOUNTS;
        next = hook->first;
    }
    next = goes_on ? find_next(firing, next) : NULL;
    firing->container = next;
    if (RBPF_ACCOUNTS && !next && firing->first_wrong != RBPF_OK)
        hook->failed++;
    RBPF_CRITICAL_EXIT();
    return next != NULL;
}

/* Makes the result of the container part of that of all. Does the next one run too? */
static bool combine(const struct firing *firing, int64_t *result)
{
    const struct rbpf_hook_config *config = firing->hook->config;
    int64_t own = (int64_t)rbpf_vm_result(&firing->runner->vm);

    if (config->policy == RBPF_POLICY_HOST)
        return config->combine(firing->hook->engine->user, own, result);
    *result = own;
    if (config->policy == RBPF_POLICY_ALL)
        return true;
    if (config->policy == RBPF_POLICY_FIRST_NEGATIVE)
        return own >= 0;
    if (config->policy == RBPF_POLICY_FIRST_POSITIVE)
        return own <= 0;
    return config->policy != RBPF_POLICY_FIRST_ONLY;
}

/* Runs the container where it stands. Does the next one run too? */
static bool run_one(struct firing *firing, struct rbpf_grant *context, int64_t *result)
{
    firing->status = RBPF_CONTAINER_RATE;
    if (is_in_rate(firing->container)) {
        context->writable = rbpf_container_rights(firing->container)->access & RBPF_WRITE_CONTEXT;
        firing->status = rbpf_runner_run(firing->runner, firing->container, context);
    }
    if (firing->status == RBPF_OK)
        return combine(firing, result);
    if (firing->first_wrong == RBPF_OK)
        firing->first_wrong = firing->status;
    return firing->hook->config->policy != RBPF_POLICY_FIRST_ONLY;
}

enum rbpf_status rbpf_hook_run(struct rbpf_hook *hook, void *context, uint32_t bytes,
                               int64_t *result)
{
    struct rbpf_grant grant;
    struct firing firing;
    bool goes_on = true;

    grant.base = context;
    grant.bytes = bytes;
    firing.hook = hook;
    firing.container = NULL;
    firing.first_wrong = RBPF_OK;
    while (step_on(&firing, goes_on))
        goes_on = run_one(&firing, &grant, result);
    return firing.first_wrong;
}
