/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * LINES: which line of the source each slot comes from; src/image/FORMAT.md draws the section.
 *
 * A record's offset counts from its section, which the relocation at the field names. Objects that
 * a linker has made (bpftool gen object) have no such relocations: there the group's name tells.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "tools/btf.h"
#include "tools/conversion.h"
#include "tools/convert.h"

/* The line of a slot; file 0: none. */
struct slot_line {
    uint32_t place;
    uint32_t file;
};

struct source_lines {
    struct conversion *c;
    struct btf btf;
    /* One for each word of .BTF.ext: the symbol that it is relocated by, or 0. */
    uint32_t *symbols;
    /* One for each slot. */
    struct slot_line *slots;
    /* One for each byte of the strings: the number of the file of that name, from 1, or 0. */
    uint16_t *file_numbers;
    uint32_t file_count;
    uint32_t file_bytes;
    /* The group whose section was found by name last, and the section. */
    uint32_t named_group;
    uint32_t named_section;
};

/* With more sections than this, no section is looked for by its name: it would take too long. */
#define NAMED_SECTIONS_MAX 1024u
#define SECTION_NAME_MAX 256u
#define FILES_MAX 65535u

static bool fail_damaged(const struct source_lines *s, uint64_t offset)
{
    return message_fail(s->c->message,
                        "section '%s' is damaged at offset 0x%llx; rbpf convert --strip ignores it",
                        s->btf.section.name, (unsigned long long)offset);
}

static bool note_symbols(struct source_lines *s, const struct elf_section *relocations)
{
    uint64_t count;

    if (!elf_rel_count(&s->c->elf, relocations, &count, s->c->message))
        return false;
    for (uint64_t i = 0; i < count; i++) {
        struct elf_rel rel = elf_rel(relocations, i);

        if (rel.offset % 4u != 0 || rel.offset >= s->btf.section.size)
            return fail_damaged(s, rel.offset);
        s->symbols[rel.offset / 4u] = rel.symbol;
    }
    return true;
}

static bool read_relocations(struct source_lines *s)
{
    for (uint32_t i = 0; i < s->c->elf.section_count; i++) {
        struct elf_section section = elf_section(&s->c->elf, i);

        if (section.type == ELF_SECTION_REL && section.info == s->btf.section.index &&
            !note_symbols(s, &section))
            return false;
    }
    return true;
}

/* The section of the text that a group is about; 0: there is none. */
static uint32_t section_by_name(struct source_lines *s, const struct btf_record *record)
{
    if (s->named_group == record->group)
        return s->named_section;
    s->named_group = record->group;
    s->named_section = 0;
    for (uint32_t i = 0; i < s->c->elf.section_count && i < NAMED_SECTIONS_MAX; i++) {
        struct elf_section section = elf_section(&s->c->elf, i);

        if (s->c->places[i].kind == PLACE_TEXT &&
            strncmp(section.name, s->btf.strings + record->section_name, SECTION_NAME_MAX) == 0)
            s->named_section = i;
    }
    return s->named_section;
}

/* Where a record's section begins, and how long it is. */
static bool find_target(struct source_lines *s, const struct btf_record *record,
                        struct target *target)
{
    struct site site = {.section = s->btf.section.name, .offset = record->at};
    uint32_t symbol = s->symbols[record->at / 4u];
    uint32_t index;

    if (symbol != 0)
        return resolve_symbol(s->c, symbol, &site, target);
    index = section_by_name(s, record);
    *target = (struct target){
        .place = s->c->places[index],
        .section_bytes = elf_section(&s->c->elf, index).size,
    };
    return index != 0 || fail_damaged(s, record->group);
}

/* Gives a file that is new a number. */
static bool number_file(struct source_lines *s, uint32_t name)
{
    uint32_t size;

    if (s->file_numbers[name] != 0)
        return true;
    size = name_bytes(s->btf.strings + name, CONVERT_NAMES_MAX);
    if (size > CONVERT_NAMES_MAX - s->file_bytes || s->file_count == FILES_MAX)
        return message_fail(s->c->message,
                            "the names of the source files do not fit into %u bytes; rbpf convert "
                            "--strip leaves them out",
                            CONVERT_NAMES_MAX);
    s->file_numbers[name] = (uint16_t)++s->file_count;
    s->file_bytes += size;
    return true;
}

static bool note_line(struct source_lines *s, const struct btf_record *record)
{
    struct target target;
    uint64_t offset;

    if (!find_target(s, record, &target))
        return false;
    offset = target.value + record->insn_offset;
    if (target.place.kind != PLACE_TEXT || offset >= target.section_bytes || offset % 8u != 0)
        return fail_damaged(s, record->at);
    if (s->btf.strings[record->file] == 0)
        return true;
    if (!number_file(s, record->file))
        return false;
    s->slots[(target.place.offset + offset) / 8u] =
        (struct slot_line){.place = record->place, .file = s->file_numbers[record->file]};
    return true;
}

static uint32_t count_records(const struct source_lines *s)
{
    uint32_t count = 0;

    for (uint32_t slot = 0; slot < slot_count(s->c); slot++)
        count += s->slots[slot].file != 0;
    return count;
}

static void write_records(const struct source_lines *s, uint8_t *record)
{
    for (uint32_t slot = 0; slot < slot_count(s->c); slot++) {
        if (s->slots[slot].file == 0)
            continue;
        rbpf_store16(record, (uint16_t)slot);
        rbpf_store16(record + 2, (uint16_t)(s->slots[slot].file - 1u));
        rbpf_store32(record + 4, s->slots[slot].place);
        record += 8;
    }
}

/* In the order of their numbers, which is that of the records that first named them. */
static void write_files(const struct source_lines *s, uint8_t *to)
{
    struct btf_cursor cursor = {0};
    struct btf_record record;
    uint32_t next = 1;

    while (btf_next(&s->btf, &cursor, &record)) {
        const char *name = s->btf.strings + record.file;

        if (s->file_numbers[record.file] != next)
            continue;
        memcpy(to, name, strlen(name) + 1u);
        to += strlen(name) + 1u;
        next++;
    }
}

static bool write_lines(const struct source_lines *s)
{
    struct conversion *c = s->c;
    uint32_t count = count_records(s);

    if (count == 0)
        return true;
    c->lines_bytes = 8u + 8u * count + s->file_bytes;
    c->lines = calloc(c->lines_bytes, 1u);
    if (!c->lines)
        return message_fail(c->message, "out of memory");
    rbpf_store32(c->lines, count);
    rbpf_store16(c->lines + 4, (uint16_t)s->file_count);
    write_records(s, c->lines + 8);
    write_files(s, c->lines + 8u + 8u * count);
    return true;
}

static bool make_room(struct source_lines *s)
{
    s->symbols = calloc((size_t)s->btf.section.size / 4u + 1u, sizeof *s->symbols);
    s->slots = calloc(slot_count(s->c), sizeof *s->slots);
    s->file_numbers = calloc(s->btf.strings_bytes, sizeof *s->file_numbers);
    return (s->symbols && s->slots && s->file_numbers) ||
           message_fail(s->c->message, "out of memory");
}

static bool note_lines(struct source_lines *s)
{
    struct btf_cursor cursor = {0};
    struct btf_record record;

    while (btf_next(&s->btf, &cursor, &record)) {
        if (!note_line(s, &record))
            return false;
    }
    return true;
}

bool list_lines(struct conversion *c)
{
    struct source_lines s = {.c = c};
    bool ok;

    if (!btf_open(&s.btf, &c->elf, c->message))
        return false;
    if (!s.btf.section.data)
        return true;
    ok = make_room(&s) && read_relocations(&s) && note_lines(&s) && write_lines(&s);
    free(s.symbols);
    free(s.slots);
    free(s.file_numbers);
    return ok;
}
