/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What is used of the ELF format (System V gABI, chapters 4 and 5) and of the
 * relocations of LLVM's BPF back end (Linux: Documentation/bpf/llvm_reloc.rst).
 * Not every host has elf.h; where one has, tests/tools/test_convert.c compares.
 */
#ifndef RBPF_TOOLS_ELF_FORMAT_H
#define RBPF_TOOLS_ELF_FORMAT_H

#define ELF_HEADER_BYTES 64u
#define ELF_SECTION_BYTES 64u
#define ELF_SYMBOL_BYTES 24u
#define ELF_REL_BYTES 16u

#define ELF_CLASS_64 2
#define ELF_DATA_LITTLE 1
#define ELF_TYPE_REL 1
#define ELF_MACHINE_BPF 247

#define ELF_SECTION_NULL 0u
#define ELF_SECTION_PROGBITS 1u
#define ELF_SECTION_SYMTAB 2u
#define ELF_SECTION_STRTAB 3u
#define ELF_SECTION_RELA 4u
#define ELF_SECTION_NOTE 7u
#define ELF_SECTION_NOBITS 8u
#define ELF_SECTION_REL 9u
#define ELF_SECTION_INIT_ARRAY 14u
#define ELF_SECTION_FINI_ARRAY 15u
#define ELF_SECTION_PREINIT_ARRAY 16u

#define ELF_FLAG_WRITE 0x1u
#define ELF_FLAG_ALLOC 0x2u
#define ELF_FLAG_EXEC 0x4u
#define ELF_FLAG_TLS 0x400u
#define ELF_FLAG_COMPRESSED 0x800u

#define ELF_INDEX_UNDEFINED 0u
#define ELF_INDEX_RESERVED 0xff00u
#define ELF_INDEX_ABSOLUTE 0xfff1u
#define ELF_INDEX_COMMON 0xfff2u

#define ELF_BIND_LOCAL 0u
#define ELF_BIND_GLOBAL 1u
#define ELF_BIND_WEAK 2u

#define ELF_SYMBOL_FUNC 2u
#define ELF_SYMBOL_SECTION 3u
#define ELF_SYMBOL_TLS 6u

#define ELF_RELOC_NONE 0u
/* LDDW: the low 32 bits of the address go to the first immediate, and so on; addend there. */
#define ELF_RELOC_64_64 1u
/* 64 and 32 bits of data; addend there. */
#define ELF_RELOC_64_ABS64 2u
#define ELF_RELOC_64_ABS32 3u
/* 32 bits of debug information that no loader touches. */
#define ELF_RELOC_64_NODYLD32 4u
/* CALL. */
#define ELF_RELOC_64_32 10u

#endif
