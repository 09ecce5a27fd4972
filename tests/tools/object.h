/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Small BPF objects for tests, written by elf.h's structures, not by the converter's constants. */
#ifndef RBPF_TEST_OBJECT_H
#define RBPF_TEST_OBJECT_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

/* The code may be more than a jump reaches, and all names may take 64 KiB, as in an image. */
#define OBJECT_BYTES_MAX 327680u
#define OBJECT_NAMES_MAX 66560u
#define OBJECT_SECTIONS_MAX 12u
#define OBJECT_SYMBOLS_MAX 12u

/* A row of the section table; its index is its place plus 1. */
struct object_section {
    /* Null: the end. */
    const char *name;
    uint32_t type;
    uint64_t flags;
    const void *bytes;
    uint64_t size;
    /* Of relocations: the index of the section they are for. */
    uint32_t info;
    uint64_t alignment;
};

/* A symbol; its index is its place plus 1. */
struct object_symbol {
    /* Null: the end. */
    const char *name;
    unsigned char info;
    uint16_t section;
    uint64_t value;
};

struct object_spec {
    struct object_section sections[OBJECT_SECTIONS_MAX];
    struct object_symbol symbols[OBJECT_SYMBOLS_MAX];
};

struct object {
    uint8_t bytes[OBJECT_BYTES_MAX];
    size_t size;
};

/* Fails the test if the spec does not fit. */
void object_build(struct object *object, const struct object_spec *spec);

/* Members of an object_section. */
#define SECTION_TEXT(name_, array)                                                                 \
    .name = (name_), .type = SHT_PROGBITS, .flags = SHF_ALLOC | SHF_EXECINSTR, .bytes = (array),   \
    .size = sizeof(array), .alignment = 8
#define SECTION_DATA(name_, array)                                                                 \
    .name = (name_), .type = SHT_PROGBITS, .flags = SHF_ALLOC | SHF_WRITE, .bytes = (array),       \
    .size = sizeof(array), .alignment = 8
#define SECTION_RODATA(name_, array)                                                               \
    .name = (name_), .type = SHT_PROGBITS, .flags = SHF_ALLOC, .bytes = (array),                   \
    .size = sizeof(array), .alignment = 8
#define SECTION_BSS(name_, size_)                                                                  \
    .name = (name_), .type = SHT_NOBITS, .flags = SHF_ALLOC | SHF_WRITE, .size = (size_),          \
    .alignment = 8
#define SECTION_REL(array, section)                                                                \
    .name = ".rel", .type = SHT_REL, .bytes = (array), .size = sizeof(array), .info = (section)

/* Symbols. */
#define GLOBAL_FUNC ELF64_ST_INFO(STB_GLOBAL, STT_FUNC)
#define LOCAL_FUNC ELF64_ST_INFO(STB_LOCAL, STT_FUNC)
#define GLOBAL_OBJECT ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT)
#define GLOBAL_NOTYPE ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE)
#define LOCAL_SECTION ELF64_ST_INFO(STB_LOCAL, STT_SECTION)

/* Relocation types: R_BPF_64_64 and R_BPF_64_32 come from elf.h, which lacks these. */
#define TEST_R_BPF_64_ABS64 2
#define TEST_R_BPF_64_ABS32 3

#endif
