/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Relocations (Linux: Documentation/bpf/llvm_reloc.rst). Addends are read from
 * the object and results written to the image, so that a relocation that is
 * listed twice does no harm.
 */
#include <string.h>

#include "bytes.h"
#include "isa/isa.h"
#include "tools/conversion.h"

/* The section whose relocations are at work. */
struct patch {
    struct conversion *c;
    struct elf_section section;
    struct place place;
    struct elf_rel rel;
    struct site site;
    bool from_gcc;
};

static bool fail_rel(const struct patch *p, const char *why)
{
    return message_fail(
        p->c->message, "the relocation of section '%s' at offset 0x%llx (type %u) %s",
        p->site.section, (unsigned long long)p->site.offset, (unsigned)p->rel.type, why);
}

/* Notes that a function's address is taken; list_functions() sees whether one begins there. */
static bool take_function_address(const struct patch *p, const struct target *target,
                                  int64_t addend)
{
    uint64_t offset = target->value + (uint64_t)addend;

    if (offset >= target->section_bytes || offset % 8u != 0)
        return fail_rel(p, "takes the address of code that is no function");
    p->c->slots[(target->place.offset + offset) / 8u] |= SLOT_ADDRESS;
    return true;
}

static bool resolve_address(const struct patch *p, int64_t addend, uint64_t *address)
{
    struct target target;

    if (!resolve_symbol(p->c, p->rel.symbol, &p->site, &target))
        return false;
    *address = target_address(&target, addend);
    return target.place.kind != PLACE_TEXT || take_function_address(p, &target, addend);
}

static bool patch_lddw(const struct patch *p)
{
    const uint8_t *from = p->section.data + p->rel.offset;
    uint8_t *to = p->c->text + p->place.offset + p->rel.offset;
    uint64_t address;

    if (from[0] != RBPF_OP_LDDW || from[1] > 15)
        return fail_rel(p, "does not stand on a plain LDDW");
    if (!resolve_address(p, (int32_t)rbpf_load32(from + 4), &address))
        return false;
    rbpf_store32(to + 4, (uint32_t)address);
    rbpf_store32(to + 12, (uint32_t)(address >> 32));
    return true;
}

/* The callee is symbol + 8 * (immediate + 1), whether the symbol is a function or a section. */
static bool patch_call(const struct patch *p)
{
    const uint8_t *from = p->section.data + p->rel.offset;
    uint32_t here = (p->place.offset + (uint32_t)p->rel.offset) / 8u;
    struct target target;
    int64_t callee;

    if (from[0] != RBPF_OP_CALL || from[1] >> 4 != RBPF_CALL_LOCAL)
        return fail_rel(p, "does not stand on a call of a function");
    if (!resolve_symbol(p->c, p->rel.symbol, &p->site, &target))
        return false;
    if (target.place.kind != PLACE_TEXT)
        return fail_rel(p, "calls what is no code");
    callee = (int64_t)(target.value / 8u) + (int32_t)rbpf_load32(from + 4) + 1;
    if (target.value % 8u != 0 || callee < 0 || callee >= (int64_t)(target.section_bytes / 8u))
        return fail_rel(p, "calls what is no instruction of the section");
    callee += target.place.offset / 8u;
    rbpf_store32(p->c->text + (size_t)here * 8u + 4, (uint32_t)(callee - here - 1));
    return true;
}

static bool patch_text(const struct patch *p)
{
    uint64_t offset = p->rel.offset;

    if (offset >= p->section.size || offset % 8u != 0)
        return fail_rel(p, "does not stand on an instruction");
    if (p->c->slots[(p->place.offset + offset) / 8u] & SLOT_SECOND_HALF)
        return fail_rel(p, "stands on the second half of an LDDW");
    switch (p->rel.type) {
    case ELF_RELOC_64_64:
        return patch_lddw(p);
    case ELF_RELOC_64_32:
        return patch_call(p);
    default:
        return fail_rel(p, "is of a type that is not known in code");
    }
}

static bool patch_word(const struct patch *p)
{
    uint8_t *part = p->place.kind == PLACE_RODATA ? p->c->rodata : p->c->data;
    uint64_t address;

    if (!p->section.data || p->section.size < 8 || p->rel.offset > p->section.size - 8)
        return fail_rel(p, "lies outside the section");
    if (!resolve_address(p, (int64_t)rbpf_load64(p->section.data + p->rel.offset), &address))
        return false;
    rbpf_store64(part + p->place.offset + p->rel.offset, address);
    return true;
}

static bool patch_data(const struct patch *p)
{
    switch (p->rel.type) {
    case ELF_RELOC_64_ABS64:
        return patch_word(p);
    case ELF_RELOC_64_ABS32:
        return fail_rel(p, "cuts an address to 32 bits; guest addresses have 64");
    default:
        return fail_rel(p, "is of a type that is not known in data");
    }
}

/* Strings, each with a NUL; binutils puts an empty one first. Farther than this nobody looks. */
#define COMMENT_BYTES 256u

static bool has_gcc_string(const struct elf_section *section)
{
    for (uint64_t i = 0; i + 4 <= section->size && i < COMMENT_BYTES; i++) {
        if ((i == 0 || section->data[i - 1] == 0) && memcmp(section->data + i, "GCC:", 4) == 0)
            return true;
    }
    return false;
}

static bool is_from_gcc(const struct conversion *c)
{
    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);

        if (section.data && strcmp(section.name, ".comment") == 0 && has_gcc_string(&section))
            return true;
    }
    return false;
}

/*
 * binutils up to 2.40 adds the symbol's value to the field already, and the object does not say
 * so: better refused than wrong. Where the value is 0, as that of sections is, clang and gcc mean
 * the same, if it is an address in code, or a call without an addend.
 */
static bool check_gcc(const struct patch *p)
{
    bool is_sure = false;

    if (p->rel.symbol < p->c->elf.symbol_count && p->place.kind == PLACE_TEXT &&
        p->rel.offset % 8u == 0 && p->rel.offset < p->section.size &&
        elf_symbol(&p->c->elf, p->rel.symbol).value == 0)
        is_sure = p->rel.type == ELF_RELOC_64_64 ||
                  (p->rel.type == ELF_RELOC_64_32 &&
                   rbpf_load32(p->section.data + p->rel.offset + 4) == UINT32_MAX);
    return is_sure ||
           message_fail(p->c->message,
                        "gcc made this object, and its relocation of section '%s' at offset "
                        "0x%llx (type %u) is not as clang's: make the variable or function "
                        "static, with no addresses in initial values, or compile with clang",
                        p->site.section, (unsigned long long)p->site.offset, (unsigned)p->rel.type);
}

static bool patch_one(struct patch *p, const struct elf_rel *rel)
{
    p->rel = *rel;
    p->site = (struct site){
        .section = p->section.name,
        .offset = rel->offset,
        .is_call = rel->type == ELF_RELOC_64_32,
    };
    if (rel->type == ELF_RELOC_NONE)
        return true;
    if (p->from_gcc && !check_gcc(p))
        return false;
    return p->place.kind == PLACE_TEXT ? patch_text(p) : patch_data(p);
}

static bool patch_section(struct conversion *c, const struct elf_section *relocations,
                          bool from_gcc)
{
    struct patch p = {.c = c, .place = c->places[relocations->info], .from_gcc = from_gcc};
    uint64_t count;

    if (relocations->type == ELF_SECTION_RELA)
        return message_fail(c->message,
                            "section '%s' has relocations with addends, which BPF does not use",
                            relocations->name);
    if (!elf_rel_count(&c->elf, relocations, &count, c->message))
        return false;
    p.section = elf_section(&c->elf, relocations->info);
    for (uint64_t i = 0; i < count; i++) {
        struct elf_rel rel = elf_rel(relocations, i);

        if (!patch_one(&p, &rel))
            return false;
    }
    return true;
}

bool relocate_sections(struct conversion *c)
{
    bool from_gcc = is_from_gcc(c);

    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);

        if (section.type != ELF_SECTION_REL && section.type != ELF_SECTION_RELA)
            continue;
        if (section.info >= c->elf.section_count)
            return message_fail(c->message, "section '%s' relocates section %u, which is not there",
                                section.name, (unsigned)section.info);
        if (c->places[section.info].kind != PLACE_NONE && !patch_section(c, &section, from_gcc))
            return false;
    }
    return true;
}
