/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What a symbol stands for: most messages that people see of the converter come from here. */
#include <stdlib.h>
#include <string.h>

#include <rbpf/region.h>

#include "tools/conversion.h"

static bool is_maps(const char *section)
{
    return strcmp(section, ".maps") == 0 || strcmp(section, "maps") == 0;
}

static bool fail_undefined(const struct conversion *c, const char *name, const struct site *site)
{
    if (!site->is_call)
        return message_fail(c->message,
                            "'%s' is used in section '%s' at offset 0x%llx and is defined nowhere; "
                            "there is no C library here: define it",
                            name, site->section, (unsigned long long)site->offset);
    return message_fail(c->message,
                        "'%s' is used in section '%s' at offset 0x%llx and is defined nowhere; "
                        "there is no C library here: define it, or declare it as a helper: "
                        "static long (*const %s)(long) = (void *)ID;",
                        name, site->section, (unsigned long long)site->offset, name);
}

static bool fail_common(const struct conversion *c, const char *name)
{
    return message_fail(c->message, "'%s' is a common symbol; compile with -fno-common", name);
}

static bool fail_place(const struct conversion *c, const char *name, const char *section)
{
    if (is_maps(section))
        return message_fail(c->message,
                            "'%s' is a map (section '%s'), and maps are not offered; keep the "
                            "values in a static variable, or ask the host for a helper",
                            name, section);
    return message_fail(c->message, "'%s' is used, but its section '%s' is not loaded", name,
                        section);
}

static bool fail_index(const struct conversion *c, const struct elf_symbol *symbol,
                       const struct site *site)
{
    if (symbol->section == ELF_INDEX_UNDEFINED)
        return fail_undefined(c, symbol->name, site);
    if (symbol->section == ELF_INDEX_COMMON)
        return fail_common(c, symbol->name);
    return message_fail(c->message, "'%s' lies in no section (index 0x%x)", symbol->name,
                        (unsigned)symbol->section);
}

bool resolve_symbol(const struct conversion *c, uint32_t index, const struct site *site,
                    struct target *target)
{
    struct elf_symbol symbol;
    struct elf_section section;

    if (index == 0 || index >= c->elf.symbol_count)
        return message_fail(c->message,
                            "the relocation of section '%s' at offset 0x%llx names symbol %u, "
                            "which is not there",
                            site->section, (unsigned long long)site->offset, (unsigned)index);
    symbol = elf_symbol(&c->elf, index);
    if (symbol.section == ELF_INDEX_UNDEFINED || symbol.section >= c->elf.section_count)
        return fail_index(c, &symbol, site);
    section = elf_section(&c->elf, symbol.section);
    target->name = symbol.type == ELF_SYMBOL_SECTION ? section.name : symbol.name;
    if (symbol.type == ELF_SYMBOL_TLS)
        return message_fail(c->message, "'%s' is thread-local; make it static", target->name);
    if (c->places[symbol.section].kind == PLACE_NONE)
        return fail_place(c, target->name, section.name);
    if (symbol.value > section.size)
        return message_fail(c->message, "'%s' lies outside its section '%s'", target->name,
                            section.name);
    target->place = c->places[symbol.section];
    target->section_bytes = section.size;
    target->value = symbol.value;
    return true;
}

uint64_t target_address(const struct target *target, int64_t addend)
{
    static const uint64_t regions[] = {0, RBPF_REGION_CODE, RBPF_REGION_RODATA, RBPF_REGION_DATA,
                                       RBPF_REGION_DATA};

    return RBPF_ADDRESS(regions[target->place.kind], target->place.offset) + target->value +
           (uint64_t)addend;
}

bool symbol_slot(const struct conversion *c, const struct elf_symbol *symbol, uint64_t *slot)
{
    if (symbol->type != ELF_SYMBOL_FUNC || symbol->section >= c->elf.section_count ||
        c->places[symbol->section].kind != PLACE_TEXT || symbol->value % 8u != 0 ||
        symbol->value >= elf_section(&c->elf, symbol->section).size)
        return false;
    *slot = (c->places[symbol->section].offset + symbol->value) / 8u;
    return true;
}

uint32_t name_bytes(const char *name, uint32_t limit)
{
    uint32_t size = 0;

    while (size < limit && name[size] != 0)
        size++;
    return size + 1u;
}

const char *function_name(const struct conversion *c, uint32_t slot)
{
    const char *name = "?";
    uint64_t nearest = 0;

    for (uint32_t i = 0; i < c->elf.symbol_count; i++) {
        struct elf_symbol symbol = elf_symbol(&c->elf, i);
        uint64_t begin;

        if (symbol_slot(c, &symbol, &begin) && begin <= slot && begin >= nearest) {
            name = symbol.name;
            nearest = begin;
        }
    }
    return name;
}

/* Rows, and behind them room for a name each. */
static char *name_room(const struct conversion *c, const char **rows, uint32_t index)
{
    return (char *)(rows + c->function_count) + (size_t)index * NAME_BYTES_MAX;
}

bool copy_names(const struct conversion *c, const char ***names)
{
    const char **rows = calloc(c->function_count, sizeof *rows + NAME_BYTES_MAX);

    if (!rows)
        return message_fail(c->message, "out of memory");
    for (uint32_t i = 0; i < c->elf.symbol_count; i++) {
        struct elf_symbol symbol = elf_symbol(&c->elf, i);
        const char *end = memchr(symbol.name, 0, NAME_BYTES_MAX);
        uint64_t slot;
        uint32_t index;

        if (!symbol_slot(c, &symbol, &slot) || !end || end == symbol.name)
            continue;
        index = function_at(c, (uint32_t)slot);
        if (!rows[index])
            rows[index] =
                memcpy(name_room(c, rows, index), symbol.name, (size_t)(end - symbol.name) + 1u);
    }
    *names = rows;
    return true;
}
