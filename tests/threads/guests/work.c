/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Counts its runs in all three stores, which must agree before and behind each run. */
#include <rbpf/guest_container.h>

#include "work.h"

RBPF_HELPER(24, uint32_t, who_am_i, (void));
RBPF_HELPER(25, uint64_t, wait_for_host, (uint64_t number));

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_PRIVATE) | RBPF_READ_STORE(RBPF_SCOPE_TENANT) |
                     RBPF_READ_STORE(RBPF_SCOPE_GLOBAL) | RBPF_READ_REGION(0) |
                     RBPF_WRITE_REGION(0),
           .stores = {[RBPF_SCOPE_PRIVATE] = {.entries = 1, .bytes = 4},
                      [RBPF_SCOPE_TENANT] = {.entries = 1, .bytes = 4},
                      [RBPF_SCOPE_GLOBAL] = {.entries = 1, .bytes = 4}});

/* Region 5, the first of the host. */
#define SHARED_WORD ((uint32_t *)(5ull << 32))
#define SHARED_DOUBLE_WORD ((uint64_t *)((5ull << 32) + 8u))

/* No other run of this container is between its first and its last line. */
static volatile uint32_t inside;

/* By nothing but atomic operations: an ordinary load would be a race. */
static void add_to_shared(void)
{
    uint64_t old = 0;
    uint64_t seen;

    __sync_fetch_and_add(SHARED_WORD, 1);
    while ((seen = __sync_val_compare_and_swap(SHARED_DOUBLE_WORD, old, old + 1u)) != old)
        old = seen;
}

static bool is_half(uint64_t pair)
{
    return (uint32_t)pair != (uint32_t)(pair >> 32);
}

/* The host's entries are there as a whole, or not yet. */
static bool sees_half(void)
{
    uint64_t tenants = 0;
    uint64_t everybodys = 0;

    rbpf_tenant_get(WORK_HOST_KEY, &tenants, sizeof tenants);
    rbpf_global_get(WORK_HOST_KEY, &everybodys, sizeof everybodys);
    return is_half(tenants) || is_half(everybodys);
}

static int64_t count(uint32_t me, uint32_t *total)
{
    uint32_t own = 0;
    uint32_t tenants = 0;
    uint32_t everybodys = 0;

    rbpf_private_get(WORK_PRIVATE_KEY, &own, sizeof own);
    rbpf_tenant_get(me, &tenants, sizeof tenants);
    rbpf_global_get(me, &everybodys, sizeof everybodys);
    if (own != tenants || own != everybodys)
        return WORK_TORN;
    own++;
    *total = own;
    return rbpf_private_set(WORK_PRIVATE_KEY, &own, sizeof own) ||
                   rbpf_tenant_set(me, &own, sizeof own) || rbpf_global_set(me, &own, sizeof own)
               ? WORK_REFUSED
               : 0;
}

RBPF_ENTRY int64_t work(const struct work_event *event)
{
    const uint32_t flags = event->flags;
    const struct work_event posted = {.flags = 0};
    uint32_t me = who_am_i();
    uint32_t total = 0;
    int64_t status;

    if (inside)
        return WORK_NOT_ALONE;
    inside = 1;
    if (flags & WORK_ATOMIC)
        add_to_shared();
    if (flags & WORK_WAIT && wait_for_host(me) != me + 1u)
        return WORK_WRONG_ANSWER;
    status = count(me, &total);
    if (status)
        return status;
    if (sees_half())
        return WORK_HALF;
    if (flags & WORK_POST && rbpf_fire(WORK_POSTED, &posted, sizeof posted))
        return WORK_REFUSED;
    if (flags & WORK_FAULT)
        *(volatile uint32_t *)(uintptr_t)flags = 0;
    while (flags & WORK_SPIN)
        inside++;
    inside = 0;
    return me | (flags & WORK_POST ? WORK_POSTED_BIT : 0) | (int64_t)total << 16;
}
