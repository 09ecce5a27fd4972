/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* One instruction in the syntax of llvm-objdump, as far as it can be known without other lines. */
#ifndef RBPF_TOOLS_ASM_INSN_H
#define RBPF_TOOLS_ASM_INSN_H

#include <rbpf/isa.h>

#include "tools/asm_lexer.h"

/* What a name in an instruction stands for: where its value goes. */
enum asm_target {
    ASM_TARGET_NONE,
    ASM_TARGET_OFFSET,   /* the distance of a jump, in the offset */
    ASM_TARGET_DISTANCE, /* the distance of a long jump or a call, in the immediate */
    ASM_TARGET_ADDRESS   /* the guest address, in the immediates of LDDW */
};

struct asm_insn {
    struct rbpf_insn insn;
    /* The immediate of the second slot. */
    uint32_t high;
    /* 1, or 2 for LDDW. */
    uint32_t slots;
    enum asm_target target;
    /* With a target: its name, and what is added to its address. */
    struct word name;
    int64_t addend;
};

/* Reads an instruction, or fails with what was expected and where. */
bool asm_insn_parse(struct lexer *lexer, struct asm_insn *insn);

/* Writes 8 bytes a slot. */
void asm_insn_encode(const struct asm_insn *insn, uint8_t bytes[16]);

#endif
