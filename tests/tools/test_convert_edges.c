/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Where the converter's rules end: the last that is taken and the first that is
 * not, and what compilers write so seldom that no guest has it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

#include <rbpf/rbpf.h>

#include "asm.h"
#include "object.h"
#include "tools/convert.h"
#include "tools/guest.h"

#define MAIN                                                                                       \
    {                                                                                              \
        "main", GLOBAL_FUNC, 1, 0                                                                  \
    }
#define REL(offset, symbol, type)                                                                  \
    {                                                                                              \
        (offset), ELF64_R_INFO((uint64_t)(symbol), (type))                                         \
    }
/* clang 14 writes the register of callx into the immediate; `dst` is 0 there. */
#define CALLX(dst, imm) INSN(BPF_JMP | BPF_CALL | BPF_X, dst, 0, 0, imm)

static const uint64_t exits[] = {MOV64_K(0, 7), EXIT()};
static const uint64_t numbers[] = {11, 22};
static const uint64_t load_r1[] = {LDDW(1, 0), LDX(BPF_DW, 0, 1, 0), EXIT()};
static const Elf64_Rel rel_lddw_2[] = {REL(0, 2, R_BPF_64_64)};

static void parse_object(struct guest *guest, const struct object *object)
{
    struct message message;

    if (!guest_parse(guest, object->bytes, object->size, &message))
        fail_msg("%s", message.text);
}

static void parse_spec(struct guest *guest, const struct object_spec *spec)
{
    static struct object object;

    object_build(&object, spec);
    parse_object(guest, &object);
}

static void expect_refusal_of(const struct object *object, const char *words)
{
    struct guest guest;
    struct message message = {"it is taken"};

    guest_parse(&guest, object->bytes, object->size, &message);
    guest_free(&guest);
    if (!strstr(message.text, words))
        fail_msg("'%s' lacks '%s'", message.text, words);
}

static void expect_refusal(const struct object_spec *spec, const char *words)
{
    static struct object object;

    object_build(&object, spec);
    expect_refusal_of(&object, words);
}

static Elf64_Ehdr header_of(const struct object *object)
{
    Elf64_Ehdr header;

    memcpy(&header, object->bytes, sizeof header);
    return header;
}

/* Copies the header of section `index` out of the object, or into it. */
static Elf64_Shdr section_of(const struct object *object, uint32_t index)
{
    Elf64_Shdr section;

    memcpy(&section, object->bytes + header_of(object).e_shoff + index * sizeof section,
           sizeof section);
    return section;
}

static void set_section(struct object *object, uint32_t index, const Elf64_Shdr *section)
{
    memcpy(object->bytes + header_of(object).e_shoff + index * sizeof *section, section,
           sizeof *section);
}

static void test_layout_relocated_constants_are_read_only(void **state)
{
    static const struct object_spec spec = {
        {{SECTION_TEXT(".text", exits)}, {SECTION_DATA(".data.rel.ro.local", numbers)}}, {MAIN}};
    struct guest guest;

    (void)state;
    parse_spec(&guest, &spec);
    assert_int_equal(guest.image.rodata_bytes, sizeof numbers);
    assert_int_equal(guest.image.data_bytes, 0);
    guest_free(&guest);
}

/* A frame: what the compiler says of it, what the code shows, and what comes of both. */
static uint32_t frame_of(uint8_t said, uint64_t insn)
{
    static const Elf64_Rel rel[] = {REL(0, 1, TEST_R_BPF_64_ABS64)};
    uint8_t stack_size[] = {0, 0, 0, 0, 0, 0, 0, 0, said};
    uint64_t text[] = {insn, EXIT()};
    const struct object_spec spec = {
        {{SECTION_TEXT(".text", text)},
         {".stack_sizes", SHT_PROGBITS, 0, stack_size, sizeof stack_size, 0, 1},
         {SECTION_REL(rel, 2)}},
        {MAIN}};
    struct guest guest;
    uint32_t frame;

    parse_spec(&guest, &spec);
    frame = rbpf_function_read(&guest.code.functions[0]).frame_bytes;
    guest_free(&guest);
    return frame;
}

static void test_frame_is_the_larger_of_said_and_seen(void **state)
{
    (void)state;
    assert_int_equal(frame_of(8, ST(BPF_DW, 10, -8, 0)), 8);
    assert_int_equal(frame_of(8, ST(BPF_DW, 10, -24, 0)), 24);
    assert_int_equal(frame_of(32, ST(BPF_DW, 10, -24, 0)), 32);
    assert_int_equal(frame_of(0, MOV64_K(0, 0)), 0);
}

static void test_frame_is_seen_in_each_kind_of_access(void **state)
{
    (void)state;
    assert_int_equal(frame_of(0, LDX(BPF_DW, 1, 10, -40)), 40);
    assert_int_equal(frame_of(0, STX(BPF_DW, 10, 1, -48)), 48);
    assert_int_equal(frame_of(0, ST(BPF_B, 10, -49, 0)), 56);
    assert_int_equal(frame_of(0, ATOMIC(BPF_DW, BPF_ADD, 10, 1, -64)), 64);
    assert_int_equal(frame_of(0, LDX(BPF_DW, 1, 2, -40)), 0);
    assert_int_equal(frame_of(0, STX(BPF_DW, 2, 10, -40)), 0);
}

static void test_stack_size_behind_the_code_is_refused(void **state)
{
    static const Elf64_Rel rel[] = {REL(0, 1, TEST_R_BPF_64_ABS64)};
    static const uint8_t behind[] = {sizeof exits, 0, 0, 0, 0, 0, 0, 0, 8};
    static const struct object_spec spec = {
        {{SECTION_TEXT(".text", exits)},
         {".stack_sizes", SHT_PROGBITS, 0, behind, sizeof behind, 0, 1},
         {SECTION_REL(rel, 2)}},
        {MAIN}};

    (void)state;
    expect_refusal(&spec, "'.stack_sizes' is damaged at offset 0x0");
}

/* The instruction that a callx becomes. */
static struct rbpf_insn converted(uint64_t callx)
{
    uint64_t text[] = {callx, EXIT()};
    const struct object_spec spec = {{{SECTION_TEXT(".text", text)}}, {MAIN}};
    struct guest guest;
    struct rbpf_insn insn;

    parse_spec(&guest, &spec);
    insn = rbpf_insn_decode(guest.code.insns);
    guest_free(&guest);
    return insn;
}

static void expect_callx(uint64_t callx, uint8_t dst, int32_t imm)
{
    struct rbpf_insn insn = converted(callx);

    assert_int_equal(insn.dst, dst);
    assert_int_equal(insn.imm, imm);
}

static void test_callx_is_brought_into_one_form(void **state)
{
    (void)state;
    expect_callx(CALLX(0, 1), 1, 0);
    expect_callx(CALLX(0, 10), 10, 0);
    expect_callx(CALLX(1, 0), 1, 0);
    expect_callx(CALLX(0, 0), 0, 0);
}

/* Neither compiler writes these: the verifier is to refuse them as they are. */
static void test_callx_that_is_neither_form_stays(void **state)
{
    (void)state;
    expect_callx(CALLX(0, 11), 0, 11);
    expect_callx(CALLX(0, -1), 0, -1);
    expect_callx(CALLX(3, 5), 3, 5);
}

static void test_call_of_a_second_half_is_refused(void **state)
{
    static const uint64_t text[] = {CALL_LOCAL(1), LDDW(0, 1), EXIT()};
    static const struct object_spec spec = {{{SECTION_TEXT(".text", text)}}, {MAIN}};

    (void)state;
    expect_refusal(&spec, "the call in 'main' (instruction 0) goes to no instruction");
}

static void test_relocation_of_a_pseudo_lddw_is_refused(void **state)
{
    static const uint64_t map_fd[] = {INSN(BPF_LD | BPF_IMM | BPF_DW, 1, 1, 0, 0), 0, EXIT()};
    static const struct object_spec spec = {{{SECTION_TEXT(".text", map_fd)},
                                             {SECTION_DATA(".data", numbers)},
                                             {SECTION_REL(rel_lddw_2, 1)}},
                                            {MAIN, {"numbers", GLOBAL_OBJECT, 2, 0}}};

    (void)state;
    expect_refusal(&spec, "does not stand on a plain LDDW");
}

/* Relocations of type 0 do nothing, so that only their number counts. */
static void test_relocations_that_overlap_are_refused(void **state)
{
    static const Elf64_Rel nothing[200];
    static const struct object_spec spec = {{{SECTION_TEXT(".text", exits)},
                                             {SECTION_REL(nothing, 1)},
                                             {".rel2", SHT_REL, 0, nothing, 16, 1, 8}},
                                            {MAIN}};
    static struct object object;
    struct guest guest;
    Elf64_Shdr first;
    Elf64_Shdr second;

    (void)state;
    object_build(&object, &spec);
    parse_object(&guest, &object);
    guest_free(&guest);
    first = section_of(&object, 2);
    second = section_of(&object, 3);
    second.sh_offset = first.sh_offset;
    second.sh_size = first.sh_size;
    set_section(&object, 3, &second);
    expect_refusal_of(&object, "'.rel2' overlaps other relocations");
}

static const struct object_spec plain = {{{SECTION_TEXT(".text", exits)}}, {MAIN}};

static void test_names_that_do_not_end_are_refused(void **state)
{
    static struct object object;
    Elf64_Shdr names;

    (void)state;
    object_build(&object, &plain);
    names = section_of(&object, header_of(&object).e_shstrndx);
    object.bytes[names.sh_offset + names.sh_size - 1u] = 'x';
    expect_refusal_of(&object, "the table of strings in section 3 does not end");
}

static void test_names_of_no_bytes_are_refused(void **state)
{
    static struct object object;
    Elf64_Shdr names;

    (void)state;
    object_build(&object, &plain);
    names = section_of(&object, 3);
    names.sh_size = 0;
    set_section(&object, 3, &names);
    expect_refusal_of(&object, "the table of strings in section 3 does not end");
}

/* System V gABI, chapter 4: from 0xff00 sections on, e_shnum is 0. */
static void test_extended_numbering_is_refused(void **state)
{
    static struct object object;
    Elf64_Ehdr header;

    (void)state;
    object_build(&object, &plain);
    header = header_of(&object);
    header.e_shnum = 0;
    memcpy(object.bytes, &header, sizeof header);
    expect_refusal_of(&object, "more than 65279 sections");
    header.e_shoff = 0;
    memcpy(object.bytes, &header, sizeof header);
    expect_refusal_of(&object, "the object has no sections");
}

/* The table of entry points has offsets of 16 bits: 4 bytes, 4 for the record, and the name. */
static void test_entry_names_fill_64_kib(void **state)
{
    static char name[65535 - 4 - 4 + 1];
    struct object_spec spec = {{{SECTION_TEXT(".text", exits)}}, {{name, GLOBAL_FUNC, 1, 0}}};
    struct guest guest;

    (void)state;
    memset(name, 'n', sizeof name - 2u);
    parse_spec(&guest, &spec);
    assert_int_equal(guest.image.entries_bytes, 65535);
    guest_free(&guest);
    name[sizeof name - 2u] = 'n';
    expect_refusal(&spec, "do not fit into 65535 bytes");
}

static void test_entry_names_are_printable(void **state)
{
    static const char *const names[] = {"a b", "a\nentry", "\033[2J", "gr\303\266\303\237e",
                                        "\177"};
    struct guest guest;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct object_spec spec = {{{SECTION_TEXT(".text", exits)}},
                                         {{names[i], GLOBAL_FUNC, 1, 0}}};
        expect_refusal(&spec, "' has characters that are not printable ASCII");
    }
    parse_spec(&guest, &(struct object_spec){{{SECTION_TEXT(".text", exits)}},
                                             {{"!~", GLOBAL_FUNC, 1, 0}}});
    assert_string_equal(rbpf_image_entry_name(&guest.image, 0), "!~");
    guest_free(&guest);
}

static void test_undefined_function_could_be_a_helper(void **state)
{
    static const Elf64_Rel rel[] = {REL(0, 2, R_BPF_64_32)};
    static const uint64_t text[] = {CALL_LOCAL(-1), EXIT()};
    static const struct object_spec spec = {{{SECTION_TEXT(".text", text)}, {SECTION_REL(rel, 1)}},
                                            {MAIN, {"memcpy", GLOBAL_NOTYPE, SHN_UNDEF, 0}}};

    (void)state;
    expect_refusal(&spec, "define it, or declare it as a helper: "
                          "static long (*const memcpy)(long) = (void *)ID;");
}

static void test_undefined_variable_could_be_no_helper(void **state)
{
    static const struct object_spec spec = {
        {{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_lddw_2, 1)}},
        {MAIN, {"errno", GLOBAL_NOTYPE, SHN_UNDEF, 0}}};
    static struct object object;
    struct guest guest;
    struct message message;

    (void)state;
    expect_refusal(&spec, "is defined nowhere; there is no C library here: define it");
    object_build(&object, &spec);
    assert_false(guest_parse(&guest, object.bytes, object.size, &message));
    assert_null(strstr(message.text, "helper"));
}

/* What a host with less memory would say; nobody reserves 16 MiB for a test. */
static void test_machine_data_of_16_mib_at_most(void **state)
{
    struct guest guest;
    struct machine machine;
    struct message message;

    (void)state;
    parse_spec(&guest, &plain);
    assert_int_equal(guest_load(&guest, NULL), RBPF_OK);
    guest.image.data_bytes = MACHINE_DATA_MAX + 1u;
    assert_false(machine_init(&machine, &guest, &message));
    assert_non_null(strstr(message.text, "asks for 16777217 bytes of data"));
    machine_free(&machine);
    guest.image.data_bytes = 0;
    guest_free(&guest);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout_relocated_constants_are_read_only),
        cmocka_unit_test(test_frame_is_the_larger_of_said_and_seen),
        cmocka_unit_test(test_frame_is_seen_in_each_kind_of_access),
        cmocka_unit_test(test_stack_size_behind_the_code_is_refused),
        cmocka_unit_test(test_callx_is_brought_into_one_form),
        cmocka_unit_test(test_callx_that_is_neither_form_stays),
        cmocka_unit_test(test_call_of_a_second_half_is_refused),
        cmocka_unit_test(test_relocation_of_a_pseudo_lddw_is_refused),
        cmocka_unit_test(test_relocations_that_overlap_are_refused),
        cmocka_unit_test(test_names_that_do_not_end_are_refused),
        cmocka_unit_test(test_names_of_no_bytes_are_refused),
        cmocka_unit_test(test_extended_numbering_is_refused),
        cmocka_unit_test(test_entry_names_fill_64_kib),
        cmocka_unit_test(test_entry_names_are_printable),
        cmocka_unit_test(test_undefined_function_could_be_a_helper),
        cmocka_unit_test(test_undefined_variable_could_be_no_helper),
        cmocka_unit_test(test_machine_data_of_16_mib_at_most),
    };

    return cmocka_run_group_tests_name("edges of the converter", tests, NULL, NULL);
}
