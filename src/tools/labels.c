/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A function is called by the name of its entry point, or in its object, if that can be a label,
 * and by its slot if not: .F12; a jump's target is .L12. Names of the first kind never begin with a
 * dot.
 */
#include "tools/labels.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "isa/isa.h"
#include "tools/asm_symbols.h"

static const uint8_t *bytes_at(const struct labels *l, uint32_t slot)
{
    return (const uint8_t *)l->guest->code.insns + (size_t)slot * 8u;
}

struct rbpf_insn label_insn(const struct labels *labels, uint32_t slot)
{
    return rbpf_insn_decode(bytes_at(labels, slot));
}

uint64_t label_lddw(const struct labels *labels, uint32_t slot)
{
    const uint8_t *bytes = bytes_at(labels, slot);

    return (uint64_t)rbpf_load32(bytes + 12) << 32 | rbpf_load32(bytes + 4);
}

static bool distance_of(const struct rbpf_insn *insn, int64_t *distance)
{
    switch (rbpf_opcode_kind(insn->opcode)) {
    case RBPF_KIND_JUMPS:
    case RBPF_KIND_BRANCHES:
        *distance = insn->offset;
        return true;
    case RBPF_KIND_JUMPS32:
        *distance = insn->imm;
        return true;
    case RBPF_KIND_CALLS:
        *distance = insn->imm;
        return insn->src == RBPF_CALL_LOCAL;
    default:
        return false;
    }
}

bool label_target(const struct labels *labels, uint32_t slot, uint32_t *target)
{
    struct rbpf_insn insn = label_insn(labels, slot);
    int64_t distance;
    int64_t to;

    if (!distance_of(&insn, &distance))
        return false;
    to = (int64_t)slot + 1 + distance;
    if (to < 0 || to >= (int64_t)labels->slot_count)
        return false;
    *target = (uint32_t)to;
    return true;
}

/* Records that a source can have: in the text, in ascending order, the first at slot 0. */
static bool mark_functions(struct labels *l, struct message *message)
{
    const struct rbpf_code *code = &l->guest->code;
    uint32_t next = 0;

    for (uint32_t i = 0; i < code->function_count; i++) {
        struct rbpf_function_info info = rbpf_function_read(&code->functions[i]);

        if (info.entry < next || (i == 0 && info.entry != 0) || info.entry >= l->slot_count)
            return message_fail(message,
                                "the list of functions is not in order (record %" PRIu32 ")", i);
        if (info.flags & ~RBPF_FUNCTION_CALLABLE)
            return message_fail(message, "function record %" PRIu32 " has unknown flags", i);
        l->marks[info.entry] |= LABEL_FUNCTION;
        if (info.flags & RBPF_FUNCTION_CALLABLE)
            l->marks[info.entry] |= LABEL_CALLABLE;
        next = info.entry + 1u;
    }
    return true;
}

static bool name_is_label(const char *name)
{
    const struct word word = {name, (uint32_t)strlen(name)};

    return name[0] != '.' && word_is_label(word);
}

/* Gives a slot its name, if it has none and nobody else has this one. */
static void take_name(struct labels *l, struct asm_symbols *taken, uint32_t slot, const char *name)
{
    const struct asm_symbol symbol = {.name = {name, (uint32_t)strlen(name)}};

    if (!l->names[slot] && name_is_label(name) && !asm_symbols_find(taken, symbol.name) &&
        asm_symbols_add(taken, &symbol))
        l->names[slot] = name;
}

static uint32_t slot_of(const struct guest *guest, uint32_t function)
{
    return rbpf_function_read(&guest->code.functions[function]).entry;
}

static void name_functions(struct labels *l)
{
    const struct guest *guest = l->guest;
    struct asm_symbols taken = {0};

    for (uint32_t i = 0; i < guest->image.entry_count; i++)
        take_name(l, &taken, slot_of(guest, guest_entry_function(guest, i)),
                  rbpf_image_entry_name(&guest->image, i));
    for (uint32_t i = 0; guest->names && i < guest->code.function_count; i++) {
        if (guest->names[i])
            take_name(l, &taken, slot_of(guest, i), guest->names[i]);
    }
    asm_symbols_free(&taken);
}

static void mark_address(struct labels *l, uint64_t address)
{
    uint32_t region = (uint32_t)(address >> 32);
    uint32_t offset = (uint32_t)address;

    if (region == RBPF_REGION_RODATA && offset < l->guest->image.rodata_bytes)
        l->rodata[offset] = 1;
    if (region == RBPF_REGION_DATA && offset < l->guest->image.data_bytes)
        l->data[offset] = 1;
}

static void mark_insns(struct labels *l)
{
    for (uint32_t slot = 0; slot < l->slot_count; slot++) {
        struct rbpf_insn insn = label_insn(l, slot);
        uint32_t target;

        if (label_target(l, slot, &target))
            l->marks[target] |= LABEL_JUMP;
        if (insn.opcode != RBPF_OP_LDDW || slot + 1u == l->slot_count)
            continue;
        mark_address(l, label_lddw(l, slot));
        l->marks[++slot] |= LABEL_SECOND_HALF;
    }
}

bool labels_find(struct labels *labels, const struct guest *guest, struct message *message)
{
    *labels = (struct labels){.guest = guest};
    if (guest->image.data_bytes > MACHINE_DATA_MAX)
        return message_fail(message, "has %" PRIu32 " bytes of data, and more than %u are no use",
                            guest->image.data_bytes, MACHINE_DATA_MAX);
    labels->slot_count = (uint32_t)(guest->code.insns_bytes / 8u);
    labels->marks = calloc(labels->slot_count, 1);
    labels->names = calloc(labels->slot_count, sizeof *labels->names);
    labels->rodata = calloc((size_t)guest->image.rodata_bytes + 1u, 1);
    labels->data = calloc((size_t)guest->image.data_bytes + 1u, 1);
    if (!labels->marks || !labels->names || !labels->rodata || !labels->data)
        return message_fail(message, "out of memory");
    if (!mark_functions(labels, message))
        return false;
    name_functions(labels);
    mark_insns(labels);
    return true;
}

void labels_free(struct labels *labels)
{
    free(labels->marks);
    free((void *)labels->names);
    free(labels->rodata);
    free(labels->data);
    *labels = (struct labels){0};
}

void label_print(FILE *out, const struct labels *labels, uint32_t slot)
{
    if (labels->names[slot])
        fputs(labels->names[slot], out);
    else
        fprintf(out, ".%c%" PRIu32, labels->marks[slot] & LABEL_FUNCTION ? 'F' : 'L', slot);
}
