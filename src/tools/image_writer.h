/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Writes images, as src/image/FORMAT.md describes them. */
#ifndef RBPF_TOOLS_IMAGE_WRITER_H
#define RBPF_TOOLS_IMAGE_WRITER_H

#include <rbpf/image.h>

#include "tools/convert.h"

/*
 * Puts the parts together; sections of 0 bytes (of RAM, for data) are left out.
 * Nothing is checked: what is wrong with the parts, rbpf_image_open() will find.
 * False: there is no memory.
 */
bool image_write(const struct rbpf_image *parts, struct image_out *out);

/* A section on its way into an image. */
struct image_section {
    uint16_t kind;
    const uint8_t *bytes;
    uint32_t size;
};

/* Puts a section of a kind above all others behind the last. False: there is no memory. */
bool image_append(struct image_out *image, const struct image_section *section);

/* Appends what the reader skips of `from`, the bytes of an image. False: there is no memory. */
bool image_append_skipped(struct image_out *image, const uint8_t *from);

#endif
