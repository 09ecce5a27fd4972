/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "tame.h"

#include <string.h>

#include "opcodes.h"
#include "rfc_usage.h"

struct tamer {
    uint8_t *insns;
    const struct rbpf_helpers *helpers;
    bool no_callx;
    /* Function i has the slots [entries[i], entries[i + 1]). */
    uint32_t entries[FUNCTIONS_MAX + 1u];
    uint32_t function_count;
};

static uint8_t legal_opcodes[256];
static uint32_t legal_count;

bool tame_is_built_in(const uint8_t insn[8])
{
    struct rbpf_insn decoded = rbpf_insn_decode(insn);
    uint32_t groups = rbpf_insn_groups(&decoded);

    return groups && (groups & ~rbpf_groups()) == 0;
}

static void list_opcodes(void)
{
    uint32_t opcode;

    for (opcode = 0; opcode < 256; opcode++)
        if (rfc_is_legal((uint8_t)opcode))
            legal_opcodes[legal_count++] = (uint8_t)opcode;
}

/* r0 to r9 or, where it is only read, r10. */
static void tame_registers(uint8_t *p)
{
    uint8_t dst = (uint8_t)((p[1] & 15u) % (rfc_usage(p[0]).writes_dst ? 10u : 11u));
    uint8_t src = (uint8_t)((p[1] >> 4) % (rfc_is_atomic(p[0]) ? 10u : 11u));

    p[1] = (uint8_t)(dst | src << 4);
}

static void clear_offset(uint8_t *p)
{
    p[2] = p[3] = 0;
}

static void clear_imm(uint8_t *p)
{
    memset(p + 4, 0, 4);
}

/* By register there is no immediate, by immediate no register. */
static void tame_source(uint8_t *p)
{
    if (p[0] & BPF_X)
        clear_imm(p);
    else
        p[1] &= 15u;
}

void tame_arithmetic(uint8_t insn[8])
{
    static const uint8_t widths[] = {16, 32, 64};
    static const uint8_t extensions[] = {0, 8, 16, 32};
    const bool wide = BPF_CLASS(insn[0]) == BPF_ALU64;
    const uint8_t code = BPF_OP(insn[0]);
    const uint8_t selector = insn[2];

    clear_offset(insn);
    if (code == BPF_END) {
        insn[1] &= 15u;
        insn[4] = widths[insn[4] % 3u];
        insn[5] = insn[6] = insn[7] = 0;
        return;
    }
    tame_source(insn);
    if (code == BPF_NEG)
        clear_imm(insn);
    if (code == BPF_DIV || code == BPF_MOD)
        insn[2] = selector & 1u;
    else if (code == BPF_MOV && insn[0] & BPF_X)
        insn[2] = extensions[selector % (wide ? 4u : 3u)];
}

/* A distance of 16 or 32 bits from the slot behind `slot` to `target`. */
static void put_distance(uint8_t *p, uint32_t bytes, uint32_t slot, uint32_t target)
{
    put_number(p, target - slot - 1u, bytes);
}

static void make_move(uint8_t *p)
{
    p[0] = OP_MOV64_IMM;
    p[1] = (uint8_t)((p[1] & 15u) % 10u);
    clear_offset(p);
}

static void tame_call(const struct tamer *t, uint32_t slot)
{
    uint8_t *p = t->insns + slot * 8u;
    const uint32_t choice = p[4];

    p[1] &= 0x10;
    clear_offset(p);
    clear_imm(p);
    if (p[1])
        put_distance(p + 4, 4, slot, t->entries[choice % t->function_count]);
    else if (rbpf_helpers_has(t->helpers, choice % HELPER_COUNT))
        p[4] = (uint8_t)(choice % HELPER_COUNT);
    else
        make_move(p);
}

/* Where jumps go comes later: it must be known which slots are instructions. */
static void tame_jump(const struct tamer *t, uint32_t slot)
{
    uint8_t *p = t->insns + slot * 8u;

    switch (p[0]) {
    case OP_CALL:
        tame_call(t, slot);
        return;
    case OP_CALLX:
        p[1] &= 15u;
        clear_offset(p);
        clear_imm(p);
        if (t->no_callx)
            make_move(p);
        return;
    case OP_EXIT:
        memset(p + 1, 0, 7);
        return;
    case OP_JA32:
        p[1] = 0;
        clear_offset(p);
        return;
    case OP_JA:
        p[1] = 0;
        clear_imm(p);
        return;
    default:
        tame_source(p);
    }
}

void tame_access(uint8_t insn[8])
{
    const uint8_t operation = rfc_operations[insn[4] % RFC_OPERATIONS];

    if (BPF_CLASS(insn[0]) == BPF_ST)
        insn[1] &= 15u;
    else
        clear_imm(insn);
    if (rfc_is_atomic(insn[0]))
        insn[4] = operation;
}

/* A number, or the address of a region if the second slot says so. */
static void tame_lddw(uint8_t *p)
{
    p[1] &= 15u;
    clear_offset(p);
    memset(p + 8, 0, 4);
    if (p[12] & 0x80u)
        return;
    p[12] &= 7u;
    memset(p + 13, 0, 3);
    p[4] &= 0x3fu;
    memset(p + 5, 0, 3);
}

/* Returns how many slots it took. An LDDW never comes last. */
static uint32_t tame_insn(const struct tamer *t, uint32_t slot, uint32_t end)
{
    uint8_t *p = t->insns + slot * 8u;

    p[0] = legal_opcodes[p[0] % legal_count];
    if (p[0] == OP_LDDW && slot + 2u >= end)
        make_move(p);
    tame_registers(p);
    switch (BPF_CLASS(p[0])) {
    case BPF_ALU:
    case BPF_ALU64:
        tame_arithmetic(p);
        break;
    case BPF_JMP:
    case BPF_JMP32:
        tame_jump(t, slot);
        break;
    case BPF_LD:
        tame_lddw(p);
        break;
    default:
        /* Small offsets hit more often. */
        p[3] = p[2] & 0x80 ? 0xff : 0;
        tame_access(p);
    }
    if (!tame_is_built_in(p))
        make_move(p);
    return p[0] == OP_LDDW ? 2 : 1;
}

/* To any instruction of the function. */
static void aim(const struct tamer *t, uint32_t slot, uint32_t begin, uint32_t end)
{
    uint8_t *p = t->insns + slot * 8u;
    const bool is_long = p[0] == OP_JA32;
    uint8_t *distance = is_long ? p + 4 : p + 2;
    uint32_t target = begin + (uint32_t)get_number(distance, 2) % (end - begin);

    if (!rfc_is_jump(p[0]) || p[0] == OP_CALL || p[0] == OP_CALLX || p[0] == OP_EXIT)
        return;
    if (t->insns[target * 8u] == 0)
        target--;
    put_distance(distance, is_long ? 4 : 2, slot, target);
}

static void tame_function(const struct tamer *t, uint32_t begin, uint32_t end)
{
    uint8_t *last = t->insns + (end - 1u) * 8u;
    uint32_t slot;

    for (slot = begin; slot < end;)
        slot += tame_insn(t, slot, end);
    if (*last != OP_JA && *last != OP_JA32) {
        memset(last, 0, 8);
        *last = OP_EXIT;
    }
    for (slot = begin; slot < end; slot++)
        aim(t, slot, begin, end);
}

/* Promises nothing, so that anything may be called from there. */
static void tame_records(const struct tamer *t, struct scene *scene)
{
    uint32_t i;

    for (i = 0; i < t->function_count; i++) {
        const uint8_t *bytes = scene->functions[i].bytes;

        scene->functions[i] = rbpf_function_make(&(struct rbpf_function_info){
            .entry = (uint16_t)t->entries[i],
            .frame_bytes = (uint16_t)(bytes[2] % 65u * 8u),
            .flags = bytes[7] & RBPF_FUNCTION_CALLABLE,
        });
    }
    scene->code.functions = scene->functions;
    scene->code.function_count = t->function_count;
}

void tame(struct scene *scene, uint32_t function_count, bool listed)
{
    uint32_t count = (uint32_t)(scene->code.insns_bytes / 8u);
    struct tamer t = {
        .insns = (uint8_t *)scene->insns,
        .helpers = scene->code.helpers,
        .no_callx = scene->code.no_callx,
        .function_count = function_count < count ? function_count : count,
    };
    uint32_t i;

    if (legal_count == 0)
        list_opcodes();
    scene->code.insns_bytes = count * 8u;
    for (i = 0; i <= t.function_count; i++)
        t.entries[i] = i * count / t.function_count;
    for (i = 0; i < t.function_count; i++)
        tame_function(&t, t.entries[i], t.entries[i + 1u]);
    if (listed)
        tame_records(&t, scene);
}
