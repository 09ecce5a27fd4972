/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * REQUEST: what RBPF_NEEDS and RBPF_WANTS of <rbpf/guest_container.h> leave in sections of the
 * object. Each is a record: its length in bytes (u32), and then what src/image/FORMAT.md draws.
 */
#include <stdlib.h>
#include <string.h>

#include <rbpf/image.h>

#include "bytes.h"
#include "tools/conversion.h"

#define LENGTH_BYTES 4u
#define RECORD_BYTES_MIN (LENGTH_BYTES + RBPF_IMAGE_RIGHTS_BYTES)
#define RECORD_BYTES_MAX (RECORD_BYTES_MIN + 4u * RBPF_IMAGE_HELPER_WORDS_MAX)

enum { NEEDS, WANTS, RECORDS };

/* A record without its length; null: there is none. */
struct record {
    const uint8_t *bytes;
    uint32_t size;
};

static const struct {
    const char *section;
    const char *macro;
} kinds[RECORDS] = {{".rbpf.needs", "RBPF_NEEDS"}, {".rbpf.wants", "RBPF_WANTS"}};

/* Which record a section has, or RECORDS. */
static uint32_t kind_of_record(const struct elf_section *section)
{
    uint32_t kind = NEEDS;

    while (kind < RECORDS && strcmp(section->name, kinds[kind].section) != 0)
        kind++;
    return kind;
}

bool is_request_section(const struct elf_section *section)
{
    return kind_of_record(section) < RECORDS;
}

static bool fail_twice(const struct conversion *c, uint32_t kind)
{
    return message_fail(c->message,
                        "section '%s' has more than one record: %s may stand once in a program, "
                        "of however many files it is made",
                        kinds[kind].section, kinds[kind].macro);
}

static bool take_record(const struct conversion *c, const struct elf_section *section,
                        struct record *record)
{
    uint32_t kind = kind_of_record(section);
    uint32_t size;

    if (record->bytes)
        return fail_twice(c, kind);
    size = section->data && section->size >= LENGTH_BYTES ? rbpf_load32(section->data) : 0;
    if (size < RECORD_BYTES_MIN || size > RECORD_BYTES_MAX || size % 4u != 0 ||
        size > section->size)
        return message_fail(c->message,
                            "section '%s' has no record of %u to %u bytes: write it by %s of "
                            "<rbpf/guest_container.h>, and take the header of this version",
                            section->name, RECORD_BYTES_MIN, RECORD_BYTES_MAX, kinds[kind].macro);
    if (section->size > size)
        return fail_twice(c, kind);
    *record = (struct record){section->data + LENGTH_BYTES, size - LENGTH_BYTES};
    return true;
}

static bool check_relocations(const struct conversion *c, const struct elf_section *section)
{
    struct elf_section target;

    if ((section->type != ELF_SECTION_REL && section->type != ELF_SECTION_RELA) ||
        section->size == 0 || section->info >= c->elf.section_count)
        return true;
    target = elf_section(&c->elf, section->info);
    return !is_request_section(&target) ||
           message_fail(c->message,
                        "section '%s' has an address in it: what %s says must be numbers",
                        target.name, kinds[kind_of_record(&target)].macro);
}

/* Bytes without the words for helpers at the end that are zero. */
static uint32_t used_bytes(const struct record *record)
{
    uint32_t size = record->size;

    while (size > RBPF_IMAGE_RIGHTS_BYTES && rbpf_load32(record->bytes + size - 4u) == 0)
        size -= 4u;
    return size;
}

/* Both as long as the longer one, which none need be. */
static bool join_records(struct conversion *c, const struct record records[RECORDS])
{
    uint32_t half = RBPF_IMAGE_RIGHTS_BYTES;

    for (uint32_t i = 0; i < RECORDS; i++) {
        if (records[i].bytes && used_bytes(&records[i]) > half)
            half = used_bytes(&records[i]);
    }
    c->request_bytes = RECORDS * half;
    c->request = calloc(RECORDS, half);
    if (!c->request)
        return message_fail(c->message, "out of memory");
    for (uint32_t i = 0; i < RECORDS; i++) {
        if (records[i].bytes)
            memcpy(c->request + i * half, records[i].bytes, used_bytes(&records[i]));
    }
    return true;
}

bool read_request(struct conversion *c)
{
    struct record records[RECORDS] = {{NULL, 0}};

    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);
        uint32_t kind = kind_of_record(&section);

        if (!check_relocations(c, &section))
            return false;
        if (kind < RECORDS && !take_record(c, &section, &records[kind]))
            return false;
    }
    return (!records[NEEDS].bytes && !records[WANTS].bytes) || join_records(c, records);
}
