/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The converter on objects built here: for each thing it understands an object
 * with what must come of it, for each thing it refuses the message's words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rbpf/rbpf.h>

#include "asm.h"
#include "object.h"
#include "tools/convert.h"
#include "tools/elf_format.h"
#include "tools/guest.h"

_Static_assert(ELF_MACHINE_BPF == EM_BPF && ELF_TYPE_REL == ET_REL, "elf.h");
_Static_assert(ELF_CLASS_64 == ELFCLASS64 && ELF_DATA_LITTLE == ELFDATA2LSB, "elf.h");
_Static_assert(ELF_HEADER_BYTES == sizeof(Elf64_Ehdr), "elf.h");
_Static_assert(ELF_SECTION_BYTES == sizeof(Elf64_Shdr), "elf.h");
_Static_assert(ELF_SYMBOL_BYTES == sizeof(Elf64_Sym), "elf.h");
_Static_assert(ELF_REL_BYTES == sizeof(Elf64_Rel), "elf.h");
_Static_assert(ELF_SECTION_PROGBITS == SHT_PROGBITS && ELF_SECTION_NULL == SHT_NULL, "elf.h");
_Static_assert(ELF_SECTION_SYMTAB == SHT_SYMTAB && ELF_SECTION_STRTAB == SHT_STRTAB, "elf.h");
_Static_assert(ELF_SECTION_REL == SHT_REL && ELF_SECTION_RELA == SHT_RELA, "elf.h");
_Static_assert(ELF_SECTION_NOBITS == SHT_NOBITS && ELF_SECTION_NOTE == SHT_NOTE, "elf.h");
_Static_assert(ELF_SECTION_INIT_ARRAY == SHT_INIT_ARRAY, "elf.h");
_Static_assert(ELF_SECTION_FINI_ARRAY == SHT_FINI_ARRAY, "elf.h");
_Static_assert(ELF_SECTION_PREINIT_ARRAY == SHT_PREINIT_ARRAY, "elf.h");
_Static_assert(ELF_FLAG_WRITE == SHF_WRITE && ELF_FLAG_ALLOC == SHF_ALLOC, "elf.h");
_Static_assert(ELF_FLAG_EXEC == SHF_EXECINSTR && ELF_FLAG_TLS == SHF_TLS, "elf.h");
_Static_assert(ELF_FLAG_COMPRESSED == SHF_COMPRESSED, "elf.h");
_Static_assert(ELF_INDEX_UNDEFINED == SHN_UNDEF && ELF_INDEX_RESERVED == SHN_LORESERVE, "elf.h");
_Static_assert(ELF_INDEX_ABSOLUTE == SHN_ABS && ELF_INDEX_COMMON == SHN_COMMON, "elf.h");
_Static_assert(ELF_BIND_GLOBAL == STB_GLOBAL && ELF_BIND_WEAK == STB_WEAK, "elf.h");
_Static_assert(ELF_SYMBOL_FUNC == STT_FUNC && ELF_SYMBOL_SECTION == STT_SECTION, "elf.h");
_Static_assert(ELF_SYMBOL_TLS == STT_TLS && ELF_BIND_LOCAL == STB_LOCAL, "elf.h");
_Static_assert(ELF_RELOC_NONE == R_BPF_NONE && ELF_RELOC_64_64 == R_BPF_64_64, "elf.h");
_Static_assert(ELF_RELOC_64_32 == R_BPF_64_32, "elf.h");

/* clang 14 writes the register of callx into the immediate. */
#define CALL_REG_OLD(reg) INSN(BPF_JMP | BPF_CALL | BPF_X, 0, 0, 0, reg)
#define CALL_BTF(id) INSN(BPF_JMP | BPF_CALL, 0, 2, 0, id)
#define REL(offset, symbol, type)                                                                  \
    {                                                                                              \
        (offset), ELF64_R_INFO((uint64_t)(symbol), (type))                                         \
    }

static const uint64_t return_7[] = {MOV64_K(0, 7), EXIT()};
static const uint64_t number_42[] = {42};
static const uint64_t load_r1[] = {LDDW(1, 0), LDX(BPF_DW, 0, 1, 0), EXIT()};
static const Elf64_Rel rel_lddw_2[] = {REL(0, 2, R_BPF_64_64)};

/* What is refused: an object, and words that its message must have. */
struct refusal {
    const char *name;
    struct object_spec spec;
    const char *words;
};

static const Elf64_Rel rel_call_2[] = {REL(0, 2, R_BPF_64_32)};
static const Elf64_Rel rel_abs64_2[] = {REL(0, 2, TEST_R_BPF_64_ABS64)};
static const Elf64_Rel rel_abs32_2[] = {REL(0, 2, TEST_R_BPF_64_ABS32)};
static const Elf64_Rel rel_abs64_late[] = {REL(1, 2, TEST_R_BPF_64_ABS64)};
static const Elf64_Rel rel_unknown[] = {REL(0, 2, 99)};
static const Elf64_Rel rel_odd[] = {REL(4, 2, R_BPF_64_64)};
static const Elf64_Rel rel_second_half[] = {REL(8, 2, R_BPF_64_64)};
static const Elf64_Rel rel_no_symbol[] = {REL(0, 9, R_BPF_64_64)};
static const uint64_t call_far[] = {CALL_LOCAL(-1), EXIT()};
static const uint64_t call_outside[] = {CALL_LOCAL(5), EXIT()};
static const uint64_t call_btf[] = {CALL_BTF(1234), EXIT()};
static const uint64_t lddw_cut[] = {EXIT(), INSN(BPF_LD | BPF_IMM | BPF_DW, 1, 0, 0, 0)};
static const uint64_t lddw_text[] = {LDDW(1, 8), EXIT()};
static const uint8_t seven_bytes[7];

/* What RBPF_NEEDS leaves: its length, 24 bytes of numbers, words for helpers. */
static const uint32_t needs[] = {36, 1, 2, 3, 4, 5, 6, 0, 0};
static const uint32_t wants[] = {36, 7, 0, 0, 0, 0, 0, 0, 9};
static const uint32_t needs_most[39] = {156, 1, [38] = 0x80000000u};
static const uint32_t needs_none[] = {28, 1, 2, 3, 4, 5, 6};
static const uint32_t needs_twice[] = {28, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0};
static const uint32_t needs_short[] = {24, 0, 0, 0, 0, 0};
static const uint32_t needs_odd[] = {30, 0, 0, 0, 0, 0, 0, 0};
static const uint32_t needs_long[40] = {160};
static const uint32_t needs_cut[] = {36, 0, 0, 0, 0, 0, 0, 0};

#define TEXT_7                                                                                     \
    {                                                                                              \
        SECTION_TEXT(".text", return_7)                                                            \
    }
#define MAIN                                                                                       \
    {                                                                                              \
        "main", GLOBAL_FUNC, 1, 0                                                                  \
    }

static const struct refusal refusals[] = {
    {"map",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_DATA(".maps", number_42)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"visits", GLOBAL_OBJECT, 2, 0}}},
     "'visits' is a map"},
    {"undefined function",
     {{{SECTION_TEXT(".text", call_far)}, {SECTION_REL(rel_call_2, 1)}},
      {MAIN, {"strlen", GLOBAL_NOTYPE, SHN_UNDEF, 0}}},
     "'strlen' is used in section '.text' at offset 0x0"},
    {"undefined variable",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"errno", GLOBAL_NOTYPE, SHN_UNDEF, 0}}},
     "'errno' is used"},
    {"common symbol",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"shared", GLOBAL_OBJECT, SHN_COMMON, 8}}},
     "'shared' is a common symbol; compile with -fno-common"},
    {"absolute symbol",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"fixed", GLOBAL_OBJECT, SHN_ABS, 8}}},
     "'fixed' lies in no section"},
    {"symbol behind its section",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_DATA(".data", number_42)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"far", GLOBAL_OBJECT, 2, 9}}},
     "'far' lies outside its section '.data'"},
    {"symbol of a section that is not loaded",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_RODATA("license", number_42)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"licence", GLOBAL_OBJECT, 2, 0}}},
     "'licence' is used, but its section 'license' is not loaded"},
    {"thread-local symbol",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_DATA(".data", number_42)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"mine", ELF64_ST_INFO(STB_GLOBAL, STT_TLS), 2, 0}}},
     "'mine' is thread-local"},
    {"thread-local section",
     {{TEXT_7, {".tbss", SHT_NOBITS, SHF_ALLOC | SHF_WRITE | SHF_TLS, NULL, 8, 0, 8}}, {MAIN}},
     "'.tbss' has thread-local variables"},
    {"constructors",
     {{TEXT_7, {".init_array", SHT_INIT_ARRAY, SHF_ALLOC | SHF_WRITE, number_42, 8, 0, 8}}, {MAIN}},
     "'.init_array'"},
    {"constructors of old",
     {{TEXT_7, {SECTION_DATA(".ctors.1", number_42)}}, {MAIN}},
     "'.ctors.1'"},
    {"compressed section",
     {{TEXT_7, {".data", SHT_PROGBITS, SHF_ALLOC | SHF_COMPRESSED, number_42, 8, 0, 8}}, {MAIN}},
     "'.data' is compressed"},
    {"loaded section of unknown type",
     {{TEXT_7, {".odd", 0x70000001u, SHF_ALLOC, number_42, 8, 0, 8}}, {MAIN}},
     "'.odd' is to be loaded"},
    {"alignment 3",
     {{TEXT_7, {".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, number_42, 8, 0, 3}}, {MAIN}},
     "alignment 3"},
    {"alignment 8192",
     {{TEXT_7, {".data", SHT_PROGBITS, SHF_ALLOC, number_42, 8, 0, 8192}}, {MAIN}},
     "alignment 8192"},
    {"data of 16 MiB and 1",
     {{TEXT_7, {SECTION_BSS(".bss", CONVERT_DATA_MAX + 1ull)}}, {MAIN}},
     "'.bss' brings the data above"},
    {"data and bss of 16 MiB and 1",
     {{TEXT_7, {SECTION_DATA(".data", number_42)}, {SECTION_BSS(".bss", CONVERT_DATA_MAX - 7ull)}},
      {MAIN}},
     "'.bss' brings the data above"},
    {"half an instruction",
     {{{SECTION_TEXT(".text", seven_bytes)}}, {MAIN}},
     "'.text' is not a whole number of instructions"},
    {"no code",
     {{{SECTION_DATA(".data", number_42)}}, {{"x", GLOBAL_OBJECT, 1, 0}}},
     "has no code"},
    {"no global function", {{TEXT_7}, {{"main", LOCAL_FUNC, 1, 0}}}, "no entry point"},
    {"a label is no function", {{TEXT_7}, {{"main", GLOBAL_NOTYPE, 1, 0}}}, "no entry point"},
    {"two functions of one name",
     {{TEXT_7}, {MAIN, {"main", GLOBAL_FUNC, 1, 8}}},
     "two global functions have the name 'main'"},
    {"function at an odd place",
     {{TEXT_7}, {{"main", GLOBAL_FUNC, 1, 4}}},
     "'main' does not begin at an instruction"},
    {"function behind the code",
     {{TEXT_7}, {{"main", GLOBAL_FUNC, 1, 16}}},
     "'main' does not begin at an instruction"},
    {"function inside LDDW",
     {{{SECTION_TEXT(".text", load_r1)}}, {{"main", GLOBAL_FUNC, 1, 8}}},
     "'main' does not begin at an instruction"},
    {"section ends inside LDDW",
     {{{SECTION_TEXT(".text", lddw_cut)}}, {MAIN}},
     "'.text' ends inside an LDDW"},
    {"kernel function",
     {{{SECTION_TEXT(".text", call_btf)}}, {MAIN}},
     "'main' calls a kernel function by BTF id (1234"},
    {"call out of the code",
     {{{SECTION_TEXT(".text", call_outside)}}, {MAIN}},
     "the call in 'main' (instruction 0) goes to no instruction"},
    {"address of code that is no function",
     {{{SECTION_TEXT(".text", lddw_text)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 1, 8}}},
     "where no function begins"},
    {"address behind the code",
     {{{SECTION_TEXT(".text", lddw_text)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 1, 16}}},
     "takes the address of code that is no function"},
    {"LDDW relocation on a call",
     {{{SECTION_TEXT(".text", call_far)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"f", LOCAL_FUNC, 1, 8}}},
     "does not stand on a plain LDDW"},
    {"call relocation on LDDW",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_call_2, 1)}},
      {MAIN, {"f", LOCAL_FUNC, 1, 16}}},
     "does not stand on a call of a function"},
    {"call of data",
     {{{SECTION_TEXT(".text", call_far)},
       {SECTION_DATA(".data", number_42)},
       {SECTION_REL(rel_call_2, 1)}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "calls what is no code"},
    {"call behind the section",
     {{{SECTION_TEXT(".text", call_far)}, {SECTION_REL(rel_call_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 1, 16}}},
     "calls what is no instruction"},
    {"relocation at an odd place",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_odd, 1)}},
      {MAIN, {"f", LOCAL_FUNC, 1, 0}}},
     "does not stand on an instruction"},
    {"relocation on a second half",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_second_half, 1)}},
      {MAIN, {"f", LOCAL_FUNC, 1, 0}}},
     "second half of an LDDW"},
    {"relocation without symbol",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_no_symbol, 1)}}, {MAIN}},
     "names symbol 9"},
    {"unknown relocation in code",
     {{{SECTION_TEXT(".text", load_r1)}, {SECTION_REL(rel_unknown, 1)}},
      {MAIN, {"f", LOCAL_FUNC, 1, 0}}},
     "(type 99) is of a type that is not known in code"},
    {"unknown relocation in data",
     {{TEXT_7, {SECTION_DATA(".data", number_42)}, {SECTION_REL(rel_unknown, 2)}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "not known in data"},
    {"address in 32 bits",
     {{TEXT_7, {SECTION_DATA(".data", number_42)}, {SECTION_REL(rel_abs32_2, 2)}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "cuts an address to 32 bits"},
    {"address at the end of data",
     {{TEXT_7, {SECTION_DATA(".data", number_42)}, {SECTION_REL(rel_abs64_late, 2)}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "lies outside the section"},
    {"address in bss",
     {{TEXT_7, {SECTION_BSS(".bss", 8)}, {SECTION_REL(rel_abs64_2, 2)}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "lies outside the section"},
    {"relocations with addends",
     {{TEXT_7, {".rela", SHT_RELA, 0, rel_abs64_2, 16, 1, 8}}, {MAIN}},
     "relocations with addends"},
    {"relocations by gcc",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_DATA(".data", number_42)},
       {SECTION_REL(rel_lddw_2, 1)},
       {".comment", SHT_PROGBITS, SHF_MERGE | SHF_STRINGS, "\0GCC: (12.2.0) 12.2.0", 22, 0, 1}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 4}}},
     "gcc made this object"},
    {"relocations by gcc, of data",
     {{TEXT_7,
       {SECTION_DATA(".data", number_42)},
       {SECTION_REL(rel_abs64_2, 2)},
       {".comment", SHT_PROGBITS, SHF_MERGE | SHF_STRINGS, "GCC: (12.2.0) 12.2.0", 21, 0, 1}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "gcc made this object"},
    {"needs of 3 bytes",
     {{TEXT_7, {".rbpf.needs", SHT_PROGBITS, SHF_ALLOC, needs, 3, 0, 4}}, {MAIN}},
     "'.rbpf.needs' has no record of 28 to 156 bytes"},
    {"needs of no bytes",
     {{TEXT_7, {".rbpf.needs", SHT_PROGBITS, SHF_ALLOC, needs, 0, 0, 4}}, {MAIN}},
     "'.rbpf.needs' has no record"},
    {"needs that are not in the file",
     {{TEXT_7, {SECTION_BSS(".rbpf.needs", 36)}}, {MAIN}},
     "'.rbpf.needs' has no record"},
    {"wants that are too short",
     {{TEXT_7, {SECTION_RODATA(".rbpf.wants", needs_short)}}, {MAIN}},
     "write it by RBPF_WANTS of <rbpf/guest_container.h>"},
    {"needs with half a word",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs_odd)}}, {MAIN}},
     "'.rbpf.needs' has no record"},
    {"needs with 33 words",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs_long)}}, {MAIN}},
     "'.rbpf.needs' has no record"},
    {"needs that are cut",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs_cut)}}, {MAIN}},
     "'.rbpf.needs' has no record"},
    {"needs twice in a section",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs_twice)}}, {MAIN}},
     "'.rbpf.needs' has more than one record: RBPF_NEEDS may stand once"},
    {"wants in two sections",
     {{TEXT_7, {SECTION_RODATA(".rbpf.wants", wants)}, {SECTION_DATA(".rbpf.wants", wants)}},
      {MAIN}},
     "'.rbpf.wants' has more than one record: RBPF_WANTS may stand once"},
    {"address in needs",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs)}, {SECTION_REL(rel_abs64_2, 2)}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "'.rbpf.needs' has an address in it: what RBPF_NEEDS says must be numbers"},
    {"address with an addend in wants",
     {{TEXT_7,
       {SECTION_RODATA(".rbpf.wants", wants)},
       {".rela", SHT_RELA, 0, rel_abs64_2, 16, 2, 8}},
      {MAIN, {"x", GLOBAL_OBJECT, 2, 0}}},
     "'.rbpf.wants' has an address in it"},
    {"needs that are used as data",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_RODATA(".rbpf.needs", needs)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"rbpf_guest_needs", GLOBAL_OBJECT, 2, 0}}},
     "'.rbpf.needs' is not loaded"},
    {"relocations of no section",
     {{TEXT_7, {SECTION_REL(rel_abs64_2, 44)}}, {MAIN}},
     "relocates section 44"},
};

static void test_refusal(void **state)
{
    const struct refusal *row = *state;
    struct object object;
    struct object_in in = {.bytes = object.bytes};
    struct image_out out = {NULL, 0};
    struct message message = {""};

    object_build(&object, &row->spec);
    in.size = object.size;
    assert_false(convert_object(&in, &out, NULL, &message));
    if (!strstr(message.text, row->words))
        fail_msg("'%s' lacks '%s'", message.text, row->words);
}

/* Converts, verifies and runs the first entry point; -1 and a message if that fails. */
static int64_t run_spec(const struct object_spec *spec, struct guest *guest)
{
    struct object object;
    struct machine machine;
    struct message message;
    int64_t result;

    object_build(&object, spec);
    if (!guest_parse(guest, object.bytes, object.size, &message))
        fail_msg("%s", message.text);
    assert_int_equal(guest_load(guest, NULL), RBPF_OK);
    assert_true(machine_init(&machine, guest, &message));
    assert_int_equal(rbpf_vm_start(&machine.vm, 0, NULL), RBPF_OK);
    assert_int_equal(rbpf_run(&machine.vm, 1000), RBPF_OK);
    result = (int64_t)rbpf_vm_result(&machine.vm);
    machine_free(&machine);
    return result;
}

/* What the converter makes of needs and wants, each as long as `words` says. */
struct request_case {
    const char *name;
    struct object_spec spec;
    /* Of the record without its length, and in all; null: there is none, all zero. */
    const uint32_t *needs;
    const uint32_t *wants;
    uint32_t half_bytes;
};

static const struct request_case requests[] = {
    {"neither", {{TEXT_7}, {MAIN}}, NULL, NULL, 0},
    {"needs, without words that are zero",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs)}}, {MAIN}},
     needs,
     NULL,
     24},
    {"needs without words",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs_none)}}, {MAIN}},
     needs_none,
     NULL,
     24},
    {"wants, and the word that is zero before one that is not",
     {{TEXT_7, {SECTION_RODATA(".rbpf.wants", wants)}}, {MAIN}},
     NULL,
     wants,
     32},
    {"both, the longer first",
     {{TEXT_7, {SECTION_RODATA(".rbpf.needs", needs_most)}, {SECTION_RODATA(".rbpf.wants", wants)}},
      {MAIN}},
     needs_most,
     wants,
     152},
    {"both, wants first, one writable",
     {{{SECTION_DATA(".rbpf.wants", wants)},
       {SECTION_TEXT(".text", return_7)},
       {SECTION_RODATA(".rbpf.needs", needs)}},
      {{"main", GLOBAL_FUNC, 2, 0}}},
     needs,
     wants,
     32},
};

static void check_half(const uint8_t *half, const uint32_t *record, uint32_t bytes)
{
    for (uint32_t at = 0; at < bytes; at++) {
        uint32_t word = record && 4u + at < record[0] ? record[1u + at / 4u] : 0;

        assert_int_equal(half[at], word >> 8u * (at % 4u) & 0xffu);
    }
}

static void test_request(void **state)
{
    const struct request_case *row = *state;
    struct object object;
    struct object_in in = {.bytes = object.bytes, .strip = true};
    struct message message;
    struct rbpf_image image;
    struct image_out out;

    object_build(&object, &row->spec);
    in.size = object.size;
    if (!convert_object(&in, &out, NULL, &message))
        fail_msg("%s", message.text);
    assert_int_equal(rbpf_image_open(&image, out.bytes, out.size), RBPF_OK);
    assert_int_equal(image.request_bytes, 2u * row->half_bytes);
    assert_int_equal(image.rodata_bytes + image.data_bytes, 0);
    if (image.request) {
        check_half(image.request, row->needs, row->half_bytes);
        check_half(image.request + row->half_bytes, row->wants, row->half_bytes);
    }
    free(out.bytes);
}

/* What works: an object and the r0 of its first entry point. */
struct success {
    const char *name;
    struct object_spec spec;
    int64_t r0;
};

static const uint64_t numbers[] = {11, 22, 33};
static const uint64_t load_third[] = {LDDW(1, 16), LDX(BPF_DW, 0, 1, 0), EXIT()};
static const uint64_t load_before[] = {LDDW(1, (uint32_t)-8), LDX(BPF_DW, 0, 1, 16), EXIT()};
static const uint64_t call_two[] = {CALL_LOCAL(-1), ADD64_K(0, 1), EXIT()};
static const uint64_t call_section[] = {CALL_LOCAL(1), EXIT(), MOV64_K(0, 8), EXIT()};
static const uint64_t through_pointer[] = {LDDW(1, 0), LDX(BPF_DW, 1, 1, 0), LDX(BPF_DW, 0, 1, 8),
                                           EXIT()};
static const uint64_t pointer_addend[] = {8};
static const uint64_t callx_new[] = {LDDW(3, 0), CALL_REG(3), ADD64_K(0, 1), EXIT()};
static const uint64_t callx_old[] = {LDDW(3, 0), CALL_REG_OLD(3), ADD64_K(0, 1), EXIT()};
static const uint64_t callx_table[] = {LDDW(1, 0), LDX(BPF_DW, 0, 1, 0), CALL_REG(0), ADD64_K(0, 2),
                                       EXIT()};
static const uint64_t zero[] = {0};
static const Elf64_Rel rel_twice[] = {REL(0, 2, R_BPF_64_64), REL(0, 2, R_BPF_64_64)};
static const Elf64_Rel rel_abs64_3[] = {REL(0, 3, TEST_R_BPF_64_ABS64)};

static const struct success successes[] = {
    {"code only", {{TEXT_7}, {MAIN}}, 7},
    {"data by its symbol",
     {{{SECTION_TEXT(".text", load_third)},
       {SECTION_DATA(".data", numbers)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"numbers", GLOBAL_OBJECT, 2, 0}}},
     33},
    {"data by its section",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_RODATA(".rodata", numbers)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 2, 8}}},
     22},
    {"address before the data",
     {{{SECTION_TEXT(".text", load_before)},
       {SECTION_DATA(".data", numbers)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"numbers", GLOBAL_OBJECT, 2, 0}}},
     22},
    {"an address by gcc, where it means what clang means",
     {{{SECTION_TEXT(".text", load_third)},
       {SECTION_DATA(".data", numbers)},
       {SECTION_REL(rel_lddw_2, 1)},
       {".comment", SHT_PROGBITS, SHF_MERGE | SHF_STRINGS, "\0GCC: (12.2.0) 12.2.0", 22, 0, 1}},
      {MAIN, {"", LOCAL_SECTION, 2, 0}}},
     33},
    {"a relocation twice",
     {{{SECTION_TEXT(".text", load_third)},
       {SECTION_DATA(".data", numbers)},
       {SECTION_REL(rel_twice, 1)}},
      {MAIN, {"numbers", GLOBAL_OBJECT, 2, 0}}},
     33},
    {"second section of a kind",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_RODATA(".rodata.str1.1", seven_bytes)},
       {SECTION_RODATA(".rodata", numbers)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"numbers", GLOBAL_OBJECT, 3, 0}}},
     11},
    {"bss is zero",
     {{{SECTION_TEXT(".text", load_r1)},
       {SECTION_DATA(".data", numbers)},
       {SECTION_BSS(".bss", 8)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"x", GLOBAL_OBJECT, 3, 0}}},
     0},
    {"call by symbol to another section",
     {{{SECTION_TEXT(".text", call_two)},
       {SECTION_TEXT("other", return_7)},
       {SECTION_REL(rel_call_2, 1)}},
      {MAIN, {"seven", GLOBAL_FUNC, 2, 0}}},
     8},
    {"call by section",
     {{{SECTION_TEXT(".text", call_section)}, {SECTION_REL(rel_call_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 1, 0}}},
     8},
    {"call without relocation", {{{SECTION_TEXT(".text", call_section)}}, {MAIN}}, 8},
    {"pointer to data in data",
     {{{SECTION_TEXT(".text", through_pointer)},
       {SECTION_DATA(".data", pointer_addend)},
       {SECTION_RODATA(".rodata", numbers)},
       {SECTION_REL(rel_lddw_2, 1)},
       {SECTION_REL(rel_abs64_3, 2)}},
      {MAIN, {"pointer", GLOBAL_OBJECT, 2, 0}, {"", LOCAL_SECTION, 3, 0}}},
     33},
    {"function pointer, callx of clang 19",
     {{{SECTION_TEXT(".text", callx_new)},
       {SECTION_TEXT("other", return_7)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"seven", LOCAL_FUNC, 2, 0}}},
     8},
    {"function pointer, callx of clang 14",
     {{{SECTION_TEXT(".text", callx_old)},
       {SECTION_TEXT("other", return_7)},
       {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"seven", LOCAL_FUNC, 2, 0}}},
     8},
    {"table of functions",
     {{{SECTION_TEXT(".text", callx_table)},
       {SECTION_RODATA(".rodata", zero)},
       {SECTION_TEXT("other", return_7)},
       {SECTION_REL(rel_lddw_2, 1)},
       {SECTION_REL(rel_abs64_3, 2)}},
      {MAIN, {"table", GLOBAL_OBJECT, 2, 0}, {"", LOCAL_SECTION, 3, 0}}},
     9},
    {"unknown relocations of debug information",
     {{TEXT_7, {".debug_info", SHT_PROGBITS, 0, number_42, 8, 0, 1}, {SECTION_REL(rel_unknown, 2)}},
      {MAIN, {"", LOCAL_SECTION, 2, 0}}},
     7},
    {"licence and version",
     {{TEXT_7, {SECTION_RODATA("license", number_42)}, {SECTION_DATA("version", number_42)}},
      {MAIN}},
     7},
    {"a map that nobody uses", {{TEXT_7, {SECTION_DATA(".maps", number_42)}}, {MAIN}}, 7},
    {"bss of 16 MiB", {{TEXT_7, {SECTION_BSS(".bss", CONVERT_DATA_MAX)}}, {MAIN}}, 7},
};

static void test_success(void **state)
{
    const struct success *row = *state;
    struct guest guest;

    assert_int_equal(run_spec(&row->spec, &guest), row->r0);
    guest_free(&guest);
}

/* Depth and stack of each function, worked out by hand. */
struct graph_row {
    const char *name;
    struct object_spec spec;
    struct rbpf_function_info functions[4];
    uint32_t count;
};

/* main: 16 bytes, calls middle: 8 bytes, calls leaf: 24 bytes; leaf2: nothing. */
static const uint64_t chain[] = {
    ST(BPF_DW, 10, -16, 0), CALL_LOCAL(1), EXIT(), /* 0 main */
    ST(BPF_B, 10, -1, 0),   CALL_LOCAL(1), EXIT(), /* 3 middle */
    ST(BPF_W, 10, -20, 0),  EXIT(),                /* 6 leaf */
    MOV64_K(0, 0),          EXIT(),                /* 8 leaf2 */
};
/* main calls itself; caller calls main; leaf is apart. */
static const uint64_t recursion[] = {
    CALL_LOCAL(-1), EXIT(), CALL_LOCAL(-3), EXIT(), MOV64_K(0, 0), EXIT(),
};
/* main calls by register what takes 8 bytes and is of depth 2. */
static const uint64_t by_register[] = {
    LDDW(1, 24),
    CALL_REG(1),
    ST(BPF_DW, 10, -32, 0),
    EXIT(), /* 0 main */
    ST(BPF_DW, 10, -8, 0),
    CALL_LOCAL(1),
    EXIT(), /* 5 pointed to */
    MOV64_K(0, 0),
    EXIT(), /* 8 leaf */
};
static const uint64_t register_to_itself[] = {LDDW(1, 0), CALL_REG(1), EXIT()};
static const Elf64_Rel rel_stack_sizes[] = {REL(0, 1, TEST_R_BPF_64_ABS64)};
static const uint8_t stack_size_40[] = {0, 0, 0, 0, 0, 0, 0, 0, 36};
static const uint8_t stack_size_513[] = {0, 0, 0, 0, 0, 0, 0, 0, 0x81, 0x04};
static const uint8_t stack_size_cut[] = {0, 0, 0, 0, 0, 0, 0, 0, 0x81};
static const uint64_t r10_escapes[] = {MOV64_X(1, 10), ST(BPF_DW, 10, -16, 0), EXIT()};

static const struct graph_row graphs[] = {
    {"a chain",
     {{{SECTION_TEXT(".text", chain)}}, {MAIN, {"leaf2", LOCAL_FUNC, 1, 64}}},
     {{0, 16, 48, 3, 0}, {3, 8, 32, 2, 0}, {6, 24, 24, 1, 0}, {8, 0, 0, 1, 0}},
     4},
    {"recursion",
     {{{SECTION_TEXT(".text", recursion)}},
      {MAIN, {"caller", LOCAL_FUNC, 1, 16}, {"leaf", LOCAL_FUNC, 1, 32}}},
     {{0, 0, 0, 0, 0}, {2, 0, 0, 0, 0}, {4, 0, 0, 1, 0}},
     3},
    {"calls by register",
     {{{SECTION_TEXT(".text", by_register)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 1, 16}, {"pointed_to", LOCAL_FUNC, 1, 40}}},
     {{0, 32, 40, 3, 0}, {5, 8, 8, 2, RBPF_FUNCTION_CALLABLE}, {8, 0, 0, 1, 0}},
     3},
    {"call by register of a function that can be called so",
     {{{SECTION_TEXT(".text", register_to_itself)}, {SECTION_REL(rel_lddw_2, 1)}},
      {MAIN, {"", LOCAL_SECTION, 1, 0}}},
     {{0, 0, 0, 0, RBPF_FUNCTION_CALLABLE}},
     1},
    {"the compiler's word on stack, rounded up",
     {{{SECTION_TEXT(".text", r10_escapes)},
       {".stack_sizes", SHT_PROGBITS, 0, stack_size_40, sizeof stack_size_40, 0, 1},
       {SECTION_REL(rel_stack_sizes, 2)}},
      {MAIN}},
     {{0, 40, 40, 1, 0}},
     1},
    {"nobody's word on stack",
     {{{SECTION_TEXT(".text", r10_escapes)}}, {MAIN}},
     {{0, 512, 512, 1, 0}},
     1},
};

static void test_graph(void **state)
{
    const struct graph_row *row = *state;
    struct object object;
    struct guest guest;
    struct message message;

    object_build(&object, &row->spec);
    if (!guest_parse(&guest, object.bytes, object.size, &message))
        fail_msg("%s", message.text);
    assert_int_equal(guest_load(&guest, NULL), RBPF_OK);
    assert_int_equal(guest.code.function_count, row->count);
    for (uint32_t i = 0; i < row->count; i++) {
        struct rbpf_function_info info = rbpf_function_read(&guest.code.functions[i]);

        assert_int_equal(info.entry, row->functions[i].entry);
        assert_int_equal(info.frame_bytes, row->functions[i].frame_bytes);
        assert_int_equal(info.stack_bytes, row->functions[i].stack_bytes);
        assert_int_equal(info.depth, row->functions[i].depth);
        assert_int_equal(info.flags, row->functions[i].flags);
    }
    guest_free(&guest);
}

static const struct refusal stack_refusals[] = {
    {"stack of 513 bytes",
     {{TEXT_7,
       {".stack_sizes", SHT_PROGBITS, 0, stack_size_513, sizeof stack_size_513, 0, 1},
       {SECTION_REL(rel_stack_sizes, 2)}},
      {MAIN}},
     "'main' needs 513 bytes of stack"},
    {"stack size cut short",
     {{TEXT_7,
       {".stack_sizes", SHT_PROGBITS, 0, stack_size_cut, sizeof stack_size_cut, 0, 1},
       {SECTION_REL(rel_stack_sizes, 2)}},
      {MAIN}},
     "'.stack_sizes' is damaged at offset 0x0"},
};

/* An object with a part of every kind. */
static const struct object_spec full = {{{SECTION_TEXT(".text", callx_table)},
                                         {SECTION_RODATA(".rodata", zero)},
                                         {SECTION_TEXT("other", return_7)},
                                         {SECTION_REL(rel_lddw_2, 1)},
                                         {SECTION_REL(rel_abs64_3, 2)},
                                         {SECTION_DATA(".data", numbers)},
                                         {SECTION_BSS(".bss", 64)}},
                                        {MAIN,
                                         {"table", GLOBAL_OBJECT, 2, 0},
                                         {"", LOCAL_SECTION, 3, 0},
                                         {"seven", GLOBAL_FUNC, 3, 0}}};

/* Whatever comes, it must end without harm; the copy has no byte to spare. */
static bool parse_copy(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1u);
    struct guest guest;
    struct message message = {""};
    bool ok;

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    ok = guest_parse(&guest, copy, size, &message);
    if (ok)
        guest_load(&guest, NULL);
    else
        assert_true(message.text[0] != 0);
    guest_free(&guest);
    free(copy);
    return ok;
}

static void test_convert_cut_anywhere_is_refused(void **state)
{
    struct object object;

    (void)state;
    object_build(&object, &full);
    assert_true(parse_copy(object.bytes, object.size));
    for (size_t size = 0; size < object.size; size++)
        assert_false(parse_copy(object.bytes, size));
}

static void test_convert_any_byte_changed_does_no_harm(void **state)
{
    static const uint8_t changes[] = {0x01, 0x80, 0xff};
    struct object object;

    (void)state;
    object_build(&object, &full);
    for (size_t at = 0; at < object.size; at++) {
        for (size_t i = 0; i < sizeof changes; i++) {
            object.bytes[at] ^= changes[i];
            parse_copy(object.bytes, object.size);
            object.bytes[at] ^= changes[i];
        }
    }
}

static void test_convert_lists_entry_points_by_address(void **state)
{
    static const struct object_spec spec = {{TEXT_7, {SECTION_TEXT("other", return_7)}},
                                            {{"late", GLOBAL_FUNC, 2, 0},
                                             {"hidden", LOCAL_FUNC, 2, 8},
                                             {"weak", ELF64_ST_INFO(STB_WEAK, STT_FUNC), 1, 8},
                                             {"alias", GLOBAL_FUNC, 1, 0},
                                             {"first", GLOBAL_FUNC, 1, 0}}};
    static const char *const names[] = {"alias", "first", "weak", "late"};
    static const uint32_t indices[] = {0, 0, 1, 2};
    struct object object;
    struct guest guest;
    struct message message;
    uint32_t function;

    (void)state;
    object_build(&object, &spec);
    assert_true(guest_parse(&guest, object.bytes, object.size, &message));
    assert_int_equal(guest.image.entry_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_string_equal(rbpf_image_entry_name(&guest.image, i), names[i]);
        assert_int_equal(rbpf_image_find_entry(&guest.image, names[i], &function), RBPF_OK);
        assert_int_equal(function, indices[i]);
    }
    assert_int_equal(rbpf_image_find_entry(&guest.image, "hidden", &function), RBPF_IMAGE_NO_ENTRY);
    guest_free(&guest);
}

/* `count` functions, each of which writes `frame` bytes below r10 and calls the next. */
static struct rbpf_facts facts_of_chain(uint32_t count, int frame)
{
    static uint64_t text[3 * 257];
    struct object_spec spec = {{{SECTION_TEXT(".text", text)}}, {MAIN}};
    struct object object;
    struct guest guest;
    struct message message;
    struct rbpf_facts facts;

    for (uint32_t i = 0; i < count; i++) {
        text[3 * i] = frame ? ST(BPF_DW, 10, -frame, 0) : MOV64_K(0, 0);
        text[3 * i + 1] = i + 1 < count ? CALL_LOCAL(1) : MOV64_K(0, 0);
        text[3 * i + 2] = EXIT();
    }
    spec.sections[0].size = 24u * count;
    object_build(&object, &spec);
    assert_true(guest_parse(&guest, object.bytes, object.size, &message));
    assert_int_equal(guest_load(&guest, NULL), RBPF_OK);
    facts = guest.facts;
    guest_free(&guest);
    return facts;
}

static void test_convert_depth_is_known_up_to_255(void **state)
{
    (void)state;
    assert_int_equal(facts_of_chain(254, 0).call_depth, 254);
    assert_int_equal(facts_of_chain(255, 0).call_depth, 255);
    assert_int_equal(facts_of_chain(256, 0).call_depth, 0);
    assert_int_equal(facts_of_chain(257, 0).call_depth, 0);
}

static void test_convert_stack_is_known_below_64_kib(void **state)
{
    (void)state;
    assert_int_equal(facts_of_chain(127, 512).stack_bytes, 127 * 512);
    assert_int_equal(facts_of_chain(127, 512).call_depth, 127);
    assert_int_equal(facts_of_chain(128, 512).call_depth, 0);
    assert_int_equal(facts_of_chain(128, 512).stack_bytes, 0);
    assert_int_equal(facts_of_chain(128, 504).stack_bytes, 128 * 504);
}

static const struct CMUnitTest apart[] = {
    cmocka_unit_test(test_convert_depth_is_known_up_to_255),
    cmocka_unit_test(test_convert_stack_is_known_below_64_kib),
    cmocka_unit_test(test_convert_cut_anywhere_is_refused),
    cmocka_unit_test(test_convert_any_byte_changed_does_no_harm),
    cmocka_unit_test(test_convert_lists_entry_points_by_address),
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ALL                                                                                        \
    (COUNT(refusals) + COUNT(stack_refusals) + COUNT(requests) + COUNT(successes) +                \
     COUNT(graphs) + COUNT(apart))

static struct CMUnitTest row(const char *name, CMUnitTestFunction test, const void *state)
{
    return (struct CMUnitTest){name, test, NULL, NULL, (void *)(uintptr_t)state};
}

int main(void)
{
    struct CMUnitTest tests[ALL];
    size_t count = 0;

    for (size_t i = 0; i < COUNT(refusals); i++)
        tests[count++] = row(refusals[i].name, test_refusal, &refusals[i]);
    for (size_t i = 0; i < COUNT(stack_refusals); i++)
        tests[count++] = row(stack_refusals[i].name, test_refusal, &stack_refusals[i]);
    for (size_t i = 0; i < COUNT(requests); i++)
        tests[count++] = row(requests[i].name, test_request, &requests[i]);
    for (size_t i = 0; i < COUNT(successes); i++)
        tests[count++] = row(successes[i].name, test_success, &successes[i]);
    for (size_t i = 0; i < COUNT(graphs); i++)
        tests[count++] = row(graphs[i].name, test_graph, &graphs[i]);
    for (size_t i = 0; i < COUNT(apart); i++)
        tests[count++] = apart[i];
    return cmocka_run_group_tests_name("convert", tests, NULL, NULL);
}
