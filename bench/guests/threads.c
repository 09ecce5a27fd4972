/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The paper's thread counter: how often each thread was switched to, in the tenant's store. */
#include <rbpf/guest_container.h>

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
           .stores = {[RBPF_SCOPE_TENANT] = {.entries = 8, .bytes = 32}});

struct switch_context {
    uint32_t previous;
    uint32_t next;
};

RBPF_ENTRY int64_t count_thread(const struct switch_context *context)
{
    uint32_t runs = 0;

    if (context->next == 0)
        return 0;
    rbpf_tenant_get(context->next, &runs, sizeof runs);
    runs++;
    return rbpf_tenant_set(context->next, &runs, sizeof runs);
}
