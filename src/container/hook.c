/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Firing: hand over hand through the list. The container where a firing stands is held, and what is
 * held is not taken out of the list, so that attaching and detaching may go on meanwhile.
 */
#include <rbpf/hook.h>

#include <string.h>

#include <rbpf/port.h>

#include "container/container.h"

static bool is_passed_over(const struct rbpf_container *container)
{
    return container->flags & (RBPF_CONTAINER_LEAVING | RBPF_CONTAINER_QUARANTINE) ||
           container->holds == UINT8_MAX;
}

/* From `at` (null: the beginning) to the next one that is to run; null: the end. */
static struct rbpf_container *step_on(struct rbpf_hook *hook, struct rbpf_container *at)
{
    struct rbpf_container *next;

    RBPF_CRITICAL_ENTER();
    next = at ? at->next : hook->first;
    while (next && is_passed_over(next))
        next = next->next;
    if (next)
        next->holds++;
    if (at)
        at->holds--;
    else
        hook->fired++;
    RBPF_CRITICAL_EXIT();
    return next;
}

static void let_go(struct rbpf_hook *hook, struct rbpf_container *at, bool failed)
{
    RBPF_CRITICAL_ENTER();
    if (at)
        at->holds--;
    if (failed)
        hook->failed++;
    RBPF_CRITICAL_EXIT();
}

/* Does the next one run too? */
static bool combine(const struct rbpf_hook *hook, int64_t result, int64_t *combined)
{
    const struct rbpf_hook_config *config = hook->config;

    if (config->policy == RBPF_POLICY_HOST)
        return config->combine(hook->engine->user, result, combined);
    *combined = result;
    return !(config->policy == RBPF_POLICY_FIRST_NEGATIVE && result < 0) &&
           !(config->policy == RBPF_POLICY_FIRST_POSITIVE && result > 0);
}

enum rbpf_status rbpf_hook_run(struct rbpf_hook *hook, void *context, uint32_t bytes,
                               int64_t *result)
{
    struct rbpf_container *container = step_on(hook, NULL);
    enum rbpf_status first_wrong = RBPF_OK;
    bool go_on = true;

    while (container) {
        const struct rbpf_grant grant = {context, bytes,
                                         container->rights.access & RBPF_WRITE_CONTEXT};
        int64_t own = 0;
        enum rbpf_status status = rbpf_container_run(container, &grant, &own);

        if (status == RBPF_OK)
            go_on = combine(hook, own, result);
        else if (first_wrong == RBPF_OK)
            first_wrong = status;
        if (!go_on || hook->config->policy == RBPF_POLICY_FIRST_ONLY)
            break;
        container = step_on(hook, container);
    }
    if (container || first_wrong != RBPF_OK)
        let_go(hook, container, first_wrong != RBPF_OK);
    return first_wrong;
}

struct rbpf_hook *rbpf_engine_find_hook(const struct rbpf_engine *engine, const uint8_t uuid[16])
{
    uint32_t i;

    for (i = 0; i < engine->hook_count; i++)
        if (memcmp(engine->hooks[i]->config->uuid, uuid, 16) == 0)
            return engine->hooks[i];
    return NULL;
}

static void copy_info(const struct rbpf_container *from, struct rbpf_container_info *info)
{
    *info = (struct rbpf_container_info){
        .container = from,
        .tenant = from->tenant,
        .rights = from->rights,
        .counters = {.insns = from->insns, .runs = from->runs, .refused = from->refused},
        .number = from->number,
        .order = from->order,
        .strikes = from->strikes,
        .running = from->flags & RBPF_CONTAINER_RUNNING,
        .quarantined = from->flags & RBPF_CONTAINER_QUARANTINE,
        .leaving = from->flags & RBPF_CONTAINER_LEAVING,
    };
    memcpy(info->counters.faults, from->faults, sizeof from->faults);
}

enum rbpf_status rbpf_hook_list(const struct rbpf_hook *hook, uint32_t index,
                                struct rbpf_container_info *info)
{
    const struct rbpf_container *container;

    RBPF_CRITICAL_ENTER();
    container = hook->first;
    while (container && index > 0) {
        container = container->next;
        index--;
    }
    if (container)
        copy_info(container, info);
    RBPF_CRITICAL_EXIT();
    return container ? RBPF_OK : RBPF_CONTAINER_DETACHED;
}
