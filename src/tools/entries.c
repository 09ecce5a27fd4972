/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Entry points: the global functions, in the order of their addresses.
 * src/image/FORMAT.md draws the table.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "tools/conversion.h"

static int compare_slots(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;

    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static bool is_entry(const struct conversion *c, const struct elf_symbol *symbol, uint64_t *slot)
{
    return (symbol->bind == ELF_BIND_GLOBAL || symbol->bind == ELF_BIND_WEAK) &&
           symbol->name[0] != 0 && symbol_slot(c, symbol, slot);
}

/* Names are printed line by line, on terminals too. */
static bool is_printable(const char *name)
{
    while (*name > ' ' && *name <= '~')
        name++;
    return *name == 0;
}

bool append_entry(struct entry_list *list, const char *name, uint64_t slot)
{
    uint32_t room = ENTRIES_BYTES_MAX - list->bytes;
    uint32_t size = name_bytes(name, room);

    if (size + 4u > room)
        return false;
    list->rows[list->count++] = (struct entry){.slot = (uint32_t)slot, .size = size, .name = name};
    list->bytes += 4u + size;
    return true;
}

static bool collect(const struct conversion *c, struct entry_list *list)
{
    for (uint32_t i = 0; i < c->elf.symbol_count; i++) {
        struct elf_symbol symbol = elf_symbol(&c->elf, i);
        uint64_t slot;

        if (!is_entry(c, &symbol, &slot))
            continue;
        if (!append_entry(list, symbol.name, slot))
            return message_fail(c->message,
                                "the names of the global functions do not fit into %u bytes: make "
                                "functions static that the host does not start",
                                ENTRIES_BYTES_MAX);
        if (!is_printable(symbol.name))
            return message_fail(c->message,
                                "the global function '%s' has characters that are not printable "
                                "ASCII; rename it, or make it static",
                                symbol.name);
    }
    if (list->count == 0)
        return message_fail(c->message,
                            "there is no entry point: no function is global (in assembly, mark it "
                            "with .globl NAME and .type NAME, @function)");
    return true;
}

static bool check_names(const struct conversion *c, struct entry_list *list)
{
    qsort(list->rows, list->count, sizeof *list->rows, compare_names);
    for (uint32_t i = 1; i < list->count; i++) {
        if (strcmp(list->rows[i].name, list->rows[i - 1u].name) == 0)
            return message_fail(c->message, "two global functions have the name '%s'",
                                list->rows[i].name);
    }
    return true;
}

static void write_entries(struct conversion *c, const struct entry_list *list)
{
    uint32_t name = 4u + 4u * list->count;

    rbpf_store16(c->entries, (uint16_t)list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct entry *row = &list->rows[i];
        uint8_t *record = c->entries + 4u + 4u * i;

        rbpf_store16(record, function_at(c, row->slot));
        rbpf_store16(record + 2, (uint16_t)name);
        memcpy(c->entries + name, row->name, row->size);
        name += row->size;
    }
}

bool encode_entries(struct conversion *c, const struct entry_list *list)
{
    c->entries_bytes = list->bytes;
    c->entries = calloc(list->bytes, 1u);
    if (!c->entries)
        return message_fail(c->message, "out of memory");
    write_entries(c, list);
    return true;
}

static bool make_table(struct conversion *c, struct entry_list *list)
{
    if (!collect(c, list) || !check_names(c, list))
        return false;
    qsort(list->rows, list->count, sizeof *list->rows, compare_slots);
    return encode_entries(c, list);
}

bool list_entries(struct conversion *c)
{
    struct entry_list list = {.bytes = ENTRIES_HEADER_BYTES};
    bool ok;

    list.rows = calloc((size_t)c->elf.symbol_count + 1u, sizeof *list.rows);
    if (!list.rows)
        return message_fail(c->message, "out of memory");
    ok = make_table(c, &list);
    free(list.rows);
    return ok;
}
