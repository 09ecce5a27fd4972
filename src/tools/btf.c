/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Offsets and lengths are 32 bits wide and compared with what is left before they are added.
 * All is checked once, in btf_open(), so that a walk cannot fail.
 */
#include "tools/btf.h"

#include <string.h>

#include "bytes.h"

#define BTF_MAGIC 0xeb9fu
#define BTF_VERSION 1u
#define BTF_HEADER_BYTES 24u
#define GROUP_HEADER_BYTES 8u
/* insn_off, file_name_off, line_off, line_col; later versions may append to a record. */
#define RECORD_BYTES_MIN 16u

static bool fail_damaged(struct message *message, const char *section, uint32_t offset)
{
    return message_fail(message,
                        "section '%s' is damaged at offset 0x%x; rbpf convert --strip ignores it",
                        section, (unsigned)offset);
}

/* The first section of that name; its data is null if there is none. */
static struct elf_section find_section(const struct elf_file *elf, const char *name)
{
    struct elf_section none = {.name = name};

    for (uint32_t i = 0; i < elf->section_count; i++) {
        struct elf_section section = elf_section(elf, i);

        if (section.data && strcmp(section.name, name) == 0)
            return section;
    }
    return none;
}

/* The part of a section whose offset and length the header has at `field`. */
struct part {
    uint32_t begin;
    uint32_t end;
};

static bool read_header(const struct elf_section *section, uint32_t field, struct part *part)
{
    const uint8_t *b = section->data;
    uint32_t header_bytes;
    uint64_t room;

    if (section->size < BTF_HEADER_BYTES || section->size > UINT32_MAX)
        return false;
    header_bytes = rbpf_load32(b + 4);
    if (rbpf_load16(b) != BTF_MAGIC || b[2] != BTF_VERSION || b[3] != 0)
        return false;
    if (header_bytes < BTF_HEADER_BYTES || header_bytes > section->size)
        return false;
    room = section->size - header_bytes;
    if (rbpf_load32(b + field) > room || rbpf_load32(b + field + 4) > room - rbpf_load32(b + field))
        return false;
    part->begin = header_bytes + rbpf_load32(b + field);
    part->end = part->begin + rbpf_load32(b + field + 4);
    return true;
}

/* The first string is empty and the last ends, so that every string ends. */
static bool open_strings(struct btf *btf, const struct elf_file *elf, struct message *message)
{
    struct elf_section section = find_section(elf, ".BTF");
    struct part part;

    if (!section.data)
        return message_fail(message, "there is a section '.BTF.ext' but no '.BTF'; rbpf convert "
                                     "--strip ignores it");
    if (!read_header(&section, 16, &part))
        return fail_damaged(message, section.name, 0);
    if (part.begin == part.end || section.data[part.begin] != 0 || section.data[part.end - 1] != 0)
        return fail_damaged(message, section.name, part.begin);
    btf->strings = (const char *)section.data + part.begin;
    btf->strings_bytes = part.end - part.begin;
    return true;
}

/* How many records a group has that begins at `group`; 0: it is damaged. */
static uint32_t group_count(const struct btf *btf, uint32_t group)
{
    uint32_t room = btf->groups_end - group;
    uint32_t count;

    if (room < GROUP_HEADER_BYTES)
        return 0;
    count = rbpf_load32(btf->section.data + group + 4);
    if (count > (room - GROUP_HEADER_BYTES) / btf->record_bytes)
        return 0;
    return rbpf_load32(btf->section.data + group) < btf->strings_bytes ? count : 0;
}

static bool check_files(const struct btf *btf, uint32_t group, struct message *message)
{
    uint32_t count = group_count(btf, group);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = group + GROUP_HEADER_BYTES + i * btf->record_bytes;

        if (rbpf_load32(btf->section.data + at + 4) >= btf->strings_bytes)
            return fail_damaged(message, btf->section.name, at);
    }
    return true;
}

static uint32_t group_bytes(const struct btf *btf, uint32_t group)
{
    return GROUP_HEADER_BYTES + group_count(btf, group) * btf->record_bytes;
}

/* A group is all there is of a section, so that there are no more groups than sections. */
static bool check_groups(const struct btf *btf, uint32_t groups_max, struct message *message)
{
    uint32_t groups = 0;

    for (uint32_t at = btf->groups; at < btf->groups_end; at += group_bytes(btf, at)) {
        if (group_count(btf, at) == 0 || ++groups > groups_max)
            return fail_damaged(message, btf->section.name, at);
        if (!check_files(btf, at, message))
            return false;
    }
    return true;
}

static bool open_groups(struct btf *btf, const struct elf_file *elf, struct message *message)
{
    struct part part;

    if (!read_header(&btf->section, 16, &part))
        return fail_damaged(message, btf->section.name, 0);
    btf->groups = part.end;
    btf->groups_end = part.end;
    if (part.begin == part.end)
        return true;
    if (part.begin % 4u != 0 || part.end - part.begin < 4)
        return fail_damaged(message, btf->section.name, part.begin);
    btf->groups = part.begin + 4u;
    btf->record_bytes = rbpf_load32(btf->section.data + part.begin);
    if (btf->record_bytes < RECORD_BYTES_MIN || btf->record_bytes % 4u != 0)
        return fail_damaged(message, btf->section.name, part.begin);
    return check_groups(btf, elf->section_count, message);
}

bool btf_open(struct btf *btf, const struct elf_file *elf, struct message *message)
{
    *btf = (struct btf){.section = find_section(elf, ".BTF.ext")};
    if (!btf->section.data)
        return true;
    return open_strings(btf, elf, message) && open_groups(btf, elf, message);
}

bool btf_next(const struct btf *btf, struct btf_cursor *cursor, struct btf_record *record)
{
    const uint8_t *b = btf->section.data;

    if (cursor->group == 0)
        cursor->group = btf->groups;
    if (cursor->group >= btf->groups_end)
        return false;
    record->group = cursor->group;
    record->at = cursor->group + GROUP_HEADER_BYTES + cursor->record * btf->record_bytes;
    record->insn_offset = rbpf_load32(b + record->at);
    record->file = rbpf_load32(b + record->at + 4);
    record->place = rbpf_load32(b + record->at + 12);
    record->section_name = rbpf_load32(b + cursor->group);
    if (++cursor->record == group_count(btf, cursor->group)) {
        cursor->group += group_bytes(btf, cursor->group);
        cursor->record = 0;
    }
    return true;
}
