/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Hooks fired by guests: by way of the log into the hook's mailbox, and from there by the main
 * loop, so that no run is inside another. */
#include <rbpf/builtin.h>
#include <rbpf/port.h>

#include "bytes.h"
#include "container/redo.h"

static void put_into_mailbox(struct rbpf_mailbox *mailbox, const uint8_t *record)
{
    if (mailbox->pending)
        mailbox->replaced++;
    mailbox->pending = true;
    mailbox->size = record[5];
    if (mailbox->size)
        memcpy(mailbox->context, record + RBPF_RECORD_HEADER_BYTES, mailbox->size);
}

/* Within the commit, in the critical section. */
static void deliver(struct rbpf_runner *runner)
{
    const uint8_t *record = runner->log;
    const uint8_t *end = record + runner->log_used;

    runner->deliver = NULL;
    for (; record < end; record += RBPF_RECORD_HEADER_BYTES + record[5])
        if (record[4] == RBPF_SCOPE_POST)
            put_into_mailbox(runner->engine->hooks[rbpf_load32(record)]->config->mailbox, record);
}

static enum rbpf_status post(struct rbpf_runner *runner, uint64_t hook, struct rbpf_span context)
{
    const struct rbpf_engine *engine = runner->engine;
    const struct rbpf_mailbox *mailbox;

    if (hook >= engine->hook_count)
        return RBPF_STORE_DENIED;
    mailbox = engine->hooks[hook]->config->mailbox;
    if (!mailbox)
        return RBPF_STORE_DENIED;
    if (context.size > mailbox->bytes || context.size > RBPF_VALUE_MAX)
        return RBPF_STORE_SIZE;
    runner->deliver = deliver;
    return rbpf_redo_post(runner, (uint32_t)hook, context);
}

enum rbpf_status rbpf_helper_fire(struct rbpf_call *call)
{
    const struct rbpf_span context = rbpf_call_memory(call, 2);
    enum rbpf_status status = post(rbpf_call_user(call), rbpf_call_arg(call, 1), context);

    rbpf_call_charge(call, context.size);
    rbpf_call_return(call, (uint64_t)(int64_t)status);
    return RBPF_OK;
}

/* A copy, so that the next one may come while containers run. */
static bool take_from_mailbox(struct rbpf_mailbox *mailbox, uint8_t *context, uint32_t *bytes)
{
    bool pending;

    RBPF_CRITICAL_ENTER();
    pending = mailbox->pending;
    if (pending) {
        *bytes = mailbox->size;
        if (mailbox->size)
            memcpy(context, mailbox->context, mailbox->size);
        mailbox->pending = false;
    }
    RBPF_CRITICAL_EXIT();
    return pending;
}

uint32_t rbpf_engine_run_posted(const struct rbpf_engine *engine)
{
    _Alignas(8) uint8_t context[RBPF_VALUE_MAX];
    uint32_t count = 0;
    uint32_t i;

    for (i = 0; i < engine->hook_count; i++) {
        struct rbpf_mailbox *mailbox = engine->hooks[i]->config->mailbox;
        int64_t result = 0;
        uint32_t bytes = 0;

        if (!mailbox || !take_from_mailbox(mailbox, context, &bytes))
            continue;
        (void)rbpf_hook_fire(engine->hooks[i], context, bytes, &result);
        count++;
    }
    return count;
}
