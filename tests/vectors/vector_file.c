/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#define _DEFAULT_SOURCE

#include "vector_file.h"

#include <stdlib.h>
#include <string.h>

#include "hex.h"

static bool read_number(const char *text, int base, uint64_t *number)
{
    char *end;

    *number = strtoull(text, &end, base);
    return *text && *end == 0;
}

static uint32_t group_bit(const char *name)
{
    for (uint32_t bit = 1; bit <= RBPF_GROUP_V4; bit <<= 1)
        if (strcmp(rbpf_group_name(bit), name) == 0)
            return bit;
    return 0;
}

/* "base32+base64", and the version of the CPU that it was written for. */
static bool read_groups(char *text, const char *cpu, uint32_t *groups)
{
    char *rest;

    *groups = strcmp(cpu, "v4") == 0 ? RBPF_GROUP_V4 : 0;
    for (char *name = strtok_r(text, "+", &rest); name; name = strtok_r(0, "+", &rest)) {
        uint32_t bit = group_bit(name);

        if (!bit)
            return false;
        *groups |= bit;
    }
    return *groups != 0;
}

/* NAME CPU GROUPS PROGRAM MEMORY R0 */
static bool parse_conformance(char *columns[VECTOR_COLUMNS_MAX], struct vector *vector)
{
    return read_groups(columns[2], columns[1], &vector->groups) &&
           hex_read(columns[3], &vector->program) && hex_read(columns[4], &vector->memory) &&
           read_number(columns[5], 16, &vector->r0);
}

/* NAME PROGRAM MEMORY R0 MEMORY_AFTER EXECUTED */
static bool parse_random(char *columns[VECTOR_COLUMNS_MAX], struct vector *vector)
{
    vector->executed_known = true;
    return hex_read(columns[1], &vector->program) && hex_read(columns[2], &vector->memory) &&
           read_number(columns[3], 16, &vector->r0) &&
           hex_read(columns[4], &vector->memory_after) &&
           vector->memory_after.size == vector->memory.size &&
           read_number(columns[5], 10, &vector->executed_insns);
}

static bool read_must(const char *text, enum vector_must *must)
{
    static const char *const words[] = {
        [VECTOR_ACCEPT] = "accept",
        [VECTOR_REJECT] = "reject",
        [VECTOR_FAULT] = "fault",
        [VECTOR_POLICY] = "policy",
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], text) == 0) {
            *must = (enum vector_must)i;
            return true;
        }
    }
    return false;
}

static bool read_needs(const char *text, struct vector *vector)
{
    if (strcmp(text, "ctx=ro") == 0)
        vector->context_read_only = true;
    else if (strcmp(text, "callx") == 0)
        vector->groups |= RBPF_GROUP_CALLX;
    else
        return strcmp(text, "-") == 0;
    return true;
}

/* NAME MUST PROGRAM MEMORY R0 FAULT_KINDS NEEDS WHY */
static bool parse_hostile(char *columns[VECTOR_COLUMNS_MAX], struct vector *vector)
{
    vector->budget_insns = 20000;
    vector->fault_kinds = columns[5];
    return read_must(columns[1], &vector->must) && hex_read(columns[2], &vector->program) &&
           hex_read(columns[3], &vector->memory) && read_needs(columns[6], vector) &&
           (vector->must != VECTOR_ACCEPT || read_number(columns[4], 16, &vector->r0));
}

static const struct vector_format formats[] = {
    {"conformance", " ", 6, parse_conformance},
    {"random", " ", 6, parse_random},
    {"hostile", "\t", 8, parse_hostile},
};

const struct vector_format *vector_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return 0;
}

static size_t split(char *line, const char *separators, char *columns[VECTOR_COLUMNS_MAX])
{
    size_t count = 0;

    line[strcspn(line, "\r\n")] = 0;
    while (line && count < VECTOR_COLUMNS_MAX)
        columns[count++] = strsep(&line, separators);
    return line ? count + 1 : count;
}

bool vector_read(const struct vector_format *format, char *line, struct vector *vector)
{
    char *columns[VECTOR_COLUMNS_MAX];

    *vector = (struct vector){.name = line};
    return split(line, format->separators, columns) == format->columns &&
           format->parse(columns, vector);
}

void vector_release(struct vector *vector)
{
    free(vector->program.data);
    free(vector->memory.data);
    free(vector->memory_after.data);
}
