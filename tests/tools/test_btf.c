/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Lines of source from .BTF.ext: one object written word by word after Documentation/bpf/btf.rst of
 * Linux, and for each rule the smallest change that breaks it, or just does not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "asm.h"
#include "object.h"
#include "tools/convert.h"
#include "tools/guest.h"

#define R_BPF_NODYLD32 4
#define MAGIC 0x0001eb9fu /* version 1, no flags */
#define HEADER_BYTES 24u
#define PLACE(line, column) ((uint32_t)(line) << 10 | (column))

/* .BTF */
#define STRINGS_BYTES 21u
struct strings {
    uint32_t header[6];
    char bytes[STRINGS_BYTES];
};
#define TEXT_NAME 1u
#define OTHER_NAME 7u
#define FILE_A 13u
#define FILE_B 17u

/* .BTF.ext, by words */
#define RECORD_BYTES_WORD 6
#define GROUP_1 7
#define RECORD_1 9
#define RECORD_2 13
#define GROUP_2 17
#define RECORD_3 19
#define EXT_WORDS 23

struct debug {
    struct strings btf;
    uint32_t ext[EXT_WORDS];
    Elf64_Rel rels[3];
};

#define REL(word, symbol)                                                                          \
    {                                                                                              \
        4u * (word), ELF64_R_INFO((uint64_t)(symbol), R_BPF_NODYLD32)                              \
    }

static const struct debug good = {
    .btf = {{MAGIC, HEADER_BYTES, 0, 0, 0, STRINGS_BYTES}, "\0.text\0other\0a.c\0b.h"},
    .ext = {MAGIC,       HEADER_BYTES,
            0,           0,
            0,           4 + 8 + 32 + 8 + 16,
            16,          TEXT_NAME,
            2,           0,
            FILE_A,      0,
            PLACE(3, 4), 8,
            FILE_A,      0,
            PLACE(5, 0), OTHER_NAME,
            1,           0,
            FILE_B,      0,
            PLACE(7, 1)},
    .rels = {REL(RECORD_1, 2), REL(RECORD_2, 2), REL(RECORD_3, 3)},
};

static const uint64_t return_7[] = {MOV64_K(0, 7), EXIT()};
static const uint64_t number_42[] = {42};

/* Symbols by index. */
enum { MAIN = 1, TEXT, OTHER, LOCAL, EXIT_OF_MAIN, IN_DATA, IN_BTF };

static const struct object_spec base = {
    {{SECTION_TEXT(".text", return_7)},
     {SECTION_TEXT("other", return_7)},
     {.name = ".BTF", .type = SHT_PROGBITS, .alignment = 4},
     {.name = ".BTF.ext", .type = SHT_PROGBITS, .alignment = 4},
     {SECTION_REL(good.rels, 4)},
     {SECTION_DATA(".data", number_42)}},
    {{"main", GLOBAL_FUNC, 1, 0},
     {"", LOCAL_SECTION, 1, 0},
     {"", LOCAL_SECTION, 2, 0},
     {"local", LOCAL_FUNC, 2, 0},
     {"label", GLOBAL_NOTYPE, 1, 8},
     {"number", GLOBAL_OBJECT, 6, 0},
     {"types", GLOBAL_OBJECT, 3, 0}},
};

static void add_debug(struct object_spec *spec, const struct debug *debug)
{
    spec->sections[2].bytes = &debug->btf;
    spec->sections[2].size = offsetof(struct strings, bytes) + STRINGS_BYTES;
    spec->sections[3].bytes = debug->ext;
    spec->sections[3].size = sizeof debug->ext;
    spec->sections[4].bytes = debug->rels;
}

static void build(struct object *object, const struct debug *debug, bool with_relocations)
{
    struct object_spec spec = base;

    add_debug(&spec, debug);
    if (!with_relocations)
        spec.sections[4].size = 0;
    object_build(object, &spec);
}

/* What is expected of slots 0 to 3; line 0: not known. */
struct expected {
    struct rbpf_source slots[4];
};

static const struct expected all = {{{"a.c", 3, 4}, {"a.c", 5, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}};

static void assert_lines(const struct rbpf_lines *lines, const struct expected *expected)
{
    for (uint32_t slot = 0; slot < 4; slot++) {
        const struct rbpf_source *want = &expected->slots[slot];
        struct rbpf_source source;

        assert_int_equal(rbpf_lines_find(lines, slot, &source), want->line != 0);
        if (want->line == 0)
            continue;
        assert_string_equal(source.file, want->file);
        assert_int_equal(source.line, want->line);
        assert_int_equal(source.column, want->column);
    }
}

#define EXT(word) offsetof(struct debug, ext) + 4u * (word)
#define BTF(word) offsetof(struct debug, btf) + 4u * (word)
#define STRING(byte) offsetof(struct debug, btf.bytes) + (byte)
#define REL_OFFSET(i) offsetof(struct debug, rels) + 16u * (i)
#define REL_SYMBOL(i) offsetof(struct debug, rels) + 16u * (i) + 12u

struct change {
    size_t at;
    uint32_t width;
    uint32_t value;
};

struct btf_case {
    const char *name;
    struct change changes[3];
    /* Words of the refusal, or what is found. */
    const char *words;
    struct expected found;
};

#define DAMAGED_EXT                                                                                \
    "'.BTF.ext' is damaged at offset 0x",                                                          \
    {                                                                                              \
        {                                                                                          \
            {                                                                                      \
                NULL, 0, 0                                                                         \
            }                                                                                      \
        }                                                                                          \
    }
#define DAMAGED_BTF                                                                                \
    "'.BTF' is damaged at offset 0x",                                                              \
    {                                                                                              \
        {                                                                                          \
            {                                                                                      \
                NULL, 0, 0                                                                         \
            }                                                                                      \
        }                                                                                          \
    }
#define REFUSED(words)                                                                             \
    words,                                                                                         \
    {                                                                                              \
        {                                                                                          \
            {                                                                                      \
                NULL, 0, 0                                                                         \
            }                                                                                      \
        }                                                                                          \
    }
#define FOUND NULL

static const struct btf_case cases[] = {
    {"as it is",
     {{0, 0, 0}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 5, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"text of the source is not looked at",
     {{EXT(RECORD_1 + 2), 4, 0xffffffffu}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 5, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"name of a group that is relocated is not looked at",
     {{EXT(GROUP_2), 4, FILE_A}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 5, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"symbol with a value",
     {{REL_SYMBOL(1), 4, EXIT_OF_MAIN}, {EXT(RECORD_2), 4, 0}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 5, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"line 0",
     {{EXT(RECORD_2 + 3), 4, PLACE(0, 9)}},
     FOUND,
     {{{"a.c", 3, 4}, {NULL, 0, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"file without a name",
     {{EXT(RECORD_2 + 1), 4, 0}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 3, 4}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"slot twice",
     {{EXT(RECORD_2), 4, 0}},
     FOUND,
     {{{"a.c", 5, 0}, {"a.c", 5, 0}, {"b.h", 7, 1}, {"b.h", 7, 1}}}},
    {"first record late",
     {{EXT(RECORD_3), 4, 8}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 5, 0}, {NULL, 0, 0}, {"b.h", 7, 1}}}},
    {"name that ends another",
     {{EXT(RECORD_3 + 1), 4, FILE_B + 1}},
     FOUND,
     {{{"a.c", 3, 4}, {"a.c", 5, 0}, {".h", 7, 1}, {".h", 7, 1}}}},
    {"no lines", {{EXT(5), 4, 0}}, FOUND, {{{NULL, 0, 0}}}},

    {"magic", {{EXT(0), 1, 0x9e}}, DAMAGED_EXT},
    {"version 2", {{EXT(0) + 2, 1, 2}}, DAMAGED_EXT},
    {"flags", {{EXT(0) + 3, 1, 1}}, DAMAGED_EXT},
    {"short header", {{EXT(1), 4, 20}}, DAMAGED_EXT},
    {"long header", {{EXT(1), 4, 4 * EXT_WORDS + 1}}, DAMAGED_EXT},
    {"header of 2^32 - 1 bytes", {{EXT(1), 4, 0xffffffffu}}, DAMAGED_EXT},
    {"lines behind the section", {{EXT(4), 4, 4}}, DAMAGED_EXT},
    {"lines at 2^32 - 4", {{EXT(4), 4, 0xfffffffcu}}, DAMAGED_EXT},
    {"lines at an odd place", {{EXT(4), 4, 1}, {EXT(5), 4, 67}}, DAMAGED_EXT},
    {"lines too long", {{EXT(5), 4, 69}}, DAMAGED_EXT},
    {"lines of 2^32 - 1 bytes", {{EXT(5), 4, 0xffffffffu}}, DAMAGED_EXT},
    {"lines of 3 bytes", {{EXT(5), 4, 3}}, DAMAGED_EXT},
    {"lines cut in a group", {{EXT(5), 4, 4 + 8 + 32 + 7}}, DAMAGED_EXT},
    {"lines cut in a record", {{EXT(5), 4, 67}}, DAMAGED_EXT},
    {"records of 0 bytes", {{EXT(RECORD_BYTES_WORD), 4, 0}}, DAMAGED_EXT},
    {"records of 12 bytes", {{EXT(RECORD_BYTES_WORD), 4, 12}}, DAMAGED_EXT},
    {"records of 18 bytes", {{EXT(RECORD_BYTES_WORD), 4, 18}}, DAMAGED_EXT},
    {"records of 2^32 - 16 bytes", {{EXT(RECORD_BYTES_WORD), 4, 0xfffffff0u}}, DAMAGED_EXT},
    {"no record in a group", {{EXT(GROUP_1 + 1), 4, 0}}, DAMAGED_EXT},
    {"too many records", {{EXT(GROUP_2 + 1), 4, 2}}, DAMAGED_EXT},
    {"2^32 - 1 records", {{EXT(GROUP_1 + 1), 4, 0xffffffffu}}, DAMAGED_EXT},
    {"2^28 records", {{EXT(GROUP_1 + 1), 4, 0x10000000u}}, DAMAGED_EXT},
    {"name of a group behind the strings", {{EXT(GROUP_1), 4, STRINGS_BYTES}}, DAMAGED_EXT},
    {"file behind the strings", {{EXT(RECORD_3 + 1), 4, STRINGS_BYTES}}, DAMAGED_EXT},
    {"file at 2^32 - 1", {{EXT(RECORD_1 + 1), 4, 0xffffffffu}}, DAMAGED_EXT},
    {"half of an instruction", {{EXT(RECORD_1), 4, 4}}, DAMAGED_EXT},
    {"instruction behind the section", {{EXT(RECORD_1), 4, 16}}, DAMAGED_EXT},
    {"instruction at 2^32 - 8", {{EXT(RECORD_1), 4, 0xfffffff8u}}, DAMAGED_EXT},

    {"magic of the strings", {{BTF(0), 1, 0x9e}}, DAMAGED_BTF},
    {"strings too long", {{BTF(5), 4, STRINGS_BYTES + 1}}, DAMAGED_BTF},
    {"no strings", {{BTF(5), 4, 0}}, DAMAGED_BTF},
    {"strings at 2^32 - 1", {{BTF(4), 4, 0xffffffffu}}, DAMAGED_BTF},
    {"first string not empty", {{STRING(0), 1, 'x'}}, DAMAGED_BTF},
    {"last string does not end", {{STRING(STRINGS_BYTES - 1), 1, 'x'}}, DAMAGED_BTF},

    {"relocation of half a word", {{REL_OFFSET(0), 4, 4 * RECORD_1 + 1}}, DAMAGED_EXT},
    {"relocation behind the section", {{REL_OFFSET(0), 4, 4 * EXT_WORDS}}, DAMAGED_EXT},
    {"relocation at 2^63", {{REL_OFFSET(0) + 7, 1, 0x80}}, DAMAGED_EXT},
    {"relocation by no symbol", {{REL_SYMBOL(0), 4, 99}}, REFUSED("names symbol 99")},
    {"relocation to data", {{REL_SYMBOL(0), 4, IN_DATA}}, DAMAGED_EXT},
    {"relocation to what is not loaded", {{REL_SYMBOL(0), 4, IN_BTF}}, REFUSED("'types' is used")},
};

static void apply(struct debug *debug, const struct change *change)
{
    for (uint32_t i = 0; i < change->width; i++)
        ((uint8_t *)debug)[change->at + i] = (uint8_t)(change->value >> 8 * i);
}

static struct debug changed(const struct btf_case *row)
{
    struct debug debug = good;

    for (uint32_t i = 0; i < 3; i++)
        apply(&debug, &row->changes[i]);
    return debug;
}

/* A copy without a byte to spare, for the sanitizer. */
static bool parse_copy(struct guest *guest, const struct object *object, struct message *message)
{
    uint8_t *exact = malloc(object->size);
    bool ok;

    assert_non_null(exact);
    memcpy(exact, object->bytes, object->size);
    ok = guest_parse(guest, exact, object->size, message);
    free(exact);
    return ok;
}

static struct image_out convert_stripped(const struct object *object)
{
    const struct object_in in = {.bytes = object->bytes, .size = object->size, .strip = true};
    struct image_out out = {0};
    struct message message;

    if (!convert_object(&in, &out, NULL, &message))
        fail_msg("%s", message.text);
    return out;
}

/* Whatever the object says of lines, its program is the same. */
static void assert_strips(const struct object *object)
{
    struct object untouched;
    struct image_out expected;
    struct image_out out;

    build(&untouched, &good, true);
    expected = convert_stripped(&untouched);
    out = convert_stripped(object);
    assert_int_equal(out.size, expected.size);
    assert_memory_equal(out.bytes, expected.bytes, out.size);
    free(out.bytes);
    free(expected.bytes);
}

static void test_case(void **state)
{
    const struct btf_case *row = *state;
    struct debug debug = changed(row);
    struct message message = {""};
    struct object object;
    struct guest guest;

    build(&object, &debug, true);
    assert_int_equal(parse_copy(&guest, &object, &message), row->words == NULL);
    if (!row->words)
        assert_lines(&guest.lines, &row->found);
    else if (!strstr(message.text, row->words))
        fail_msg("'%s' lacks '%s'", message.text, row->words);
    guest_free(&guest);
    assert_strips(&object);
}

static void test_btf_without_relocations_goes_by_name(void **state)
{
    struct debug debug = good;
    struct message message;
    struct object object;
    struct guest guest;

    (void)state;
    build(&object, &debug, false);
    assert_true(parse_copy(&guest, &object, &message));
    assert_lines(&guest.lines, &all);
    guest_free(&guest);
    debug.ext[GROUP_2] = FILE_A;
    build(&object, &debug, false);
    assert_false(parse_copy(&guest, &object, &message));
    assert_non_null(strstr(message.text, "'.BTF.ext' is damaged"));
    guest_free(&guest);
}

static void test_btf_without_strings_is_refused(void **state)
{
    struct object_spec spec = base;
    struct message message;
    struct object object;
    struct guest guest;

    (void)state;
    spec.sections[2].name = ".BTG";
    spec.sections[2].size = 4;
    spec.sections[2].bytes = "abc";
    spec.sections[3].size = sizeof good.ext;
    spec.sections[3].bytes = good.ext;
    object_build(&object, &spec);
    assert_false(parse_copy(&guest, &object, &message));
    assert_non_null(strstr(message.text, "no '.BTF'"));
    guest_free(&guest);
    assert_strips(&object);
}

static void test_btf_names_all_functions(void **state)
{
    struct object_spec spec = base;
    struct message message;
    struct object object;
    struct guest guest;

    (void)state;
    /* Of several names the first global one counts, and one that is no function's does not. */
    spec.symbols[MAIN - 1] = (struct object_symbol){"inner", LOCAL_FUNC, 1, 0};
    spec.symbols[IN_BTF] = (struct object_symbol){"main", GLOBAL_FUNC, 1, 0};
    spec.symbols[IN_BTF + 1] = (struct object_symbol){"alias", GLOBAL_FUNC, 1, 0};
    spec.symbols[IN_BTF + 2] = (struct object_symbol){"second", LOCAL_FUNC, 2, 0};
    add_debug(&spec, &good);
    object_build(&object, &spec);
    assert_true(parse_copy(&guest, &object, &message));
    assert_string_equal(rbpf_lines_function_name(&guest.lines, 0), "main");
    assert_string_equal(rbpf_lines_function_name(&guest.lines, 1), "local");
    guest_free(&guest);
}

/* 24 bytes a group; the object has 9 sections. */
#define GROUP TEXT_NAME, 1, 0, FILE_A, 0, PLACE(1, 1)

static bool parse_groups(uint32_t count)
{
    uint32_t ext[] = {MAGIC, HEADER_BYTES, 0,     0,     0,     4 + 24 * count, 16,    GROUP, GROUP,
                      GROUP, GROUP,        GROUP, GROUP, GROUP, GROUP,          GROUP, GROUP};
    struct object_spec spec = base;
    struct message message;
    struct object object;
    struct guest guest;
    bool ok;

    add_debug(&spec, &good);
    spec.sections[3].bytes = ext;
    spec.sections[3].size = 28 + 24 * count;
    spec.sections[4].size = 0;
    object_build(&object, &spec);
    assert_int_equal(object.bytes[60], 9);
    ok = parse_copy(&guest, &object, &message);
    guest_free(&guest);
    return ok;
}

static void test_btf_of_more_groups_than_sections_is_refused(void **state)
{
    (void)state;
    assert_true(parse_groups(8));
    assert_true(parse_groups(9));
    assert_false(parse_groups(10));
}

static void use_lines(const struct guest *guest)
{
    volatile size_t length = 0;
    struct rbpf_source source;

    for (uint32_t i = 0; i < 8; i++) {
        const char *name = rbpf_lines_function_name(&guest->lines, i);

        length += name ? strlen(name) : 0;
        length += rbpf_lines_find(&guest->lines, i, &source) ? strlen(source.file) : 0;
    }
    /* Each name ends, so that all of them have a length. */
    assert_true(length < SIZE_MAX);
}

static void try_object(const struct object *object)
{
    struct message message;
    struct guest guest;

    if (parse_copy(&guest, object, &message))
        use_lines(&guest);
    guest_free(&guest);
}

static void test_btf_any_byte_changed_does_no_harm(void **state)
{
    static const uint8_t changes[] = {0x01, 0x08, 0x80, 0xff};
    struct object object;

    (void)state;
    build(&object, &good, true);
    for (size_t at = 0; at < object.size; at++) {
        for (size_t i = 0; i < sizeof changes; i++) {
            object.bytes[at] ^= changes[i];
            try_object(&object);
            object.bytes[at] ^= changes[i];
        }
    }
}

/* .BTF.ext ends anywhere, and its header agrees or does not. */
static void test_btf_cut_anywhere_is_refused(void **state)
{
    (void)state;
    for (uint32_t size = 0; size < sizeof good.ext; size++) {
        struct debug debug = good;
        struct object_spec spec = base;
        struct object object;
        struct message message;
        struct guest guest;

        if (size >= 28)
            debug.ext[5] = size - 24;
        add_debug(&spec, &debug);
        spec.sections[3].size = size;
        spec.sections[4].size = 0;
        object_build(&object, &spec);
        /* An end between two groups is an end like any other, and so is one before the first. */
        assert_int_equal(parse_copy(&guest, &object, &message),
                         size == 4 * (RECORD_BYTES_WORD + 1) || size == 4 * GROUP_2);
        guest_free(&guest);
    }
}

static const struct CMUnitTest apart[] = {
    cmocka_unit_test(test_btf_without_relocations_goes_by_name),
    cmocka_unit_test(test_btf_without_strings_is_refused),
    cmocka_unit_test(test_btf_names_all_functions),
    cmocka_unit_test(test_btf_of_more_groups_than_sections_is_refused),
    cmocka_unit_test(test_btf_any_byte_changed_does_no_harm),
    cmocka_unit_test(test_btf_cut_anywhere_is_refused),
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
    return cmocka_run_group_tests_name("btf", tests, NULL, NULL);
}
