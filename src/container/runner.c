/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * One run: a runner is taken, set up for the container unless it still is, and given back. A runner
 * that is busy belongs to whoever took it, and so does a container that is running; all else is
 * touched in the critical section.
 */
#include <rbpf/port.h>

#include "bytes.h"
#include "container/redo.h"

/* An idle runner: best the one that is set up for this container, else one that is for none. */
static struct rbpf_runner *find_runner(const struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    struct rbpf_runner *found = NULL;
    uint32_t i;

    for (i = 0; i < engine->runner_count; i++) {
        struct rbpf_runner *runner = &engine->runners[i];

        if (runner->busy)
            continue;
        if (runner->container == container)
            return runner;
        if (!found || !runner->container)
            found = runner;
    }
    return found;
}

static void count_refused(struct rbpf_container *container)
{
    if (container->refused < UINT16_MAX)
        container->refused++;
}

static struct rbpf_runner *take_runner(struct rbpf_container *container)
{
    struct rbpf_runner *runner = NULL;

    RBPF_CRITICAL_ENTER();
    if (!(container->flags & RBPF_CONTAINER_RUNNING))
        runner = find_runner(container);
    if (runner) {
        runner->busy = true;
        container->flags |= RBPF_CONTAINER_RUNNING;
    } else {
        count_refused(container);
    }
    RBPF_CRITICAL_EXIT();
    return runner;
}

/* Settles the account up to this second; may a run be started? */
static bool is_in_rate(struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    uint32_t rate = container->rights.insns_per_second;
    uint16_t second;
    uint64_t earned;

    if (rate == UINT32_MAX)
        return true;
    second = (uint16_t)((uint32_t)engine->services.now_ms(engine->user) / 1000u);
    earned = (uint64_t)rate * (uint16_t)(second - container->second);
    container->second = second;
    container->owed_insns =
        container->owed_insns > earned ? container->owed_insns - (uint32_t)earned : 0;
    return container->owed_insns < rate;
}

static enum rbpf_status map_regions(struct rbpf_runner *runner, const struct rbpf_rights *rights)
{
    const struct rbpf_engine *engine = runner->engine;
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    for (i = 0; i < engine->region_count && status == RBPF_OK; i++) {
        struct rbpf_grant grant = engine->regions[i];

        if (!(rights->access & RBPF_READ_REGION(i)))
            continue;
        grant.writable = grant.writable && (rights->access & RBPF_WRITE_REGION(i));
        status = rbpf_vm_map(&runner->vm, RBPF_REGION_HOST + i, &grant);
    }
    return status;
}

/* The image was verified when it was attached, with more helpers: those that it calls by number are
 * among the granted ones, and those that it calls by register are looked up when it does. */
static enum rbpf_status set_up(struct rbpf_runner *runner, const struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    const uint32_t stack_most = container->rights.stack_bytes;
    struct rbpf_vm_config config = {.program = &runner->program,
                                    .regions = runner->regions,
                                    .region_count = RBPF_REGION_COUNT(engine->region_count),
                                    .frames = runner->frames,
                                    .frame_count = runner->frame_count,
                                    .stack = runner->stack,
                                    .user = runner};
    enum rbpf_status status = rbpf_image_open(&runner->image, container->image,
                                              rbpf_load32_aligned(container->image + 8));

    runner->container = NULL;
    if (status != RBPF_OK)
        return status;
    runner->engine = engine;
    runner->helpers =
        (struct rbpf_helpers){engine->helpers, engine->helper_count, container->rights.helpers};
    runner->program.code = rbpf_image_code(&runner->image, &runner->helpers);
    config.stack_bytes = runner->stack_bytes < stack_most ? runner->stack_bytes : stack_most;
    config.rodata = runner->image.rodata;
    config.rodata_bytes = runner->image.rodata_bytes;
    config.data = container->data;
    config.data_bytes = runner->image.data_bytes;
    status = rbpf_vm_init(&runner->vm, &config);
    if (status == RBPF_OK)
        status = map_regions(runner, &container->rights);
    if (status == RBPF_OK)
        runner->container = container;
    return status;
}

/* What fails here is the host's mistake, and no fault of the container. */
static enum rbpf_status start(struct rbpf_runner *runner, const struct rbpf_container *container,
                              const struct rbpf_grant *context)
{
    enum rbpf_status status = RBPF_OK;

    runner->log_used = 0;
    if (runner->container != container)
        status = set_up(runner, container);
    return status == RBPF_OK ? rbpf_vm_start(&runner->vm, container->function, context) : status;
}

static enum rbpf_status run_to_end(struct rbpf_runner *runner, uint32_t budget_insns)
{
    enum rbpf_status status = rbpf_run(&runner->vm, budget_insns);

    if (status == RBPF_YIELDED)
        return RBPF_FAULT_BUDGET;
    if (status == RBPF_SUSPENDED)
        return RBPF_ERR_SUSPENDED;
    return status == RBPF_OK ? rbpf_redo_commit(runner) : status;
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

/* Outside the critical section: it is the container's own data, and nobody else runs it. */
static void report_fault(const struct rbpf_runner *runner, const struct rbpf_container *container,
                         enum rbpf_status status)
{
    const struct rbpf_engine *engine = container->hook->engine;

    if (engine->services.fault)
        engine->services.fault(engine->user, container, &runner->vm, status);
    (void)rbpf_image_init_data(&runner->image, container->data, runner->image.data_bytes);
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

/* In the critical section. */
static void count_run(const struct rbpf_runner *runner, struct rbpf_container *container,
                      enum rbpf_status status)
{
    uint64_t insns = rbpf_vm_executed(&runner->vm);

    container->runs++;
    container->insns += insns;
    insns += container->owed_insns;
    container->owed_insns = insns < UINT32_MAX ? (uint32_t)insns : UINT32_MAX;
    if (status != RBPF_OK)
        count_fault(container, status);
}

static void give_back(struct rbpf_runner *runner, struct rbpf_container *container,
                      bool was_started, enum rbpf_status status)
{
    if (was_started && status != RBPF_OK)
        report_fault(runner, container, status);
    RBPF_CRITICAL_ENTER();
    if (was_started)
        count_run(runner, container, status);
    else
        count_refused(container);
    container->flags &= (uint8_t)~RBPF_CONTAINER_RUNNING;
    runner->busy = false;
    RBPF_CRITICAL_EXIT();
}

enum rbpf_status rbpf_container_run(struct rbpf_container *container,
                                    const struct rbpf_grant *context, int64_t *result)
{
    struct rbpf_runner *runner = take_runner(container);
    enum rbpf_status status = RBPF_CONTAINER_RATE;
    bool was_started;

    if (!runner)
        return RBPF_CONTAINER_BUSY;
    if (is_in_rate(container))
        status = start(runner, container, context);
    was_started = status == RBPF_OK;
    if (was_started)
        status = run_to_end(runner, container->rights.insns_per_run);
    if (status == RBPF_OK)
        *result = (int64_t)rbpf_vm_result(&runner->vm);
    give_back(runner, container, was_started, status);
    return status;
}
