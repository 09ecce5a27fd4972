/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * One run: a runner that was taken is set up for the container, unless it still is. Outside the
 * critical section: runner and container belong to who took them.
 */
#include <rbpf/port.h>

#include "bytes.h"
#include "container/redo.h"

static enum rbpf_status map_regions(struct rbpf_runner *runner, const struct rbpf_rights *rights)
{
    const struct rbpf_engine *engine = runner->engine;
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    for (i = 0; i < engine->region_count && status == RBPF_OK; i++) {
        struct rbpf_grant grant = engine->regions[i];

        if (!(rights->access & RBPF_READ_REGION(i)))
            continue;
        if (!(rights->access & RBPF_WRITE_REGION(i)))
            grant.writable = false;
        status = rbpf_vm_map(&runner->vm, RBPF_REGION_HOST + i, &grant);
    }
    return status;
}

/* The image was verified when it was attached, with more helpers: those that it calls by number are
 * among the granted ones, and those that it calls by register are looked up when it does. */
static RBPF_NOINLINE enum rbpf_status set_up(struct rbpf_runner *runner,
                                             struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    const struct rbpf_image *image = &runner->image;
    const struct rbpf_rights *rights = rbpf_container_rights(container);
    struct rbpf_vm_config *config = &runner->config;
    enum rbpf_status status = rbpf_image_open(&runner->image, container->image,
                                              rbpf_load32_aligned(container->image + 8));

    if (status != RBPF_OK)
        return status;
    runner->engine = engine;
    runner->helpers = (struct rbpf_helpers){engine->helpers, engine->helper_count, rights->helpers};
    runner->program.code = rbpf_image_code(image, &runner->helpers);
    config->program = &runner->program;
    config->rodata = image->rodata;
    config->rodata_bytes = image->rodata_bytes;
    config->data = container->data;
    config->data_bytes = image->data_bytes;
    config->user = runner;
    status = rbpf_vm_init(&runner->vm, config);
    if (runner->vm.stack_bytes > rights->stack_bytes)
        runner->vm.stack_bytes = rights->stack_bytes;
    if (status == RBPF_OK)
        status = map_regions(runner, rights);
    if (status != RBPF_OK)
        return status;
    if (container->is_stale)
        (void)rbpf_image_init_data(image, container->data, image->data_bytes);
    container->is_stale = false;
    runner->container = container;
    return RBPF_OK;
}

/* What fails here is the host's mistake, and no fault of the container. */
RBPF_INLINE enum rbpf_status start(struct rbpf_runner *runner, struct rbpf_container *container,
                                   const struct rbpf_grant *context)
{
    enum rbpf_status status = RBPF_OK;

    /* Another runner may be set up for it too, in which it has faulted since. */
    if (runner->container != container || container->is_stale)
        status = set_up(runner, container);
    return status == RBPF_OK ? rbpf_vm_start(&runner->vm, container->function, context) : status;
}

static enum rbpf_status commit(struct rbpf_runner *runner)
{
    return RBPF_ROLLBACK && runner->log_used > 0 ? rbpf_redo_commit(runner) : RBPF_OK;
}

RBPF_INLINE enum rbpf_status run_to_end(struct rbpf_runner *runner,
                                        const struct rbpf_container *container)
{
    enum rbpf_status status =
        rbpf_run(&runner->vm, rbpf_container_rights(container)->insns_per_run);

    if (status == RBPF_OK)
        return commit(runner);
    if (status == RBPF_YIELDED)
        return RBPF_FAULT_BUDGET;
    return status == RBPF_SUSPENDED ? RBPF_ERR_SUSPENDED : status;
}

/* Runs that are cut into slices end where one that is not would end. */
static enum rbpf_status run_slice(struct rbpf_runner *runner,
                                  const struct rbpf_container *container, uint64_t slice_insns)
{
    const uint32_t most = rbpf_container_rights(container)->insns_per_run;
    const uint64_t used = rbpf_vm_executed(&runner->vm);
    const uint64_t left = used < most ? most - used : 0;
    enum rbpf_status status = rbpf_run(&runner->vm, slice_insns < left ? slice_insns : left);

    if (status == RBPF_OK)
        return commit(runner);
    if (status == RBPF_YIELDED && rbpf_vm_executed(&runner->vm) >= most)
        return RBPF_FAULT_BUDGET;
    return status;
}

/* What the run has written is dropped, and the next one finds the first values of its variables. */
static void drop(struct rbpf_runner *runner, struct rbpf_container *container)
{
    if (RBPF_ROLLBACK)
        runner->log_used = 0;
    container->is_stale = true;
}

static RBPF_NOINLINE void undo(struct rbpf_runner *runner, struct rbpf_container *container,
                               enum rbpf_status status)
{
    const struct rbpf_engine *engine = container->hook->engine;

    if (RBPF_ACCOUNTS && engine->services.fault)
        engine->services.fault(engine->user, container, &runner->vm, status);
    drop(runner, container);
}

/* All of a run, or from where it stands on. */
RBPF_INLINE enum rbpf_status run_or_slice(struct rbpf_runner *runner,
                                          struct rbpf_container *container,
                                          const struct rbpf_grant *context, bool is_whole,
                                          uint64_t slice_insns)
{
    const struct rbpf_engine *engine = container->hook->engine;
    enum rbpf_status status = RBPF_OK;
    uint32_t before = 0;

    if (is_whole || runner->use == RBPF_RUNNER_TAKEN)
        status = start(runner, container, context);
    else
        before = runner->ticks;
    if (status != RBPF_OK)
        return status;
    RBPF_SHARED_STORE(uint8_t, &runner->use, RBPF_RUNNER_STARTED);
    if (RBPF_ACCOUNTS && engine->services.ticks)
        runner->ticks = before - engine->services.ticks(engine->user);
    status = is_whole ? run_to_end(runner, container) : run_slice(runner, container, slice_insns);
    if (RBPF_ACCOUNTS && engine->services.ticks)
        runner->ticks += engine->services.ticks(engine->user);
    if (!is_whole && (status == RBPF_YIELDED || status == RBPF_SUSPENDED))
        return status;
    if (status != RBPF_OK)
        undo(runner, container, status);
    return status;
}

enum rbpf_status rbpf_runner_run(struct rbpf_runner *runner, struct rbpf_container *container,
                                 const struct rbpf_grant *context)
{
    return run_or_slice(runner, container, context, true, 0);
}

enum rbpf_status rbpf_runner_slice(struct rbpf_runner *runner, struct rbpf_container *container,
                                   const struct rbpf_grant *context, uint64_t slice_insns)
{
    return run_or_slice(runner, container, context, false, slice_insns);
}

void rbpf_runner_cancel(struct rbpf_runner *runner, struct rbpf_container *container)
{
    if (runner->use == RBPF_RUNNER_STARTED)
        drop(runner, container);
}
