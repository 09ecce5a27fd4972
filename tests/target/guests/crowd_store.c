/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Adds what it is told to an entry that all containers of its tenant share. */
#include <rbpf/guest_container.h>

#include "crowd.h"

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
           .stores = {[RBPF_SCOPE_TENANT] = {.entries = 1, .bytes = sizeof(uint32_t)}});

RBPF_ENTRY int64_t add_to_store(const struct crowd_event *event)
{
    uint32_t sum = 0;

    rbpf_tenant_get(STORE_KEY, &sum, sizeof sum);
    sum += event->value;
    return rbpf_tenant_set(STORE_KEY, &sum, sizeof sum) ? -1 : sum;
}
