/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Hashed, as sources that a program wrote may have a label for each of 65536 instructions. */
#include "tools/asm_symbols.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 64u
/* Of four million names no search takes more than some 60, but of names that somebody chose. */
#define STEPS_MAX 1024u

/* FNV-1a. */
static uint32_t hash(struct word name)
{
    uint32_t value = 2166136261u;

    for (uint32_t i = 0; i < name.length; i++)
        value = (value ^ (uint8_t)name.at[i]) * 16777619u;
    return value;
}

static bool same(struct word a, struct word b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

/* The bucket of a name, or the empty one where it belongs; null: both are too far away. */
static uint32_t *bucket_of(const struct asm_symbols *s, struct word name)
{
    uint32_t mask = s->capacity * 2u - 1u;
    uint32_t i = hash(name) & mask;

    for (uint32_t steps = 0; steps < STEPS_MAX; steps++) {
        uint32_t row = s->buckets[i];

        if (row == 0 || same(s->rows[row - 1u].name, name))
            return &s->buckets[i];
        i = (i + 1u) & mask;
    }
    return NULL;
}

const struct asm_symbol *asm_symbols_find(const struct asm_symbols *symbols, struct word name)
{
    const uint32_t *bucket = symbols->count > 0 ? bucket_of(symbols, name) : NULL;

    return bucket && *bucket ? &symbols->rows[*bucket - 1u] : NULL;
}

/* In a larger table nothing is farther away than it was. */
static bool grow(struct asm_symbols *s)
{
    uint32_t capacity = s->capacity ? s->capacity * 2u : CAPACITY_MIN;
    struct asm_symbol *rows = realloc(s->rows, capacity * sizeof *rows);
    uint32_t *buckets = calloc((size_t)capacity * 2u, sizeof *buckets);

    if (rows)
        s->rows = rows;
    if (!rows || !buckets) {
        free(buckets);
        return false;
    }
    free(s->buckets);
    s->buckets = buckets;
    s->capacity = capacity;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t *bucket = bucket_of(s, s->rows[i].name);

        if (bucket)
            *bucket = i + 1u;
    }
    return true;
}

bool asm_symbols_add(struct asm_symbols *symbols, const struct asm_symbol *symbol)
{
    uint32_t *bucket;

    if (symbols->count == symbols->capacity && !grow(symbols))
        return false;
    bucket = bucket_of(symbols, symbol->name);
    if (!bucket)
        return false;
    symbols->rows[symbols->count++] = *symbol;
    *bucket = symbols->count;
    return true;
}

void asm_symbols_free(struct asm_symbols *symbols)
{
    free(symbols->rows);
    free(symbols->buckets);
    *symbols = (struct asm_symbols){0};
}
