/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Counts how often each thread gets the CPU, under its number in the tenant's store. */
#include <rbpf/guest_container.h>

#include "switch.h"

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
           .stores = {[RBPF_SCOPE_TENANT] = {.entries = 1, .bytes = sizeof(uint32_t)}});
RBPF_WANTS(.stores = {[RBPF_SCOPE_TENANT] = {.entries = THREADS_MOST,
                                             .bytes = THREADS_MOST * sizeof(uint32_t)}});

RBPF_ENTRY int64_t on_switch(const struct thread_switch *context)
{
    uint32_t key = THREAD_KEY + context->next;
    uint32_t count = 0;

    /* 0 is no thread: the CPU goes idle. */
    if (context->next == 0)
        return 0;
    rbpf_tenant_get(key, &count, sizeof count);
    count++;
    return rbpf_tenant_set(key, &count, sizeof count) ? -1 : count;
}
