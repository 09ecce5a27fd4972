/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A bounded reader of what clang -g says of lines: .BTF.ext, whose strings are in .BTF
 * (Linux: Documentation/bpf/btf.rst, sections 2 and 4).
 *
 *     .BTF.ext   header | ... | size of a record | group | group | ...
 *     group      name of a section | count | record | record | ...
 *     record     offset in the section | name of a file | text | line and column
 *
 * After btf_open() every record lies inside the section and every name in the strings, where it
 * ends.
 */
#ifndef RBPF_TOOLS_BTF_H
#define RBPF_TOOLS_BTF_H

#include "tools/elf_file.h"

struct btf {
    /* The section .BTF.ext; its data is null if there are no lines. */
    struct elf_section section;
    const char *strings;
    uint32_t strings_bytes;
    /* Where the groups are in the section, and how long a record is. */
    uint32_t groups;
    uint32_t groups_end;
    uint32_t record_bytes;
};

/* Where a walk over the records is; begin with all zero. */
struct btf_cursor {
    uint32_t group;
    uint32_t record;
};

struct btf_record {
    /* In the section .BTF.ext: where the field `insn_offset` stands, which may be relocated. */
    uint32_t at;
    /* From the start of the group's section. */
    uint32_t insn_offset;
    /* The names are offsets in the strings; 0 is the empty one. */
    uint32_t file;
    uint32_t section_name;
    /* The group's own place in .BTF.ext. */
    uint32_t group;
    /* line * 1024 + column */
    uint32_t place;
};

/* An object without these sections is fine: it has no records. */
bool btf_open(struct btf *btf, const struct elf_file *elf, struct message *message);

/* The next record; false: there is none. */
bool btf_next(const struct btf *btf, struct btf_cursor *cursor, struct btf_record *record);

#endif
