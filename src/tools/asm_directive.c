/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Sections, data, functions and entry points. README.md has the list. */
#include <string.h>

#include <rbpf/image.h>

#include "bytes.h"
#include "tools/assembly.h"

static bool enter(struct assembly *a, enum asm_section_id section)
{
    a->section = section;
    return true;
}

static bool enter_text(struct assembly *a)
{
    return enter(a, ASM_TEXT);
}

static bool enter_rodata(struct assembly *a)
{
    return enter(a, ASM_RODATA);
}

static bool enter_data(struct assembly *a)
{
    return enter(a, ASM_DATA);
}

static bool enter_bss(struct assembly *a)
{
    return enter(a, ASM_BSS);
}

/* Kinds ascend, as in the image. */
static bool enter_optional(struct assembly *a, int64_t kind, const char *where)
{
    uint32_t count = a->optional_count;

    if (count > 0 && kind <= a->optional[count - 1u].kind)
        return lexer_fail_at(&a->lexer, where, "expected optional sections with ascending kinds");
    if (count == ASM_OPTIONAL_MAX)
        return lexer_fail_at(&a->lexer, where, "expected at most %u optional sections",
                             ASM_OPTIONAL_MAX);
    a->optional[a->optional_count++].kind = (uint16_t)kind;
    return enter(a, ASM_OPTIONAL);
}

static bool take_section(struct assembly *a)
{
    static const char *const names[] = {".text", ".rodata", ".data", ".bss"};
    static const struct asm_range kinds = {RBPF_SECTION_OPTIONAL, UINT16_MAX,
                                           "the kind of an optional section"};
    int64_t kind;

    if (lexer_sees_number(&a->lexer)) {
        const char *begin = a->lexer.at;

        return lexer_integer(&a->lexer, &kinds, &kind) && enter_optional(a, kind, begin);
    }
    for (uint32_t i = 0; i < ASM_OPTIONAL; i++) {
        if (lexer_take(&a->lexer, names[i]))
            return enter(a, (enum asm_section_id)i);
    }
    return lexer_expected(&a->lexer, ".text, .rodata, .data, .bss or a kind such as 0x9000");
}

/* bss has no contents, and text only whole slots. */
static bool check_contents(struct assembly *a, uint32_t unit)
{
    if (a->section == ASM_BSS)
        return lexer_fail_at(&a->lexer, a->lexer.at, "expected .zero or .align: this is .bss");
    if (a->section == ASM_TEXT && unit != 8)
        return lexer_fail_at(&a->lexer, a->lexer.at,
                             "expected an instruction or .u64: this is .text");
    return true;
}

static bool take_pointer(struct assembly *a, uint64_t *value)
{
    static const struct asm_range range = {INT32_MIN, INT32_MAX, "a distance"};
    struct word name = {a->lexer.at, 0};
    int64_t addend = 0;

    if (!lexer_take_name(&a->lexer, &name) || !word_is_label(name))
        return lexer_expected(&a->lexer, "a number or a label");
    if ((lexer_sees(&a->lexer, "+") || lexer_sees(&a->lexer, "-")) &&
        !lexer_integer(&a->lexer, &range, &addend))
        return false;
    *value = 0;
    return !a->resolving || assembly_address(a, name, addend, value);
}

static bool take_value(struct assembly *a, uint32_t size, uint64_t *value)
{
    struct asm_range range = {0, 0, "a number"};
    struct asm_number number;
    int64_t narrow;

    if (size == 8 && a->section != ASM_TEXT && !lexer_sees_number(&a->lexer))
        return take_pointer(a, value);
    if (size == 8) {
        if (!lexer_number(&a->lexer, &number))
            return false;
        *value = number.negative ? 0u - number.magnitude : number.magnitude;
        return true;
    }
    range.high = ((int64_t)1 << 8u * size) - 1;
    range.low = -((int64_t)1 << (8u * size - 1u));
    if (!lexer_integer(&a->lexer, &range, &narrow))
        return false;
    *value = (uint64_t)narrow;
    return true;
}

/* Numbers between commas. */
static bool take_values(struct assembly *a, uint32_t size)
{
    uint8_t bytes[8];
    uint64_t value = 0;
    bool ok;

    if (!check_contents(a, size))
        return false;
    do {
        if (!take_value(a, size, &value))
            return false;
        rbpf_store64(bytes, value);
        ok = a->section == ASM_TEXT ? assembly_put_slot(a, bytes) : assembly_put(a, bytes, size);
    } while (ok && lexer_take(&a->lexer, ","));
    return ok;
}

static bool take_bytes(struct assembly *a)
{
    return take_values(a, 1);
}

static bool take_u16(struct assembly *a)
{
    return take_values(a, 2);
}

static bool take_u32(struct assembly *a)
{
    return take_values(a, 4);
}

static bool take_u64(struct assembly *a)
{
    return take_values(a, 8);
}

/* Decodes into the room for names, where it need not stay. */
static bool take_ascii(struct assembly *a)
{
    uint8_t *scratch = (uint8_t *)a->strings + a->strings_used;
    uint32_t size;

    return check_contents(a, 1) && lexer_string(&a->lexer, scratch, &size) &&
           assembly_put(a, scratch, size);
}

static bool take_asciz(struct assembly *a)
{
    return take_ascii(a) && assembly_put(a, NULL, 1);
}

static bool take_zero(struct assembly *a)
{
    static const struct asm_range range = {0, CONVERT_DATA_MAX, "a number of bytes"};
    int64_t size;

    if (a->section == ASM_TEXT)
        return check_contents(a, 1);
    return lexer_integer(&a->lexer, &range, &size) && assembly_put(a, NULL, (uint32_t)size);
}

static bool take_align(struct assembly *a)
{
    static const struct asm_range range = {1, CONVERT_ALIGNMENT_MAX, "a power of 2"};
    const char *begin;
    uint32_t at;
    int64_t alignment;

    if (a->section == ASM_TEXT || a->section == ASM_OPTIONAL)
        return lexer_fail_at(&a->lexer, a->lexer.at, "expected .align in .rodata, .data or .bss");
    lexer_sees_number(&a->lexer);
    begin = a->lexer.at;
    if (!lexer_integer(&a->lexer, &range, &alignment))
        return false;
    if (alignment & (alignment - 1))
        return lexer_fail_at(&a->lexer, begin, "expected a power of 2");
    if (a->section == ASM_BSS && alignment > a->bss_alignment)
        a->bss_alignment = (uint32_t)alignment;
    at = a->sections[a->section].at;
    return assembly_put(a, NULL, (0u - at) & ((uint32_t)alignment - 1u));
}

/* One "name=number" of .func, behind the name. */
static bool take_attribute(struct assembly *a, struct word name, struct asm_function *function)
{
    const struct {
        const char *name;
        int32_t *value;
        struct asm_range range;
        uint32_t unit;
    } rows[] = {
        {"frame", &function->frame_bytes, {0, RBPF_FRAME_MAX, "a multiple of 8"}, 8},
        {"stack", &function->stack_bytes, {0, UINT16_MAX, "a multiple of 8"}, 8},
        {"depth", &function->depth, {0, UINT8_MAX, "a depth"}, 1},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value;

        if (!word_is(name, rows[i].name))
            continue;
        if (!lexer_expect(&a->lexer, "=") || !lexer_integer(&a->lexer, &rows[i].range, &value))
            return false;
        if (value % rows[i].unit != 0)
            return lexer_fail_at(&a->lexer, name.at, "expected a multiple of 8 bytes");
        *rows[i].value = (int32_t)value;
        return true;
    }
    return lexer_fail_at(&a->lexer, name.at,
                         "expected frame=, stack=, depth= or callable behind the function's name");
}

static bool take_attributes(struct assembly *a, struct asm_function *function, uint8_t *marks)
{
    struct word name;

    while (!lexer_at_end(&a->lexer)) {
        if (!lexer_take_name(&a->lexer, &name))
            return lexer_expected(&a->lexer, "frame=, stack=, depth= or callable");
        if (word_is(name, "callable"))
            *marks |= SLOT_ADDRESS;
        else if (!take_attribute(a, name, function))
            return false;
    }
    return true;
}

static bool take_function(struct assembly *a)
{
    struct asm_function function = {a->sections[ASM_TEXT].at / 8u, -1, -1, -1};
    uint8_t marks = 0;
    struct word name;

    if (a->section != ASM_TEXT)
        return lexer_fail_at(&a->lexer, a->lexer.at, "expected .func in .text");
    if (!lexer_take_name(&a->lexer, &name))
        return lexer_expected(&a->lexer, "the name of a function");
    if (!assembly_define(a, name) || !take_attributes(a, &function, &marks))
        return false;
    if (!a->resolving)
        return true;
    if (!assembly_mark_function(a, a->sections[ASM_TEXT].at, name.at))
        return false;
    if (a->function_count > 0 && a->functions[a->function_count - 1u].slot == function.slot)
        return lexer_fail_at(&a->lexer, name.at, "expected an instruction between two .func");
    a->c.slots[function.slot] |= marks;
    a->functions[a->function_count++] = function;
    return true;
}

/* The name is the label's, or a string. */
static bool take_entry_name(struct assembly *a, struct word label, char *name)
{
    const char *begin;
    uint32_t size;

    memcpy(name, label.at, label.length);
    name[label.length] = 0;
    if (!lexer_take(&a->lexer, ","))
        return true;
    lexer_at_end(&a->lexer);
    begin = a->lexer.at;
    if (!lexer_string(&a->lexer, (uint8_t *)name, &size))
        return false;
    name[size] = 0;
    return (size > 0 && strlen(name) == size) ||
           lexer_fail_at(&a->lexer, begin, "expected a name of at least one byte and without \\0");
}

static bool take_entry(struct assembly *a)
{
    char *name = a->strings + a->strings_used;
    struct asm_symbol symbol;
    struct word label;

    if (!lexer_take_name(&a->lexer, &label))
        return lexer_expected(&a->lexer, "the label of a function");
    if (!take_entry_name(a, label, name))
        return false;
    if (!a->resolving || a->source->raw)
        return true;
    if (!assembly_find(a, label, &symbol))
        return false;
    if (symbol.section != ASM_TEXT)
        return lexer_fail_at(&a->lexer, label.at, "expected a label of .text");
    if (!assembly_mark_function(a, symbol.offset, label.at))
        return false;
    if (!append_entry(&a->entries, name, symbol.offset / 8u))
        return lexer_fail_at(&a->lexer, label.at,
                             "expected names of entry points of at most %u bytes together",
                             ENTRIES_BYTES_MAX);
    a->strings_used += strlen(name) + 1u;
    return true;
}

bool asm_directive(struct assembly *a, struct word name)
{
    static const struct {
        const char *name;
        bool (*take)(struct assembly *a);
    } directives[] = {
        {".text", enter_text},  {".rodata", enter_rodata},  {".data", enter_data},
        {".bss", enter_bss},    {".section", take_section}, {".byte", take_bytes},
        {".u8", take_bytes},    {".u16", take_u16},         {".u32", take_u32},
        {".u64", take_u64},     {".ascii", take_ascii},     {".asciz", take_asciz},
        {".zero", take_zero},   {".align", take_align},     {".func", take_function},
        {".entry", take_entry}, {".globl", take_entry},     {".global", take_entry},
    };

    for (size_t i = 0; i < sizeof directives / sizeof directives[0]; i++) {
        if (word_is(name, directives[i].name))
            return directives[i].take(a);
    }
    return lexer_fail_at(&a->lexer, name.at,
                         "expected one of .text .rodata .data .bss .section .func .entry .byte "
                         ".u16 .u32 .u64 .ascii .asciz .zero .align");
}
