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

/* What a check comes to: the rule that is broken, which is its status without the sign, since small
 * positive numbers take half the flash. */
#define KEPT 0
#define BROKEN(rule) (-(int)RBPF_REJECT_##rule)

struct checker {
    const struct rbpf_code *code;
    const uint8_t *insns;
    /* The function that is being checked, and its slots [begin, end). */
    const struct rbpf_function *function;
    uint32_t begin;
    uint32_t end;
    uint32_t slot;
    /* The most that a call by register may need. */
    uint32_t callable_depth;
    uint32_t callable_stack;
};

/* The second half of an LDDW has opcode 0, which no instruction has. */
static bool is_second_half(const struct checker *c, uint32_t slot)
{
    return c->insns[slot * RBPF_INSN_BYTES] == 0;
}

static uint32_t word_at(const struct checker *c, uint32_t slot)
{
    return rbpf_load32_aligned(c->insns + slot * RBPF_INSN_BYTES);
}

/* An instruction's fields, each in a word of its own. */
struct fields {
    uint32_t dst;
    uint32_t src;
    int32_t offset;
    int32_t imm;
};

static int check_fields(const struct fields *insn, uint32_t rule)
{
    uint32_t unused = 0;

    if (rule & RBPF_RULE_DST)
        unused = insn->dst;
    if (rule & RBPF_RULE_SRC)
        unused |= insn->src;
    if (rule & RBPF_RULE_OFF)
        unused |= (uint32_t)insn->offset;
    if (rule & RBPF_RULE_IMM)
        unused |= (uint32_t)insn->imm;
    return unused != 0 ? BROKEN(RESERVED) : KEPT;
}

/* The source of CALL and LDDW says what the immediate is, and is checked with them. */
static int check_registers(const struct fields *insn, uint32_t kind)
{
    if (insn->dst > 10u)
        return BROKEN(REGISTER);
    if (insn->src > 10u && kind != RBPF_KIND_CALLS && kind != RBPF_KIND_LOADS_IMM)
        return BROKEN(REGISTER);
    return KEPT;
}

static int check_write(uint32_t reg)
{
    return reg == 10 ? BROKEN(R10_WRITE) : KEPT;
}

/* Is `value` 0, or one of the bits `allowed`? */
static bool is_one_of(uint32_t value, uint32_t allowed)
{
    return (value & ~allowed) == 0 && (value & (value - 1u)) == 0;
}

/* An offset other than 0 selects a form which cpu v4 added. */
static int check_form(uint32_t kind, uint32_t offset)
{
    static const uint8_t forms[] = {1, 8 | 16, 8 | 16 | 32}; /* DIVIDES, MOVES32, MOVES64 */

    if (!is_one_of(offset, forms[kind - RBPF_KIND_DIVIDES]))
        return BROKEN(OFFSET);
    return offset == 0 ? KEPT : RBPF_HAS(RBPF_GROUP_V4) ? KEPT : BROKEN(GROUP);
}

static int check_width(uint32_t imm)
{
    return imm != 0 && is_one_of(imm, 16 | 32 | 64) ? KEPT : BROKEN(WIDTH);
}

/* One bit for each operation: by the high digit of its immediate, those that fetch 16 higher. */
#define OPERATION(imm) (((imm) >> 4 | (imm) << 4) & 31u)
#define PLAIN_BIT(name) (1u << OPERATION((uint32_t)RBPF_ATOMIC_##name))
#define FETCH_BIT(name) (1u << OPERATION((uint32_t)RBPF_ATOMIC_##name | RBPF_ATOMIC_FETCH))

static int check_atomic(uint32_t imm, uint32_t src)
{
    static const uint32_t operations =
        PLAIN_BIT(ADD) | PLAIN_BIT(OR) | PLAIN_BIT(AND) | PLAIN_BIT(XOR) | FETCH_BIT(ADD) |
        FETCH_BIT(OR) | FETCH_BIT(AND) | FETCH_BIT(XOR) | FETCH_BIT(XCHG) | FETCH_BIT(CMPXCHG);

    if ((imm & ~0xf1u) != 0 || (operations >> OPERATION(imm) & 1u) == 0)
        return BROKEN(ATOMIC);
    return imm & RBPF_ATOMIC_FETCH && imm != RBPF_ATOMIC_CMPXCHG ? check_write(src) : KEPT;
}

static int check_lddw(const struct checker *c, const struct fields *insn)
{
    if (insn->src != 0)
        return BROKEN(LDDW_SOURCE);
    if (c->slot + 1u >= c->end)
        return BROKEN(LDDW_CUT);
    return word_at(c, c->slot + 1u) != 0 ? BROKEN(LDDW_SECOND) : KEPT;
}

/* The slot that lies `distance` behind the next one; what lies outside of 32 bits wraps to what
 * lies outside of any program. */
static uint32_t target_of(const struct checker *c, int32_t distance)
{
    return c->slot + 1u + (uint32_t)distance;
}

static int check_jump(const struct checker *c, int32_t distance)
{
    uint32_t target = target_of(c, distance);

    if (target < c->begin || target >= c->end)
        return BROKEN(JUMP_TARGET);
    return is_second_half(c, target) ? BROKEN(JUMP_INTO_LDDW) : KEPT;
}

/* Does the caller's record leave room for a callee of this depth and stack? */
static int check_room(const struct checker *c, uint32_t depth, uint32_t stack_bytes)
{
    uint32_t own_depth = rbpf_function_depth(c->function);

    if (own_depth == 0)
        return KEPT;
    if (depth >= own_depth)
        return BROKEN(CALL_DEPTH);
    if (rbpf_function_frame(c->function) + stack_bytes > rbpf_function_stack(c->function))
        return BROKEN(CALL_STACK);
    return KEPT;
}

/* 256, which no caller has, for functions that promise nothing. Without a branch. */
static uint32_t most_depth(const struct rbpf_function *function)
{
    return (uint8_t)(rbpf_function_depth(function) - 1u) + 1u;
}

static int check_local_call(const struct checker *c, int32_t distance)
{
    const struct rbpf_function *callee = rbpf_function_find(c->code, target_of(c, distance));

    if (!callee)
        return BROKEN(CALL_TARGET);
    return check_room(c, most_depth(callee), rbpf_function_stack(callee));
}

static int check_call(const struct checker *c, const struct fields *insn)
{
    switch (insn->src) {
    case RBPF_CALL_HELPER:
        return rbpf_helpers_has(c->code->helpers, (uint32_t)insn->imm) ? KEPT : BROKEN(HELPER);
    case RBPF_CALL_LOCAL:
        return check_local_call(c, insn->imm);
    case RBPF_CALL_BTF:
        return BROKEN(CALL_BTF);
    default:
        return BROKEN(CALL_KIND);
    }
}

static int check_callx(const struct checker *c)
{
    if (c->code->no_callx)
        return BROKEN(GROUP);
    return check_room(c, c->callable_depth, c->callable_stack);
}

/* What an instruction's kind asks for beyond its fields. */
static int check_kind(const struct checker *c, const struct fields *insn, uint32_t kind)
{
    int broken = KEPT;

    switch (kind) {
    case RBPF_KIND_JUMPS:
    case RBPF_KIND_JUMPS32:
    case RBPF_KIND_BRANCHES:
        return check_jump(c, RBPF_HAS_JA32 && kind == RBPF_KIND_JUMPS32 ? insn->imm : insn->offset);
    case RBPF_KIND_CALLS:
        return check_call(c, insn);
    case RBPF_KIND_CALLS_REG:
        return RBPF_HAS_CALLX ? check_callx(c) : KEPT;
    case RBPF_KIND_ATOMIC:
        return RBPF_HAS_ATOMIC32 ? check_atomic((uint32_t)insn->imm, insn->src) : KEPT;
    case RBPF_KIND_EXITS:
    case RBPF_KIND_STORES:
        return KEPT;
    case RBPF_KIND_LOADS_IMM:
        broken = check_lddw(c, insn);
        break;
    case RBPF_KIND_SWAPS:
        broken = check_width((uint32_t)insn->imm);
        break;
    case RBPF_KIND_WRITES:
        break;
    default: /* DIVIDES, MOVES32, MOVES64 */
        broken = check_form(kind, (uint32_t)insn->offset);
    }
    return broken == KEPT ? check_write(insn->dst) : broken;
}

/* Why an opcode of kind NONE must not be used. */
static int refuse(uint32_t rule)
{
    if (rule == RBPF_RULE_PACKET)
        return BROKEN(PACKET);
    return rule == RBPF_RULE_ABSENT ? BROKEN(GROUP) : BROKEN(OPCODE);
}

RBPF_INLINE int check_insn(const struct checker *c, const uint8_t *p, uint32_t word, uint32_t rule)
{
    uint32_t kind = rbpf_rule_kind(rule);
    struct fields insn = {word >> 8 & 15u, word >> 12 & 15u, (int16_t)(word >> 16), rbpf_imm_at(p)};
    int broken;

    if (kind == RBPF_KIND_NONE)
        return refuse(rule);
    broken = check_fields(&insn, rule);
    if (broken == KEPT)
        broken = check_registers(&insn, kind);
    if (broken == KEPT)
        broken = check_kind(c, &insn, kind);
    return broken;
}

static bool never_goes_on(uint32_t kind)
{
    return kind == RBPF_KIND_JUMPS || kind == RBPF_KIND_JUMPS32 || kind == RBPF_KIND_EXITS;
}

/* Leaves c->slot at the instruction that was refused. */
static RBPF_NOINLINE int check_body(struct checker *c)
{
    uint32_t next = c->begin;
    uint32_t kind;

    do {
        const uint8_t *p = c->insns + next * RBPF_INSN_BYTES;
        uint32_t word = rbpf_load32_aligned(p);
        uint32_t rule = rbpf_opcode_rule((uint8_t)word);
        int broken;

        c->slot = next;
        broken = check_insn(c, p, word, rule);
        if (broken != KEPT)
            return broken;
        kind = rbpf_rule_kind(rule);
        /* Not by its kind: compilers would check LDDW on a way of its own. */
        next += (uint8_t)word == RBPF_OP_LDDW ? 2u : 1u;
    } while (next < c->end);
    return never_goes_on(kind) ? KEPT : BROKEN(FALLS_OFF);
}

static bool record_is_valid(const struct rbpf_function *function)
{
    uint32_t frame_bytes = rbpf_function_frame(function);
    uint32_t stack_bytes = rbpf_function_stack(function);

    return (frame_bytes | stack_bytes) % 8u == 0 && frame_bytes <= RBPF_FRAME_MAX &&
           (rbpf_function_flags(function) & ~RBPF_FUNCTION_CALLABLE) == 0 &&
           (rbpf_function_depth(function) ? stack_bytes >= frame_bytes : stack_bytes == 0);
}

static void note_callable(struct checker *c, const struct rbpf_function *function)
{
    uint32_t depth = most_depth(function);
    uint32_t stack_bytes = rbpf_function_stack(function);

    if (!RBPF_HAS_CALLX || !(rbpf_function_flags(function) & RBPF_FUNCTION_CALLABLE))
        return;
    if (depth > c->callable_depth)
        c->callable_depth = depth;
    if (stack_bytes > c->callable_stack)
        c->callable_stack = stack_bytes;
}

/* Leaves c->slot at the record that was refused. */
static int check_records(struct checker *c)
{
    const struct rbpf_function *function = c->code->functions;
    uint32_t begin = 0;

    for (c->slot = 0; c->slot < c->code->function_count; c->slot++, function++) {
        uint32_t entry = rbpf_function_entry(function);

        if (entry < begin || entry >= c->end || (entry != 0 && is_second_half(c, entry)) ||
            !record_is_valid(function))
            return BROKEN(FUNCTION);
        begin = entry + 1u;
        note_callable(c, function);
    }
    return KEPT;
}

static int check_bodies(struct checker *c)
{
    const struct rbpf_function *function = c->code->functions;
    uint32_t left = c->code->function_count;
    const uint32_t count = c->end;
    int broken;

    c->end = 0;
    do {
        c->function = function++;
        c->begin = c->end;
        c->end = --left != 0 ? rbpf_function_entry(function) : count;
        broken = check_body(c);
    } while (broken == KEPT && left != 0);
    return broken;
}

static RBPF_NOINLINE int check_program(struct checker *c)
{
    const struct rbpf_code *code = c->code;
    int broken;

    if (code->insns_bytes == 0)
        return BROKEN(EMPTY);
    if (code->insns_bytes % RBPF_INSN_BYTES != 0 ||
        code->insns_bytes > RBPF_INSNS_MAX * RBPF_INSN_BYTES)
        return BROKEN(LENGTH);
    c->end = (uint32_t)(code->insns_bytes / RBPF_INSN_BYTES);
    if (code->function_count == 0 || code->function_count > c->end ||
        rbpf_function_entry(code->functions) != 0)
        return BROKEN(FUNCTION);
    broken = check_records(c);
    return broken == KEPT ? check_bodies(c) : broken;
}

enum rbpf_status rbpf_program_load(struct rbpf_program *program, const struct rbpf_code *code,
                                   struct rbpf_report *report)
{
    struct checker c;
    int broken;

    if (RBPF_CHECK_HOST && !program)
        return RBPF_ERR_ARGUMENT;
    program->code.insns_bytes = 0;
    if (RBPF_CHECK_HOST && (!code || !code->insns || !code->functions ||
                            (uintptr_t)code->insns % RBPF_INSN_BYTES != 0))
        return RBPF_ERR_ARGUMENT;

    c.code = code;
    c.insns = code->insns;
    c.slot = 0;
    if (RBPF_HAS_CALLX) {
        c.callable_depth = 0;
        c.callable_stack = 0;
    }
    broken = check_program(&c);
    if (report)
        report->where = c.slot;
    if (broken == KEPT)
        program->code = *code;
    return (enum rbpf_status) - broken;
}
