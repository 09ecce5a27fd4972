/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What hooks there are, and what is on them. */
#include <rbpf/hook.h>

#include <string.h>

#include <rbpf/port.h>

#include "container/container.h"

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
        .counters = {.insns = from->insns,
                     .ticks = (uint64_t)from->ticks_high << 32 | from->ticks_low,
                     .runs = from->runs,
                     .refused = from->refused},
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
