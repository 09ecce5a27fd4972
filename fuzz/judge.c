/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "judge.h"

#include "fuzzer.h"
#include "opcodes.h"

struct judge_insn judge_read(const uint8_t *bytes)
{
    const uint64_t word = get_number(bytes, 8);

    return (struct judge_insn){
        .opcode = (uint8_t)(word % 256u),
        .dst = (uint8_t)(word >> 8 & 15u),
        .src = (uint8_t)(word >> 12 & 15u),
        .offset = (int16_t)(uint16_t)(word >> 16),
        .imm = (int32_t)(uint32_t)(word >> 32),
    };
}

struct judge_insn judge_insn_at(const struct rbpf_code *code, uint32_t slot)
{
    return judge_read((const uint8_t *)code->insns + 8u * (size_t)slot);
}

struct judge_record judge_record(const struct rbpf_code *code, uint32_t index)
{
    const uint8_t *p = code->functions[index].bytes;

    return (struct judge_record){.entry = (uint32_t)get_number(p, 2),
                                 .frame_bytes = (uint32_t)get_number(p + 2, 2),
                                 .stack_bytes = (uint32_t)get_number(p + 4, 2),
                                 .depth = p[6],
                                 .flags = p[7]};
}

uint32_t judge_function_end(const struct rbpf_code *code, uint32_t index)
{
    return index + 1u < code->function_count ? judge_record(code, index + 1u).entry
                                             : (uint32_t)(code->insns_bytes / 8u);
}

static uint32_t judge_unused(const struct judge_insn *insn, const struct rfc_usage *usage)
{
    bool clear = (usage->dst || insn->dst == 0) && (usage->src || insn->src == 0) &&
                 (usage->offset || insn->offset == 0) && (usage->imm || insn->imm == 0);

    return clear ? 0 : BROKEN(RESERVED);
}

static uint32_t judge_registers(const struct judge_insn *insn, const struct rfc_usage *usage)
{
    bool src_is_written = rfc_is_atomic(insn->opcode) && rfc_is_operation(insn->imm) &&
                          insn->imm & BPF_FETCH && insn->imm != BPF_CMPXCHG;
    uint32_t broken = 0;

    if ((usage->dst && insn->dst > 10) || (usage->src_is_register && insn->src > 10))
        broken |= BROKEN(REGISTER);
    if ((usage->writes_dst && insn->dst == 10) || (src_is_written && insn->src == 10))
        broken |= BROKEN(R10_WRITE);
    return broken;
}

/* Section 4.3.1. */
static uint32_t judge_call_kind(const struct judge_insn *insn)
{
    if (insn->src == 2)
        return BROKEN(CALL_BTF);
    return insn->src > 2 ? BROKEN(CALL_KIND) : 0;
}

static uint32_t judge_lddw(const struct judge_insn *insn, const struct judge_insn *second)
{
    uint32_t broken = insn->src == LDDW_NUMBER ? 0 : BROKEN(LDDW_SOURCE);

    if (!second)
        return broken | BROKEN(LDDW_CUT);
    if (second->opcode || second->dst || second->src || second->offset)
        broken |= BROKEN(LDDW_SECOND);
    return broken;
}

uint32_t judge_slot(const struct judge_insn *insn, const struct judge_insn *second)
{
    const struct rfc_usage usage = rfc_usage(insn->opcode);
    uint32_t broken;

    if (!usage.known)
        return BROKEN(OPCODE);
    if (usage.is_packet)
        return BROKEN(PACKET);
    broken = judge_unused(insn, &usage) | judge_registers(insn, &usage);
    if (rfc_has_forms(insn->opcode) && !rfc_is_form(insn->opcode, insn->offset))
        broken |= BROKEN(OFFSET);
    if (rfc_is_swap(insn->opcode) && !rfc_is_width(insn->imm))
        broken |= BROKEN(WIDTH);
    if (rfc_is_atomic(insn->opcode) && !rfc_is_operation(insn->imm))
        broken |= BROKEN(ATOMIC);
    if (insn->opcode == OP_CALL)
        broken |= judge_call_kind(insn);
    if (rfc_is_lddw(insn->opcode))
        broken |= judge_lddw(insn, second);
    return broken;
}

bool judge_leaves(uint8_t opcode)
{
    return opcode == OP_JA || opcode == OP_JA32 || opcode == OP_EXIT;
}

bool judge_calls(uint8_t opcode)
{
    return opcode == OP_CALL || opcode == OP_CALLX;
}

bool judge_target(const struct judge_insn *insn, uint32_t slot, int64_t *target)
{
    const struct rfc_usage usage = rfc_usage(insn->opcode);

    if (!usage.known || !rfc_is_jump(insn->opcode) || judge_calls(insn->opcode) ||
        insn->opcode == OP_EXIT)
        return false;
    *target = (int64_t)slot + 1 + (usage.offset ? insn->offset : insn->imm);
    return true;
}

/* ---- what the list of functions says, and where things stand ---- */

/* One function, and the slots that belong to it. */
struct body {
    const struct rbpf_code *code;
    struct judge_record own;
    uint32_t begin, end;
};

static uint32_t judge_jump(const struct body *body, int64_t target)
{
    if (target < body->begin || target >= body->end)
        return BROKEN(JUMP_TARGET);
    /* No instruction has opcode 0. */
    return judge_insn_at(body->code, (uint32_t)target).opcode == 0 ? BROKEN(JUMP_INTO_LDDW) : 0;
}

/* Is the callee what the caller's record makes room for? */
static uint32_t judge_callee(const struct judge_record *caller, const struct judge_record *callee)
{
    uint32_t broken = 0;

    if (caller->depth == 0)
        return 0;
    if (callee->depth == 0 || callee->depth >= caller->depth)
        broken |= BROKEN(CALL_DEPTH);
    if (caller->frame_bytes + callee->stack_bytes > caller->stack_bytes)
        broken |= BROKEN(CALL_STACK);
    return broken;
}

static uint32_t judge_local_call(const struct body *body, int64_t target)
{
    uint32_t i;

    for (i = 0; i < body->code->function_count; i++) {
        struct judge_record callee = judge_record(body->code, i);

        if (callee.entry == target)
            return judge_callee(&body->own, &callee);
    }
    return BROKEN(CALL_TARGET);
}

/* Anything callable may be called. */
static uint32_t judge_callx(const struct body *body)
{
    uint32_t broken = body->code->no_callx ? BROKEN(GROUP) : 0;
    uint32_t i;

    for (i = 0; i < body->code->function_count; i++) {
        struct judge_record callee = judge_record(body->code, i);

        if (callee.flags & RBPF_FUNCTION_CALLABLE)
            broken |= judge_callee(&body->own, &callee);
    }
    return broken;
}

static uint32_t judge_helper(const struct rbpf_helpers *helpers, uint32_t id)
{
    bool there = helpers && id < helpers->count && id < RBPF_HELPERS_MAX && helpers->table[id].fn;

    if (there && helpers->allowed)
        there = helpers->allowed[id / 32u] & 1u << id % 32u;
    return there ? 0 : BROKEN(HELPER);
}

/* What an instruction breaks where it stands. */
static uint32_t judge_place(const struct body *body, uint32_t slot, const struct judge_insn *insn)
{
    int64_t target;

    if (judge_target(insn, slot, &target))
        return judge_jump(body, target);
    if (insn->opcode == OP_CALLX)
        return judge_callx(body);
    if (insn->opcode != OP_CALL)
        return 0;
    if (insn->src == 0)
        return judge_helper(body->code->helpers, (uint32_t)insn->imm);
    return insn->src == 1 ? judge_local_call(body, (int64_t)slot + 1 + insn->imm) : 0;
}

static struct judgement judge_body(const struct body *body)
{
    uint32_t slot = body->begin;

    while (slot < body->end) {
        struct judge_insn insn = judge_insn_at(body->code, slot);
        uint32_t slots = rfc_is_lddw(insn.opcode) ? 2u : 1u;
        struct judge_insn second = {0};
        bool is_whole = slot + 1u < body->end;
        uint32_t broken;

        if (is_whole)
            second = judge_insn_at(body->code, slot + 1u);
        broken = judge_slot(&insn, is_whole ? &second : NULL) | judge_place(body, slot, &insn);
        if (slot + slots >= body->end && !judge_leaves(insn.opcode))
            broken |= BROKEN(FALLS_OFF);
        if (broken)
            return (struct judgement){slot, broken};
        slot += slots;
    }
    return (struct judgement){0, 0};
}

static uint32_t judge_function(const struct rbpf_code *code, uint32_t index, uint32_t slot_count)
{
    struct judge_record own = judge_record(code, index);
    bool right = own.entry < slot_count && own.frame_bytes % 8u == 0 &&
                 own.frame_bytes <= RBPF_FRAME_MAX && (own.flags & ~RBPF_FUNCTION_CALLABLE) == 0;

    if (own.depth == 0)
        right = right && own.stack_bytes == 0;
    else
        right = right && own.stack_bytes % 8u == 0 && own.stack_bytes >= own.frame_bytes;
    if (index == 0)
        right = right && own.entry == 0;
    else
        right = right && own.entry > judge_record(code, index - 1u).entry &&
                judge_insn_at(code, own.entry).opcode != 0;
    return right ? 0 : BROKEN(FUNCTION);
}

static struct judgement judge_records(const struct rbpf_code *code, uint32_t slot_count)
{
    uint32_t i;

    if (code->function_count == 0 || code->function_count > slot_count)
        return (struct judgement){0, BROKEN(FUNCTION)};
    for (i = 0; i < code->function_count; i++)
        if (judge_function(code, i, slot_count))
            return (struct judgement){i, BROKEN(FUNCTION)};
    return (struct judgement){0, 0};
}

struct judgement judge_code(const struct rbpf_code *code)
{
    const uint32_t slot_count = (uint32_t)(code->insns_bytes / 8u);
    struct judgement judgement = {0, 0};
    uint32_t i;

    if (code->insns_bytes == 0)
        return (struct judgement){0, BROKEN(EMPTY)};
    if (code->insns_bytes % 8u != 0 || slot_count > RBPF_INSNS_MAX)
        return (struct judgement){0, BROKEN(LENGTH)};
    judgement = judge_records(code, slot_count);
    for (i = 0; i < code->function_count && !judgement.broken; i++) {
        struct body body = {
            .code = code, .own = judge_record(code, i), .end = judge_function_end(code, i)};

        body.begin = body.own.entry;
        judgement = judge_body(&body);
    }
    return judgement;
}
