/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the parts of the assembler share. The source is read twice: the first pass finds the
 * labels and the sizes of sections, the second one writes.
 */
#ifndef RBPF_TOOLS_ASSEMBLY_H
#define RBPF_TOOLS_ASSEMBLY_H

#include "tools/asm.h"
#include "tools/asm_symbols.h"
#include "tools/conversion.h"

struct asm_section {
    /* Null in the first pass, and always for bss. */
    uint8_t *bytes;
    /* Where the next byte goes. */
    uint32_t at;
    uint32_t size;
};

struct asm_optional {
    uint16_t kind;
    struct asm_section section;
};

/* What .func says of a function; -1: nothing. */
struct asm_function {
    uint32_t slot;
    int32_t frame_bytes;
    int32_t stack_bytes;
    int32_t depth;
};

struct assembly {
    const struct asm_source *source;
    struct lexer lexer;
    bool resolving;
    struct asm_symbols symbols;
    enum asm_section_id section;
    struct asm_section sections[ASM_OPTIONAL];
    uint32_t bss_alignment;
    struct asm_optional optional[ASM_OPTIONAL_MAX];
    uint32_t optional_count;
    /* Of all of them together, so that a short source cannot make a large image of them. */
    uint32_t optional_bytes;
    struct asm_function *functions;
    uint32_t function_count;
    struct entry_list entries;
    /* Names of entry points; as long as the source, and so long enough. */
    char *strings;
    size_t strings_used;
    /* The second half of an LDDW that was written as a number is next. */
    bool in_lddw;
    struct conversion c;
};

/* Appends to the current section; null: zeroes. */
bool assembly_put(struct assembly *a, const uint8_t *bytes, uint32_t size);

/* Appends a slot to the text, and notes what it calls. */
bool assembly_put_slot(struct assembly *a, const uint8_t bytes[8]);

bool assembly_define(struct assembly *a, struct word name);

/* Finds a label or the beginning of a section (".data"), or fails. Second pass only. */
bool assembly_find(struct assembly *a, struct word name, struct asm_symbol *symbol);

/* The same as a guest address; that of code is a function's, which becomes callable. */
bool assembly_address(struct assembly *a, struct word name, int64_t addend, uint64_t *address);

/* Marks the text at this offset as a function. `where` is for the message. */
bool assembly_mark_function(struct assembly *a, uint32_t offset, const char *where);

/* Obeys a directive, whose name has been read. */
bool asm_directive(struct assembly *a, struct word name);

#endif
