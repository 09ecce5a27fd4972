/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the parts of the engine share. README.md says who may touch what, and when. */
#ifndef RBPF_CONTAINER_CONTAINER_H
#define RBPF_CONTAINER_CONTAINER_H

#include <rbpf/container.h>

#include "compiler.h"

/* The store that a container means by `scope`, or null. */
RBPF_INLINE struct rbpf_store *rbpf_container_store(const struct rbpf_container *container,
                                                    uint32_t scope)
{
    if (scope == RBPF_SCOPE_PRIVATE)
        return container->store;
    return scope == RBPF_SCOPE_TENANT ? container->tenant->store : container->hook->engine->global;
}

/* What a container may do. */
RBPF_INLINE const struct rbpf_rights *rbpf_container_rights(const struct rbpf_container *container)
{
    return RBPF_CONTRACTS ? &container->rights : &container->hook->config->offer;
}

/* What a runner is in use for. */
enum { RBPF_RUNNER_IDLE, RBPF_RUNNER_TAKEN, RBPF_RUNNER_STARTED };

/* One run of a container by a runner that was taken for it. Until the run is started an error is
 * the host's mistake, and no fault of the container. */
enum rbpf_status rbpf_runner_run(struct rbpf_runner *runner, struct rbpf_container *container,
                                 const struct rbpf_grant *context);

/* A slice of one: RBPF_YIELDED or RBPF_SUSPENDED, or as it ends. */
enum rbpf_status rbpf_runner_slice(struct rbpf_runner *runner, struct rbpf_container *container,
                                   const struct rbpf_grant *context, uint64_t slice_insns);

/* Ends one after a slice, or before the first. */
void rbpf_runner_cancel(struct rbpf_runner *runner, struct rbpf_container *container);

#endif
