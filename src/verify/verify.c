/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The verifier: whatever can be checked once, before the first run.
 *
 * Assumes nothing of the instructions and the list of functions but that they
 * can be read. Guarantees, to the loops, of a program that it accepts:
 *
 *   - every slot is an instruction of the table, or the second half of an LDDW;
 *   - registers are r0 to r10, and r10 is never written;
 *   - a jump goes to an instruction of its function, and no function is left
 *     but by exit, so that the program counter stays in the program;
 *   - a call goes to a listed function; where depths are listed, they and the
 *     stack sizes hold for every chain of calls;
 *   - helpers that are called by number exist and are allowed.
 */
#include "isa/isa.h"
#include "verify/functions.h"

/* A depth that no caller has: calls by register may go to functions that promise nothing. */
#define UNBOUNDED 256u

struct checker {
    const struct rbpf_code *code;
    const uint8_t *insns;
    /* The function that is being checked, and its slots [info.entry, end). */
    struct rbpf_function_info info;
    uint32_t end;
    uint32_t slot;
    /* The most that a call by register may need. */
    uint32_t callable_depth;
    uint32_t callable_stack;
    /* Instructions since the last that surely went elsewhere. */
    uint32_t straight_insns;
    struct rbpf_facts facts;
};

/* The second half of an LDDW has opcode 0, which no instruction has. */
static bool is_second_half(const struct checker *c, uint32_t slot)
{
    return c->insns[(size_t)slot * RBPF_INSN_BYTES] == 0;
}

static enum rbpf_status check_size(const struct rbpf_code *code)
{
    size_t count = code->insns_bytes / RBPF_INSN_BYTES;

    if (code->insns_bytes == 0)
        return RBPF_REJECT_EMPTY;
    if (code->insns_bytes % RBPF_INSN_BYTES != 0 || count > RBPF_INSNS_MAX)
        return RBPF_REJECT_LENGTH;
    if (code->function_count == 0 || code->function_count > count)
        return RBPF_REJECT_FUNCTION;
    return RBPF_OK;
}

/* The bits of an instruction's first word that must be zero, for the rule's DST, SRC and OFF. */
static const uint32_t unused_bits[8] = {
    0, 0xf00u, 0xf000u, 0xff00u, 0xffff0000u, 0xffff0f00u, 0xfffff000u, 0xffffff00u,
};

static enum rbpf_status check_fields(uint32_t word, uint32_t imm, uint8_t rule)
{
    if (word & unused_bits[rule & 7u])
        return RBPF_REJECT_RESERVED;
    return rule & RBPF_RULE_IMM && imm ? RBPF_REJECT_RESERVED : RBPF_OK;
}

/* The source of CALL and LDDW says what the immediate is, and is checked with them. */
static enum rbpf_status check_registers(uint32_t word, enum rbpf_kind kind)
{
    if ((word & 0xf00u) > 0xa00u)
        return RBPF_REJECT_REGISTER;
    if ((word & 0xf000u) > 0xa000u && kind != RBPF_KIND_CALLS && kind != RBPF_KIND_LOADS_IMM)
        return RBPF_REJECT_REGISTER;
    return RBPF_OK;
}

static enum rbpf_status check_write(uint8_t reg)
{
    return reg == 10 ? RBPF_REJECT_R10_WRITE : RBPF_OK;
}

/* An offset that selects a form which cpu v4 added. */
static enum rbpf_status check_v4_offset(const struct rbpf_insn *insn, bool defined)
{
    if (insn->offset == 0)
        return check_write(insn->dst);
    if (!defined)
        return RBPF_REJECT_OFFSET;
    return RBPF_HAS(RBPF_GROUP_V4) ? check_write(insn->dst) : RBPF_REJECT_GROUP;
}

static enum rbpf_status check_divide(const struct rbpf_insn *insn)
{
    return check_v4_offset(insn, insn->offset == 1);
}

static enum rbpf_status check_move(const struct rbpf_insn *insn, bool wide)
{
    int16_t width = insn->offset;

    return check_v4_offset(insn, width == 8 || width == 16 || (width == 32 && wide));
}

static enum rbpf_status check_swap(const struct rbpf_insn *insn)
{
    if (insn->imm != 16 && insn->imm != 32 && insn->imm != 64)
        return RBPF_REJECT_WIDTH;
    return check_write(insn->dst);
}

static enum rbpf_status check_atomic(const struct rbpf_insn *insn)
{
    switch (insn->imm) {
    case RBPF_ATOMIC_ADD:
    case RBPF_ATOMIC_OR:
    case RBPF_ATOMIC_AND:
    case RBPF_ATOMIC_XOR:
    case RBPF_ATOMIC_CMPXCHG:
        return RBPF_OK;
    case RBPF_ATOMIC_ADD | RBPF_ATOMIC_FETCH:
    case RBPF_ATOMIC_OR | RBPF_ATOMIC_FETCH:
    case RBPF_ATOMIC_AND | RBPF_ATOMIC_FETCH:
    case RBPF_ATOMIC_XOR | RBPF_ATOMIC_FETCH:
    case RBPF_ATOMIC_XCHG:
        return check_write(insn->src);
    default:
        return RBPF_REJECT_ATOMIC;
    }
}

static enum rbpf_status check_lddw(const struct checker *c, const struct rbpf_insn *insn)
{
    uint32_t second = c->slot + 1u;
    const uint8_t *p = c->insns + (size_t)second * RBPF_INSN_BYTES;

    if (insn->src != 0)
        return RBPF_REJECT_LDDW_SOURCE;
    if (second >= c->end)
        return RBPF_REJECT_LDDW_CUT;
    if (rbpf_load32_aligned(p) != 0)
        return RBPF_REJECT_LDDW_SECOND;
    return check_write(insn->dst);
}

static enum rbpf_status check_jump(struct checker *c, int32_t distance)
{
    int64_t target = (int64_t)c->slot + 1 + distance;

    if (target < c->info.entry || target >= c->end)
        return RBPF_REJECT_JUMP_TARGET;
    if (is_second_half(c, (uint32_t)target))
        return RBPF_REJECT_JUMP_INTO_LDDW;
    if (target <= c->slot)
        c->facts.has_loops = true;
    return RBPF_OK;
}

/* Does the caller's record leave room for a callee of this depth and stack? */
static enum rbpf_status check_room(const struct checker *c, uint32_t depth, uint32_t stack_bytes)
{
    if (c->info.depth == 0)
        return RBPF_OK;
    if (depth >= c->info.depth)
        return RBPF_REJECT_CALL_DEPTH;
    if (c->info.frame_bytes + stack_bytes > c->info.stack_bytes)
        return RBPF_REJECT_CALL_STACK;
    return RBPF_OK;
}

static uint32_t depth_of(const struct rbpf_function_info *info)
{
    return info->depth ? info->depth : UNBOUNDED;
}

static enum rbpf_status check_local_call(const struct checker *c, int32_t distance)
{
    int64_t target = (int64_t)c->slot + 1 + distance;
    const struct rbpf_function *function;
    struct rbpf_function_info callee;

    if (target < 0 || target >= RBPF_INSNS_MAX)
        return RBPF_REJECT_CALL_TARGET;
    function = rbpf_function_find(c->code->functions, c->code->function_count, (uint32_t)target);
    if (!function)
        return RBPF_REJECT_CALL_TARGET;
    callee = rbpf_function_read(function);
    return check_room(c, depth_of(&callee), callee.stack_bytes);
}

static enum rbpf_status check_helper(struct checker *c, uint32_t id)
{
    if (!rbpf_helpers_has(c->code->helpers, id))
        return RBPF_REJECT_HELPER;
    c->facts.helpers[id / 32u] |= 1u << id % 32u;
    return RBPF_OK;
}

static enum rbpf_status check_call(struct checker *c, const struct rbpf_insn *insn)
{
    switch (insn->src) {
    case RBPF_CALL_HELPER:
        return check_helper(c, (uint32_t)insn->imm);
    case RBPF_CALL_LOCAL:
        return check_local_call(c, insn->imm);
    case RBPF_CALL_BTF:
        return RBPF_REJECT_CALL_BTF;
    default:
        return RBPF_REJECT_CALL_KIND;
    }
}

static enum rbpf_status check_callx(struct checker *c)
{
    if (c->code->no_callx)
        return RBPF_REJECT_GROUP;
    c->facts.has_callx = true;
    return check_room(c, c->callable_depth, c->callable_stack);
}

/* Every function's last instruction ends a run, so that none is forgotten. */
static void end_straight_run(struct checker *c)
{
    if (c->straight_insns > c->facts.longest_run_insns)
        c->facts.longest_run_insns = c->straight_insns;
    c->straight_insns = 0;
}

/* What an instruction's kind asks for beyond its fields. */
static enum rbpf_status check_kind(struct checker *c, const uint8_t *p, enum rbpf_kind kind)
{
    const struct rbpf_insn insn = rbpf_insn_at(p);

    switch (kind) {
    case RBPF_KIND_WRITES:
        return check_write(insn.dst);
    case RBPF_KIND_DIVIDES:
        return check_divide(&insn);
    case RBPF_KIND_MOVES32:
        return check_move(&insn, false);
    case RBPF_KIND_MOVES64:
        return check_move(&insn, true);
    case RBPF_KIND_SWAPS:
        return check_swap(&insn);
    case RBPF_KIND_JUMPS:
        end_straight_run(c);
        return check_jump(c, insn.offset);
    case RBPF_KIND_JUMPS32:
        end_straight_run(c);
        return check_jump(c, insn.imm);
    case RBPF_KIND_BRANCHES:
        return check_jump(c, insn.offset);
    case RBPF_KIND_CALLS:
        end_straight_run(c);
        return check_call(c, &insn);
    case RBPF_KIND_CALLS_REG:
        end_straight_run(c);
        return check_callx(c);
    case RBPF_KIND_EXITS:
        end_straight_run(c);
        return RBPF_OK;
    case RBPF_KIND_LOADS_IMM:
        return check_lddw(c, &insn);
    case RBPF_KIND_ATOMIC:
        return check_atomic(&insn);
    case RBPF_KIND_STORES:
        return RBPF_OK;
    default:
        return RBPF_REJECT_OPCODE;
    }
}

static enum rbpf_status check_refused(uint8_t rule)
{
    return rule & RBPF_RULE_ABSENT ? RBPF_REJECT_GROUP : RBPF_REJECT_PACKET;
}

static bool never_goes_on(enum rbpf_kind kind)
{
    return kind == RBPF_KIND_JUMPS || kind == RBPF_KIND_JUMPS32 || kind == RBPF_KIND_EXITS;
}

static enum rbpf_status check_insn(struct checker *c, const uint8_t *p, uint8_t rule)
{
    uint32_t word = rbpf_load32_aligned(p);
    uint32_t imm = rbpf_load32_aligned(p + 4);
    enum rbpf_status status;

    if (rule == 0)
        return RBPF_REJECT_OPCODE;
    if (rbpf_rule_kind(rule) == RBPF_KIND_REFUSED)
        return check_refused(rule);
    status = check_fields(word, imm, rule);
    if (status == RBPF_OK)
        status = check_registers(word, rbpf_rule_kind(rule));
    if (status == RBPF_OK)
        status = check_kind(c, p, rbpf_rule_kind(rule));
    return status;
}

/* Leaves c->slot at the instruction that was refused. */
static enum rbpf_status check_body(struct checker *c)
{
    uint32_t next = c->info.entry;
    enum rbpf_kind kind;

    do {
        const uint8_t *p = c->insns + (size_t)next * RBPF_INSN_BYTES;
        uint8_t rule = rbpf_isa_rules[*p];
        enum rbpf_status status;

        c->slot = next;
        c->straight_insns++;
        status = check_insn(c, p, rule);
        if (status != RBPF_OK)
            return status;
        kind = rbpf_rule_kind(rule);
        next += kind == RBPF_KIND_LOADS_IMM ? 2u : 1u;
    } while (next < c->end);
    return never_goes_on(kind) ? RBPF_OK : RBPF_REJECT_FALLS_OFF;
}

static bool depth_is_valid(const struct rbpf_function_info *info)
{
    if (info->depth == 0)
        return info->stack_bytes == 0;
    return info->stack_bytes >= info->frame_bytes && info->stack_bytes % 8u == 0;
}

static bool record_is_valid(const struct checker *c, uint32_t index, uint32_t previous_end)
{
    const struct rbpf_function_info *info = &c->info;
    bool in_order = info->entry >= previous_end && (index == 0) == (info->entry == 0);
    bool splits_lddw = info->entry < c->end && index != 0 && is_second_half(c, info->entry);

    return in_order && info->entry < c->end && !splits_lddw && info->frame_bytes % 8u == 0 &&
           info->frame_bytes <= RBPF_FRAME_MAX && (info->flags & ~RBPF_FUNCTION_CALLABLE) == 0 &&
           depth_is_valid(info);
}

/* Sums up one record in the facts. A single depth 0 leaves the program's depth unknown. */
static void note_function(struct checker *c, bool *bounded)
{
    const struct rbpf_function_info *info = &c->info;

    if (info->depth == 0)
        *bounded = false;
    if (info->depth > c->facts.call_depth)
        c->facts.call_depth = info->depth;
    if (info->stack_bytes > c->facts.stack_bytes)
        c->facts.stack_bytes = info->stack_bytes;
    if (!(info->flags & RBPF_FUNCTION_CALLABLE))
        return;
    if (depth_of(info) > c->callable_depth)
        c->callable_depth = depth_of(info);
    if (info->stack_bytes > c->callable_stack)
        c->callable_stack = info->stack_bytes;
}

/* Leaves c->slot at the record that was refused. */
static enum rbpf_status check_records(struct checker *c)
{
    uint32_t previous_end = 0;
    bool bounded = true;

    for (c->slot = 0; c->slot < c->code->function_count; c->slot++) {
        c->info = rbpf_function_read(&c->code->functions[c->slot]);
        if (!record_is_valid(c, c->slot, previous_end))
            return RBPF_REJECT_FUNCTION;
        previous_end = c->info.entry + 1u;
        note_function(c, &bounded);
    }
    if (!bounded) {
        c->facts.call_depth = 0;
        c->facts.stack_bytes = 0;
    }
    return RBPF_OK;
}

static enum rbpf_status check_bodies(struct checker *c)
{
    uint32_t count = c->end;
    uint32_t i;

    for (i = 0; i < c->code->function_count; i++) {
        bool is_last = i + 1u == c->code->function_count;
        enum rbpf_status status;

        c->info = rbpf_function_read(&c->code->functions[i]);
        c->end = is_last ? count : rbpf_function_entry(&c->code->functions[i + 1u]);
        c->straight_insns = 0;
        status = check_body(c);
        if (status != RBPF_OK)
            return status;
    }
    return RBPF_OK;
}

static enum rbpf_status check_program(struct checker *c)
{
    enum rbpf_status status = check_size(c->code);

    if (status != RBPF_OK)
        return status;
    c->end = (uint32_t)(c->code->insns_bytes / RBPF_INSN_BYTES);
    status = check_records(c);
    return status == RBPF_OK ? check_bodies(c) : status;
}

enum rbpf_status rbpf_program_load(struct rbpf_program *program, const struct rbpf_code *code,
                                   struct rbpf_report *report)
{
    struct checker c = {.code = code};
    enum rbpf_status status;

    if (!program)
        return RBPF_ERR_ARGUMENT;
    *program = (struct rbpf_program){0};
    if (!code || !code->insns || !code->functions || (uintptr_t)code->insns % RBPF_INSN_BYTES != 0)
        return RBPF_ERR_ARGUMENT;

    c.insns = code->insns;
    status = check_program(&c);
    if (report) {
        report->where = c.slot;
        report->facts = c.facts;
    }
    if (status == RBPF_OK)
        *program = (struct rbpf_program){.insns = c.insns,
                                         .functions = code->functions,
                                         .helpers = code->helpers,
                                         .insn_count = (uint32_t)(code->insns_bytes / 8u),
                                         .function_count = code->function_count};
    return status;
}
