/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * .stack_sizes (clang -fstack-size-section): {address, 64 bits; size, ULEB128} for
 * each function. The address is where the relocation is, so relocations lead the way.
 */
#include <string.h>

#include "bytes.h"
#include "tools/conversion.h"

static bool fail_damaged(const struct conversion *c, const struct site *site)
{
    return message_fail(c->message, "section '%s' is damaged at offset 0x%llx", site->section,
                        (unsigned long long)site->offset);
}

/* Reads a number that is far below 2^32; false: it is not, or does not end. */
static bool read_uleb(const uint8_t *bytes, uint64_t size, uint32_t *value)
{
    *value = 0;
    for (uint32_t i = 0; i < size && i < 4; i++) {
        *value |= (bytes[i] & 0x7fu) << 7u * i;
        if (!(bytes[i] & 0x80u))
            return true;
    }
    return false;
}

static bool note_size(struct conversion *c, uint32_t slot, uint32_t size)
{
    if (size > RBPF_FRAME_MAX)
        return message_fail(c->message,
                            "function '%s' needs %u bytes of stack; a function can have %u: make "
                            "large variables static",
                            function_name(c, slot), (unsigned)size, RBPF_FRAME_MAX);
    c->stack_sizes[slot] = (uint16_t)size;
    return true;
}

static bool read_size(struct conversion *c, const struct elf_section *section,
                      const struct elf_rel *rel)
{
    struct site site = {.section = section->name, .offset = rel->offset};
    struct target target;
    uint64_t offset;
    uint32_t size;

    if (!section->data || section->size < 8 || rel->offset > section->size - 8 ||
        rel->type != ELF_RELOC_64_ABS64)
        return fail_damaged(c, &site);
    if (!read_uleb(section->data + rel->offset + 8, section->size - rel->offset - 8, &size))
        return fail_damaged(c, &site);
    if (!resolve_symbol(c, rel->symbol, &site, &target))
        return false;
    offset = target.value + rbpf_load64(section->data + rel->offset);
    if (target.place.kind != PLACE_TEXT || offset >= target.section_bytes || offset % 8u != 0)
        return fail_damaged(c, &site);
    return note_size(c, (uint32_t)((target.place.offset + offset) / 8u), size);
}

static bool read_section(struct conversion *c, const struct elf_section *relocations,
                         const struct elf_section *section)
{
    uint64_t count;

    if (!elf_rel_count(&c->elf, relocations, &count, c->message))
        return false;
    for (uint64_t i = 0; i < count; i++) {
        struct elf_rel rel = elf_rel(relocations, i);

        if (!read_size(c, section, &rel))
            return false;
    }
    return true;
}

bool read_stack_sizes(struct conversion *c)
{
    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section relocations = elf_section(&c->elf, i);
        struct elf_section section;

        if (relocations.type != ELF_SECTION_REL || relocations.info >= c->elf.section_count)
            continue;
        section = elf_section(&c->elf, relocations.info);
        if (strcmp(section.name, ".stack_sizes") == 0 && !read_section(c, &relocations, &section))
            return false;
    }
    return true;
}
