/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The reader of images: FORMAT.md says what each rule is about.
 *
 * The bytes may come from anybody. Every length is compared with what is left
 * before it is added to anything, so that nothing wraps in 32 bits.
 */
#include <rbpf/image.h>

#include <stdbool.h>
#include <string.h>

#include "bytes.h"

/* One decoded row of the section table. */
struct section {
    uint32_t kind;
    uint32_t flags;
    uint32_t offset;
    uint32_t size;
    uint32_t extra;
};

#define ENTRIES_HEADER_BYTES 4u
#define ENTRY_BYTES 4u

static bool is_aligned(uint32_t value)
{
    return value % 8u == 0;
}

/* What is wrong, without its sign, since small positive numbers take half the flash. */
#define SOUND 0
#define WRONG(what) (-(int)RBPF_IMAGE_##what)

static int check_header(const uint8_t *bytes, size_t size)
{
    if (size < RBPF_IMAGE_HEADER_BYTES)
        return WRONG(SIZE);
    if (rbpf_load32_aligned(bytes) != RBPF_IMAGE_MAGIC_NUMBER)
        return WRONG(MAGIC);
    if (rbpf_load16_aligned(bytes + 4) != RBPF_IMAGE_VERSION_NUMBER)
        return WRONG(VERSION);
    uint32_t image_bytes = rbpf_load32_aligned(bytes + 8);
    if (image_bytes != size || !is_aligned(image_bytes))
        return WRONG(SIZE);
    uint32_t table_bytes = rbpf_load16_aligned(bytes + 6) * RBPF_IMAGE_SECTION_BYTES;
    if (table_bytes > image_bytes - RBPF_IMAGE_HEADER_BYTES)
        return WRONG(SIZE);
    return rbpf_load32_aligned(bytes + 12) == 0 ? SOUND : WRONG(SECTION);
}

static struct section read_section(const uint8_t *row)
{
    return (struct section){
        .kind = rbpf_load16_aligned(row),
        .flags = rbpf_load16_aligned(row + 2),
        .offset = rbpf_load32_aligned(row + 4),
        .size = rbpf_load32_aligned(row + 8),
        .extra = rbpf_load32_aligned(row + 12),
    };
}

/* Whole records of 8 bytes, at least one and at most one for each slot. */
static bool records_ok(const struct section *section)
{
    return section->size > 0 && is_aligned(section->size) && section->size <= 8u * RBPF_INSNS_MAX;
}

static bool data_ok(const struct section *section)
{
    return section->extra > 0 && section->extra >= section->size;
}

/* Two records of whole words. */
RBPF_INLINE bool request_ok(const struct section *section)
{
    return is_aligned(section->size) && section->size >= 2u * RBPF_IMAGE_RIGHTS_BYTES &&
           section->size <= 2u * (RBPF_IMAGE_RIGHTS_BYTES + 4u * RBPF_IMAGE_HELPER_WORDS_MAX);
}

static bool padding_ok(const uint8_t *bytes, const struct section *section, uint32_t next)
{
    for (uint32_t at = section->offset + section->size; at < next; at++) {
        if (bytes[at] != 0)
            return false;
    }
    return true;
}

/* Keeps what a section holds. False: its kind is unknown, or its size is not right for its kind. */
static bool take_section(struct rbpf_image *image, const struct section *section,
                         const uint8_t *begin)
{
    if (section->kind != RBPF_SECTION_DATA && section->extra != 0)
        return false;
    switch (section->kind) {
    case RBPF_SECTION_TEXT:
        image->text = begin;
        image->text_bytes = section->size;
        return records_ok(section);
    case RBPF_SECTION_FUNCTIONS:
        image->functions = (const struct rbpf_function *)begin;
        image->function_count = section->size / 8u;
        return records_ok(section);
    case RBPF_SECTION_RODATA:
        image->rodata = begin;
        image->rodata_bytes = section->size;
        return section->size > 0;
    case RBPF_SECTION_DATA:
        image->data_init = begin;
        image->data_init_bytes = section->size;
        image->data_bytes = section->extra;
        return data_ok(section);
    case RBPF_SECTION_ENTRIES:
        image->entries = begin;
        image->entries_bytes = section->size;
        return true;
#if RBPF_CONTRACTS
    case RBPF_SECTION_REQUEST:
        image->request = begin;
        image->request_bytes = section->size;
        return request_ok(section);
#endif
    default:
        return section->kind >= RBPF_SECTION_OPTIONAL;
    }
}

static int read_sections(struct rbpf_image *image, const uint8_t *bytes)
{
    uint32_t image_bytes = rbpf_load32_aligned(bytes + 8);
    uint32_t count = rbpf_load16_aligned(bytes + 6);
    uint32_t next = RBPF_IMAGE_HEADER_BYTES + count * RBPF_IMAGE_SECTION_BYTES;
    uint32_t last_kind = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct section section =
            read_section(bytes + RBPF_IMAGE_HEADER_BYTES + i * RBPF_IMAGE_SECTION_BYTES);
        if (section.kind <= last_kind || section.flags != 0 || section.offset != next)
            return WRONG(SECTION);
        /* next is at most image_bytes, and both are multiples of 8. */
        if (section.size > image_bytes - next)
            return WRONG(SECTION);
        next += (section.size + 7u) & ~7u;
        if (!padding_ok(bytes, &section, next) ||
            !take_section(image, &section, bytes + section.offset))
            return WRONG(SECTION);
        last_kind = section.kind;
    }
    return next == image_bytes ? SOUND : WRONG(SIZE);
}

static const uint8_t *entry_record(const struct rbpf_image *image, uint32_t index)
{
    return image->entries + ENTRIES_HEADER_BYTES + index * ENTRY_BYTES;
}

/* The offset behind the name that begins at `begin`, or 0 if there is no name that ends. */
static uint32_t name_end(const struct rbpf_image *image, uint32_t begin)
{
    uint32_t at = begin;
    while (at < image->entries_bytes && image->entries[at] != 0)
        at++;
    return at > begin && at < image->entries_bytes ? at + 1u : 0;
}

/* The names lie one behind the other, and nothing lies between or behind them. */
static bool entry_names_ok(const struct rbpf_image *image, uint32_t begin)
{
    uint32_t next = begin;
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const uint8_t *record = entry_record(image, i);
        if (rbpf_load16_aligned(record) >= image->function_count)
            return false;
        if (rbpf_load16_aligned(record + 2) != next)
            return false;
        next = name_end(image, next);
        if (next == 0)
            return false;
    }
    return next == image->entries_bytes;
}

static bool entries_ok(struct rbpf_image *image)
{
    if (image->entries_bytes < ENTRIES_HEADER_BYTES)
        return false;
    image->entry_count = rbpf_load16_aligned(image->entries);
    if (image->entry_count == 0 || rbpf_load16_aligned(image->entries + 2) != 0)
        return false;
    uint32_t begin = ENTRIES_HEADER_BYTES + image->entry_count * ENTRY_BYTES;
    return begin <= image->entries_bytes && entry_names_ok(image, begin);
}

static RBPF_NOINLINE int check_image(struct rbpf_image *image, const uint8_t *bytes, size_t size)
{
    memset(image, 0, sizeof *image);
    int wrong = check_header(bytes, size);
    if (wrong == SOUND)
        wrong = read_sections(image, bytes);
    if (wrong != SOUND)
        return wrong;
    if (!image->text || !image->functions || !image->entries)
        return WRONG(MISSING);
    return entries_ok(image) ? SOUND : WRONG(ENTRIES);
}

enum rbpf_status rbpf_image_open(struct rbpf_image *image, const void *bytes, size_t size)
{
    if (RBPF_CHECK_HOST && (!image || !bytes || (uintptr_t)bytes % 8u != 0))
        return RBPF_ERR_ARGUMENT;
    int wrong = check_image(image, bytes, size);
    if (wrong != SOUND)
        memset(image, 0, sizeof *image);
    return (enum rbpf_status) - wrong;
}

static const char *name_of(const struct rbpf_image *image, const uint8_t *record)
{
    return (const char *)image->entries + rbpf_load16_aligned(record + 2);
}

const char *rbpf_image_entry_name(const struct rbpf_image *image, uint32_t index)
{
    return index < image->entry_count ? name_of(image, entry_record(image, index)) : NULL;
}

static bool names_equal(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

enum rbpf_status rbpf_image_find_entry(const struct rbpf_image *image, const char *name,
                                       uint32_t *function)
{
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const uint8_t *record = entry_record(image, i);
        if (!name || names_equal(name, name_of(image, record))) {
            *function = rbpf_load16_aligned(record);
            return RBPF_OK;
        }
    }
    return RBPF_IMAGE_NO_ENTRY;
}

enum rbpf_status rbpf_image_init_data(const struct rbpf_image *image, void *data, size_t size)
{
    if (image->data_bytes == 0)
        return RBPF_OK;
    if (!data || size < image->data_bytes)
        return RBPF_ERR_DATA_TOO_SMALL;
    memset(data, 0, image->data_bytes);
    memcpy(data, image->data_init, image->data_init_bytes);
    return RBPF_OK;
}
