/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Contracts. There is one rule for bits and one for numbers. One loop goes through all fields, by
 * numbers, which takes less flash than naming each:
 *
 *     ... -1   0              1                 2 ... 7           8            9
 *     helpers  insns_per_run  insns_per_second  entries, bytes    stack_bytes  access
 *     32 bits  32             32                16, by scope      16           16
 */
#include <rbpf/rights.h>

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <rbpf/image.h>

#include "bytes.h"

#define HELPER_WORDS (RBPF_HELPERS_MAX / 32)
#define FIELD_PER_SECOND 1
#define FIELD_STACK 8
#define FIELD_ACCESS 9

#define FIELD_ZERO_AT offsetof(struct rbpf_rights, insns_per_run)

_Static_assert(offsetof(struct rbpf_rights, helpers) == 0 && FIELD_ZERO_AT == 4 * HELPER_WORDS &&
                   offsetof(struct rbpf_rights, insns_per_second) == FIELD_ZERO_AT + 4 &&
                   offsetof(struct rbpf_rights, stores) == FIELD_ZERO_AT + 8 &&
                   sizeof(struct rbpf_quota) == 4 && RBPF_SCOPES == 3 &&
                   offsetof(struct rbpf_rights, stack_bytes) == FIELD_ZERO_AT + 20 &&
                   offsetof(struct rbpf_rights, access) == FIELD_ZERO_AT + 22 &&
                   sizeof(struct rbpf_rights) == FIELD_ZERO_AT + RBPF_IMAGE_RIGHTS_BYTES,
               "fields lie as drawn, in images too");

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool is_wide(int field)
{
    return field <= FIELD_PER_SECOND;
}

static size_t field_at(int field)
{
    return FIELD_ZERO_AT + (size_t)(is_wide(field) ? 4 * field : 2 * field + 4);
}

static uint32_t get_field(const struct rbpf_rights *rights, int field)
{
    const uint8_t *at = (const uint8_t *)rights + field_at(field);
    uint32_t wide = 0;
    uint16_t narrow;

    if (is_wide(field)) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return narrow;
}

static void set_field(struct rbpf_rights *rights, int field, uint32_t value)
{
    uint8_t *at = (uint8_t *)rights + field_at(field);
    uint16_t narrow = (uint16_t)value;

    if (is_wide(field))
        memcpy(at, &value, sizeof value);
    else
        memcpy(at, &narrow, sizeof narrow);
}

enum rbpf_status rbpf_rights_agree(struct rbpf_rights *granted, struct rbpf_rights *missing,
                                   const struct rbpf_contract *contract)
{
    enum rbpf_status status = RBPF_OK;
    int field;

    for (field = -HELPER_WORDS; field <= FIELD_ACCESS; field++) {
        uint32_t grant = get_field(contract->grant, field);
        uint32_t offer = get_field(contract->offer, field);
        uint32_t needed = get_field(&contract->request->needs, field);
        uint32_t got = get_field(&contract->request->wants, field);
        uint32_t lacking;

        if (field < 0 || field == FIELD_ACCESS) {
            got = (got | needed) & grant & offer;
            lacking = needed & ~got;
        } else {
            bool is_limit = is_wide(field) || field == FIELD_STACK;

            /* Of limits that an image says nothing about, it wants as much as it can get. */
            if (is_limit && !(needed | got))
                got = UINT32_MAX;
            got = least(got < needed ? needed : got, least(grant, offer));
            lacking = got < needed ? needed : 0;
        }
        set_field(granted, field, got);
        set_field(missing, field, lacking);
        if (lacking)
            status = RBPF_CONTAINER_RIGHTS;
    }
    return status;
}

/* One record of a request. False: it names helpers that there is no room for. */
static bool read_record(struct rbpf_rights *rights, const uint8_t *record, uint32_t bytes)
{
    int field = RBPF_BIG_ENDIAN ? 0 : FIELD_ACCESS + 1;
    bool fits = true;
    uint32_t word;

    memcpy((uint8_t *)rights + FIELD_ZERO_AT, record, RBPF_IMAGE_RIGHTS_BYTES);
    for (; field <= FIELD_ACCESS; field++) {
        const uint8_t *from = record + field_at(field) - FIELD_ZERO_AT;

        set_field(rights, field, is_wide(field) ? rbpf_load32(from) : rbpf_load16(from));
    }
    for (word = 0; word < (bytes - RBPF_IMAGE_RIGHTS_BYTES) / 4u; word++) {
        uint32_t ids = rbpf_load32_aligned(record + RBPF_IMAGE_RIGHTS_BYTES + 4u * word);

        if (word < HELPER_WORDS)
            rights->helpers[word] = ids;
        else if (ids)
            fits = false;
    }
    return fits;
}

enum rbpf_status rbpf_request_read(struct rbpf_request *request, const struct rbpf_image *image)
{
    uint32_t half = image->request_bytes / 2u;

    memset(request, 0, sizeof *request);
    request->wants.access = RBPF_WRITE_CONTEXT;
    if (half == 0)
        return RBPF_OK;
    (void)read_record(&request->wants, image->request + half, half);
    return read_record(&request->needs, image->request, half) ? RBPF_OK : RBPF_CONTAINER_RIGHTS;
}
