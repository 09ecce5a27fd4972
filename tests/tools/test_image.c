/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * rbpf_image_open(): one image written byte by byte after src/image/FORMAT.md, and
 * for each rule the smallest change that breaks it, or just does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rbpf/image.h>

/* Where things are in the image below. */
#define ROW(i) (16u + 16u * (i))
#define TEXT 96u
#define FUNCTIONS 112u
#define RODATA 120u
#define DATA 128u
#define ENTRIES 136u
#define IMAGE_BYTES 160u

/* clang-format off */
static const uint8_t good[IMAGE_BYTES] = {
    'r', 'B', 'P', 'F', 1, 0, 5, 0, 160, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 0, 0,  96, 0, 0, 0, 16, 0, 0, 0,  0, 0, 0, 0,
    2, 0, 0, 0, 112, 0, 0, 0,  8, 0, 0, 0,  0, 0, 0, 0,
    3, 0, 0, 0, 120, 0, 0, 0,  3, 0, 0, 0,  0, 0, 0, 0,
    4, 0, 0, 0, 128, 0, 0, 0,  4, 0, 0, 0, 12, 0, 0, 0,
    5, 0, 0, 0, 136, 0, 0, 0, 17, 0, 0, 0,  0, 0, 0, 0,
    0xb7, 0, 0, 0, 7, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0, /* r0 = 7, exit */
    0, 0, 0, 0, 0, 0, 1, 0,
    'c', 'a', 't', 0, 0, 0, 0, 0,
    1, 2, 3, 4, 0, 0, 0, 0,
    2, 0, 0, 0,  0, 0, 12, 0,  0, 0, 14, 0,
    'a', 0, 'b', 'c', 0, 0, 0, 0, 0, 0, 0, 0,
};

/* The same without data of any kind. */
static const uint8_t least[96] = {
    'r', 'B', 'P', 'F', 1, 0, 3, 0, 96, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 0, 0, 64, 0, 0, 0,  8, 0, 0, 0, 0, 0, 0, 0,
    2, 0, 0, 0, 72, 0, 0, 0,  8, 0, 0, 0, 0, 0, 0, 0,
    5, 0, 0, 0, 80, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0,
    0x95, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 1, 0,
    1, 0, 0, 0,  0, 0, 8, 0,
    'x', 0, 0, 0, 0, 0, 0, 0,
};
/* clang-format on */

/* Little-endian `value` of `width` bytes at `at`. Width 0: no change. */
struct change {
    uint32_t at;
    uint32_t width;
    uint32_t value;
};

struct image_case {
    const char *name;
    const uint8_t *base;
    /* Of the block that is opened; 0: the base's. */
    uint32_t size;
    struct change changes[4];
    enum rbpf_status status;
};

#define GOOD good, 0
#define LEAST least, 0

static const struct image_case cases[] = {
    {"every section", GOOD, {{0, 0, 0}}, RBPF_OK},
    {"no data of any kind", LEAST, {{0, 0, 0}}, RBPF_OK},
    {"empty", good, 1, {{0, 0, 0}}, RBPF_IMAGE_SIZE},
    {"header cut", good, 15, {{0, 0, 0}}, RBPF_IMAGE_SIZE},
    {"header only", good, 16, {{8, 4, 16}, {6, 2, 0}}, RBPF_IMAGE_MISSING},
    {"magic", GOOD, {{3, 1, 'f'}}, RBPF_IMAGE_MAGIC},
    {"version 0", GOOD, {{4, 2, 0}}, RBPF_IMAGE_VERSION},
    {"version 2", GOOD, {{4, 2, 2}}, RBPF_IMAGE_VERSION},
    {"version 257", GOOD, {{4, 2, 257}}, RBPF_IMAGE_VERSION},
    {"reserved field of the header", GOOD, {{12, 4, 0x80000000u}}, RBPF_IMAGE_SECTION},
    {"says 8 bytes less", GOOD, {{8, 4, 152}}, RBPF_IMAGE_SIZE},
    {"says 8 bytes more", GOOD, {{8, 4, 168}}, RBPF_IMAGE_SIZE},
    {"no multiple of 8", good, 159, {{8, 4, 159}}, RBPF_IMAGE_SIZE},
    {"table longer than the image", GOOD, {{6, 2, 10}}, RBPF_IMAGE_SIZE},
    {"table as long as the image", GOOD, {{6, 2, 9}}, RBPF_IMAGE_SECTION},
    {"table of 65535 sections", GOOD, {{6, 2, 65535}}, RBPF_IMAGE_SIZE},
    {"one section less than there is", GOOD, {{6, 2, 4}}, RBPF_IMAGE_SECTION},

    {"kind 0", GOOD, {{ROW(0), 2, 0}}, RBPF_IMAGE_SECTION},
    {"kind twice", GOOD, {{ROW(1), 2, 1}}, RBPF_IMAGE_SECTION},
    {"kinds swapped", GOOD, {{ROW(2), 2, 4}, {ROW(3), 2, 3}}, RBPF_IMAGE_SECTION},
    {"unknown kind 6", GOOD, {{ROW(4), 2, 6}}, RBPF_IMAGE_SECTION},
    {"unknown kind 0x7fff", GOOD, {{ROW(4), 2, 0x7fff}}, RBPF_IMAGE_SECTION},
    {"request of 17 bytes", GOOD, {{ROW(4), 2, 0x8000}}, RBPF_IMAGE_SECTION},
    {"optional kind 0x8001, entries missing", GOOD, {{ROW(4), 2, 0x8001}}, RBPF_IMAGE_MISSING},
    {"optional kind 0xffff, entries missing", GOOD, {{ROW(4), 2, 0xffff}}, RBPF_IMAGE_MISSING},
    {"flags of a section", GOOD, {{ROW(0) + 2, 2, 1}}, RBPF_IMAGE_SECTION},
    {"flags of an optional section", GOOD, {{ROW(4), 4, 0x18000}}, RBPF_IMAGE_SECTION},
    {"section 8 bytes late", GOOD, {{ROW(1) + 4, 4, 120}}, RBPF_IMAGE_SECTION},
    {"section 8 bytes early", GOOD, {{ROW(1) + 4, 4, 104}}, RBPF_IMAGE_SECTION},
    {"first section in the table", GOOD, {{ROW(0) + 4, 4, 88}}, RBPF_IMAGE_SECTION},
    {"offset 2^32 - 8", GOOD, {{ROW(1) + 4, 4, 0xfffffff8u}}, RBPF_IMAGE_SECTION},
    {"last section ends with the image", GOOD, {{ROW(4) + 8, 4, 24}}, RBPF_IMAGE_ENTRIES},
    {"last section one byte longer", GOOD, {{ROW(4) + 8, 4, 25}}, RBPF_IMAGE_SECTION},
    {"size 2^32 - 1", GOOD, {{ROW(4) + 8, 4, 0xffffffffu}}, RBPF_IMAGE_SECTION},
    {"size that wraps to the right end", GOOD, {{ROW(1) + 8, 4, 0xfffffff9u}}, RBPF_IMAGE_SECTION},
    {"8 bytes behind the last section", LEAST, {{ROW(2) + 8, 4, 8}}, RBPF_IMAGE_SIZE},
    {"padding of read-only data", GOOD, {{RODATA + 7, 1, 1}}, RBPF_IMAGE_SECTION},
    {"first byte of padding", GOOD, {{RODATA + 3, 1, 1}}, RBPF_IMAGE_SECTION},
    {"last byte of the image", GOOD, {{IMAGE_BYTES - 1, 1, 1}}, RBPF_IMAGE_SECTION},

    {"functions missing", LEAST, {{ROW(1), 2, 3}}, RBPF_IMAGE_MISSING},
    {"text of 12 bytes", GOOD, {{ROW(0) + 8, 4, 12}}, RBPF_IMAGE_SECTION},
    {"text of 0 bytes", LEAST, {{ROW(0) + 8, 4, 0}}, RBPF_IMAGE_SECTION},
    {"extra of text", GOOD, {{ROW(0) + 12, 4, 1}}, RBPF_IMAGE_SECTION},
    {"functions of 7 bytes", GOOD, {{ROW(1) + 8, 4, 7}, {FUNCTIONS + 6, 1, 0}}, RBPF_IMAGE_SECTION},
    {"extra of functions", GOOD, {{ROW(1) + 12, 4, 1}}, RBPF_IMAGE_SECTION},
    {"read-only data of 8 bytes", GOOD, {{ROW(2) + 8, 4, 8}}, RBPF_OK},
    {"read-only data of 0 bytes",
     GOOD,
     {{ROW(2) + 8, 4, 0}, {ROW(3) + 4, 4, RODATA}, {ROW(3) + 8, 4, 12}},
     RBPF_IMAGE_SECTION},
    {"extra of read-only data", GOOD, {{ROW(2) + 12, 4, 3}}, RBPF_IMAGE_SECTION},
    {"RAM as long as the data", GOOD, {{ROW(3) + 12, 4, 4}}, RBPF_OK},
    {"RAM shorter than the data", GOOD, {{ROW(3) + 12, 4, 3}}, RBPF_IMAGE_SECTION},
    {"RAM of 4 GiB", GOOD, {{ROW(3) + 12, 4, 0xffffffffu}}, RBPF_OK},
    {"no RAM", GOOD, {{ROW(3) + 12, 4, 0}}, RBPF_IMAGE_SECTION},
    {"no RAM and no data",
     GOOD,
     {{ROW(3) + 8, 4, 0}, {ROW(3) + 12, 4, 0}, {ROW(4) + 4, 4, DATA}, {ROW(4) + 8, 4, 25}},
     RBPF_IMAGE_SECTION},
    {"RAM and no data",
     GOOD,
     {{ROW(3) + 8, 4, 0}, {ROW(3) + 12, 4, 1}, {ROW(4) + 4, 4, DATA}, {ROW(4) + 8, 4, 25}},
     RBPF_IMAGE_ENTRIES},
    {"extra of entries", GOOD, {{ROW(4) + 12, 4, 17}}, RBPF_IMAGE_SECTION},
    {"extra of an optional section",
     GOOD,
     {{ROW(4), 2, 0x8001}, {ROW(4) + 12, 4, 1}},
     RBPF_IMAGE_SECTION},

    {"no entries", LEAST, {{80, 2, 0}}, RBPF_IMAGE_ENTRIES},
    {"more entries than room", LEAST, {{80, 2, 2}}, RBPF_IMAGE_ENTRIES},
    {"65535 entries", LEAST, {{80, 2, 65535}}, RBPF_IMAGE_ENTRIES},
    {"reserved field of entries", LEAST, {{82, 2, 1}}, RBPF_IMAGE_ENTRIES},
    {"function 1 of 1", LEAST, {{84, 2, 1}}, RBPF_IMAGE_ENTRIES},
    {"name in the records", LEAST, {{86, 2, 7}}, RBPF_IMAGE_ENTRIES},
    {"name one byte late", LEAST, {{86, 2, 9}}, RBPF_IMAGE_ENTRIES},
    {"name behind the section", LEAST, {{86, 2, 65535}}, RBPF_IMAGE_ENTRIES},
    {"name that does not end", LEAST, {{89, 1, 'y'}}, RBPF_IMAGE_ENTRIES},
    {"empty name", LEAST, {{88, 1, 0}}, RBPF_IMAGE_ENTRIES},
    {"empty name, and no more", LEAST, {{88, 1, 0}, {ROW(2) + 8, 4, 9}}, RBPF_IMAGE_ENTRIES},
    {"byte behind the last name", LEAST, {{ROW(2) + 8, 4, 11}}, RBPF_IMAGE_ENTRIES},
    {"entries of 3 bytes",
     least,
     88,
     {{ROW(2) + 8, 4, 3}, {8, 4, 88}, {84, 4, 0}},
     RBPF_IMAGE_ENTRIES},
    {"second name overlaps the first", GOOD, {{ENTRIES + 10, 2, 12}}, RBPF_IMAGE_ENTRIES},
};

static uint32_t base_bytes(const struct image_case *row)
{
    return row->base == good ? (uint32_t)sizeof good : (uint32_t)sizeof least;
}

static void apply(uint8_t *bytes, const struct change *change)
{
    for (uint32_t i = 0; i < change->width; i++)
        bytes[change->at + i] = (uint8_t)(change->value >> 8 * i);
}

/* A copy that ends where the block ends, for the sanitizer. The caller frees it. */
static uint8_t *exact_copy(const uint8_t *bytes, uint32_t size)
{
    uint8_t *copy = malloc(size);

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    return copy;
}

static void test_case(void **state)
{
    const struct image_case *row = *state;
    uint8_t bytes[IMAGE_BYTES];
    uint32_t size = row->size ? row->size : base_bytes(row);
    struct rbpf_image image;
    uint8_t *block;

    memcpy(bytes, row->base, base_bytes(row));
    for (uint32_t i = 0; i < 4; i++)
        apply(bytes, &row->changes[i]);
    block = exact_copy(bytes, size);
    assert_int_equal(rbpf_image_open(&image, block, size), row->status);
    free(block);
}

static _Alignas(8) uint8_t aligned[IMAGE_BYTES + 8];

static void test_image_open_finds_the_parts(void **state)
{
    struct rbpf_image image;
    struct rbpf_code code;

    (void)state;
    memcpy(aligned, good, sizeof good);
    assert_int_equal(rbpf_image_open(&image, aligned, sizeof good), RBPF_OK);
    assert_ptr_equal(image.text, aligned + TEXT);
    assert_int_equal(image.text_bytes, 16);
    assert_ptr_equal(image.functions, aligned + FUNCTIONS);
    assert_int_equal(image.function_count, 1);
    assert_ptr_equal(image.rodata, aligned + RODATA);
    assert_int_equal(image.rodata_bytes, 3);
    assert_ptr_equal(image.data_init, aligned + DATA);
    assert_int_equal(image.data_init_bytes, 4);
    assert_int_equal(image.data_bytes, 12);
    assert_int_equal(image.entry_count, 2);
    code = rbpf_image_code(&image, NULL);
    assert_ptr_equal(code.insns, image.text);
    assert_int_equal(code.insns_bytes, 16);
    assert_ptr_equal(code.functions, image.functions);
    assert_int_equal(code.function_count, 1);
    assert_null(code.helpers);
}

/* The image `least` with a text of `text_bytes` instead of 8. */
static enum rbpf_status open_with_text(uint32_t text_bytes)
{
    uint32_t more = text_bytes - 8u;
    uint32_t size = (uint32_t)sizeof least + more;
    uint8_t *bytes = calloc(size, 1u);
    struct rbpf_image image;
    enum rbpf_status status;

    assert_non_null(bytes);
    memcpy(bytes, least, 72);
    memcpy(bytes + 72 + more, least + 72, sizeof least - 72);
    apply(bytes, &(struct change){8, 4, size});
    apply(bytes, &(struct change){ROW(0) + 8, 4, text_bytes});
    apply(bytes, &(struct change){ROW(1) + 4, 4, 72 + more});
    apply(bytes, &(struct change){ROW(2) + 4, 4, 80 + more});
    status = rbpf_image_open(&image, bytes, size);
    free(bytes);
    return status;
}

static void test_image_open_text_of_65536_slots_at_most(void **state)
{
    (void)state;
    assert_int_equal(open_with_text(8), RBPF_OK);
    assert_int_equal(open_with_text(8 * 65535), RBPF_OK);
    assert_int_equal(open_with_text(8 * 65536), RBPF_OK);
    assert_int_equal(open_with_text(8 * 65537), RBPF_IMAGE_SECTION);
}

static void test_image_open_skips_an_optional_section(void **state)
{
    uint8_t bytes[sizeof least + 16 + 8] = {0};
    struct rbpf_image image;
    uint8_t *block;

    (void)state;
    /* A fourth row moves all sections 16 bytes on; the new section is 5 bytes at the end. */
    memcpy(bytes, least, 64);
    memcpy(bytes + 80, least + 64, 32);
    bytes[6] = 4;
    bytes[8] = sizeof bytes;
    for (uint32_t i = 0; i < 3; i++)
        bytes[ROW(i) + 4] = (uint8_t)(bytes[ROW(i) + 4] + 16);
    apply(bytes, &(struct change){ROW(3), 2, 0x8001});
    apply(bytes, &(struct change){ROW(3) + 4, 4, 112});
    apply(bytes, &(struct change){ROW(3) + 8, 4, 5});
    memset(bytes + 112, 0xee, 5);
    block = exact_copy(bytes, sizeof bytes);
    assert_int_equal(rbpf_image_open(&image, block, sizeof bytes), RBPF_OK);
    free(block);
}

static void test_image_open_bad_arguments(void **state)
{
    struct rbpf_image image;

    (void)state;
    memcpy(aligned + 4, good, sizeof good);
    assert_int_equal(rbpf_image_open(&image, aligned + 4, sizeof good), RBPF_ERR_ARGUMENT);
    assert_int_equal(rbpf_image_open(NULL, aligned, sizeof good), RBPF_ERR_ARGUMENT);
    assert_int_equal(rbpf_image_open(&image, NULL, sizeof good), RBPF_ERR_ARGUMENT);
}

static void test_image_open_cut_anywhere_is_refused(void **state)
{
    (void)state;
    for (uint32_t size = 1; size < sizeof good; size++) {
        uint8_t *block = exact_copy(good, size);
        static const struct rbpf_image nothing;
        struct rbpf_image image = {.text_bytes = 12345};

        assert_int_equal(rbpf_image_open(&image, block, size), RBPF_IMAGE_SIZE);
        assert_memory_equal(&image, &nothing, sizeof image);
        free(block);
    }
}

/* Uses everything that an accepted image offers. */
static void use_image(const struct rbpf_image *image)
{
    struct rbpf_program program;
    struct rbpf_code code = rbpf_image_code(image, NULL);
    uint8_t data[256];
    uint32_t function;

    for (uint32_t i = 0; i < image->entry_count; i++)
        rbpf_image_find_entry(image, rbpf_image_entry_name(image, i), &function);
    rbpf_image_init_data(image, data, sizeof data);
    rbpf_program_load(&program, &code, NULL);
}

static void test_image_open_any_byte_changed_does_no_harm(void **state)
{
    (void)state;
    for (uint32_t at = 0; at < sizeof good; at++) {
        for (uint32_t value = 0; value < 256; value++) {
            uint8_t *block = exact_copy(good, sizeof good);
            struct rbpf_image image;

            block[at] = (uint8_t)value;
            if (rbpf_image_open(&image, block, sizeof good) == RBPF_OK)
                use_image(&image);
            free(block);
        }
    }
}

static void test_image_find_entry_by_name(void **state)
{
    struct rbpf_image image;
    uint32_t function = 99;

    (void)state;
    memcpy(aligned, good, sizeof good);
    assert_int_equal(rbpf_image_open(&image, aligned, sizeof good), RBPF_OK);
    assert_int_equal(rbpf_image_find_entry(&image, "b", &function), RBPF_IMAGE_NO_ENTRY);
    assert_int_equal(rbpf_image_find_entry(&image, "bcd", &function), RBPF_IMAGE_NO_ENTRY);
    assert_int_equal(rbpf_image_find_entry(&image, "", &function), RBPF_IMAGE_NO_ENTRY);
    assert_int_equal(function, 99);
    assert_int_equal(rbpf_image_find_entry(&image, "bc", &function), RBPF_OK);
    assert_int_equal(function, 0);
    assert_int_equal(rbpf_image_find_entry(&image, NULL, &function), RBPF_OK);
    assert_string_equal(rbpf_image_entry_name(&image, 1), "bc");
    assert_null(rbpf_image_entry_name(&image, 2));
}

static void test_image_init_data(void **state)
{
    static const uint8_t expected[12] = {1, 2, 3, 4};
    struct rbpf_image image;
    uint8_t data[13];

    (void)state;
    memcpy(aligned, good, sizeof good);
    assert_int_equal(rbpf_image_open(&image, aligned, sizeof good), RBPF_OK);
    memset(data, 0xaa, sizeof data);
    assert_int_equal(rbpf_image_init_data(&image, data, 11), RBPF_ERR_DATA_TOO_SMALL);
    assert_int_equal(rbpf_image_init_data(&image, NULL, 12), RBPF_ERR_DATA_TOO_SMALL);
    assert_int_equal(data[0], 0xaa);
    assert_int_equal(rbpf_image_init_data(&image, data, 12), RBPF_OK);
    assert_memory_equal(data, expected, 12);
    assert_int_equal(data[12], 0xaa);

    memcpy(aligned, least, sizeof least);
    assert_int_equal(rbpf_image_open(&image, aligned, sizeof least), RBPF_OK);
    assert_int_equal(rbpf_image_init_data(&image, NULL, 0), RBPF_OK);
}

static const struct CMUnitTest apart[] = {
    cmocka_unit_test(test_image_open_finds_the_parts),
    cmocka_unit_test(test_image_open_text_of_65536_slots_at_most),
    cmocka_unit_test(test_image_open_skips_an_optional_section),
    cmocka_unit_test(test_image_open_bad_arguments),
    cmocka_unit_test(test_image_open_cut_anywhere_is_refused),
    cmocka_unit_test(test_image_open_any_byte_changed_does_no_harm),
    cmocka_unit_test(test_image_find_entry_by_name),
    cmocka_unit_test(test_image_init_data),
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

int main(void)
{
    struct CMUnitTest tests[COUNT(cases) + COUNT(apart)];
    size_t count = 0;

    for (size_t i = 0; i < COUNT(cases); i++)
        tests[count++] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    for (size_t i = 0; i < COUNT(apart); i++)
        tests[count++] = apart[i];
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
