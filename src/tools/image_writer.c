/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The mirror of src/image/image.c and src/image/lines.c. */
#include "tools/image_writer.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"

#define SECTIONS_MAX 6u

struct part {
    uint16_t kind;
    const uint8_t *bytes;
    uint32_t size;
    uint32_t extra;
};

static size_t align8(size_t size)
{
    return (size + 7u) & ~(size_t)7u;
}

static bool is_present(const struct part *part)
{
    return part->size > 0 || part->extra > 0;
}

static void write_header(uint8_t *bytes, uint16_t section_count, size_t size)
{
    rbpf_store32(bytes, RBPF_IMAGE_MAGIC_NUMBER);
    rbpf_store16(bytes + 4, RBPF_IMAGE_VERSION_NUMBER);
    rbpf_store16(bytes + 6, section_count);
    rbpf_store32(bytes + 8, (uint32_t)size);
}

static void write_row(uint8_t *row, const struct part *part, size_t offset)
{
    rbpf_store16(row, part->kind);
    rbpf_store32(row + 4, (uint32_t)offset);
    rbpf_store32(row + 8, part->size);
    rbpf_store32(row + 12, part->extra);
}

static void write_parts(uint8_t *bytes, const struct part *parts, size_t offset)
{
    uint8_t *row = bytes + RBPF_IMAGE_HEADER_BYTES;

    for (uint32_t i = 0; i < SECTIONS_MAX; i++) {
        if (!is_present(&parts[i]))
            continue;
        write_row(row, &parts[i], offset);
        if (parts[i].size > 0)
            memcpy(bytes + offset, parts[i].bytes, parts[i].size);
        row += RBPF_IMAGE_SECTION_BYTES;
        offset += align8(parts[i].size);
    }
}

bool image_write(const struct rbpf_image *image, struct image_out *out)
{
    const struct part parts[SECTIONS_MAX] = {
        {RBPF_SECTION_TEXT, image->text, image->text_bytes, 0},
        {RBPF_SECTION_FUNCTIONS, (const uint8_t *)image->functions, image->function_count * 8u, 0},
        {RBPF_SECTION_RODATA, image->rodata, image->rodata_bytes, 0},
        {RBPF_SECTION_DATA, image->data_init, image->data_init_bytes, image->data_bytes},
        {RBPF_SECTION_ENTRIES, image->entries, image->entries_bytes, 0},
        {RBPF_SECTION_REQUEST, image->request, image->request_bytes, 0},
    };
    size_t table_end = RBPF_IMAGE_HEADER_BYTES;
    size_t size = 0;
    uint8_t *bytes;

    for (uint32_t i = 0; i < SECTIONS_MAX; i++) {
        table_end += is_present(&parts[i]) ? RBPF_IMAGE_SECTION_BYTES : 0;
        size += align8(parts[i].size);
    }
    size += table_end;
    bytes = calloc(size, 1u);
    if (!bytes)
        return false;
    write_header(
        bytes, (uint16_t)((table_end - RBPF_IMAGE_HEADER_BYTES) / RBPF_IMAGE_SECTION_BYTES), size);
    write_parts(bytes, parts, table_end);
    *out = (struct image_out){.bytes = bytes, .size = size};
    return true;
}

/* The table grows by a row, and all sections move. */
static void copy_table(uint8_t *to, const uint8_t *from)
{
    uint32_t count = rbpf_load16(from + 6);

    memcpy(to, from, RBPF_IMAGE_HEADER_BYTES + count * RBPF_IMAGE_SECTION_BYTES);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *row = to + RBPF_IMAGE_HEADER_BYTES + i * RBPF_IMAGE_SECTION_BYTES;

        rbpf_store32(row + 4, rbpf_load32(row + 4) + RBPF_IMAGE_SECTION_BYTES);
    }
}

bool image_append(struct image_out *image, const struct image_section *section)
{
    const struct part part = {section->kind, section->bytes, section->size, 0};
    uint32_t count = rbpf_load16(image->bytes + 6);
    size_t table_end = RBPF_IMAGE_HEADER_BYTES + count * RBPF_IMAGE_SECTION_BYTES;
    size_t offset = image->size + RBPF_IMAGE_SECTION_BYTES;
    size_t size = offset + align8(section->size);
    uint8_t *bytes = calloc(size, 1u);

    if (!bytes)
        return false;
    copy_table(bytes, image->bytes);
    write_row(bytes + table_end, &part, offset);
    memcpy(bytes + table_end + RBPF_IMAGE_SECTION_BYTES, image->bytes + table_end,
           image->size - table_end);
    if (section->size > 0)
        memcpy(bytes + offset, section->bytes, section->size);
    write_header(bytes, (uint16_t)(count + 1u), size);
    free(image->bytes);
    *image = (struct image_out){.bytes = bytes, .size = size};
    return true;
}

bool image_append_skipped(struct image_out *image, const uint8_t *from)
{
    uint32_t count = rbpf_load16(from + 6);

    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *row = from + RBPF_IMAGE_HEADER_BYTES + i * RBPF_IMAGE_SECTION_BYTES;
        const struct image_section section = {
            .kind = rbpf_load16(row),
            .bytes = from + rbpf_load32(row + 4),
            .size = rbpf_load32(row + 8),
        };

        if (section.kind > RBPF_SECTION_REQUEST && !image_append(image, &section))
            return false;
    }
    return true;
}
