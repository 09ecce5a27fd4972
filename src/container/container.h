/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the parts of the engine share. README.md says who may touch what, and when. */
#ifndef RBPF_CONTAINER_CONTAINER_H
#define RBPF_CONTAINER_CONTAINER_H

#include <rbpf/container.h>

#include "compiler.h"

/* Flags of a container. */
#define RBPF_CONTAINER_RUNNING 1u
#define RBPF_CONTAINER_LEAVING 2u
#define RBPF_CONTAINER_QUARANTINE 4u

/* The store that a container means by `scope`, or null. */
RBPF_INLINE struct rbpf_store *rbpf_container_store(const struct rbpf_container *container,
                                                    uint32_t scope)
{
    if (scope == RBPF_SCOPE_PRIVATE)
        return container->store;
    return scope == RBPF_SCOPE_TENANT ? container->tenant->store : container->hook->engine->global;
}

/*
 * One run of a container that its caller holds, from taking a runner to giving it back.
 * `result` is written on success.
 */
enum rbpf_status rbpf_container_run(struct rbpf_container *container,
                                    const struct rbpf_grant *context, int64_t *result);

#endif
