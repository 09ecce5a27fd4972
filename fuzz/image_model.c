/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "image_model.h"

#include <string.h>

#include "fuzzer.h"

#define WRONG(what) image_bit(RBPF_IMAGE_##what)

uint32_t image_number(const uint8_t *at, uint32_t bytes)
{
    return (uint32_t)get_number(at, bytes);
}

/* ---- the section table ---- */

struct row {
    uint32_t kind;
    uint32_t flags;
    struct image_part part;
};

static struct row read_row(const uint8_t *at)
{
    return (struct row){
        image_number(at, 2),
        image_number(at + 2, 2),
        {true, image_number(at + 4, 4), image_number(at + 8, 4), image_number(at + 12, 4)}};
}

static struct image_part *part_of(struct image_model *model, uint32_t kind)
{
    switch (kind) {
    case 1:
        return &model->text;
    case 2:
        return &model->functions;
    case 3:
        return &model->rodata;
    case 4:
        return &model->data;
    case 5:
        return &model->entries;
    case 0x8000:
        return &model->request;
    case 0x8001:
        return &model->names;
    case 0x8002:
        return &model->lines;
    default:
        return NULL;
    }
}

/* The table of kinds. */
static bool size_is_right(const struct row *row)
{
    uint32_t size = row->part.size;

    switch (row->kind) {
    case 1:
    case 2:
        return size % 8u == 0 && size >= 8 && size <= 524288;
    case 3:
        return size >= 1;
    case 4:
        return row->part.extra >= 1 && size <= row->part.extra;
    case 0x8000:
        return size >= 48 && (size - 48) % 8u == 0 && (size - 48) / 8u <= 32;
    default:
        return row->kind == 5 || row->kind > 0x8000;
    }
}

static bool row_is_right(const struct row *row, uint32_t kind_before, uint64_t next)
{
    return row->kind > kind_before && row->flags == 0 && row->part.offset == next &&
           size_is_right(row) && (row->kind == 4 || row->part.extra == 0);
}

static bool is_zero(const uint8_t *bytes, uint64_t from, uint64_t to)
{
    for (; from < to; from++)
        if (bytes[from] != 0)
            return false;
    return true;
}

static uint32_t read_rows(struct image_model *model, uint32_t count)
{
    uint64_t next = 16u + 16u * (uint64_t)count;
    uint32_t kind_before = 0;
    uint32_t i;

    for (i = 0; i < count; i++) {
        const struct row row = read_row(model->bytes + 16u + 16u * (size_t)i);
        struct image_part *part = part_of(model, row.kind);
        uint64_t end = next + row.part.size;

        if (!row_is_right(&row, kind_before, next) || end > model->size)
            return WRONG(SECTION);
        next = (end + 7u) / 8u * 8u;
        if (next > model->size || !is_zero(model->bytes, end, next))
            return WRONG(SECTION);
        if (part)
            *part = row.part;
        kind_before = row.kind;
    }
    return next == model->size ? 0 : WRONG(SIZE);
}

static uint32_t read_header(const struct image_model *model)
{
    const uint8_t *bytes = model->bytes;
    uint32_t wrong = 0;

    if (memcmp(bytes, "rBPF", 4) != 0)
        wrong |= WRONG(MAGIC);
    if (image_number(bytes + 4, 2) != 1)
        wrong |= WRONG(VERSION);
    if (image_number(bytes + 8, 4) != model->size || model->size % 8u != 0)
        wrong |= WRONG(SIZE);
    if (image_number(bytes + 12, 4) != 0)
        wrong |= WRONG(SECTION);
    return wrong;
}

/* ---- strings, one behind the other ---- */

struct strings {
    const uint8_t *at;
    const uint8_t *end;
};

/* The next string; null: there is none that ends. */
static const char *next_string(struct strings *strings)
{
    const uint8_t *begin = strings->at;
    size_t left = (size_t)(strings->end - begin);
    const uint8_t *nul = left ? memchr(begin, 0, left) : NULL;

    if (!nul)
        return NULL;
    strings->at = nul + 1;
    return (const char *)begin;
}

static bool are_strings(struct strings strings, uint32_t count, bool may_be_empty)
{
    uint32_t i;

    for (i = 0; i < count; i++) {
        const char *string = next_string(&strings);

        if (!string || (!*string && !may_be_empty))
            return false;
    }
    return strings.at == strings.end;
}

static const char *nth_string(struct strings strings, uint32_t index)
{
    const char *string = next_string(&strings);

    while (index-- > 0)
        string = next_string(&strings);
    return string;
}

static struct strings behind(const struct image_model *model, const struct image_part *part,
                             uint32_t offset)
{
    const uint8_t *begin = model->bytes + part->offset;

    return (struct strings){begin + offset, begin + part->size};
}

/* ---- entries ---- */

static bool entries_are_right(struct image_model *model)
{
    const uint8_t *table = model->bytes + model->entries.offset;
    struct strings names;
    uint32_t i;

    if (model->entries.size < 4)
        return false;
    model->entry_count = image_number(table, 2);
    if (model->entry_count == 0 || image_number(table + 2, 2) != 0 ||
        4u + 4u * model->entry_count > model->entries.size)
        return false;
    names = behind(model, &model->entries, 4u + 4u * model->entry_count);
    if (!are_strings(names, model->entry_count, false))
        return false;
    for (i = 0; i < model->entry_count; i++) {
        const uint8_t *record = table + 4u + 4u * (size_t)i;

        if (image_number(record, 2) >= model->functions.size / 8u ||
            image_number(record + 2, 2) != (uint32_t)(names.at - table))
            return false;
        (void)next_string(&names);
    }
    return true;
}

struct image_entry image_model_entry(const struct image_model *model, uint32_t index)
{
    const uint8_t *table = model->bytes + model->entries.offset;
    const uint8_t *record = table + 4u + 4u * (size_t)index;

    return (struct image_entry){image_number(record, 2),
                                (const char *)table + image_number(record + 2, 2)};
}

/* ---- names and lines ---- */

static const uint8_t *line_record(const struct image_model *model, uint32_t index)
{
    return model->bytes + model->lines.offset + 8u + 8u * (size_t)index;
}

static bool line_records_are_right(const struct image_model *model, uint32_t count,
                                   uint32_t file_count)
{
    uint32_t i;

    for (i = 0; i < count; i++) {
        const uint8_t *record = line_record(model, i);

        if (image_number(record, 2) >= model->text.size / 8u ||
            image_number(record + 2, 2) >= file_count)
            return false;
        if (i > 0 && image_number(record, 2) <= image_number(record - 8, 2))
            return false;
    }
    return true;
}

static bool lines_are_right(const struct image_model *model)
{
    const uint8_t *table = model->bytes + model->lines.offset;
    uint32_t count, file_count;

    if (!model->lines.there)
        return true;
    if (model->lines.size < 8)
        return false;
    count = image_number(table, 4);
    file_count = image_number(table + 4, 2);
    if (count == 0 || file_count == 0 || image_number(table + 6, 2) != 0 ||
        count > (model->lines.size - 8) / 8u)
        return false;
    return line_records_are_right(model, count, file_count) &&
           are_strings(behind(model, &model->lines, 8u + 8u * count), file_count, false);
}

static bool names_are_right(const struct image_model *model)
{
    return !model->names.there ||
           are_strings(behind(model, &model->names, 0), model->functions.size / 8u, true);
}

const char *image_model_name(const struct image_model *model, uint32_t function)
{
    const char *name;

    if (!model->names.there || function >= model->functions.size / 8u)
        return NULL;
    name = nth_string(behind(model, &model->names, 0), function);
    return *name ? name : NULL;
}

/* Does a function begin behind one slot, and not behind another? */
static bool function_between(const struct image_model *model, uint32_t slot, uint32_t last)
{
    uint32_t i;

    for (i = 0; i < model->functions.size / 8u; i++) {
        uint32_t entry = image_number(model->bytes + model->functions.offset + 8u * (size_t)i, 2);

        if (entry > slot && entry <= last)
            return true;
    }
    return false;
}

bool image_model_find(const struct image_model *model, uint32_t slot, struct image_place *place)
{
    const uint8_t *table = model->bytes + model->lines.offset;
    uint32_t count = model->lines.there ? image_number(table, 4) : 0;
    const uint8_t *record;
    uint32_t number;

    if (slot >= model->text.size / 8u)
        return false;
    while (count > 0 && image_number(line_record(model, count - 1u), 2) > slot)
        count--;
    if (count == 0)
        return false;
    record = line_record(model, count - 1u);
    number = image_number(record + 4, 4);
    if (number < 1024u || function_between(model, image_number(record, 2), slot))
        return false;
    place->line = number / 1024u;
    place->column = number % 1024u;
    place->file = nth_string(behind(model, &model->lines, 8u + 8u * image_number(table, 4)),
                             image_number(record + 2, 2));
    return true;
}

struct image_model image_model_read(const uint8_t *bytes, size_t size)
{
    struct image_model model = {.bytes = bytes, .size = size};
    uint32_t count;

    if (size < 16) {
        model.wrong = WRONG(SIZE);
        return model;
    }
    count = image_number(bytes + 6, 2);
    model.wrong = read_header(&model);
    if (16u + 16u * (uint64_t)count > size)
        model.wrong |= WRONG(SIZE);
    if (model.wrong)
        return model;
    model.wrong = read_rows(&model, count);
    if (model.wrong)
        return model;
    if (!model.text.there || !model.functions.there || !model.entries.there)
        model.wrong = WRONG(MISSING);
    else if (!entries_are_right(&model))
        model.wrong = WRONG(ENTRIES);
    model.lines_ok = names_are_right(&model) && lines_are_right(&model);
    return model;
}
