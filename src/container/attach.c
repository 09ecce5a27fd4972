/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A container's way onto a hook and off it. Nobody sees it before it is whole. */
#include <string.h>

#include <rbpf/port.h>

#include "bytes.h"
#include "container/container.h"

/* What is known of a container while it is being attached. */
struct attaching {
    const struct rbpf_attachment *attachment;
    struct rbpf_hook *hook;
    struct rbpf_image image;
    struct rbpf_facts facts;
    struct rbpf_function_info entry;
    uint32_t function;
    struct rbpf_attach_report *report;
};

static enum rbpf_status load(struct attaching *a)
{
    const struct rbpf_engine *engine = a->hook->engine;
    /* What a contract gives is looked at later; without one, what is not offered is not there. */
    const struct rbpf_helpers helpers = {engine->helpers, engine->helper_count,
                                         RBPF_CONTRACTS ? NULL : a->hook->config->offer.helpers};
    struct rbpf_program program;
    struct rbpf_code code;
    enum rbpf_status status =
        rbpf_image_open(&a->image, a->attachment->image, a->attachment->image_bytes);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(&a->image, &helpers);
    status = rbpf_program_load(&program, &code, &a->report->rejected);
    if (status != RBPF_OK)
        return status;
    a->report->rejected.where = 0;
    status = rbpf_image_find_entry(&a->image, a->attachment->entry, &a->function);
    if (!RBPF_CONTRACTS || status != RBPF_OK)
        return status;
    (void)rbpf_program_facts(&program, &a->facts);
    a->entry = rbpf_function_read(&a->image.functions[a->function]);
    /* One that promises nothing needs its first frame all the same. */
    if (a->entry.stack_bytes < a->entry.frame_bytes)
        a->entry.stack_bytes = a->entry.frame_bytes;
    return RBPF_OK;
}

/* What is not there is not offered. */
static void take_away_absent(struct rbpf_rights *offer, const struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    uint32_t i;

    for (i = 0; i < RBPF_SCOPES; i++) {
        if (rbpf_container_store(container, i))
            continue;
        offer->stores[i] = (struct rbpf_quota){0, 0};
        offer->access &= (uint16_t)~RBPF_READ_STORE(i);
    }
    for (i = 0; i < RBPF_HOST_REGIONS_MAX; i++) {
        if (i >= engine->region_count)
            offer->access &= (uint16_t)~RBPF_READ_REGION(i);
        if (i >= engine->region_count || !engine->regions[i].writable)
            offer->access &= (uint16_t)~RBPF_WRITE_REGION(i);
    }
    for (i = 0; i < RBPF_HELPERS_MAX; i++)
        if (i >= engine->helper_count || !engine->helpers[i].fn)
            offer->helpers[i / 32u] &= ~RBPF_HELPER_BIT(i);
}

/* Without any instruction there is nothing to attach. */
static void need_some(uint32_t *needed, uint32_t *wanted)
{
    if (*needed)
        return;
    *needed = 1;
    if (*wanted == 0)
        *wanted = UINT32_MAX;
}

static enum rbpf_status settle(const struct attaching *a, struct rbpf_container *container)
{
    struct rbpf_request request;
    enum rbpf_status known = rbpf_request_read(&request, &a->image);
    enum rbpf_status agreed;
    struct rbpf_rights offer = container->hook->config->offer;
    const struct rbpf_contract contract = {&container->tenant->grant, &offer, &request};
    uint32_t i;

    for (i = 0; i < RBPF_HELPERS_MAX / 32u; i++)
        request.needs.helpers[i] |= a->facts.helpers[i];
    if (request.needs.stack_bytes < a->entry.stack_bytes)
        request.needs.stack_bytes = a->entry.stack_bytes;
    if (request.wants.stack_bytes == 0)
        request.wants.stack_bytes = UINT16_MAX;
    need_some(&request.needs.insns_per_run, &request.wants.insns_per_run);
    need_some(&request.needs.insns_per_second, &request.wants.insns_per_second);
    take_away_absent(&offer, container);
    agreed = rbpf_rights_agree(&container->rights, &a->report->missing, &contract);
    return known ? known : agreed;
}

static enum rbpf_status check_pool(const struct attaching *a)
{
    const struct rbpf_engine *engine = a->hook->engine;
    uint32_t frames = a->entry.depth > 1u ? a->entry.depth - 1u : 0;
    uint32_t i;

    if (engine->region_count > RBPF_HOST_REGIONS_MAX)
        return RBPF_ERR_ARGUMENT;
    for (i = 0; i < engine->runner_count; i++) {
        if (engine->runners[i].config.region_count != RBPF_REGION_COUNT(engine->region_count))
            return RBPF_ERR_ARGUMENT;
        if (engine->runners[i].config.stack_bytes < a->entry.stack_bytes ||
            engine->runners[i].config.frame_count < frames)
            return RBPF_ERR_STACK_TOO_SMALL;
    }
    return RBPF_OK;
}

static bool has_number(const struct rbpf_hook *hook, uint32_t number)
{
    const struct rbpf_container *container = hook->first;

    while (container && container->number != number)
        container = container->next;
    return container != NULL;
}

static bool number_is_taken(const struct rbpf_engine *engine, uint32_t number)
{
    uint32_t i;

    for (i = 0; i < engine->hook_count; i++)
        if (has_number(engine->hooks[i], number))
            return true;
    return false;
}

/* Behind all of its order and below. */
static void put_in_order(struct rbpf_hook *hook, struct rbpf_container *container)
{
    struct rbpf_container *before = hook->first;

    if (!before || before->order > container->order) {
        container->next = before;
        RBPF_SHARED_STORE(struct rbpf_container *, &hook->first, container);
        return;
    }
    while (before->next && before->next->order <= container->order)
        before = before->next;
    container->next = before->next;
    before->next = container;
}

static enum rbpf_status link_in(struct rbpf_container *container)
{
    struct rbpf_hook *hook = container->hook;
    enum rbpf_status status = RBPF_CONTAINER_NUMBER;

    RBPF_CRITICAL_ENTER();
    if (!RBPF_CHECK_HOST || !number_is_taken(hook->engine, container->number)) {
        put_in_order(hook, container);
        container->flags &= (uint8_t)~RBPF_CONTAINER_RUNNING;
        status = RBPF_OK;
    }
    RBPF_CRITICAL_EXIT();
    return status;
}

static enum rbpf_status build(struct rbpf_container *container, struct attaching *a)
{
    const struct rbpf_attachment *attachment = a->attachment;
    const uint32_t data_bytes = !RBPF_CHECK_HOST || attachment->data ? attachment->data_bytes : 0;
    enum rbpf_status status = load(a);

    if (RBPF_CONTRACTS && status == RBPF_OK)
        status = settle(a, container);
    if (RBPF_CONTRACTS && status == RBPF_OK)
        status = check_pool(a);
    if (RBPF_ACCOUNTS && status == RBPF_OK &&
        rbpf_container_rights(container)->insns_per_second != UINT32_MAX &&
        !a->hook->engine->services.now_ms)
        status = RBPF_ERR_ARGUMENT;
    if (status == RBPF_OK && a->image.data_bytes > data_bytes)
        status = RBPF_ERR_DATA_TOO_SMALL;
    if (status != RBPF_OK)
        return status;
    container->function = (uint16_t)a->function;
    container->is_stale = true;
    return link_in(container);
}

/* As if it were running, so that who detaches it meanwhile is to come again. */
static bool claim(struct rbpf_container *container, struct rbpf_hook *hook)
{
    bool is_free;

    RBPF_CRITICAL_ENTER();
    is_free = !container->hook;
    if (is_free) {
        container->flags = RBPF_CONTAINER_RUNNING;
        container->hook = hook;
    }
    RBPF_CRITICAL_EXIT();
    return is_free;
}

static void clear(struct rbpf_container *container)
{
    RBPF_CRITICAL_ENTER();
    memset(container, 0, sizeof *container);
    RBPF_CRITICAL_EXIT();
}

enum rbpf_status rbpf_container_attach(struct rbpf_container *container, struct rbpf_hook *hook,
                                       const struct rbpf_attachment *attachment,
                                       struct rbpf_attach_report *report)
{
    struct rbpf_attach_report nobody_asks;
    struct attaching a;
    enum rbpf_status status;

    a.attachment = attachment;
    a.hook = hook;
    if (!report)
        report = &nobody_asks;
    memset(report, 0, sizeof *report);
    a.report = report;
    if (RBPF_CHECK_HOST &&
        (!container || !hook || !attachment || !attachment->tenant || attachment->number == 0))
        return RBPF_ERR_ARGUMENT;
    if (!claim(container, hook))
        return RBPF_CONTAINER_ATTACHED;
    container->tenant = attachment->tenant;
    container->image = attachment->image;
    container->data = attachment->data;
    container->store = attachment->store;
    container->number = attachment->number;
    container->order = attachment->order;
    status = build(container, &a);
    if (status != RBPF_OK)
        clear(container);
    return status;
}

static void unlink_from(struct rbpf_hook *hook, const struct rbpf_container *container)
{
    struct rbpf_container *before = hook->first;

    if (before == container) {
        RBPF_SHARED_STORE(struct rbpf_container *, &hook->first, container->next);
        return;
    }
    while (before->next != container)
        before = before->next;
    before->next = container->next;
}

/* Another one may come to lie in its place. A runner in use is set up for what it runs, which is
 * not this one, or about to be. */
static void forget(const struct rbpf_container *container)
{
    const struct rbpf_engine *engine = container->hook->engine;
    uint32_t i;

    for (i = 0; i < engine->runner_count; i++)
        if (RBPF_SHARED_LOAD(uint8_t, &engine->runners[i].use) == RBPF_RUNNER_IDLE &&
            engine->runners[i].container == container)
            engine->runners[i].container = NULL;
}

enum rbpf_status rbpf_container_detach(struct rbpf_container *container)
{
    enum rbpf_status status = RBPF_CONTAINER_DETACHED;

    if (RBPF_CHECK_HOST && !container)
        return RBPF_ERR_ARGUMENT;
    RBPF_CRITICAL_ENTER();
    if (container->hook) {
        container->flags |= RBPF_CONTAINER_LEAVING;
        status = RBPF_CONTAINER_BUSY;
        if (!(container->flags & RBPF_CONTAINER_RUNNING)) {
            unlink_from(container->hook, container);
            forget(container);
            memset(container, 0, sizeof *container);
            status = RBPF_OK;
        }
    }
    RBPF_CRITICAL_EXIT();
    return status;
}

enum rbpf_status rbpf_container_reset(struct rbpf_container *container)
{
    enum rbpf_status status = RBPF_CONTAINER_DETACHED;

    if (RBPF_CHECK_HOST && !container)
        return RBPF_ERR_ARGUMENT;
    RBPF_CRITICAL_ENTER();
    if (container->flags & RBPF_CONTAINER_RUNNING) {
        status = RBPF_CONTAINER_BUSY;
    } else if (container->hook) {
        container->is_stale = true;
        container->strikes = 0;
        container->flags &= (uint8_t)~RBPF_CONTAINER_QUARANTINE;
        status = RBPF_OK;
    }
    RBPF_CRITICAL_EXIT();
    return status;
}
