/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Which slots begin functions, and how large their frames are. */
#include <stdlib.h>

#include "bytes.h"
#include "isa/isa.h"
#include "tools/conversion.h"

static bool mark_symbol(struct conversion *c, const struct elf_symbol *symbol)
{
    uint64_t slot;

    if (symbol->type != ELF_SYMBOL_FUNC || symbol->section >= c->elf.section_count ||
        c->places[symbol->section].kind != PLACE_TEXT)
        return true;
    if (!symbol_slot(c, symbol, &slot) || (c->slots[slot] & SLOT_SECOND_HALF))
        return message_fail(c->message,
                            "function '%s' does not begin at an instruction of its section "
                            "(offset 0x%llx)",
                            symbol->name, (unsigned long long)symbol->value);
    c->slots[slot] |= SLOT_FUNCTION;
    return true;
}

static bool mark_symbols(struct conversion *c)
{
    for (uint32_t i = 0; i < c->elf.symbol_count; i++) {
        struct elf_symbol symbol = elf_symbol(&c->elf, i);

        if (!mark_symbol(c, &symbol))
            return false;
    }
    return true;
}

static bool mark_callee(struct conversion *c, uint32_t slot, const struct rbpf_insn *insn)
{
    int64_t callee = (int64_t)slot + 1 + insn->imm;

    if (insn->opcode != RBPF_OP_CALL || insn->src == RBPF_CALL_HELPER)
        return true;
    if (insn->src == RBPF_CALL_BTF)
        return message_fail(c->message,
                            "function '%s' calls a kernel function by BTF id (%ld, instruction "
                            "%u); helpers are called by number here",
                            function_name(c, slot), (long)insn->imm, (unsigned)slot);
    if (insn->src != RBPF_CALL_LOCAL || callee < 0 || callee >= slot_count(c) ||
        (c->slots[callee] & SLOT_SECOND_HALF))
        return message_fail(c->message, "the call in '%s' (instruction %u) goes to no instruction",
                            function_name(c, slot), (unsigned)slot);
    c->slots[callee] |= SLOT_FUNCTION;
    return true;
}

static bool mark_callees(struct conversion *c)
{
    for (uint32_t slot = 0; slot < slot_count(c); slot++) {
        struct rbpf_insn insn = rbpf_insn_at(c->text + (size_t)slot * 8u);

        if (!(c->slots[slot] & SLOT_SECOND_HALF) && !mark_callee(c, slot, &insn))
            return false;
    }
    return true;
}

static bool check_addresses(const struct conversion *c)
{
    for (uint32_t slot = 0; slot < slot_count(c); slot++) {
        if ((c->slots[slot] & SLOT_ADDRESS) && !(c->slots[slot] & SLOT_FUNCTION))
            return message_fail(c->message,
                                "the address of instruction %u in '%s' is taken, where no "
                                "function begins",
                                (unsigned)slot, function_name(c, slot));
    }
    return true;
}

/* How far below r10 the plain accesses of a function reach, at most RBPF_FRAME_MAX. */
static uint32_t lowest_access(const struct conversion *c, uint32_t begin, uint32_t end)
{
    uint32_t lowest = 0;

    for (uint32_t slot = begin; slot < end; slot++) {
        struct rbpf_insn insn = rbpf_insn_at(c->text + (size_t)slot * 8u);
        uint32_t class = insn.opcode & 7u;
        /* LDX has its base in src, ST and STX in dst. */
        bool on_stack = class == 1 ? insn.src == 10 : (class == 2 || class == 3) && insn.dst == 10;

        if (on_stack && -insn.offset > (int32_t)lowest)
            lowest = (uint32_t)-insn.offset;
    }
    return lowest < RBPF_FRAME_MAX ? (lowest + 7u) & ~7u : RBPF_FRAME_MAX;
}

/* The compiler knows best; without its word, what the instructions show. */
static uint16_t frame_bytes(const struct conversion *c, uint32_t begin, uint32_t end)
{
    uint32_t said = c->stack_sizes[begin];
    uint32_t seen;

    if (said == STACK_SIZE_UNKNOWN)
        return rbpf_frame_bytes(c->text, begin, end);
    said = (said + 7u) & ~7u;
    seen = lowest_access(c, begin, end);
    return (uint16_t)(said > seen ? said : seen);
}

static uint32_t count_functions(const struct conversion *c)
{
    uint32_t count = 0;

    for (uint32_t slot = 0; slot < slot_count(c); slot++)
        count += (c->slots[slot] & SLOT_FUNCTION) != 0;
    return count;
}

/* From the last to the first, so that the end of each is known. */
static void fill_functions(struct conversion *c)
{
    uint32_t end = slot_count(c);
    uint32_t index = c->function_count;

    for (uint32_t slot = end; slot-- > 0;) {
        if (!(c->slots[slot] & SLOT_FUNCTION))
            continue;
        c->functions[--index] = (struct rbpf_function_info){
            .entry = (uint16_t)slot,
            .frame_bytes = frame_bytes(c, slot, end),
            .flags = c->slots[slot] & SLOT_ADDRESS ? RBPF_FUNCTION_CALLABLE : 0,
        };
        end = slot;
    }
}

uint16_t function_at(const struct conversion *c, uint32_t slot)
{
    uint32_t low = 0;
    uint32_t high = c->function_count;

    while (high - low > 1u) {
        uint32_t middle = (low + high) / 2u;

        if (c->functions[middle].entry <= slot)
            low = middle;
        else
            high = middle;
    }
    return (uint16_t)low;
}

bool make_functions(struct conversion *c)
{
    c->function_count = count_functions(c);
    c->functions = calloc(c->function_count + 1u, sizeof *c->functions);
    if (!c->functions)
        return message_fail(c->message, "out of memory");
    fill_functions(c);
    return true;
}

bool list_functions(struct conversion *c)
{
    return mark_symbols(c) && mark_callees(c) && check_addresses(c) && make_functions(c);
}
