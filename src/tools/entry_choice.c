/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The table of entry points is copied row by row, in its order; src/image/FORMAT.md draws it. */
#include "tools/entry_choice.h"

#include <stdlib.h>
#include <string.h>

#include <rbpf/image.h>

#include "bytes.h"
#include "tools/image_writer.h"

static bool is_in_list(const char *names, const char *name)
{
    size_t length = strlen(name);

    for (;;) {
        size_t this_one = strcspn(names, ",");

        if (this_one == length && strncmp(names, name, length) == 0)
            return true;
        if (names[this_one] == 0)
            return false;
        names += this_one + 1u;
    }
}

static bool is_entry(const struct rbpf_image *image, const char *name, size_t length)
{
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const char *entry = rbpf_image_entry_name(image, i);

        if (strlen(entry) == length && strncmp(entry, name, length) == 0)
            return true;
    }
    return false;
}

static bool check_names(const struct rbpf_image *image, const char *names, struct message *message)
{
    for (;;) {
        size_t length = strcspn(names, ",");

        if (!is_entry(image, names, length))
            return message_fail(message,
                                "there is no entry point '%.*s': no function that is not static "
                                "has this name (in C++, write RBPF_ENTRY or extern \"C\" before "
                                "it)",
                                (int)length, names);
        if (names[length] == 0)
            return true;
        names += length + 1u;
    }
}

static uint32_t count_kept(const struct rbpf_image *image, const char *names)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < image->entry_count; i++)
        count += is_in_list(names, rbpf_image_entry_name(image, i));
    return count;
}

/* `table` is as long as the old one. Returns the new one's bytes. */
static uint32_t fill_table(uint8_t *table, const struct rbpf_image *image, const char *names)
{
    uint32_t count = count_kept(image, names);
    uint32_t record = 4u;
    uint32_t text = 4u + 4u * count;

    rbpf_store16(table, (uint16_t)count);
    for (uint32_t i = 0; i < image->entry_count; i++) {
        const char *name = rbpf_image_entry_name(image, i);

        if (!is_in_list(names, name))
            continue;
        memcpy(table + record, image->entries + 4u + 4u * i, 2u);
        rbpf_store16(table + record + 2u, (uint16_t)text);
        memcpy(table + text, name, strlen(name) + 1u);
        record += 4u;
        text += (uint32_t)strlen(name) + 1u;
    }
    return text;
}

static bool rewrite(struct image_out *out, struct rbpf_image *image, const char *names)
{
    uint8_t *table = calloc(image->entries_bytes, 1u);
    struct image_out fewer = {0};
    bool ok;

    if (!table)
        return false;
    image->entries_bytes = fill_table(table, image, names);
    image->entries = table;
    ok = image_write(image, &fewer) && image_append_skipped(&fewer, out->bytes);
    free(table);
    if (!ok) {
        free(fewer.bytes);
        return false;
    }
    free(out->bytes);
    *out = fewer;
    return true;
}

bool image_keep_entries(struct image_out *out, const char *names, struct message *message)
{
    struct rbpf_image image;

    if (rbpf_image_open(&image, out->bytes, out->size) != RBPF_OK)
        return message_fail(message, "the image is damaged");
    return check_names(&image, names, message) &&
           (rewrite(out, &image, names) || message_fail(message, "out of memory"));
}
