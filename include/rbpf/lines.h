/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Names of functions and lines of source, from the optional sections of an image
 * (src/image/FORMAT.md). A device that only runs guests needs none of it and links none of it.
 */
#ifndef RBPF_LINES_H
#define RBPF_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/image.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The checked sections. Points into the image; its fields are private. */
struct rbpf_lines {
    const struct rbpf_function *functions;
    const uint8_t *names;
    const uint8_t *records;
    const uint8_t *files;
    uint32_t function_count;
    uint32_t record_count;
    uint32_t file_count;
    uint32_t slot_count;
};

/** A place in the source. */
struct rbpf_source {
    /** As the compiler names it: not empty, any bytes. Lives in the image. */
    const char *file;
    /** From 1 on. */
    uint32_t line;
    /** From 1 on, or 0: not known. */
    uint32_t column;
};

/**
 * Finds and checks both sections. An image without them is fine: nothing is then found.
 *
 * @param lines written on success; refers to the image
 * @param image of rbpf_image_open()
 * @param bytes what it was opened from
 * @return RBPF_OK; RBPF_IMAGE_LINES: a section that is there is wrong
 * Linear in the sections. Any context.
 */
enum rbpf_status rbpf_lines_open(struct rbpf_lines *lines, const struct rbpf_image *image,
                                 const void *bytes);

/** The name of function `index`, or null if it is not known. Lives in the image, and may have any
 * bytes. */
const char *rbpf_lines_function_name(const struct rbpf_lines *lines, uint32_t index);

/**
 * The source of the instruction at `slot`.
 *
 * @param source written on success
 * @return false: it is not known
 */
bool rbpf_lines_find(const struct rbpf_lines *lines, uint32_t slot, struct rbpf_source *source);

#ifdef __cplusplus
}
#endif

#endif
