/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* NAMES: what each function is called; src/image/FORMAT.md draws the section. */
#include <stdlib.h>
#include <string.h>

#include "tools/conversion.h"
#include "tools/convert.h"

/* One for each function: its symbol, or 0. */
struct name_list {
    struct conversion *c;
    uint32_t *symbols;
};

/* Of several names of a function the first global one is taken, else the first. */
static void note_name(struct name_list *list, uint32_t index)
{
    struct elf_symbol symbol = elf_symbol(&list->c->elf, index);
    uint32_t *chosen;
    uint64_t slot;

    if (symbol.name[0] == 0 || !symbol_slot(list->c, &symbol, &slot))
        return;
    chosen = &list->symbols[function_at(list->c, (uint32_t)slot)];
    if (*chosen == 0 || (elf_symbol(&list->c->elf, *chosen).bind == ELF_BIND_LOCAL &&
                         symbol.bind != ELF_BIND_LOCAL))
        *chosen = index;
}

static const char *name_of(const struct name_list *list, uint32_t function)
{
    uint32_t symbol = list->symbols[function];

    return symbol ? elf_symbol(&list->c->elf, symbol).name : "";
}

static bool measure(const struct name_list *list, uint32_t *bytes)
{
    *bytes = 0;
    for (uint32_t i = 0; i < list->c->function_count; i++) {
        uint32_t room = CONVERT_NAMES_MAX - *bytes;
        uint32_t size = name_bytes(name_of(list, i), room);

        if (size > room)
            return message_fail(list->c->message,
                                "the names of the functions do not fit into %u bytes; rbpf "
                                "convert --strip leaves them out",
                                CONVERT_NAMES_MAX);
        *bytes += size;
    }
    return true;
}

static bool write_names(const struct name_list *list)
{
    struct conversion *c = list->c;
    uint32_t bytes;
    uint8_t *to;

    if (!measure(list, &bytes))
        return false;
    c->names = calloc((size_t)bytes + 1u, 1u);
    if (!c->names)
        return message_fail(c->message, "out of memory");
    c->names_bytes = bytes;
    to = c->names;
    for (uint32_t i = 0; i < c->function_count; i++) {
        size_t size = strlen(name_of(list, i)) + 1u;

        memcpy(to, name_of(list, i), size);
        to += size;
    }
    return true;
}

bool list_names(struct conversion *c)
{
    struct name_list list = {.c = c};
    bool ok;

    if (c->lines_bytes == 0)
        return true;
    list.symbols = calloc((size_t)c->function_count + 1u, sizeof *list.symbols);
    if (!list.symbols)
        return message_fail(c->message, "out of memory");
    for (uint32_t i = 0; i < c->elf.symbol_count; i++)
        note_name(&list, i);
    ok = write_names(&list);
    free(list.symbols);
    return ok;
}
