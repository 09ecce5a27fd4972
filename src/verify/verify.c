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

static int check_fields(uint32_t word, uint32_t imm, uint32_t rule)
{
    uint32_t unused = (rule & RBPF_RULE_DST ? 0xf00u : 0) | (rule & RBPF_RULE_SRC ? 0xf000u : 0) |
                      (rule & RBPF_RULE_OFF ? 0xffff0000u : 0);

    if ((word & unused) != 0 || (rule & RBPF_RULE_IMM && imm != 0))
        return BROKEN(RESERVED);
    return KEPT;
}

/* The source of CALL and LDDW says what the immediate is, and is checked with them. */
static int check_registers(uint32_t word, enum rbpf_kind kind)
{
    if ((word & 0xf00u) > 0xa00u)
        return BROKEN(REGISTER);
    if ((word & 0xf000u) > 0xa000u && kind != RBPF_KIND_CALLS && kind != RBPF_KIND_LOADS_IMM)
        return BROKEN(REGISTER);
    return KEPT;
}

static int check_write(uint32_t reg)
{
    return reg == 10 ? BROKEN(R10_WRITE) : KEPT;
}

/* An offset other than 0 selects a form which cpu v4 added. */
static int check_form(enum rbpf_kind kind, uint32_t offset)
{
    bool defined = RBPF_HAS_DIV32_IMM && kind == RBPF_KIND_DIVIDES
                       ? offset == 1
                       : offset == 8 || offset == 16 || (offset == 32 && kind == RBPF_KIND_MOVES64);

    if (offset == 0)
        return KEPT;
    if (!defined)
        return BROKEN(OFFSET);
    return RBPF_HAS(RBPF_GROUP_V4) ? KEPT : BROKEN(GROUP);
}

static int check_width(uint32_t imm)
{
    return imm == 16 || imm == 32 || imm == 64 ? KEPT : BROKEN(WIDTH);
}

/* One bit for each operation, the high digit of an immediate below 0x100; the low digit is FETCH.
 */
#define OPERATION_BIT(imm) (1u << ((imm) >> 4))

static int check_atomic(uint32_t imm, uint32_t src)
{
    static const uint16_t plain = OPERATION_BIT(RBPF_ATOMIC_ADD) | OPERATION_BIT(RBPF_ATOMIC_OR) |
                                  OPERATION_BIT(RBPF_ATOMIC_AND) | OPERATION_BIT(RBPF_ATOMIC_XOR);
    static const uint16_t fetching =
        plain | OPERATION_BIT(RBPF_ATOMIC_XCHG) | OPERATION_BIT(RBPF_ATOMIC_CMPXCHG);
    bool fetches = (imm & RBPF_ATOMIC_FETCH) != 0;

    if ((imm & ~0xf1u) != 0 || ((fetches ? fetching : plain) & OPERATION_BIT(imm)) == 0)
        return BROKEN(ATOMIC);
    return fetches && imm != RBPF_ATOMIC_CMPXCHG ? check_write(src) : KEPT;
}

static int check_lddw(const struct checker *c, const uint8_t *p)
{
    if (rbpf_src_at(p) != 0)
        return BROKEN(LDDW_SOURCE);
    if (c->slot + 1u >= c->end)
        return BROKEN(LDDW_CUT);
    return rbpf_load32_aligned(p + 8) != 0 ? BROKEN(LDDW_SECOND) : KEPT;
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

static uint32_t most_depth(const struct rbpf_function *function)
{
    uint32_t depth = rbpf_function_depth(function);

    return depth ? depth : UNBOUNDED;
}

static int check_local_call(const struct checker *c, int32_t distance)
{
    const struct rbpf_function *callee = rbpf_function_find(c->code, target_of(c, distance));

    if (!callee)
        return BROKEN(CALL_TARGET);
    return check_room(c, most_depth(callee), rbpf_function_stack(callee));
}

static int check_call(const struct checker *c, const uint8_t *p)
{
    int32_t imm = rbpf_imm_at(p);

    switch (rbpf_src_at(p)) {
    case RBPF_CALL_HELPER:
        return rbpf_helpers_has(c->code->helpers, (uint32_t)imm) ? KEPT : BROKEN(HELPER);
    case RBPF_CALL_LOCAL:
        return check_local_call(c, imm);
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
static int check_kind(const struct checker *c, const uint8_t *p, enum rbpf_kind kind)
{
    int broken = KEPT;

    switch (kind) {
    case RBPF_KIND_JUMPS:
    case RBPF_KIND_BRANCHES:
        return check_jump(c, rbpf_offset_at(p));
    case RBPF_KIND_JUMPS32:
        return RBPF_HAS_JA32 ? check_jump(c, rbpf_imm_at(p)) : KEPT;
    case RBPF_KIND_CALLS:
        return check_call(c, p);
    case RBPF_KIND_CALLS_REG:
        return RBPF_HAS_CALLX ? check_callx(c) : KEPT;
    case RBPF_KIND_ATOMIC:
        return RBPF_HAS_ATOMIC32 ? check_atomic((uint32_t)rbpf_imm_at(p), rbpf_src_at(p)) : KEPT;
    case RBPF_KIND_EXITS:
    case RBPF_KIND_STORES:
        return KEPT;
    case RBPF_KIND_LOADS_IMM:
        broken = check_lddw(c, p);
        break;
    case RBPF_KIND_SWAPS:
        broken = check_width((uint32_t)rbpf_imm_at(p));
        break;
    case RBPF_KIND_WRITES:
        break;
    default: /* DIVIDES, MOVES32, MOVES64 */
        broken = check_form(kind, (uint32_t)rbpf_offset_at(p));
    }
    return broken == KEPT ? check_write(rbpf_dst_at(p)) : broken;
}

static RBPF_NOINLINE int check_insn(const struct checker *c, const uint8_t *p, uint32_t rule)
{
    uint32_t word = rbpf_load32_aligned(p);
    int broken;

    if (rule == 0)
        return BROKEN(OPCODE);
    if (rbpf_rule_kind(rule) == RBPF_KIND_REFUSED)
        return rule & RBPF_RULE_ABSENT ? BROKEN(GROUP) : BROKEN(PACKET);
    broken = check_fields(word, (uint32_t)rbpf_imm_at(p), rule);
    if (broken == KEPT)
        broken = check_registers(word, rbpf_rule_kind(rule));
    if (broken == KEPT)
        broken = check_kind(c, p, rbpf_rule_kind(rule));
    return broken;
}

static bool never_goes_on(enum rbpf_kind kind)
{
    return kind == RBPF_KIND_JUMPS || kind == RBPF_KIND_JUMPS32 || kind == RBPF_KIND_EXITS;
}

/* Leaves c->slot at the instruction that was refused. */
static int check_body(struct checker *c)
{
    uint32_t next = c->begin;
    enum rbpf_kind kind;

    do {
        const uint8_t *p = c->insns + next * RBPF_INSN_BYTES;
        uint32_t rule = rbpf_opcode_rule(*p);
        int broken;

        c->slot = next;
        broken = check_insn(c, p, rule);
        if (broken != KEPT)
            return broken;
        kind = rbpf_rule_kind(rule);
        next += kind == RBPF_KIND_LOADS_IMM ? 2u : 1u;
    } while (next < c->end);
    return never_goes_on(kind) ? KEPT : BROKEN(FALLS_OFF);
}

static bool depth_is_valid(const struct rbpf_function *function)
{
    uint32_t stack_bytes = rbpf_function_stack(function);

    if (rbpf_function_depth(function) == 0)
        return stack_bytes == 0;
    return stack_bytes >= rbpf_function_frame(function) && stack_bytes % 8u == 0;
}

static bool record_is_valid(const struct checker *c, const struct rbpf_function *function)
{
    uint32_t entry = rbpf_function_entry(function);
    uint32_t frame_bytes = rbpf_function_frame(function);

    if (entry < c->begin || entry >= c->end || (entry != 0 && is_second_half(c, entry)))
        return false;
    return frame_bytes % 8u == 0 && frame_bytes <= RBPF_FRAME_MAX &&
           (rbpf_function_flags(function) & ~RBPF_FUNCTION_CALLABLE) == 0 &&
           depth_is_valid(function);
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

/* Leaves c->slot at the record that was refused; c->begin is where the next may begin. */
static int check_records(struct checker *c)
{
    const struct rbpf_function *function = c->code->functions;

    for (c->slot = 0; c->slot < c->code->function_count; c->slot++, function++) {
        if (!record_is_valid(c, function))
            return BROKEN(FUNCTION);
        c->begin = rbpf_function_entry(function) + 1u;
        note_callable(c, function);
    }
    return KEPT;
}

static int check_bodies(struct checker *c)
{
    const struct rbpf_function *function = c->code->functions;
    const struct rbpf_function *last = function + c->code->function_count - 1;
    const uint32_t count = c->end;
    int broken;

    c->end = 0;
    do {
        c->function = function;
        c->begin = c->end;
        c->end = function == last ? count : rbpf_function_entry(function + 1);
        broken = check_body(c);
    } while (broken == KEPT && function++ != last);
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
    struct checker c = {.code = code};
    int broken;

    if (RBPF_CHECK_HOST && !program)
        return RBPF_ERR_ARGUMENT;
    program->code.insns_bytes = 0;
    if (RBPF_CHECK_HOST && (!code || !code->insns || !code->functions ||
                            (uintptr_t)code->insns % RBPF_INSN_BYTES != 0))
        return RBPF_ERR_ARGUMENT;

    c.insns = code->insns;
    broken = check_program(&c);
    if (report)
        report->where = c.slot;
    if (broken == KEPT)
        program->code = *code;
    return (enum rbpf_status) - broken;
}
