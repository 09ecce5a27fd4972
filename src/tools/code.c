/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A look at every instruction of the text, section by section, so that no LDDW
 * reaches from one into the next. What is wrong with the others is the verifier's matter.
 */
#include "bytes.h"
#include "isa/isa.h"
#include "tools/conversion.h"

/*
 * clang up to 17 or so writes the register of callx into the immediate, later ones into dst.
 * callx r0 looks the same in both.
 */
static void rewrite_callx(uint8_t *bytes, const struct rbpf_insn *insn)
{
    if (insn->dst == 0 && insn->imm > 0 && insn->imm <= 10) {
        bytes[1] = (uint8_t)((bytes[1] & 0xf0u) | (uint32_t)insn->imm);
        rbpf_store32(bytes + 4, 0);
    }
}

static bool mark_section(struct conversion *c, const struct elf_section *section)
{
    uint32_t begin = c->places[section->index].offset / 8u;
    uint32_t end = begin + (uint32_t)section->size / 8u;

    for (uint32_t slot = begin; slot < end; slot++) {
        uint8_t *bytes = c->text + (size_t)slot * 8u;
        struct rbpf_insn insn = rbpf_insn_at(bytes);

        if (insn.opcode == RBPF_OP_CALLX)
            rewrite_callx(bytes, &insn);
        if (insn.opcode != RBPF_OP_LDDW)
            continue;
        slot++;
        if (slot == end)
            return message_fail(c->message, "section '%s' ends inside an LDDW", section->name);
        c->slots[slot] |= SLOT_SECOND_HALF;
    }
    if (begin < end)
        c->slots[begin] |= SLOT_FUNCTION;
    return true;
}

bool mark_instructions(struct conversion *c)
{
    for (uint32_t i = 0; i < c->elf.section_count; i++) {
        struct elf_section section = elf_section(&c->elf, i);

        if (c->places[i].kind == PLACE_TEXT && !mark_section(c, &section))
            return false;
    }
    return true;
}
