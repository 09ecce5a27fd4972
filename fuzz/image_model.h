/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What src/image/FORMAT.md says of some bytes, rule by rule, without anything of the library. It
 * leaves open which of several things that are wrong is named.
 */
#ifndef RBPF_FUZZ_IMAGE_MODEL_H
#define RBPF_FUZZ_IMAGE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/status.h>

struct image_part {
    bool there;
    uint32_t offset;
    uint32_t size;
    uint32_t extra;
};

struct image_model {
    const uint8_t *bytes;
    size_t size;
    /* A bit for each RBPF_IMAGE_ that is a reason to refuse it; 0: it is an image. */
    uint32_t wrong;
    struct image_part text, functions, rodata, data, entries, request, names, lines;
    uint32_t entry_count;
    /* Names and lines are what they should be, or not there. */
    bool lines_ok;
};

static inline uint32_t image_bit(enum rbpf_status status)
{
    return status <= RBPF_IMAGE_MAGIC && status > RBPF_IMAGE_MAGIC - 32
               ? 1u << (RBPF_IMAGE_MAGIC - status)
               : 0;
}

/* A little-endian number. */
uint32_t image_number(const uint8_t *at, uint32_t bytes);

struct image_model image_model_read(const uint8_t *bytes, size_t size);

/* What follows is for bytes that are an image; for lines that are ok. */

struct image_entry {
    uint32_t function;
    const char *name;
};

struct image_entry image_model_entry(const struct image_model *model, uint32_t index);

/* Null: it is not known. */
const char *image_model_name(const struct image_model *model, uint32_t function);

struct image_place {
    const char *file;
    uint32_t line;
    uint32_t column;
};

bool image_model_find(const struct image_model *model, uint32_t slot, struct image_place *place);

#endif
