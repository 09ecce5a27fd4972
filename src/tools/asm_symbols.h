/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The labels of an assembler source. All zero is an empty table. */
#ifndef RBPF_TOOLS_ASM_SYMBOLS_H
#define RBPF_TOOLS_ASM_SYMBOLS_H

#include "tools/asm_lexer.h"

enum asm_section_id { ASM_TEXT, ASM_RODATA, ASM_DATA, ASM_BSS, ASM_OPTIONAL };

struct asm_symbol {
    struct word name;
    enum asm_section_id section;
    /* In bytes. */
    uint32_t offset;
    uint32_t line;
};

struct asm_symbols {
    struct asm_symbol *rows;
    uint32_t count;
    uint32_t capacity;
    /* Hash table of row numbers plus 1; twice as many as rows, a power of 2. */
    uint32_t *buckets;
};

/* Null: there is none. */
const struct asm_symbol *asm_symbols_find(const struct asm_symbols *symbols, struct word name);

/* Adds a symbol that is not there yet. False: there is no memory, or the name is one of many that
 * somebody chose to make the table slow. */
bool asm_symbols_add(struct asm_symbols *symbols, const struct asm_symbol *symbol);

void asm_symbols_free(struct asm_symbols *symbols);

#endif
