/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The library's own helpers: <rbpf/guest_container.h> says what they do. */
#include <rbpf/builtin.h>
#include <rbpf/firing.h>

#include "container/builtin.h"
#include "container/redo.h"

static struct rbpf_runner *runner_of(const struct rbpf_call *call)
{
    return rbpf_call_user(call);
}

const struct rbpf_container *rbpf_call_container(const struct rbpf_call *call)
{
    return runner_of(call)->container;
}

const struct rbpf_engine *rbpf_call_engine(const struct rbpf_call *call)
{
    return runner_of(call)->engine;
}

struct rbpf_firing *rbpf_call_firing(const struct rbpf_call *call)
{
    return runner_of(call)->firing;
}

enum rbpf_status rbpf_helper_private_get(struct rbpf_call *call)
{
    return rbpf_redo_call(call, RBPF_SCOPE_PRIVATE, false);
}

enum rbpf_status rbpf_helper_private_set(struct rbpf_call *call)
{
    return rbpf_redo_call(call, RBPF_SCOPE_PRIVATE, true);
}

enum rbpf_status rbpf_helper_tenant_get(struct rbpf_call *call)
{
    return rbpf_redo_call(call, RBPF_SCOPE_TENANT, false);
}

enum rbpf_status rbpf_helper_tenant_set(struct rbpf_call *call)
{
    return rbpf_redo_call(call, RBPF_SCOPE_TENANT, true);
}

enum rbpf_status rbpf_helper_global_get(struct rbpf_call *call)
{
    return rbpf_redo_call(call, RBPF_SCOPE_GLOBAL, false);
}

enum rbpf_status rbpf_helper_global_set(struct rbpf_call *call)
{
    return rbpf_redo_call(call, RBPF_SCOPE_GLOBAL, true);
}

enum rbpf_status rbpf_helper_now_ms(struct rbpf_call *call)
{
    const struct rbpf_engine *engine = rbpf_call_engine(call);

    if (!engine->services.now_ms)
        return RBPF_ERR_ARGUMENT;
    rbpf_call_return(call, engine->services.now_ms(engine->user));
    return RBPF_OK;
}

void rbpf_builtin_say(struct rbpf_call *call, const char *text, uint32_t bytes)
{
    const struct rbpf_engine *engine = rbpf_call_engine(call);

    if (engine->services.log && bytes > 0)
        engine->services.log(engine->user, rbpf_call_container(call), text, bytes);
    rbpf_call_return(call, bytes);
}

enum rbpf_status rbpf_helper_log(struct rbpf_call *call)
{
    const struct rbpf_span text = rbpf_call_memory(call, 1);
    uint32_t bytes = text.size < RBPF_LOG_TEXT_MAX ? text.size : RBPF_LOG_TEXT_MAX;

    rbpf_call_charge(call, bytes);
    rbpf_builtin_say(call, (const char *)text.data, bytes);
    rbpf_call_return(call, bytes);
    return RBPF_OK;
}

enum rbpf_status rbpf_helper_random(struct rbpf_call *call)
{
    const struct rbpf_engine *engine = rbpf_call_engine(call);

    if (!engine->services.random)
        return RBPF_ERR_ARGUMENT;
    rbpf_call_return(call, engine->services.random(engine->user));
    return RBPF_OK;
}
