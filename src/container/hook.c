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

/* But for what a run changes at any time. */
static void copy_known(struct rbpf_container *copy, const struct rbpf_container *container)
{
    memset(copy, 0, sizeof *copy);
    memcpy(copy, container, offsetof(struct rbpf_container, is_stale));
}

struct rbpf_container *rbpf_hook_list(const struct rbpf_hook *hook, uint32_t index,
                                      struct rbpf_container *copy)
{
    struct rbpf_container *container;

    RBPF_CRITICAL_ENTER();
    container = hook->first;
    while (container && index > 0) {
        container = container->next;
        index--;
    }
    if (container)
        copy_known(copy, container);
    RBPF_CRITICAL_EXIT();
    return container;
}
