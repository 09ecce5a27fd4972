/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A bounded reader of BPF objects: ELF64, little-endian, EM_BPF, ET_REL.
 *
 * After elf_open() every section's bytes lie inside the file, every index of a
 * section in another is in range, and every name ends: nothing else is promised.
 */
#ifndef RBPF_TOOLS_ELF_FILE_H
#define RBPF_TOOLS_ELF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/elf_format.h"
#include "tools/message.h"

struct elf_file {
    const uint8_t *bytes;
    size_t size;
    uint64_t section_table;
    uint32_t section_count;
    uint32_t names_section;
    /* 0: the file has no symbols. */
    uint32_t symbols_section;
    uint32_t symbol_count;
    /* As many as the file has room for, less those that were counted. */
    uint64_t rels_left;
};

struct elf_section {
    uint32_t index;
    const char *name;
    uint32_t type;
    uint64_t flags;
    /* size bytes; null where the section has none in the file (bss). */
    const uint8_t *data;
    uint64_t size;
    uint32_t link;
    uint32_t info;
    uint64_t alignment;
    uint64_t entry_bytes;
};

struct elf_symbol {
    const char *name;
    uint8_t type;
    uint8_t bind;
    /* As in the file: may be reserved or out of range. */
    uint16_t section;
    uint64_t value;
};

/* A relocation without addend. */
struct elf_rel {
    uint64_t offset;
    uint32_t type;
    uint32_t symbol;
};

/* Refers to `bytes`, which need no alignment. */
bool elf_open(struct elf_file *elf, const uint8_t *bytes, size_t size, struct message *message);

/* Section `index` < section_count. */
struct elf_section elf_section(const struct elf_file *elf, uint32_t index);

/* Symbol `index` < symbol_count. Its name is never null. */
struct elf_symbol elf_symbol(const struct elf_file *elf, uint32_t index);

/* Relocation `index` of a section that elf_rel_count() has accepted. */
struct elf_rel elf_rel(const struct elf_section *section, uint64_t index);

/*
 * Checks a section of type REL, and counts its relocations. To be called once for
 * each: sections that overlap, to make a small file long work, are refused.
 */
bool elf_rel_count(struct elf_file *elf, const struct elf_section *section, uint64_t *count,
                   struct message *message);

#endif
