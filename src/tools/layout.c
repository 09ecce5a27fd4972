/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Sections of one kind are put one behind the other, in the order of the object:
 *
 *     executable            -> text
 *     allocated, read-only  -> read-only data   also .data.rel.ro: nobody writes there here
 *     allocated, writable   -> data, then bss
 *     all others            -> left out, debug information among them
 */
#include <stdlib.h>
#include <string.h>

#include "tools/conversion.h"
#include "tools/convert.h"

static bool has_prefix(const char *name, const char *prefix)
{
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* A section that is marked as loaded and yet is for other loaders. */
static bool is_left_out(const struct elf_section *section)
{
    static const char *const names[] = {"license",   "version",  ".maps", "maps",
                                        ".eh_frame", ".addrsig", ".BTF",  ".BTF.ext"};

    if (section->type == ELF_SECTION_NOTE || !(section->flags & ELF_FLAG_ALLOC) ||
        is_request_section(section))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(section->name, names[i]) == 0)
            return true;
    }
    return false;
}

static bool runs_at_start(const struct elf_section *section)
{
    return section->type == ELF_SECTION_INIT_ARRAY || section->type == ELF_SECTION_FINI_ARRAY ||
           section->type == ELF_SECTION_PREINIT_ARRAY || has_prefix(section->name, ".init_array") ||
           has_prefix(section->name, ".fini_array") || has_prefix(section->name, ".ctors") ||
           has_prefix(section->name, ".dtors");
}

static bool check_loadable(const struct elf_section *section, struct message *message)
{
    if (runs_at_start(section) && section->size > 0)
        return message_fail(message,
                            "section '%s' asks for constructors or destructors to be run, which "
                            "nobody does: initialise with constants",
                            section->name);
    if (section->flags & ELF_FLAG_TLS)
        return message_fail(message, "section '%s' has thread-local variables; use static ones",
                            section->name);
    if (section->flags & ELF_FLAG_COMPRESSED)
        return message_fail(message, "section '%s' is compressed", section->name);
    if (section->type != ELF_SECTION_PROGBITS && section->type != ELF_SECTION_NOBITS &&
        !runs_at_start(section))
        return message_fail(message, "section '%s' is to be loaded, but its type %u is not known",
                            section->name, (unsigned)section->type);
    return true;
}

static enum place_kind kind_of(const struct elf_section *section)
{
    if (section->flags & ELF_FLAG_EXEC)
        return PLACE_TEXT;
    if (section->type == ELF_SECTION_NOBITS)
        return PLACE_BSS;
    if ((section->flags & ELF_FLAG_WRITE) && !has_prefix(section->name, ".data.rel.ro"))
        return PLACE_DATA;
    return PLACE_RODATA;
}

static bool classify_sections(struct conversion *c)
{
    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);

        if (section.type == ELF_SECTION_NULL || is_left_out(&section))
            continue;
        if (!check_loadable(&section, c->message))
            return false;
        c->places[i].kind = kind_of(&section);
    }
    return true;
}

static bool alignment_ok(uint64_t alignment)
{
    return alignment <= CONVERT_ALIGNMENT_MAX && (alignment & (alignment - 1)) == 0;
}

static bool place_text(struct conversion *c, const struct elf_section *section)
{
    uint32_t limit = 8u * RBPF_INSNS_MAX;

    if (section->size % 8u != 0)
        return message_fail(c->message, "section '%s' is not a whole number of instructions",
                            section->name);
    if (!section->data || section->size > limit - c->text_bytes)
        return message_fail(c->message,
                            "section '%s' brings the code above %u instructions, or has none",
                            section->name, RBPF_INSNS_MAX);
    c->places[section->index].offset = c->text_bytes;
    c->text_bytes += (uint32_t)section->size;
    return true;
}

static bool place_data(struct conversion *c, const struct elf_section *section, uint32_t *end)
{
    uint32_t alignment;
    uint32_t offset;

    if (!alignment_ok(section->alignment))
        return message_fail(
            c->message, "section '%s' has the alignment %llu: powers of 2 up to %u will do",
            section->name, (unsigned long long)section->alignment, CONVERT_ALIGNMENT_MAX);
    alignment = section->alignment ? (uint32_t)section->alignment : 1u;
    offset = (*end + alignment - 1u) & ~(alignment - 1u);
    if (offset > CONVERT_DATA_MAX || section->size > CONVERT_DATA_MAX - offset)
        return message_fail(c->message, "section '%s' brings the data above %u bytes",
                            section->name, CONVERT_DATA_MAX);
    c->places[section->index].offset = offset;
    *end = offset + (uint32_t)section->size;
    return true;
}

static bool place_section(struct conversion *c, const struct elf_section *section)
{
    switch (c->places[section->index].kind) {
    case PLACE_TEXT:
        return place_text(c, section);
    case PLACE_RODATA:
        return place_data(c, section, &c->rodata_bytes);
    default:
        return place_data(c, section, &c->data_bytes);
    }
}

static bool place_all(struct conversion *c, enum place_kind kind)
{
    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);

        if (c->places[i].kind == kind && !place_section(c, &section))
            return false;
    }
    return true;
}

/* Never empty, so that a null pointer means that there is no memory. */
static uint8_t *make_bytes(size_t size)
{
    return calloc(size ? size : 1u, 1u);
}

static bool make_room(struct conversion *c)
{
    c->text = make_bytes(c->text_bytes);
    c->slots = make_bytes(slot_count(c));
    c->stack_sizes = malloc((slot_count(c) + 1u) * sizeof *c->stack_sizes);
    c->rodata = make_bytes(c->rodata_bytes);
    c->data = make_bytes(c->data_init_bytes);
    if (!c->text || !c->slots || !c->stack_sizes || !c->rodata || !c->data)
        return message_fail(c->message, "out of memory");
    for (uint32_t slot = 0; slot < slot_count(c); slot++)
        c->stack_sizes[slot] = STACK_SIZE_UNKNOWN;
    return true;
}

static void copy_section(struct conversion *c, const struct elf_section *section)
{
    const struct place *place = &c->places[section->index];
    uint8_t *const parts[] = {NULL, c->text, c->rodata, c->data, NULL};
    uint8_t *part = parts[place->kind];

    if (part && section->size > 0)
        memcpy(part + place->offset, section->data, (size_t)section->size);
}

bool layout_sections(struct conversion *c)
{
    c->places = calloc(c->elf.section_count, sizeof *c->places);
    if (!c->places)
        return message_fail(c->message, "out of memory");
    if (!classify_sections(c) || !place_all(c, PLACE_TEXT) || !place_all(c, PLACE_RODATA) ||
        !place_all(c, PLACE_DATA))
        return false;
    c->data_init_bytes = c->data_bytes;
    if (!place_all(c, PLACE_BSS))
        return false;
    if (c->text_bytes == 0)
        return message_fail(c->message, "the object has no code");
    if (!make_room(c))
        return false;
    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);

        copy_section(c, &section);
    }
    return true;
}
