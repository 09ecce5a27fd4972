/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

#include "object.h"

/* Header, contents, .symtab, .strtab (all names), section headers. */
struct builder {
    struct object *object;
    Elf64_Shdr headers[OBJECT_SECTIONS_MAX + 3];
    uint16_t header_count;
    char names[OBJECT_NAMES_MAX];
    size_t names_size;
};

static uint32_t add_name(struct builder *b, const char *name)
{
    size_t at = b->names_size;

    assert_true(at + strlen(name) + 1u <= sizeof b->names);
    memcpy(b->names + at, name, strlen(name) + 1u);
    b->names_size += strlen(name) + 1u;
    return (uint32_t)at;
}

static uint64_t add_bytes(struct object *object, const void *bytes, size_t size)
{
    size_t at = (object->size + 7u) & ~(size_t)7u;

    assert_true(at + size <= sizeof object->bytes);
    if (size > 0)
        memcpy(object->bytes + at, bytes, size);
    object->size = at + size;
    return at;
}

static uint32_t count_sections(const struct object_spec *spec)
{
    uint32_t count = 0;

    while (spec->sections[count].name)
        count++;
    return count;
}

static void add_section(struct builder *b, const struct object_section *section, uint32_t symtab)
{
    bool is_rel = section->type == SHT_REL || section->type == SHT_RELA;

    b->headers[b->header_count++] = (Elf64_Shdr){
        .sh_name = add_name(b, section->name),
        .sh_type = section->type,
        .sh_flags = section->flags,
        .sh_offset = section->type == SHT_NOBITS
                         ? b->object->size
                         : add_bytes(b->object, section->bytes, section->size),
        .sh_size = section->size,
        .sh_link = is_rel ? symtab : 0,
        .sh_info = section->info,
        .sh_addralign = section->alignment,
        .sh_entsize = is_rel ? sizeof(Elf64_Rel) : 0,
    };
}

static void add_symbols(struct builder *b, const struct object_symbol *symbols)
{
    Elf64_Sym table[OBJECT_SYMBOLS_MAX + 1] = {{0}};
    uint16_t count = 1;

    for (; symbols->name; symbols++) {
        table[count++] = (Elf64_Sym){
            .st_name = add_name(b, symbols->name),
            .st_info = symbols->info,
            .st_shndx = symbols->section,
            .st_value = symbols->value,
        };
    }
    b->headers[b->header_count] = (Elf64_Shdr){
        .sh_name = add_name(b, ".symtab"),
        .sh_type = SHT_SYMTAB,
        .sh_offset = add_bytes(b->object, table, count * sizeof table[0]),
        .sh_size = count * sizeof table[0],
        .sh_link = b->header_count + 1u,
        .sh_entsize = sizeof table[0],
    };
    b->header_count++;
}

static void add_names(struct builder *b)
{
    uint32_t name = add_name(b, ".strtab");

    b->headers[b->header_count++] = (Elf64_Shdr){
        .sh_name = name,
        .sh_type = SHT_STRTAB,
        .sh_offset = add_bytes(b->object, b->names, b->names_size),
        .sh_size = b->names_size,
    };
}

static void write_header(struct builder *b)
{
    Elf64_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_REL,
        .e_machine = EM_BPF,
        .e_version = EV_CURRENT,
        .e_ehsize = sizeof header,
        .e_shentsize = sizeof(Elf64_Shdr),
        .e_shnum = b->header_count,
        .e_shstrndx = (uint16_t)(b->header_count - 1u),
    };

    header.e_shoff = add_bytes(b->object, b->headers, b->header_count * sizeof b->headers[0]);
    memcpy(b->object->bytes, &header, sizeof header);
}

void object_build(struct object *object, const struct object_spec *spec)
{
    struct builder b = {.object = object, .header_count = 1, .names_size = 1};
    uint32_t count = count_sections(spec);

    memset(object, 0, sizeof *object);
    object->size = sizeof(Elf64_Ehdr);
    for (uint32_t i = 0; i < count; i++)
        add_section(&b, &spec->sections[i], count + 1u);
    add_symbols(&b, spec->symbols);
    add_names(&b);
    write_header(&b);
}
