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

#include "tools/message.h"

/* Most bytes of read-only data, and of data and bss together. */
#define CONVERT_DATA_MAX (16u << 20)
/* Largest alignment of a section of data. */
#define CONVERT_ALIGNMENT_MAX 4096u
/* Most bytes of the names of functions, and of those of source files. */
#define CONVERT_NAMES_MAX (1u << 20)

struct object_in {
    const uint8_t *bytes;
    size_t size;
    /* Without names of functions and lines of source, whatever the object says of them. */
    bool strip;
    /* With all jumps as the compiler wrote them. */
    bool keep_jumps;
};

struct image_out {
    /* Aligned to 8; from malloc(), the caller frees it. */
    uint8_t *bytes;
    size_t size;
};

/*
 * Unless `names` is null it gets the name of each function, or null, where the image may have those
 * of entry points only: one block, which the caller frees. False: nothing is written but the
 * message, which says what is wrong and where.
 */
bool convert_object(const struct object_in *object, struct image_out *out, const char ***names,
                    struct message *message);

#endif
