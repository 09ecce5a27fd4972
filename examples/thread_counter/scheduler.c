/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "scheduler.h"

#include <rbpf/bytes.h>

#include "switch.h"

/* Round robin, behind the one that has it now. 0: there is none. */
static uint8_t next_of(const struct scheduler *scheduler)
{
    uint8_t next = scheduler->current;
    uint8_t left;

    for (left = scheduler->count; left > 0; left--) {
        next = next < scheduler->count ? (uint8_t)(next + 1u) : 1u;
        if (!(scheduler->ended >> (next - 1u) & 1u))
            return next;
    }
    return 0;
}

static void switch_to(struct scheduler *scheduler, uint8_t next)
{
    uint8_t context[sizeof(struct thread_switch)];
    int64_t result = 0;
    enum rbpf_status status;

    rbpf_store32(context, scheduler->current);
    rbpf_store32(context + 4, next);
    status = rbpf_hook_fire(scheduler->hook, context, sizeof context, &result);
    if (scheduler->status == RBPF_OK)
        scheduler->status = status;
    scheduler->current = next;
}

bool scheduler_run(struct scheduler *scheduler)
{
    uint8_t next = next_of(scheduler);
    const struct task *task;

    if (next != scheduler->current)
        switch_to(scheduler, next);
    if (next == 0)
        return false;
    task = &scheduler->tasks[next - 1u];
    if (!task->run(task->state))
        scheduler->ended |= (uint8_t)(1u << (next - 1u));
    return true;
}
