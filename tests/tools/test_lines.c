/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * rbpf_lines_open() on one image written byte by byte after src/image/FORMAT.md, and for each rule
 * the smallest change that breaks it, or just does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rbpf/lines.h>

#include "tools/guest.h"

/* Where things are in the image below. */
#define NAMES_ROW 64u
#define LINES_ROW 80u
#define FUNCTIONS 136u
#define NAMES 184u
#define LINES 192u
#define RECORD(i) (LINES + 8u + 8u * (i))
#define FILES 232u
#define IMAGE_BYTES 240u

/* Functions at slots 0, 2, 3 and 4; the second has no name, the third no lines. */
/* clang-format off */
static const uint8_t good[IMAGE_BYTES] = {
    'r', 'B', 'P', 'F', 1, 0, 5, 0, 240, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 0, 0,   96, 0, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0,
    2, 0, 0, 0,  136, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0,
    5, 0, 0, 0,  168, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0,
    1, 0x80, 0, 0, 184, 0, 0, 0,  8, 0, 0, 0, 0, 0, 0, 0,
    2, 0x80, 0, 0, 192, 0, 0, 0, 47, 0, 0, 0, 0, 0, 0, 0,
    0xb7, 0, 0, 0, 0, 0, 0, 0,  0x95, 0, 0, 0, 0, 0, 0, 0,
    0x95, 0, 0, 0, 0, 0, 0, 0,  0x95, 0, 0, 0, 0, 0, 0, 0,  0x95, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 1, 0,  2, 0, 0, 0, 0, 0, 1, 0,
    3, 0, 0, 0, 0, 0, 1, 0,  4, 0, 0, 0, 0, 0, 1, 0,
    1, 0, 0, 0, 0, 0, 8, 0,  'm', 0, 0, 0, 0, 0, 0, 0,
    'a', 'b', 0, 0, 'c', 0, 'd', 0,
    4, 0, 0, 0,  2, 0, 0, 0,
    0, 0, 0, 0,  0x05, 0x10, 0, 0,                         /* slot 0: file 0, line 4, column 5 */
    1, 0, 1, 0,  0xff, 0xff, 0xff, 0xff,                   /* the largest line and column */
    2, 0, 1, 0,  0x03, 0, 0, 0,                            /* line 0 */
    4, 0, 0, 0,  0, 0x04, 0, 0,                            /* line 1, column 0 */
    'x', '.', 'c', 0, 'y', 0xff, 0, 0,
};
/* clang-format on */

struct change {
    uint32_t at;
    uint32_t width;
    uint32_t value;
};

struct lines_case {
    const char *name;
    struct change changes[3];
    enum rbpf_status status;
};

static const struct lines_case cases[] = {
    {"names and lines", {{0, 0, 0}}, RBPF_OK},
    {"no lines", {{LINES_ROW, 2, 0x8003}}, RBPF_OK},

    {"one name less", {{NAMES + 2, 1, 'x'}}, RBPF_IMAGE_LINES},
    {"one name more", {{NAMES + 1, 1, 0}}, RBPF_IMAGE_LINES},
    {"all names empty", {{NAMES, 4, 0}, {NAMES_ROW + 8, 4, 4}, {NAMES + 4, 4, 0}}, RBPF_OK},
    {"last name does not end", {{NAMES + 7, 1, 'x'}}, RBPF_IMAGE_LINES},
    {"last name cut", {{NAMES + 7, 1, 0}, {NAMES_ROW + 8, 4, 7}}, RBPF_IMAGE_LINES},
    {"names of any bytes", {{NAMES + 4, 1, 0xff}}, RBPF_OK},

    {"no records", {{LINES, 4, 0}}, RBPF_IMAGE_LINES},
    {"one record less", {{LINES, 4, 3}}, RBPF_IMAGE_LINES},
    {"one record more", {{LINES, 4, 5}}, RBPF_IMAGE_LINES},
    {"2^32 - 1 records", {{LINES, 4, 0xffffffffu}}, RBPF_IMAGE_LINES},
    {"2^29 + 4 records", {{LINES, 4, 0x20000004u}}, RBPF_IMAGE_LINES},
    {"no files", {{LINES + 4, 2, 0}}, RBPF_IMAGE_LINES},
    {"one file less", {{LINES + 4, 2, 1}}, RBPF_IMAGE_LINES},
    {"one file more", {{LINES + 4, 2, 3}}, RBPF_IMAGE_LINES},
    {"65535 files", {{LINES + 4, 2, 65535}}, RBPF_IMAGE_LINES},
    {"reserved field", {{LINES + 6, 2, 0x100}}, RBPF_IMAGE_LINES},
    {"slot twice", {{RECORD(1), 2, 0}}, RBPF_IMAGE_LINES},
    {"slots descend", {{RECORD(2), 2, 0}}, RBPF_IMAGE_LINES},
    {"last slot", {{RECORD(3), 2, 4}}, RBPF_OK},
    {"slot behind the text", {{RECORD(3), 2, 5}}, RBPF_IMAGE_LINES},
    {"first record late", {{RECORD(0), 2, 1}, {RECORD(1), 2, 2}, {RECORD(2), 2, 3}}, RBPF_OK},
    {"file 2 of 2", {{RECORD(0) + 2, 2, 2}}, RBPF_IMAGE_LINES},
    {"file 65535", {{RECORD(3) + 2, 2, 65535}}, RBPF_IMAGE_LINES},
    {"empty file name", {{FILES, 1, 0}}, RBPF_IMAGE_LINES},
    {"last file empty", {{FILES + 3, 3, 0x000079}}, RBPF_IMAGE_LINES},
    {"first of two files empty", {{FILES, 1, 0}, {FILES + 3, 1, 'y'}}, RBPF_IMAGE_LINES},
    {"second of two files empty", {{FILES + 3, 3, 0x007979}}, RBPF_IMAGE_LINES},
    {"last file does not end", {{FILES + 6, 1, 'x'}}, RBPF_IMAGE_LINES},
    {"byte behind the files", {{LINES_ROW + 8, 4, 48}}, RBPF_IMAGE_LINES},
    {"byte behind the files, without an end",
     {{LINES_ROW + 8, 4, 48}, {FILES + 7, 1, 'z'}},
     RBPF_IMAGE_LINES},
    {"header cut", {{LINES_ROW + 8, 4, 7}, {8, 4, 200}}, RBPF_IMAGE_LINES},
};

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

/* An image with a shorter last section is as long as it says in its header. */
static uint32_t size_of(const uint8_t *bytes)
{
    return (uint32_t)(bytes[8] | bytes[9] << 8);
}

static void test_case(void **state)
{
    const struct lines_case *row = *state;
    uint8_t bytes[IMAGE_BYTES];
    struct rbpf_lines lines = {.slot_count = 4711};
    struct rbpf_image image;
    uint8_t *block;

    memcpy(bytes, good, sizeof good);
    for (uint32_t i = 0; i < 3; i++)
        apply(bytes, &row->changes[i]);
    block = exact_copy(bytes, size_of(bytes));
    assert_int_equal(rbpf_image_open(&image, block, size_of(bytes)), RBPF_OK);
    assert_int_equal(rbpf_lines_open(&lines, &image, block), row->status);
    assert_int_equal(lines.slot_count == 4711, row->status != RBPF_OK);
    free(block);
}

static _Alignas(8) uint8_t aligned[IMAGE_BYTES];

static void open_good(struct rbpf_image *image, struct rbpf_lines *lines)
{
    memcpy(aligned, good, sizeof good);
    assert_int_equal(rbpf_image_open(image, aligned, sizeof good), RBPF_OK);
    assert_int_equal(rbpf_lines_open(lines, image, aligned), RBPF_OK);
}

static void test_lines_names_functions(void **state)
{
    struct rbpf_image image;
    struct rbpf_lines lines;

    (void)state;
    open_good(&image, &lines);
    assert_string_equal(rbpf_lines_function_name(&lines, 0), "ab");
    assert_null(rbpf_lines_function_name(&lines, 1));
    assert_string_equal(rbpf_lines_function_name(&lines, 2), "c");
    assert_string_equal(rbpf_lines_function_name(&lines, 3), "d");
    assert_null(rbpf_lines_function_name(&lines, 4));
}

static void assert_source(const struct rbpf_lines *lines, uint32_t slot,
                          const struct rbpf_source *expected)
{
    struct rbpf_source source;

    assert_true(rbpf_lines_find(lines, slot, &source));
    assert_string_equal(source.file, expected->file);
    assert_int_equal(source.line, expected->line);
    assert_int_equal(source.column, expected->column);
}

static void test_lines_find_by_slot(void **state)
{
    struct rbpf_source source = {.line = 4711};
    struct rbpf_image image;
    struct rbpf_lines lines;

    (void)state;
    open_good(&image, &lines);
    assert_source(&lines, 0, &(struct rbpf_source){"x.c", 4, 5});
    assert_source(&lines, 1, &(struct rbpf_source){"y\xff", 4194303, 1023});
    assert_source(&lines, 4, &(struct rbpf_source){"x.c", 1, 0});
    /* Line 0, a function without lines, and what is no slot. */
    assert_false(rbpf_lines_find(&lines, 2, &source));
    assert_false(rbpf_lines_find(&lines, 3, &source));
    assert_false(rbpf_lines_find(&lines, 5, &source));
    assert_false(rbpf_lines_find(&lines, UINT32_MAX, &source));
    assert_int_equal(source.line, 4711);
    apply(aligned, &(struct change){RECORD(2) + 5, 1, 4});
    assert_source(&lines, 2, &(struct rbpf_source){"y\xff", 1, 3});
    assert_false(rbpf_lines_find(&lines, 3, &source));
}

static void test_lines_last_up_to_the_next_record(void **state)
{
    struct rbpf_source source;
    struct rbpf_image image;
    struct rbpf_lines lines;

    (void)state;
    memcpy(aligned, good, sizeof good);
    /* Records at 1, 2, 3 and 4 instead; and one function for all slots but the last. */
    for (uint32_t i = 0; i < 4; i++)
        apply(aligned, &(struct change){RECORD(i), 2, i + 1});
    assert_int_equal(rbpf_image_open(&image, aligned, sizeof good), RBPF_OK);
    assert_int_equal(rbpf_lines_open(&lines, &image, aligned), RBPF_OK);
    assert_false(rbpf_lines_find(&lines, 0, &source));
    assert_source(&lines, 1, &(struct rbpf_source){"x.c", 4, 5});
    apply(aligned, &(struct change){RECORD(0), 2, 0});
    apply(aligned, &(struct change){FUNCTIONS + 8, 2, 4});
    apply(aligned, &(struct change){FUNCTIONS + 16, 2, 4});
    assert_source(&lines, 0, &(struct rbpf_source){"x.c", 4, 5});
    assert_source(&lines, 1, &(struct rbpf_source){"x.c", 4, 5});
    assert_source(&lines, 2, &(struct rbpf_source){"y\xff", 4194303, 1023});
}

static void test_lines_of_an_image_without_sections(void **state)
{
    struct rbpf_source source;
    struct rbpf_image image;
    struct rbpf_lines lines;

    (void)state;
    memcpy(aligned, good, sizeof good);
    apply(aligned, &(struct change){NAMES_ROW, 2, 0x9001});
    apply(aligned, &(struct change){LINES_ROW, 2, 0x9002});
    assert_int_equal(rbpf_image_open(&image, aligned, sizeof good), RBPF_OK);
    assert_int_equal(rbpf_lines_open(&lines, &image, aligned), RBPF_OK);
    assert_null(rbpf_lines_function_name(&lines, 0));
    assert_false(rbpf_lines_find(&lines, 0, &source));
}

/* Uses everything that is accepted. */
static void use_lines(const struct rbpf_lines *lines)
{
    volatile size_t length = 0;
    struct rbpf_source source;

    for (uint32_t i = 0; i < 8; i++) {
        const char *name = rbpf_lines_function_name(lines, i);

        length += name ? strlen(name) : 0;
        length += rbpf_lines_find(lines, i, &source) ? strlen(source.file) : 0;
    }
    /* Each name ends, so that all of them have a length. */
    assert_true(length < SIZE_MAX);
}

static void try_image(const uint8_t *bytes, uint32_t size)
{
    uint8_t *block = exact_copy(bytes, size);
    struct rbpf_image image;
    struct rbpf_lines lines;

    if (rbpf_image_open(&image, block, size) == RBPF_OK &&
        rbpf_lines_open(&lines, &image, block) == RBPF_OK)
        use_lines(&lines);
    free(block);
}

static void test_lines_any_byte_changed_does_no_harm(void **state)
{
    uint8_t bytes[IMAGE_BYTES];

    (void)state;
    for (uint32_t at = 0; at < IMAGE_BYTES; at++) {
        for (uint32_t value = 0; value < 256; value++) {
            memcpy(bytes, good, sizeof good);
            bytes[at] = (uint8_t)value;
            try_image(bytes, IMAGE_BYTES);
        }
    }
}

/* Without the section and its row all others move. */
static void test_lines_without_names(void **state)
{
    uint8_t bytes[IMAGE_BYTES - 24];
    struct rbpf_lines lines;
    struct rbpf_image image;
    uint8_t *block;

    (void)state;
    memcpy(bytes, good, NAMES_ROW);
    memcpy(bytes + NAMES_ROW, good + LINES_ROW, 16);
    memcpy(bytes + LINES_ROW, good + LINES_ROW + 16, NAMES - LINES_ROW - 16);
    memcpy(bytes + NAMES - 16, good + LINES, IMAGE_BYTES - LINES);
    bytes[6] = 4;
    bytes[8] = sizeof bytes;
    for (uint32_t row = 16; row < NAMES_ROW; row += 16)
        bytes[row + 4] = (uint8_t)(bytes[row + 4] - 16);
    bytes[NAMES_ROW + 4] = NAMES - 16;
    block = exact_copy(bytes, sizeof bytes);
    assert_int_equal(rbpf_image_open(&image, block, sizeof bytes), RBPF_OK);
    assert_int_equal(rbpf_lines_open(&lines, &image, block), RBPF_OK);
    assert_null(rbpf_lines_function_name(&lines, 0));
    assert_source(&lines, 0, &(struct rbpf_source){"x.c", 4, 5});
    free(block);
}

/* The last section ends anywhere, and the image with it. */
static void test_lines_cut_anywhere_is_refused(void **state)
{
    (void)state;
    for (uint32_t size = 0; size < 47; size++) {
        uint8_t bytes[IMAGE_BYTES] = {0};
        struct rbpf_lines lines;
        struct rbpf_image image;
        uint8_t *block;

        memcpy(bytes, good, LINES + size);
        apply(bytes, &(struct change){LINES_ROW + 8, 4, size});
        apply(bytes, &(struct change){8, 4, LINES + ((size + 7u) & ~7u)});
        block = exact_copy(bytes, size_of(bytes));
        assert_int_equal(rbpf_image_open(&image, block, size_of(bytes)), RBPF_OK);
        assert_int_equal(rbpf_lines_open(&lines, &image, block), RBPF_IMAGE_LINES);
        free(block);
    }
}

static void test_guest_of_wrong_lines_is_refused(void **state)
{
    struct message message;
    struct guest guest;
    uint8_t bytes[IMAGE_BYTES];

    (void)state;
    memcpy(bytes, good, sizeof good);
    assert_true(guest_parse(&guest, bytes, sizeof bytes, &message));
    guest_free(&guest);
    bytes[RECORD(3)] = 5;
    assert_false(guest_parse(&guest, bytes, sizeof bytes, &message));
    assert_non_null(strstr(message.text, "(IMAGE_LINES); rbpf strip takes them out"));
    guest_free(&guest);
}

static const struct CMUnitTest apart[] = {
    cmocka_unit_test(test_lines_names_functions),
    cmocka_unit_test(test_lines_find_by_slot),
    cmocka_unit_test(test_lines_last_up_to_the_next_record),
    cmocka_unit_test(test_lines_of_an_image_without_sections),
    cmocka_unit_test(test_lines_any_byte_changed_does_no_harm),
    cmocka_unit_test(test_lines_without_names),
    cmocka_unit_test(test_lines_cut_anywhere_is_refused),
    cmocka_unit_test(test_guest_of_wrong_lines_is_refused),
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
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
