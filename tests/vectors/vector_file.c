/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "vector_file.h"

#include <string.h>

#include "platform.h"

#define GROW_BYTES 256u

/* The column's next character; -1: it ends here. */
static int next(struct vector_column *column)
{
    int c;

    if (column->ended)
        return -1;
    do
        c = platform_file_next();
    while (c == '\r');
    column->ended = c < 0 || c == '\n' || c == column->separator;
    column->last = c;
    return column->ended ? -1 : c;
}

static bool skip(struct vector_column *column, struct vector *vector)
{
    (void)vector;
    while (next(column) >= 0)
        continue;
    return true;
}

static bool read_word(struct vector_column *column, char word[VECTOR_WORD_BYTES])
{
    size_t length = 0;
    int c;

    while ((c = next(column)) >= 0 && length < VECTOR_WORD_BYTES - 1)
        word[length++] = (char)c;
    word[length] = 0;
    return c < 0 && length > 0;
}

static unsigned digit_value(int c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10u : UINT32_MAX;
}

static bool read_number(struct vector_column *column, unsigned base, uint64_t *number)
{
    int c = next(column);

    *number = 0;
    if (c < 0)
        return false;
    for (; c >= 0; c = next(column)) {
        if (digit_value(c) >= base)
            return false;
        *number = *number * base + digit_value(c);
    }
    return true;
}

static bool append(struct machine_bytes *bytes, unsigned high, unsigned low)
{
    if (high > 15 || low > 15)
        return false;
    if (bytes->size % GROW_BYTES == 0) {
        uint8_t *grown = block_resize(bytes->data, bytes->size + GROW_BYTES);

        if (!grown)
            return false;
        bytes->data = grown;
    }
    bytes->data[bytes->size++] = (uint8_t)(high << 4 | low);
    return true;
}

/* Pairs of digits, or "-" for none. The data is never null, so that it is known to have been read.
 */
static bool read_hex(struct vector_column *column, struct machine_bytes *bytes)
{
    uint8_t *exact;
    int c = next(column);

    *bytes = (struct machine_bytes){.data = block_take(0)};
    if (!bytes->data || c < 0)
        return false;
    if (c == '-')
        return next(column) < 0;
    for (; c >= 0; c = next(column))
        if (!append(bytes, digit_value(c), digit_value(next(column))))
            return false;
    exact = block_resize(bytes->data, bytes->size);
    if (exact)
        bytes->data = exact;
    return exact;
}

static bool read_name(struct vector_column *column, struct vector *vector)
{
    return read_word(column, vector->name);
}

static bool read_cpu(struct vector_column *column, struct vector *vector)
{
    char word[VECTOR_WORD_BYTES];

    if (!read_word(column, word))
        return false;
    if (strcmp(word, "v4") == 0)
        vector->groups |= RBPF_GROUP_V4;
    return true;
}

static uint32_t group_bit(const char *name, size_t length)
{
    for (uint32_t bit = 1; bit <= RBPF_GROUP_V4; bit <<= 1)
        if (strncmp(rbpf_group_name(bit), name, length) == 0 && !rbpf_group_name(bit)[length])
            return bit;
    return 0;
}

/* "base32+base64" */
static bool read_groups(struct vector_column *column, struct vector *vector)
{
    char word[VECTOR_WORD_BYTES];
    const char *name = word;

    if (!read_word(column, word))
        return false;
    for (;;) {
        size_t length = strcspn(name, "+");
        uint32_t bit = group_bit(name, length);

        if (!bit)
            return false;
        vector->groups |= bit;
        if (!name[length])
            return true;
        name += length + 1;
    }
}

static bool read_program(struct vector_column *column, struct vector *vector)
{
    return read_hex(column, &vector->program);
}

static bool read_memory(struct vector_column *column, struct vector *vector)
{
    return read_hex(column, &vector->memory);
}

static bool read_memory_after(struct vector_column *column, struct vector *vector)
{
    return read_hex(column, &vector->memory_after) &&
           vector->memory_after.size == vector->memory.size;
}

static bool read_r0(struct vector_column *column, struct vector *vector)
{
    return vector->must == VECTOR_ACCEPT ? read_number(column, 16, &vector->r0)
                                         : skip(column, vector);
}

static bool read_executed(struct vector_column *column, struct vector *vector)
{
    vector->executed_known = true;
    return read_number(column, 10, &vector->executed_insns);
}

static bool read_must(struct vector_column *column, struct vector *vector)
{
    static const char *const words[] = {
        [VECTOR_ACCEPT] = "accept",
        [VECTOR_REJECT] = "reject",
        [VECTOR_FAULT] = "fault",
        [VECTOR_POLICY] = "policy",
    };
    char word[VECTOR_WORD_BYTES];

    if (!read_word(column, word))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], word) == 0) {
            vector->must = (enum vector_must)i;
            return true;
        }
    }
    return false;
}

static bool read_kinds(struct vector_column *column, struct vector *vector)
{
    return read_word(column, vector->fault_kinds);
}

static bool read_needs(struct vector_column *column, struct vector *vector)
{
    char word[VECTOR_WORD_BYTES];

    if (!read_word(column, word))
        return false;
    if (strcmp(word, "ctx=ro") == 0)
        vector->context_read_only = true;
    else if (strcmp(word, "callx") == 0)
        vector->groups |= RBPF_GROUP_CALLX;
    else
        return strcmp(word, "-") == 0;
    return true;
}

/* The columns, as the files' own description names them. */
static const struct vector_format formats[] = {
    {"conformance", ' ', 0, {read_name, read_cpu, read_groups, read_program, read_memory, read_r0}},
    {"random",
     ' ',
     0,
     {read_name, read_program, read_memory, read_r0, read_memory_after, read_executed}},
    {"hostile",
     '\t',
     20000,
     {read_name, read_must, read_program, read_memory, read_r0, read_kinds, read_needs, skip}},
};

const struct vector_format *vector_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return 0;
}

static bool is_line_end(int c)
{
    return c < 0 || c == '\n';
}

/* The name of the next line that is neither empty nor a comment. */
static bool read_first(struct vector_column *column, struct vector *vector)
{
    do {
        column->ended = false;
        read_word(column, vector->name);
        if (vector->name[0] == '#')
            while (!is_line_end(column->last))
                column->last = platform_file_next();
    } while (column->last >= 0 && (vector->name[0] == '#' || !vector->name[0]));
    return vector->name[0] && vector->name[0] != '#';
}

enum vector_line vector_read(const struct vector_format *format, struct vector *vector)
{
    struct vector_column column = {.separator = format->separator};
    bool right = true;
    size_t i;

    *vector = (struct vector){.budget_insns = format->budget_insns};
    if (!read_first(&column, vector))
        return VECTOR_LINES_END;
    for (i = 1; right && i < VECTOR_COLUMNS_MAX && format->columns[i]; i++) {
        right = !is_line_end(column.last);
        column.ended = !right;
        right = right && format->columns[i](&column, vector) && column.ended;
    }
    right = right && is_line_end(column.last);
    while (!is_line_end(column.last))
        column.last = platform_file_next();
    return right ? VECTOR_LINE_READ : VECTOR_LINE_WRONG;
}

void vector_release(struct vector *vector)
{
    block_give(vector->memory_after.data);
    block_give(vector->memory.data);
    block_give(vector->program.data);
}
