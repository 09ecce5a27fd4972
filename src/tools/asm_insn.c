/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The reverse of src/isa/disasm.c, by the same table: a row is found by its mnemonic (operator
 * or type), by its shape and by the size of the registers.
 */
#include "tools/asm_insn.h"

#include <string.h>

#include "isa/isa.h"

struct row {
    uint8_t opcode;
    uint8_t shape;
    const char *mnemonic;
};

static const struct row rows[] = {
#define X(opcode, name, mnemonic, shape, group, heat) {opcode, RBPF_SHAPE_##shape, mnemonic},
    RBPF_OPCODES(X)
#undef X
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

/* Sets of shapes. */
#define SHAPE(name) (1u << RBPF_SHAPE_##name)
#define DIVISIONS (SHAPE(DIV_IMM) | SHAPE(DIV_REG))
#define ALU_BY_IMM (SHAPE(ALU_IMM) | SHAPE(DIV_IMM))
#define ALU_BY_REG (SHAPE(ALU_REG) | SHAPE(DIV_REG) | SHAPE(MOV32_REG) | SHAPE(MOV64_REG))
#define COMPARISONS (SHAPE(JMP_IMM) | SHAPE(JMP_REG))
#define WORDS (SHAPE(JA) | SHAPE(JA32) | SHAPE(CALL) | SHAPE(CALLX) | SHAPE(EXIT))

static const struct asm_range imm_range = {INT32_MIN, INT32_MAX, "a number"};
/* Of 32 bits with or without a sign. */
static const struct asm_range word_range = {INT32_MIN, UINT32_MAX, "a number"};
static const struct asm_range offset_range = {INT16_MIN, INT16_MAX, "an offset"};
static const struct asm_range distance_range = {INT32_MIN, INT32_MAX, "a distance"};
static const struct asm_range helper_range = {0, UINT32_MAX, "the number of a helper"};

static bool row_is(const struct row *row, uint32_t shapes)
{
    return shapes >> row->shape & 1u;
}

/* As disasm.c has it: ALU and JMP32 work on w registers. */
static bool row_is_wide(const struct row *row)
{
    uint32_t class = row->opcode & 7u;

    return class != 4u && class != 6u;
}

static const struct row *find_row(struct word mnemonic, uint32_t shapes)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (row_is(&rows[i], shapes) && word_is(mnemonic, rows[i].mnemonic))
            return &rows[i];
    }
    return NULL;
}

static const struct row *find_sized_row(struct word mnemonic, uint32_t shapes, bool wide)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (row_is(&rows[i], shapes) && row_is_wide(&rows[i]) == wide &&
            word_is(mnemonic, rows[i].mnemonic))
            return &rows[i];
    }
    return NULL;
}

/* The row of an opcode that came from the table. */
static const struct row *row_of(uint8_t opcode)
{
    const struct row *row = rows;

    while (row->opcode != opcode)
        row++;
    return row;
}

struct operation {
    struct word mnemonic;
    /* s/= and s%=, which the table has without the s. */
    bool is_signed;
    /* On r registers. */
    bool wide;
};

/* Takes the longest operator of these shapes. */
static bool take_operator(struct lexer *lx, uint32_t shapes, struct operation *op)
{
    op->mnemonic = (struct word){lx->at, 0};
    op->is_signed = false;
    if (lexer_at_end(lx))
        return false;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        bool is_signed = row_is(&rows[i], DIVISIONS) && *lx->at == 's';
        const char *begin = lx->at + is_signed;
        uint32_t length = (uint32_t)strlen(rows[i].mnemonic);

        if (row_is(&rows[i], shapes) && length > op->mnemonic.length &&
            strncmp(begin, rows[i].mnemonic, length) == 0) {
            op->mnemonic = (struct word){begin, length};
            op->is_signed = is_signed;
        }
    }
    if (op->mnemonic.length == 0)
        return false;
    lx->at = op->mnemonic.at + op->mnemonic.length;
    return true;
}

static bool parse_imm(struct lexer *lx, const struct asm_range *range, struct asm_insn *out)
{
    int64_t value = 0;

    if (!lexer_integer(lx, range, &value))
        return false;
    out->insn.imm = (int32_t)(uint32_t)(uint64_t)value;
    return true;
}

/* An operand of 32 bits may be written without a sign too. */
static bool parse_operand_imm(struct lexer *lx, bool wide, struct asm_insn *out)
{
    if (!lexer_sees_number(lx))
        return lexer_expected(lx, wide ? "an r register or a number" : "a w register or a number");
    return parse_imm(lx, wide ? &imm_range : &word_range, out);
}

static bool expect_register(struct lexer *lx, bool wide, uint8_t *number)
{
    const char *begin = lx->at;
    struct asm_register reg;

    if (lexer_take_register(lx, &reg) && reg.wide == wide) {
        *number = reg.number;
        return true;
    }
    lx->at = begin;
    return lexer_expected(lx, wide ? "a register from r0 to r10" : "a register from w0 to w10");
}

static bool expect_same(struct lexer *lx, struct asm_register reg)
{
    const char *begin = lx->at;
    uint8_t number = 0;

    if (!expect_register(lx, reg.wide, &number))
        return false;
    if (number != reg.number) {
        lx->at = begin;
        return lexer_expected(lx, "the register on the left");
    }
    return true;
}

/* A register of the same size or a number, for the rows of two sets of shapes. */
static bool parse_operand(struct lexer *lx, const struct operation *op, uint32_t shapes,
                          struct asm_insn *out)
{
    bool by_register = !lexer_at_end(lx) && (*lx->at == 'r' || *lx->at == 'w');
    uint32_t by = by_register ? ALU_BY_REG | SHAPE(JMP_REG) : ALU_BY_IMM | SHAPE(JMP_IMM);
    const struct row *row = find_sized_row(op->mnemonic, shapes & by, op->wide);

    if (!row)
        return lexer_expected(lx, by_register ? "a number" : "a register");
    out->insn.opcode = row->opcode;
    return by_register ? expect_register(lx, op->wide, &out->insn.src)
                       : parse_operand_imm(lx, op->wide, out);
}

/* (reg + offset), or (reg) */
static bool parse_address(struct lexer *lx, uint8_t *base, struct asm_insn *out)
{
    int64_t offset = 0;

    if (!expect_register(lx, true, base))
        return false;
    if (!lexer_sees(lx, "+") && !lexer_sees(lx, "-"))
        return true;
    if (lexer_sees(lx, "+")) {
        lx->at++;
        if (!lexer_sees_number(lx))
            return lexer_expected(lx, "an offset");
    }
    if (!lexer_integer(lx, &offset_range, &offset))
        return false;
    out->insn.offset = (int16_t)offset;
    return true;
}

static bool parse_type(struct lexer *lx, uint32_t shapes, const struct row **row)
{
    const char *begin = lx->at;
    struct word type;

    if (lexer_take_name(lx, &type)) {
        *row = find_row(type, shapes);
        if (*row)
            return true;
    }
    lx->at = begin;
    lexer_expected(lx, shapes == SHAPE(LDX)      ? "a type: u8, u16, u32, u64, s8, s16 or s32"
                       : shapes == SHAPE(ATOMIC) ? "a type: u32 or u64"
                                                 : "a type: u8, u16, u32 or u64");
    return false;
}

/* *(type *)(reg + offset) */
static bool parse_memory(struct lexer *lx, uint32_t shapes, uint8_t *base, struct asm_insn *out)
{
    const struct row *row;

    if (!lexer_expect(lx, "*(") || !parse_type(lx, shapes, &row) || !lexer_expect(lx, "*)("))
        return false;
    out->insn.opcode = row->opcode;
    return parse_address(lx, base, out) && lexer_expect(lx, ")");
}

/* u64, and all that extends a sign, is for r registers; the others take both. */
static bool needs_wide(const struct asm_insn *out)
{
    const char *type = row_of(out->insn.opcode)->mnemonic;

    return type[0] == 's' || strcmp(type, "u64") == 0;
}

static bool parse_load(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    const char *begin = lx->at;

    if (!parse_memory(lx, SHAPE(LDX), &out->insn.src, out))
        return false;
    if (needs_wide(out) && !dst.wide)
        return lexer_fail_at(lx, begin, "expected an r register on the left of this load");
    return true;
}

static bool parse_stored_number(struct lexer *lx, struct asm_insn *out)
{
    const char *type = row_of(out->insn.opcode)->mnemonic;
    struct word word = {type, (uint32_t)strlen(type)};
    bool wide = needs_wide(out);

    if (!lexer_sees_number(lx))
        return lexer_expected(lx, "a register or a number");
    out->insn.opcode = find_row(word, SHAPE(ST))->opcode;
    return parse_imm(lx, wide ? &imm_range : &word_range, out);
}

static bool parse_store(struct lexer *lx, struct asm_insn *out)
{
    struct asm_register src;

    if (!parse_memory(lx, SHAPE(STX), &out->insn.dst, out) || !lexer_expect(lx, "="))
        return false;
    if (!lexer_take_register(lx, &src))
        return parse_stored_number(lx, out);
    out->insn.src = src.number;
    return src.wide || !needs_wide(out) ||
           lexer_fail_at(lx, lx->at, "expected an r register: 64 bits are stored");
}

static bool parse_lock(struct lexer *lx, struct asm_insn *out)
{
    static const struct {
        int32_t imm;
        const char *operator;
    } operations[] = {
#define X(name, operator, word) {RBPF_ATOMIC_##name, operator},
        RBPF_ATOMICS(X)
#undef X
    };
    struct asm_register src;

    if (!parse_memory(lx, SHAPE(ATOMIC), &out->insn.dst, out))
        return false;
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        if (!lexer_take(lx, operations[i].operator))
            continue;
        out->insn.imm = operations[i].imm;
        if (!lexer_take_register(lx, &src) || (!src.wide && needs_wide(out)))
            return lexer_expected(lx, "a register of the size of the memory");
        out->insn.src = src.number;
        return true;
    }
    return lexer_expected(lx, "one of += |= &= ^=");
}

/* = atomic_fetch_add((type *)(reg + offset), reg), behind the name */
static bool parse_fetch(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    const struct row *row;
    bool wide;

    if (!lexer_expect(lx, "((") || !parse_type(lx, SHAPE(ATOMIC), &row) || !lexer_expect(lx, "*)("))
        return false;
    out->insn.opcode = row->opcode;
    wide = needs_wide(out);
    out->insn.src = dst.number;
    if (!parse_address(lx, &out->insn.dst, out) || !lexer_expect(lx, "),"))
        return false;
    if (dst.wide != wide)
        return lexer_expected(lx, "registers of the size of the memory");
    return expect_same(lx, dst) && lexer_expect(lx, ")");
}

/* = xchg_64(reg + offset, reg) and cmpxchg_64(reg + offset, r0, reg), behind the name */
static bool parse_exchange(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    bool compares = out->insn.imm == RBPF_ATOMIC_CMPXCHG;

    out->insn.opcode = dst.wide ? RBPF_OP_ATOMIC64 : RBPF_OP_ATOMIC32;
    if (!lexer_expect(lx, "(") || !parse_address(lx, &out->insn.dst, out) || !lexer_expect(lx, ","))
        return false;
    if (compares && (!expect_same(lx, dst) || !lexer_expect(lx, ",")))
        return false;
    out->insn.src = dst.number;
    if (compares ? !expect_register(lx, dst.wide, &out->insn.src) : !expect_same(lx, dst))
        return false;
    return lexer_expect(lx, ")");
}

static const struct function_form {
    const char *name;
    bool (*parse)(struct lexer *lx, struct asm_register dst, struct asm_insn *out);
    int32_t imm;
    /* What the register on the left must be. */
    bool any_size;
    bool wide;
} function_forms[] = {
#define X(name, operator, word)                                                                    \
    {"atomic_fetch_" word, parse_fetch, RBPF_ATOMIC_##name | RBPF_ATOMIC_FETCH, true, false},
    RBPF_ATOMICS(X)
#undef X
        {"xchg_64", parse_exchange, RBPF_ATOMIC_XCHG, false, true},
    {"xchg32_32", parse_exchange, RBPF_ATOMIC_XCHG, false, false},
    {"cmpxchg_64", parse_exchange, RBPF_ATOMIC_CMPXCHG, false, true},
    {"cmpxchg32_32", parse_exchange, RBPF_ATOMIC_CMPXCHG, false, false},
};

static bool parse_function(struct lexer *lx, struct word name, struct asm_register dst,
                           struct asm_insn *out)
{
    for (size_t i = 0; i < sizeof function_forms / sizeof function_forms[0]; i++) {
        const struct function_form *form = &function_forms[i];

        if (!word_is(name, form->name))
            continue;
        if (!form->any_size && dst.wide != form->wide)
            return lexer_fail_at(lx, name.at, "expected %s register on the left of '%s'",
                                 form->wide ? "an r" : "a w", form->name);
        if (form->imm == RBPF_ATOMIC_CMPXCHG && dst.number != 0)
            return lexer_fail_at(lx, name.at, "expected register 0 on the left of '%s'",
                                 form->name);
        out->insn.imm = form->imm;
        return form->parse(lx, dst, out);
    }
    return lexer_fail_at(lx, name.at,
                         "expected atomic_fetch_add, _or, _and, _xor, xchg_64, xchg32_32, "
                         "cmpxchg_64 or cmpxchg32_32 before '('");
}

/* = le16 reg: the table's mnemonic and 16, 32 or 64 */
static bool parse_swap(struct lexer *lx, struct word name, struct asm_register dst,
                       struct asm_insn *out)
{
    static const char *const widths[] = {"16", "32", "64"};

    for (size_t i = 0; i < 3 && name.length > 2; i++) {
        struct word base = {name.at, name.length - 2u};
        const struct row *row = find_row(base, SHAPE(END));

        if (!row || memcmp(name.at + base.length, widths[i], 2) != 0)
            continue;
        out->insn.opcode = row->opcode;
        out->insn.imm = 16 << i;
        if (!dst.wide)
            return lexer_fail_at(lx, name.at, "expected an r register on the left of a byte swap");
        return expect_same(lx, dst);
    }
    return lexer_fail_at(lx, name.at, "expected le, be or bswap with 16, 32 or 64");
}

static bool require_lddw(struct lexer *lx, struct asm_register dst, const char *begin)
{
    if (!lexer_take(lx, "ll"))
        return lexer_expected(lx, "'ll' behind an address");
    return dst.wide || lexer_fail_at(lx, begin, "expected an r register on the left of 'll'");
}

static void set_lddw(struct asm_insn *out, uint64_t value)
{
    out->insn.opcode = RBPF_OP_LDDW;
    out->insn.imm = (int32_t)(uint32_t)value;
    out->high = (uint32_t)(value >> 32);
    out->slots = 2;
}

/* = name ll, = name + 8 ll */
static bool parse_symbol(struct lexer *lx, struct word name, struct asm_register dst,
                         struct asm_insn *out)
{
    if (!word_is_label(name))
        return lexer_fail_at(lx, name.at,
                             "expected the name of data or of a function, found '%.*s'",
                             (int)(name.length < 24u ? name.length : 24u), name.at);
    out->target = ASM_TARGET_ADDRESS;
    out->name = name;
    set_lddw(out, 0);
    if ((lexer_sees(lx, "+") || lexer_sees(lx, "-")) &&
        !lexer_integer(lx, &distance_range, &out->addend))
        return false;
    return require_lddw(lx, dst, name.at);
}

static bool parse_name_operand(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    struct asm_register src;
    const char *begin;
    struct word name;

    if (!lexer_take_name(lx, &name))
        return lexer_expected(lx, "a register, a number, an address or '*'");
    if (lexer_sees(lx, "("))
        return parse_function(lx, name, dst, out);
    begin = lx->at;
    if (lexer_take_register(lx, &src)) {
        lx->at = begin;
        return parse_swap(lx, name, dst, out);
    }
    return parse_symbol(lx, name, dst, out);
}

/* = number, = number ll */
static bool parse_constant(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    const char *begin = lx->at;
    struct asm_number number;

    if (!lexer_number(lx, &number))
        return false;
    if (lexer_sees(lx, "ll")) {
        set_lddw(out, number.negative ? 0u - number.magnitude : number.magnitude);
        return require_lddw(lx, dst, begin);
    }
    if (dst.wide && number.magnitude > INT32_MAX && !number.negative)
        return lexer_fail_at(lx, begin,
                             "expected a number of 32 bits with sign; 'll' behind it gives 64");
    lx->at = begin;
    out->insn.opcode = dst.wide ? RBPF_OP_MOV64_IMM : RBPF_OP_MOV32_IMM;
    return parse_operand_imm(lx, dst.wide, out);
}

/* = (s8)reg */
static bool parse_extension(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    static const char *const types[] = {"s8", "s16", "s32"};

    lx->at++;
    for (int i = 0; i < (dst.wide ? 3 : 2); i++) {
        if (!lexer_take(lx, types[i]))
            continue;
        out->insn.opcode = dst.wide ? RBPF_OP_MOV64_REG : RBPF_OP_MOV32_REG;
        out->insn.offset = (int16_t)(8 << i);
        return lexer_expect(lx, ")") && expect_register(lx, dst.wide, &out->insn.src);
    }
    return lexer_expected(lx, dst.wide ? "s8, s16 or s32" : "s8 or s16");
}

static bool parse_negation(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    lx->at++;
    out->insn.opcode = dst.wide ? RBPF_OP_NEG64 : RBPF_OP_NEG32;
    return expect_same(lx, dst);
}

static bool parse_assigned(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    struct asm_register src;
    const char *begin;

    if (lexer_sees_number(lx))
        return parse_constant(lx, dst, out);
    if (lexer_sees(lx, "-"))
        return parse_negation(lx, dst, out);
    if (lexer_sees(lx, "("))
        return parse_extension(lx, dst, out);
    if (lexer_sees(lx, "*"))
        return parse_load(lx, dst, out);
    begin = lx->at;
    if (!lexer_take_register(lx, &src))
        return parse_name_operand(lx, dst, out);
    lx->at = begin;
    out->insn.opcode = dst.wide ? RBPF_OP_MOV64_REG : RBPF_OP_MOV32_REG;
    return expect_register(lx, dst.wide, &out->insn.src);
}

static bool parse_alu(struct lexer *lx, struct asm_register dst, struct asm_insn *out)
{
    struct operation op = {.wide = dst.wide};

    if (!take_operator(lx, ALU_BY_IMM | ALU_BY_REG, &op))
        return lexer_expected(lx, "an operator such as =, += or s>>=");
    out->insn.dst = dst.number;
    if (word_is(op.mnemonic, "="))
        return parse_assigned(lx, dst, out);
    out->insn.offset = op.is_signed;
    return parse_operand(lx, &op, ALU_BY_IMM | ALU_BY_REG, out);
}

/* <name+0x8>, which llvm-objdump puts behind a distance. */
static bool skip_remark(struct lexer *lx)
{
    if (!lexer_sees(lx, "<"))
        return true;
    while (!lexer_at_end(lx) && *lx->at != '>')
        lx->at++;
    return lexer_expect(lx, ">");
}

static bool parse_distance(struct lexer *lx, const struct asm_range *range, int64_t *distance)
{
    if (!lexer_sees_number(lx))
        return lexer_expected(lx, "a label or a distance such as +5");
    return lexer_integer(lx, range, distance) && skip_remark(lx);
}

static bool take_label(struct lexer *lx, struct asm_insn *out)
{
    const char *begin = lx->at;

    if (lexer_take_name(lx, &out->name) && word_is_label(out->name))
        return true;
    lx->at = begin;
    return false;
}

static bool parse_jump(struct lexer *lx, struct asm_insn *out)
{
    int64_t distance = 0;

    if (take_label(lx, out)) {
        out->target = ASM_TARGET_OFFSET;
        return true;
    }
    if (!parse_distance(lx, &offset_range, &distance))
        return false;
    out->insn.offset = (int16_t)distance;
    return true;
}

static bool parse_long(struct lexer *lx, struct asm_insn *out)
{
    int64_t distance = 0;

    if (take_label(lx, out)) {
        out->target = ASM_TARGET_DISTANCE;
        return true;
    }
    if (!parse_distance(lx, &distance_range, &distance))
        return false;
    out->insn.imm = (int32_t)distance;
    return true;
}

/* A helper has a plain number; a number with a sign is a distance. */
static bool parse_call(struct lexer *lx, struct asm_insn *out)
{
    bool is_helper = lexer_sees_number(lx) && *lx->at != '+' && *lx->at != '-';

    if (is_helper)
        return parse_imm(lx, &helper_range, out);
    out->insn.src = RBPF_CALL_LOCAL;
    if (!lexer_sees_number(lx) && !take_label(lx, out))
        return lexer_expected(lx, "a function, the number of a helper or a distance such as +5");
    if (out->name.length > 0) {
        out->target = ASM_TARGET_DISTANCE;
        return true;
    }
    return parse_long(lx, out);
}

static bool parse_branch(struct lexer *lx, struct asm_insn *out)
{
    struct asm_register dst;
    struct operation op;

    if (!lexer_take_register(lx, &dst))
        return lexer_expected(lx, "a register");
    op.wide = dst.wide;
    if (!take_operator(lx, COMPARISONS, &op))
        return lexer_expected(lx, "a comparison such as ==, s< or &");
    out->insn.dst = dst.number;
    if (!parse_operand(lx, &op, COMPARISONS, out))
        return false;
    if (!lexer_take(lx, "goto"))
        return lexer_expected(lx, "'goto'");
    return parse_jump(lx, out);
}

static bool parse_word(struct lexer *lx, struct asm_insn *out)
{
    const char *begin = lx->at;
    struct word name;
    const struct row *row = lexer_take_name(lx, &name) ? find_row(name, WORDS) : NULL;

    if (!row) {
        lx->at = begin;
        return lexer_expected(lx, "an instruction, a directive or a label with ':'");
    }
    out->insn.opcode = row->opcode;
    switch (row->shape) {
    case RBPF_SHAPE_JA:
        return parse_jump(lx, out);
    case RBPF_SHAPE_JA32:
        return parse_long(lx, out);
    case RBPF_SHAPE_CALL:
        return parse_call(lx, out);
    case RBPF_SHAPE_CALLX:
        return expect_register(lx, true, &out->insn.dst);
    default:
        return true;
    }
}

bool asm_insn_parse(struct lexer *lexer, struct asm_insn *insn)
{
    struct asm_register reg;

    *insn = (struct asm_insn){.slots = 1};
    if (lexer_take_register(lexer, &reg))
        return parse_alu(lexer, reg, insn);
    if (lexer_sees(lexer, "*"))
        return parse_store(lexer, insn);
    if (lexer_take(lexer, "lock"))
        return parse_lock(lexer, insn);
    if (lexer_take(lexer, "if"))
        return parse_branch(lexer, insn);
    return parse_word(lexer, insn);
}

void asm_insn_encode(const struct asm_insn *insn, uint8_t bytes[16])
{
    const struct rbpf_insn *i = &insn->insn;

    memset(bytes, 0, 16);
    bytes[0] = i->opcode;
    bytes[1] = (uint8_t)(i->src << 4 | i->dst);
    rbpf_store16(bytes + 2, (uint16_t)i->offset);
    rbpf_store32(bytes + 4, (uint32_t)i->imm);
    rbpf_store32(bytes + 12, insn->high);
}
