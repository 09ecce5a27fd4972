/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Contracts. There is one rule for bits and one for numbers; the fields that each concerns lie side
 * by side, and are gone through as bytes, which takes a third of the flash of naming each.
 */
#include <rbpf/rights.h>

#include <stddef.h>
#include <string.h>

#define HELPERS_AT offsetof(struct rbpf_rights, helpers)
#define HELPERS_BYTES (RBPF_HELPERS_MAX / 8u)
#define ACCESS_AT offsetof(struct rbpf_rights, access)
#define ACCESS_BYTES 2u

#define LIMITS_AT offsetof(struct rbpf_rights, insns_per_run)
#define LIMITS 2u
#define QUOTAS_AT offsetof(struct rbpf_rights, stores)
#define QUOTAS (2u * RBPF_SCOPES + 1u)

_Static_assert(sizeof(struct rbpf_rights) == ACCESS_AT + ACCESS_BYTES &&
                   offsetof(struct rbpf_rights, insns_per_second) == LIMITS_AT + 4u &&
                   offsetof(struct rbpf_rights, stack_bytes) == QUOTAS_AT + 12u &&
                   sizeof(struct rbpf_quota) == 4u,
               "fields of one kind lie side by side");

/* The five rights that a field is looked at in, and whether anything is missing. */
struct agreement {
    uint8_t *granted;
    uint8_t *missing;
    const uint8_t *grant;
    const uint8_t *offer;
    const uint8_t *needs;
    const uint8_t *wants;
    bool is_met;
};

static void agree_on_bits(struct agreement *a, size_t at, size_t bytes)
{
    for (; bytes > 0; bytes--, at++) {
        uint32_t asked = (uint32_t)a->needs[at] | a->wants[at];
        uint32_t granted = (uint32_t)a->grant[at] & a->offer[at] & asked;

        a->granted[at] = (uint8_t)granted;
        a->missing[at] = (uint8_t)(a->needs[at] & ~granted);
        if (a->missing[at])
            a->is_met = false;
    }
}

/* The number of 4 or 2 bytes. */
static uint32_t number_at(const uint8_t *rights, size_t bytes)
{
    uint32_t wide = 0;
    uint16_t narrow;

    if (bytes == sizeof wide) {
        memcpy(&wide, rights, sizeof wide);
        return wide;
    }
    memcpy(&narrow, rights, sizeof narrow);
    return narrow;
}

static void set_number_at(uint8_t *rights, size_t bytes, uint32_t value)
{
    uint16_t narrow = (uint16_t)value;

    if (bytes == sizeof value)
        memcpy(rights, &value, sizeof value);
    else
        memcpy(rights, &narrow, sizeof narrow);
}

/* Of limits that an image says nothing about, it wants as much as it can get. */
static void agree_on_number(struct agreement *a, size_t at, size_t bytes, bool is_limit)
{
    uint32_t needed = number_at(a->needs + at, bytes);
    uint32_t granted = number_at(a->wants + at, bytes);
    uint32_t grant = number_at(a->grant + at, bytes);
    uint32_t offer = number_at(a->offer + at, bytes);

    if (is_limit && !(needed | granted))
        granted = UINT32_MAX;
    if (granted < needed)
        granted = needed;
    if (granted > grant)
        granted = grant;
    if (granted > offer)
        granted = offer;
    set_number_at(a->granted + at, bytes, granted);
    if (granted >= needed)
        needed = 0;
    else
        a->is_met = false;
    set_number_at(a->missing + at, bytes, needed);
}

enum rbpf_status rbpf_rights_agree(struct rbpf_rights *granted, struct rbpf_rights *missing,
                                   const struct rbpf_contract *contract)
{
    struct agreement a = {(uint8_t *)granted,
                          (uint8_t *)missing,
                          (const uint8_t *)contract->grant,
                          (const uint8_t *)contract->offer,
                          (const uint8_t *)&contract->request->needs,
                          (const uint8_t *)&contract->request->wants,
                          true};
    size_t i;

    memset(granted, 0, sizeof *granted);
    memset(missing, 0, sizeof *missing);
    agree_on_bits(&a, HELPERS_AT, HELPERS_BYTES);
    agree_on_bits(&a, ACCESS_AT, ACCESS_BYTES);
    for (i = 0; i < LIMITS + QUOTAS; i++) {
        bool is_wide = i < LIMITS;

        agree_on_number(&a, is_wide ? LIMITS_AT + 4u * i : QUOTAS_AT + 2u * (i - LIMITS),
                        is_wide ? 4 : 2, is_wide || i == LIMITS + QUOTAS - 1u);
    }
    return a.is_met ? RBPF_OK : RBPF_CONTAINER_RIGHTS;
}
