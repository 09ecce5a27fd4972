/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Nothing in the file is believed: offsets and sizes are 64 bits wide and compared
 * with what is left before they are added, indices before they are used.
 */
#include "tools/elf_file.h"

#include <string.h>

#include "bytes.h"

static bool in_file(const struct elf_file *elf, uint64_t offset, uint64_t size)
{
    return offset <= elf->size && size <= elf->size - offset;
}

static bool check_ident(const struct elf_file *elf, struct message *message)
{
    const uint8_t *b = elf->bytes;

    if (elf->size < 4 || memcmp(b, "\177ELF", 4) != 0)
        return message_fail(message, elf->size ? "not an ELF object" : "is empty");
    if (elf->size < ELF_HEADER_BYTES)
        return message_fail(message, "the object ends inside the ELF header");
    if (b[4] != ELF_CLASS_64)
        return message_fail(message, "not a 64-bit ELF object; compile with --target=bpfel");
    if (b[5] != ELF_DATA_LITTLE)
        return message_fail(message, "a big-endian object; compile with --target=bpfel");
    if (rbpf_load16(b + 18) != ELF_MACHINE_BPF)
        return message_fail(message,
                            "an object for another machine (e_machine %u); compile with "
                            "--target=bpfel",
                            (unsigned)rbpf_load16(b + 18));
    if (rbpf_load16(b + 16) != ELF_TYPE_REL)
        return message_fail(message, "not a relocatable object (e_type %u); compile with -c",
                            (unsigned)rbpf_load16(b + 16));
    return true;
}

static bool find_section_table(struct elf_file *elf, struct message *message)
{
    const uint8_t *b = elf->bytes;

    elf->section_table = rbpf_load64(b + 40);
    elf->section_count = rbpf_load16(b + 60);
    elf->names_section = rbpf_load16(b + 62);
    if (rbpf_load16(b + 58) != ELF_SECTION_BYTES)
        return message_fail(message, "section headers of %u bytes instead of %u (e_shentsize)",
                            (unsigned)rbpf_load16(b + 58), ELF_SECTION_BYTES);
    if (elf->section_count == 0 && elf->section_table != 0)
        return message_fail(message, "the object has more than 65279 sections (e_shnum is 0), "
                                     "which are too many");
    if (elf->section_count == 0)
        return message_fail(message, "the object has no sections (e_shnum and e_shoff are 0)");
    if (!in_file(elf, elf->section_table, (uint64_t)elf->section_count * ELF_SECTION_BYTES))
        return message_fail(message, "the section headers lie outside the file");
    if (elf->names_section == 0 || elf->names_section >= elf->section_count)
        return message_fail(message, "there is no section %u for names (e_shstrndx)",
                            (unsigned)elf->names_section);
    return true;
}

static const uint8_t *section_header(const struct elf_file *elf, uint32_t index)
{
    return elf->bytes + elf->section_table + (uint64_t)index * ELF_SECTION_BYTES;
}

static bool has_bytes(uint32_t type)
{
    return type != ELF_SECTION_NULL && type != ELF_SECTION_NOBITS;
}

/* A string of a table that was checked by check_strings(). */
static const char *string_at(const struct elf_file *elf, uint32_t table, uint64_t offset)
{
    return (const char *)elf->bytes + rbpf_load64(section_header(elf, table) + 24) + offset;
}

static uint64_t section_size(const struct elf_file *elf, uint32_t index)
{
    return rbpf_load64(section_header(elf, index) + 32);
}

struct elf_section elf_section(const struct elf_file *elf, uint32_t index)
{
    const uint8_t *header = section_header(elf, index);
    uint32_t type = rbpf_load32(header + 4);

    return (struct elf_section){
        .index = index,
        .name = string_at(elf, elf->names_section, rbpf_load32(header)),
        .type = type,
        .flags = rbpf_load64(header + 8),
        .data = has_bytes(type) ? elf->bytes + rbpf_load64(header + 24) : NULL,
        .size = rbpf_load64(header + 32),
        .link = rbpf_load32(header + 40),
        .info = rbpf_load32(header + 44),
        .alignment = rbpf_load64(header + 48),
        .entry_bytes = rbpf_load64(header + 56),
    };
}

/* Every section's bytes. Names come later: they need this. */
static bool check_ranges(const struct elf_file *elf, struct message *message)
{
    for (uint32_t i = 0; i < elf->section_count; i++) {
        const uint8_t *header = section_header(elf, i);

        if (has_bytes(rbpf_load32(header + 4)) &&
            !in_file(elf, rbpf_load64(header + 24), rbpf_load64(header + 32)))
            return message_fail(message, "section %u lies outside the file", (unsigned)i);
    }
    return true;
}

/* A table of strings ends with NUL, so that every string in it ends. */
static bool check_strings(const struct elf_file *elf, uint32_t index, struct message *message)
{
    const uint8_t *header = section_header(elf, index);
    uint64_t size = section_size(elf, index);

    if (rbpf_load32(header + 4) != ELF_SECTION_STRTAB)
        return message_fail(message, "section %u is not a table of strings", (unsigned)index);
    if (size == 0 || elf->bytes[rbpf_load64(header + 24) + size - 1] != 0)
        return message_fail(message, "the table of strings in section %u does not end",
                            (unsigned)index);
    return true;
}

static bool check_section_names(const struct elf_file *elf, struct message *message)
{
    uint64_t size = section_size(elf, elf->names_section);

    for (uint32_t i = 0; i < elf->section_count; i++) {
        if (rbpf_load32(section_header(elf, i)) >= size)
            return message_fail(message, "the name of section %u lies outside the names",
                                (unsigned)i);
    }
    return true;
}

static bool find_symbols(struct elf_file *elf, struct message *message)
{
    for (uint32_t i = 0; i < elf->section_count; i++) {
        if (rbpf_load32(section_header(elf, i) + 4) != ELF_SECTION_SYMTAB)
            continue;
        if (elf->symbols_section != 0)
            return message_fail(message, "sections %u and %u are both symbol tables",
                                (unsigned)elf->symbols_section, (unsigned)i);
        elf->symbols_section = i;
    }
    return true;
}

static bool check_symbols(struct elf_file *elf, struct message *message)
{
    struct elf_section section;
    uint64_t count;

    if (elf->symbols_section == 0)
        return true;
    section = elf_section(elf, elf->symbols_section);
    if (!section.data || section.entry_bytes != ELF_SYMBOL_BYTES ||
        section.size % ELF_SYMBOL_BYTES != 0)
        return message_fail(message, "the symbol table '%s' is not made of symbols of %u bytes",
                            section.name, ELF_SYMBOL_BYTES);
    if (section.link >= elf->section_count)
        return message_fail(message, "the symbol table '%s' has no names (sh_link)", section.name);
    if (!check_strings(elf, section.link, message))
        return false;
    count = section.size / ELF_SYMBOL_BYTES;
    if (count > UINT32_MAX)
        return message_fail(message, "the symbol table '%s' is too long", section.name);
    elf->symbol_count = (uint32_t)count;
    for (uint32_t i = 0; i < elf->symbol_count; i++) {
        if (rbpf_load32(section.data + (uint64_t)i * ELF_SYMBOL_BYTES) >=
            section_size(elf, section.link))
            return message_fail(message, "the name of symbol %u lies outside the names",
                                (unsigned)i);
    }
    return true;
}

bool elf_open(struct elf_file *elf, const uint8_t *bytes, size_t size, struct message *message)
{
    *elf = (struct elf_file){.bytes = bytes, .size = size, .rels_left = size / ELF_REL_BYTES};
    return check_ident(elf, message) && find_section_table(elf, message) &&
           check_ranges(elf, message) && check_strings(elf, elf->names_section, message) &&
           check_section_names(elf, message) && find_symbols(elf, message) &&
           check_symbols(elf, message);
}

struct elf_symbol elf_symbol(const struct elf_file *elf, uint32_t index)
{
    const uint8_t *table = section_header(elf, elf->symbols_section);
    const uint8_t *p = elf->bytes + rbpf_load64(table + 24) + (uint64_t)index * ELF_SYMBOL_BYTES;

    return (struct elf_symbol){
        .name = string_at(elf, rbpf_load32(table + 40), rbpf_load32(p)),
        .type = p[4] & 15u,
        .bind = (uint8_t)(p[4] >> 4),
        .section = rbpf_load16(p + 6),
        .value = rbpf_load64(p + 8),
    };
}

bool elf_rel_count(struct elf_file *elf, const struct elf_section *section, uint64_t *count,
                   struct message *message)
{
    if (section->entry_bytes != ELF_REL_BYTES || section->size % ELF_REL_BYTES != 0)
        return message_fail(message, "section '%s' is not made of relocations of %u bytes",
                            section->name, ELF_REL_BYTES);
    if (elf->symbols_section == 0 || section->link != elf->symbols_section)
        return message_fail(message, "section '%s' does not refer to the symbol table",
                            section->name);
    *count = section->size / ELF_REL_BYTES;
    if (*count > elf->rels_left)
        return message_fail(message, "section '%s' overlaps other relocations", section->name);
    elf->rels_left -= *count;
    return true;
}

struct elf_rel elf_rel(const struct elf_section *section, uint64_t index)
{
    const uint8_t *p = section->data + index * ELF_REL_BYTES;

    return (struct elf_rel){
        .offset = rbpf_load64(p),
        .type = rbpf_load32(p + 8),
        .symbol = rbpf_load32(p + 12),
    };
}
