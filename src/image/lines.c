/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The reader of NAMES and LINES; FORMAT.md draws them. An image that
 * rbpf_image_open() has accepted may hold anything there.
 */
#include <rbpf/lines.h>

#include "bytes.h"

#define LINES_HEADER_BYTES 8u
#define RECORD_BYTES 8u
#define COLUMN_BITS 10u

struct optional_section {
    const uint8_t *bytes;
    uint32_t size;
};

/* A section of an image whose table was checked. */
static bool find_section(const uint8_t *image, uint32_t kind, struct optional_section *section)
{
    uint32_t count = rbpf_load16_aligned(image + 6);

    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *row = image + RBPF_IMAGE_HEADER_BYTES + i * RBPF_IMAGE_SECTION_BYTES;

        if (rbpf_load16_aligned(row) != kind)
            continue;
        section->bytes = image + rbpf_load32_aligned(row + 4);
        section->size = rbpf_load32_aligned(row + 8);
        return true;
    }
    return false;
}

/* Is a section made of `count` strings, and nothing else? An empty one counts where `may_be_empty`.
 */
static bool strings_ok(const struct optional_section *section, uint32_t count, bool may_be_empty)
{
    bool empty = true;

    for (uint32_t at = 0; at < section->size; at++) {
        if (section->bytes[at] != 0) {
            empty = false;
            continue;
        }
        if (count == 0 || (empty && !may_be_empty))
            return false;
        count--;
        empty = true;
    }
    return count == 0 && empty;
}

static const char *string_at(const uint8_t *strings, uint32_t index)
{
    while (index > 0)
        index -= *strings++ == 0;
    return (const char *)strings;
}

static bool names_ok(struct rbpf_lines *lines, const struct optional_section *section)
{
    lines->names = section->bytes;
    return strings_ok(section, lines->function_count, true);
}

static const uint8_t *record_at(const struct rbpf_lines *lines, uint32_t index)
{
    return lines->records + index * RECORD_BYTES;
}

static bool line_records_ok(const struct rbpf_lines *lines)
{
    uint32_t next = 0;

    for (uint32_t i = 0; i < lines->record_count; i++) {
        uint32_t slot = rbpf_load16_aligned(record_at(lines, i));

        if (slot < next || slot >= lines->slot_count)
            return false;
        if (rbpf_load16_aligned(record_at(lines, i) + 2) >= lines->file_count)
            return false;
        next = slot + 1u;
    }
    return true;
}

static bool lines_ok(struct rbpf_lines *lines, const struct optional_section *section)
{
    struct optional_section files;

    if (section->size < LINES_HEADER_BYTES || rbpf_load16_aligned(section->bytes + 6) != 0)
        return false;
    lines->record_count = rbpf_load32_aligned(section->bytes);
    lines->file_count = rbpf_load16_aligned(section->bytes + 4);
    files.size = section->size - LINES_HEADER_BYTES;
    if (lines->record_count == 0 || lines->record_count > files.size / RECORD_BYTES)
        return false;
    files.size -= lines->record_count * RECORD_BYTES;
    lines->records = section->bytes + LINES_HEADER_BYTES;
    files.bytes = record_at(lines, lines->record_count);
    lines->files = files.bytes;
    return line_records_ok(lines) && strings_ok(&files, lines->file_count, false);
}

enum rbpf_status rbpf_lines_open(struct rbpf_lines *lines, const struct rbpf_image *image,
                                 const void *bytes)
{
    struct rbpf_lines found = {
        .functions = image->functions,
        .function_count = image->function_count,
        .slot_count = image->text_bytes / 8u,
    };
    struct optional_section section;

    if (find_section(bytes, RBPF_SECTION_NAMES, &section) && !names_ok(&found, &section))
        return RBPF_IMAGE_LINES;
    if (find_section(bytes, RBPF_SECTION_LINES, &section) && !lines_ok(&found, &section))
        return RBPF_IMAGE_LINES;
    *lines = found;
    return RBPF_OK;
}

const char *rbpf_lines_function_name(const struct rbpf_lines *lines, uint32_t index)
{
    const char *name;

    if (!lines->names || index >= lines->function_count)
        return NULL;
    name = string_at(lines->names, index);
    return name[0] ? name : NULL;
}

/* The entry of the function that a slot belongs to. */
static uint32_t function_entry(const struct rbpf_lines *lines, uint32_t slot)
{
    uint32_t entry = 0;

    for (uint32_t i = 0; i < lines->function_count; i++) {
        uint32_t begin = rbpf_load16_aligned(lines->functions[i].bytes);

        if (begin <= slot && begin > entry)
            entry = begin;
    }
    return entry;
}

/* The last record at or before a slot; null: there is none. */
static const uint8_t *record_before(const struct rbpf_lines *lines, uint32_t slot)
{
    const uint8_t *record = NULL;

    for (uint32_t i = 0; i < lines->record_count; i++) {
        if (rbpf_load16_aligned(record_at(lines, i)) > slot)
            break;
        record = record_at(lines, i);
    }
    return record;
}

bool rbpf_lines_find(const struct rbpf_lines *lines, uint32_t slot, struct rbpf_source *source)
{
    const uint8_t *record = record_before(lines, slot);
    uint32_t place;

    if (!record || slot >= lines->slot_count)
        return false;
    /* A function that was compiled without lines has none of its neighbour's. */
    if (rbpf_load16_aligned(record) < function_entry(lines, slot))
        return false;
    place = rbpf_load32_aligned(record + 4);
    if (place >> COLUMN_BITS == 0)
        return false;
    *source = (struct rbpf_source){
        .file = string_at(lines->files, rbpf_load16_aligned(record + 2)),
        .line = place >> COLUMN_BITS,
        .column = place & ((1u << COLUMN_BITS) - 1u),
    };
    return true;
}
