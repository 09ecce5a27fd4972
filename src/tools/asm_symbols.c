/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Hashed, as sources that a program wrote may have a label for each of 65536 instructions. */
#include "tools/asm_symbols.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 64u

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

/* The bucket of a name, or the empty one where it belongs. */
static uint32_t *bucket_of(const struct asm_symbols *s, struct word name)
{
    uint32_t mask = s->capacity * 2u - 1u;
    uint32_t i = hash(name) & mask;

    while (s->buckets[i] != 0 && !same(s->rows[s->buckets[i] - 1u].name, name))
        i = (i + 1u) & mask;
    return &s->buckets[i];
}

const struct asm_symbol *asm_symbols_find(const struct asm_symbols *symbols, struct word name)
{
    uint32_t row = symbols->count > 0 ? *bucket_of(symbols, name) : 0;

    return row ? &symbols->rows[row - 1u] : NULL;
}

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
    for (uint32_t i = 0; i < s->count; i++)
        *bucket_of(s, s->rows[i].name) = i + 1u;
    return true;
}

bool asm_symbols_add(struct asm_symbols *symbols, const struct asm_symbol *symbol)
{
    if (symbols->count == symbols->capacity && !grow(symbols))
        return false;
    symbols->rows[symbols->count++] = *symbol;
    *bucket_of(symbols, symbol->name) = symbols->count;
    return true;
}

void asm_symbols_free(struct asm_symbols *symbols)
{
    free(symbols->rows);
    free(symbols->buckets);
    *symbols = (struct asm_symbols){0};
}
