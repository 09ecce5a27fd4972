/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the steps of a conversion work on. Each has a line here and a file of its own. The
 * assembler is another way to get there: it has no object, and joins in where functions are made.
 */
#ifndef RBPF_TOOLS_CONVERSION_H
#define RBPF_TOOLS_CONVERSION_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/program.h>

#include "tools/convert.h"
#include "tools/elf_file.h"
#include "tools/message.h"

/* Where a section of the object goes. */
enum place_kind { PLACE_NONE, PLACE_TEXT, PLACE_RODATA, PLACE_DATA, PLACE_BSS };

struct place {
    enum place_kind kind;
    /* From the start of the text, the read-only data, or the data. */
    uint32_t offset;
};

/* What is known of a slot. */
#define SLOT_SECOND_HALF 1u /* of an LDDW */
#define SLOT_FUNCTION 2u    /* a function begins here */
#define SLOT_ADDRESS 4u     /* its address is taken */
#define SLOT_JUMP 8u        /* a jump goes here */

struct conversion {
    struct elf_file elf;
    /* One for each section of the object. */
    struct place *places;
    uint8_t *text;
    uint32_t text_bytes;
    /* One for each slot of the text: SLOT_ bits, and the stack as .stack_sizes has it. */
    uint8_t *slots;
    uint16_t *stack_sizes;
    uint8_t *rodata;
    uint32_t rodata_bytes;
    uint8_t *data;
    uint32_t data_init_bytes;
    /* With bss. */
    uint32_t data_bytes;
    struct rbpf_function_info *functions;
    uint32_t function_count;
    uint8_t *entries;
    uint32_t entries_bytes;
    /* What the guest asks for; 0 bytes: it does not say. */
    uint8_t *request;
    uint32_t request_bytes;
    /* The optional sections that strip leaves out; 0 bytes: there is none. */
    uint8_t *names;
    uint32_t names_bytes;
    uint8_t *lines;
    uint32_t lines_bytes;
    struct message *message;
};

#define STACK_SIZE_UNKNOWN UINT16_MAX

static inline uint32_t slot_count(const struct conversion *c)
{
    return c->text_bytes / 8u;
}

/* Decides where each section goes, and copies what it holds. */
bool layout_sections(struct conversion *c);

/* Finds the instructions among the slots, and brings calls by register into one form. */
bool mark_instructions(struct conversion *c);

/* Bakes guest addresses and distances of calls into text and data. */
bool relocate_sections(struct conversion *c);

/* Reads what the compiler says of the stack that functions use. */
bool read_stack_sizes(struct conversion *c);

/* Makes the list of functions, but for depth and stack. */
bool list_functions(struct conversion *c);

/* The last step of that: a record for each slot that is marked as a function, slot 0 among them. */
bool make_functions(struct conversion *c);

/* Ends loops by one jump where the compiler has two. Functions must be known. */
bool invert_jumps(struct conversion *c);

/* Fills in depth and stack of each function. Calls must go to slots of the text. */
bool measure_call_graph(struct conversion *c);

/* Makes the table of entry points. */
bool list_entries(struct conversion *c);

/* Whether a section has what the guest asks for. */
bool is_request_section(const struct elf_section *section);

/* Makes the request, if the object has any. */
bool read_request(struct conversion *c);

/* Makes the table of lines, if the object has any. */
bool list_lines(struct conversion *c);

/* Makes the table of the functions' names, if there are lines. */
bool list_names(struct conversion *c);

/* The index of the function that a slot belongs to, once functions are listed. */
uint16_t function_at(const struct conversion *c, uint32_t slot);

/* Puts the image together. */
bool finish_image(const struct conversion *c, struct image_out *out);

void free_conversion(struct conversion *c);

/* An entry point on its way to the table. */
struct entry {
    uint32_t slot;
    uint32_t size; /* of the name, with its NUL */
    const char *name;
};

struct entry_list {
    struct entry *rows;
    uint32_t count;
    /* Of the table that is to be made, header and all. */
    uint32_t bytes;
};

#define ENTRIES_HEADER_BYTES 4u
#define ENTRIES_BYTES_MAX UINT16_MAX
/* No table has more rows: a name is a letter and its NUL at least. */
#define ENTRIES_MAX (ENTRIES_BYTES_MAX / 6u)

/* The list has room for a row more. False: the table has no room for the name. */
bool append_entry(struct entry_list *list, const char *name, uint64_t slot);

/* Writes the table, in the order of the list. Functions must be known. */
bool encode_entries(struct conversion *c, const struct entry_list *list);

/* Where a relocation stands. */
struct site {
    const char *section;
    uint64_t offset;
    /* It calls what it refers to. */
    bool is_call;
};

/* What a relocation refers to: a byte of a placed section, or its end. */
struct target {
    struct place place;
    uint64_t section_bytes;
    /* From the start of the section. */
    uint64_t value;
    const char *name;
};

/* Finds the symbol that a relocation names. */
bool resolve_symbol(const struct conversion *c, uint32_t index, const struct site *site,
                    struct target *target);

/* The guest address of a target and an addend; neither is bounded. */
uint64_t target_address(const struct target *target, int64_t addend);
/* Names longer than this, with their NUL, are not copied. */
#define NAME_BYTES_MAX 256u

/* Copies the name of each function that a symbol names; the caller frees the block. */
bool copy_names(const struct conversion *c, const char ***names);

/* The slot of a symbol that is a function of the text; false: it is none. */
bool symbol_slot(const struct conversion *c, const struct elf_symbol *symbol, uint64_t *slot);

/* Bytes of a name with its NUL; reads no more than limit, as names in a hostile file may be long.
 */
uint32_t name_bytes(const char *name, uint32_t limit);

/* The name of the function that begins at or before a slot, for messages; "?" if it has none. */
const char *function_name(const struct conversion *c, uint32_t slot);

#endif
