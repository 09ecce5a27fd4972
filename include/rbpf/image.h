/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Images: a program with its data and entry points in one flat, position-independent
 * block that is used where it lies (flash is fine). src/image/FORMAT.md describes every byte.
 */
#ifndef RBPF_IMAGE_H
#define RBPF_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include <rbpf/program.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The first four bytes, "rBPF", as a little-endian number. */
#define RBPF_IMAGE_MAGIC_NUMBER 0x46504272u
#define RBPF_IMAGE_VERSION_NUMBER 1u
#define RBPF_IMAGE_HEADER_BYTES 16u
#define RBPF_IMAGE_SECTION_BYTES 16u
/** Of half a request without words for helpers, and the most such words. */
#define RBPF_IMAGE_RIGHTS_BYTES 24u
#define RBPF_IMAGE_HELPER_WORDS_MAX 32u

/** Kinds of sections, each at most once, in this order. From 0x8000 on a reader may skip what it
 * does not know. */
enum rbpf_section_kind {
    RBPF_SECTION_TEXT = 1,
    RBPF_SECTION_FUNCTIONS = 2,
    RBPF_SECTION_RODATA = 3,
    RBPF_SECTION_DATA = 4,
    RBPF_SECTION_ENTRIES = 5,
    RBPF_SECTION_OPTIONAL = 0x8000,
    /** For rbpf_request_read(). */
    RBPF_SECTION_REQUEST = 0x8000,
    /** For <rbpf/lines.h>. */
    RBPF_SECTION_NAMES = 0x8001,
    RBPF_SECTION_LINES = 0x8002
};

/** A checked image. Points into the bytes it was read from. */
struct rbpf_image {
    const uint8_t *text;
    const struct rbpf_function *functions;
    const uint8_t *rodata;
    /** The initial contents of data; the rest of data_bytes is zero. */
    const uint8_t *data_init;
    const uint8_t *entries;
    /** What the image asks for, or null. */
    const uint8_t *request;
    uint32_t text_bytes;
    uint32_t function_count;
    uint32_t rodata_bytes;
    uint32_t data_init_bytes;
    /** RAM for data and bss. */
    uint32_t data_bytes;
    uint32_t entries_bytes;
    uint32_t entry_count;
    uint32_t request_bytes;
};

/**
 * Checks the structure of `bytes` and finds its parts. The instructions are
 * not looked at: rbpf_image_code() and rbpf_program_load() are next.
 *
 * @param image written in any case, all zero if `bytes` is refused; refers to `bytes`
 * @param bytes aligned to 8; the host keeps them, unchanged, while the image or a program of it is
 * in use
 * @param size  in bytes; the image must fill it exactly
 * @return RBPF_OK, RBPF_ERR_ARGUMENT, or RBPF_IMAGE_...
 */
enum rbpf_status rbpf_image_open(struct rbpf_image *image, const void *bytes, size_t size);

/** What rbpf_program_load() needs to know of an image, with the helpers it may call (or null). */
static inline struct rbpf_code rbpf_image_code(const struct rbpf_image *image,
                                               const struct rbpf_helpers *helpers)
{
    struct rbpf_code code;

    code.insns = image->text;
    code.insns_bytes = image->text_bytes;
    code.functions = image->functions;
    code.function_count = image->function_count;
    code.helpers = helpers;
    code.no_callx = false;
    return code;
}

/**
 * The function index of an entry point, for rbpf_vm_start().
 *
 * @param name null: the first entry point
 * @param function written on success
 * @return RBPF_OK, RBPF_IMAGE_NO_ENTRY
 */
enum rbpf_status rbpf_image_find_entry(const struct rbpf_image *image, const char *name,
                                       uint32_t *function);

/** The name of entry point `index` < entry_count, else null. Lives in the image. */
const char *rbpf_image_entry_name(const struct rbpf_image *image, uint32_t index);

/**
 * Sets a guest's data to its initial contents.
 *
 * @param data at least image->data_bytes long, any alignment; may be null if that is 0
 * @return RBPF_OK, RBPF_ERR_DATA_TOO_SMALL
 */
enum rbpf_status rbpf_image_init_data(const struct rbpf_image *image, void *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
