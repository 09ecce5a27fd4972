/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * From an object file (what clang --target=bpfel -c writes) to an image.
 *
 *     object -> layout -> code -> relocate -> functions -> jumps -> call graph -> entries -> lines
 *     -> image
 *
 * The object may come from anybody: whatever it says is checked before it is
 * used, memory grows with the file and the limits below, and time with the file.
 */
#ifndef RBPF_TOOLS_CONVERT_H
#define RBPF_TOOLS_CONVERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/file.h"
#include "tools/message.h"

/* Most bytes of read-only data, and of data and bss together. */
#define CONVERT_DATA_MAX (16u << 20)
/* Largest alignment of a section of data. */
#define CONVERT_ALIGNMENT_MAX 4096u
/* Most bytes of the names of functions, and of those of source files. */
#define CONVERT_NAMES_MAX (1u << 20)

struct image_out {
    /* Aligned to 8; from malloc(), the caller frees it. */
    uint8_t *bytes;
    size_t size;
};

/* False: nothing is written but the message, which says what is wrong and where. */
bool convert_object(const uint8_t *object, size_t size, struct image_out *out,
                    struct message *message);

struct convert_choices {
    /* Without names of functions and lines of source, whatever the object says of them. */
    bool strip;
    /* With all jumps as the compiler wrote them. */
    bool keep_jumps;
};

/* The same as chosen. */
bool convert_object_as(const struct convert_choices *choices, const struct file *object,
                       struct image_out *out, struct message *message);

/* The same with `strip`. */
bool convert_object_stripped(const uint8_t *object, size_t size, struct image_out *out,
                             struct message *message);

struct named_image {
    struct image_out image;
    /* The name of each function, or null: one block, which the caller frees. */
    const char **names;
};

/* The same, with the names of all functions: the image has only those of entry points. */
bool convert_object_named(const uint8_t *object, size_t size, struct named_image *out,
                          struct message *message);

#endif
