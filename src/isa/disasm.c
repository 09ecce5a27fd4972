/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Text of instructions. The table's mnemonic is the operator or the type; shapes give the form. */
#include <rbpf/disasm.h>

#include "isa/isa.h"
#include "text.h"

static void put_hex(struct rbpf_text *out, uint64_t value)
{
    char digits[17];
    char *p = digits + 16;

    *p = 0;
    do {
        *--p = "0123456789abcdef"[value & 15u];
        value >>= 4;
    } while (value);
    rbpf_text_put(out, "0x");
    rbpf_text_put(out, p);
}

static void put_signed(struct rbpf_text *out, int64_t value, const char *plus)
{
    rbpf_text_put(out, value < 0 ? "-" : plus);
    put_hex(out, value < 0 ? 0u - (uint64_t)value : (uint64_t)value);
}

static void put_register(struct rbpf_text *out, char size, uint8_t number)
{
    char name[4] = {size, (char)('0' + number), 0, 0};

    if (number >= 10) {
        name[1] = '1';
        name[2] = (char)('0' + number - 10);
    }
    rbpf_text_put(out, name);
}

static void put_address(struct rbpf_text *out, uint8_t base, int16_t offset)
{
    put_register(out, 'r', base);
    rbpf_text_put(out, offset < 0 ? " - " : " + ");
    put_hex(out, (uint64_t)(offset < 0 ? -offset : offset));
}

static void put_memory(struct rbpf_text *out, const char *type, uint8_t base, int16_t offset)
{
    rbpf_text_put(out, "*(");
    rbpf_text_put(out, type);
    rbpf_text_put(out, " *)(");
    put_address(out, base, offset);
    rbpf_text_put(out, ")");
}

/* One instruction on its way to text. */
struct line {
    struct rbpf_insn insn;
    const char *mnemonic;
    struct rbpf_text out;
};

/* ALU and JMP32 work on w registers, ALU64 and JMP on r registers. */
static char width(const struct line *l)
{
    uint8_t class = l->insn.opcode & 7u;

    return class == 4u || class == 6u ? 'w' : 'r';
}

static void put_dst(struct line *l)
{
    put_register(&l->out, width(l), l->insn.dst);
}

static void put_operand(struct line *l)
{
    if (l->insn.opcode & 8u)
        put_register(&l->out, width(l), l->insn.src);
    else
        put_signed(&l->out, l->insn.imm, "");
}

static void put_operator(struct line *l)
{
    rbpf_text_put(&l->out, " ");
    rbpf_text_put(&l->out, l->mnemonic);
    rbpf_text_put(&l->out, " ");
}

static void put_alu(struct line *l)
{
    put_dst(l);
    put_operator(l);
    put_operand(l);
}

static void put_divide(struct line *l)
{
    put_dst(l);
    rbpf_text_put(&l->out, l->insn.offset == 1 ? " s" : " ");
    rbpf_text_put(&l->out, l->mnemonic);
    rbpf_text_put(&l->out, " ");
    put_operand(l);
}

static void put_move(struct line *l)
{
    put_dst(l);
    put_operator(l);
    if (l->insn.offset == 8)
        rbpf_text_put(&l->out, "(s8)");
    else if (l->insn.offset == 16)
        rbpf_text_put(&l->out, "(s16)");
    else if (l->insn.offset == 32)
        rbpf_text_put(&l->out, "(s32)");
    put_operand(l);
}

static void put_negate(struct line *l)
{
    put_dst(l);
    rbpf_text_put(&l->out, " = -");
    put_dst(l);
}

static void put_swap(struct line *l)
{
    put_register(&l->out, 'r', l->insn.dst);
    rbpf_text_put(&l->out, " = ");
    rbpf_text_put(&l->out, l->mnemonic);
    rbpf_text_put(&l->out, l->insn.imm == 16 ? "16 " : l->insn.imm == 32 ? "32 " : "64 ");
    put_register(&l->out, 'r', l->insn.dst);
}

static void put_jump(struct line *l, int32_t distance)
{
    rbpf_text_put(&l->out, l->mnemonic);
    rbpf_text_put(&l->out, " ");
    put_signed(&l->out, distance, "+");
}

static void put_branch(struct line *l)
{
    rbpf_text_put(&l->out, "if ");
    put_alu(l);
    rbpf_text_put(&l->out, " goto ");
    put_signed(&l->out, l->insn.offset, "+");
}

static void put_call(struct line *l)
{
    rbpf_text_put(&l->out, "call ");
    put_signed(&l->out, l->insn.imm, "");
}

static void put_callx(struct line *l)
{
    rbpf_text_put(&l->out, "callx ");
    put_register(&l->out, 'r', l->insn.dst);
}

static void put_lddw(struct line *l, uint32_t high)
{
    put_register(&l->out, 'r', l->insn.dst);
    rbpf_text_put(&l->out, " = ");
    put_signed(&l->out, (int64_t)((uint64_t)high << 32 | (uint32_t)l->insn.imm), "");
    rbpf_text_put(&l->out, " ll");
}

/* Loads and stores of up to 32 bits name w registers; those that extend a sign name r. */
static char memory_width(const struct line *l)
{
    bool extends = l->mnemonic[0] == 's';
    bool wide = l->mnemonic[1] == '6';

    return extends || wide ? 'r' : 'w';
}

static void put_load(struct line *l)
{
    put_register(&l->out, memory_width(l), l->insn.dst);
    rbpf_text_put(&l->out, " = ");
    put_memory(&l->out, l->mnemonic, l->insn.src, l->insn.offset);
}

static void put_store(struct line *l, bool from_register)
{
    put_memory(&l->out, l->mnemonic, l->insn.dst, l->insn.offset);
    rbpf_text_put(&l->out, " = ");
    if (from_register)
        put_register(&l->out, memory_width(l), l->insn.src);
    else
        put_signed(&l->out, l->insn.imm, "");
}

static void put_plain_atomic(struct line *l, const char *operator)
{
    rbpf_text_put(&l->out, "lock ");
    put_memory(&l->out, l->mnemonic, l->insn.dst, l->insn.offset);
    rbpf_text_put(&l->out, operator);
    put_register(&l->out, memory_width(l), l->insn.src);
}

static void put_fetching_atomic(struct line *l, const char *operation)
{
    put_register(&l->out, memory_width(l), l->insn.src);
    rbpf_text_put(&l->out, " = atomic_fetch_");
    rbpf_text_put(&l->out, operation);
    rbpf_text_put(&l->out, "((");
    rbpf_text_put(&l->out, l->mnemonic);
    rbpf_text_put(&l->out, " *)(");
    put_address(&l->out, l->insn.dst, l->insn.offset);
    rbpf_text_put(&l->out, "), ");
    put_register(&l->out, memory_width(l), l->insn.src);
    rbpf_text_put(&l->out, ")");
}

static void put_exchange(struct line *l)
{
    bool compares = l->insn.imm == RBPF_ATOMIC_CMPXCHG;
    char size = memory_width(l);

    put_register(&l->out, size, compares ? 0 : l->insn.src);
    rbpf_text_put(&l->out, compares ? " = cmpxchg" : " = xchg");
    rbpf_text_put(&l->out, size == 'w' ? "32_32(" : "_64(");
    put_address(&l->out, l->insn.dst, l->insn.offset);
    rbpf_text_put(&l->out, ", ");
    if (compares) {
        put_register(&l->out, size, 0);
        rbpf_text_put(&l->out, ", ");
    }
    put_register(&l->out, size, l->insn.src);
    rbpf_text_put(&l->out, ")");
}

static void put_unknown(struct line *l)
{
    rbpf_text_put(&l->out, "<unknown>");
}

static void put_atomic(struct line *l)
{
    switch (l->insn.imm) {
#define X(name, operator, word)                                                                    \
    case RBPF_ATOMIC_##name:                                                                       \
        put_plain_atomic(l, " " operator" ");                                                      \
        break;                                                                                     \
    case RBPF_ATOMIC_##name | RBPF_ATOMIC_FETCH:                                                   \
        put_fetching_atomic(l, word);                                                              \
        break;
        RBPF_ATOMICS(X)
#undef X
    case RBPF_ATOMIC_XCHG:
    case RBPF_ATOMIC_CMPXCHG:
        put_exchange(l);
        break;
    default:
        put_unknown(l);
    }
}

static enum rbpf_shape look_up(uint8_t opcode, const char **mnemonic)
{
    switch (opcode) {
#define X(opcode, name, mnemonic_, shape, group, heat)                                             \
    case opcode:                                                                                   \
        *mnemonic = mnemonic_;                                                                     \
        return RBPF_SHAPE_##shape;
        RBPF_OPCODES(X)
#undef X
    default:
        *mnemonic = "";
        return RBPF_SHAPE_NONE;
    }
}

static void put_line(struct line *l, const uint8_t *bytes)
{
    switch (look_up(l->insn.opcode, &l->mnemonic)) {
    case RBPF_SHAPE_ALU_IMM:
    case RBPF_SHAPE_ALU_REG:
        put_alu(l);
        break;
    case RBPF_SHAPE_NEG:
        put_negate(l);
        break;
    case RBPF_SHAPE_DIV_IMM:
    case RBPF_SHAPE_DIV_REG:
        put_divide(l);
        break;
    case RBPF_SHAPE_MOV32_REG:
    case RBPF_SHAPE_MOV64_REG:
        put_move(l);
        break;
    case RBPF_SHAPE_END:
        put_swap(l);
        break;
    case RBPF_SHAPE_JA:
        put_jump(l, l->insn.offset);
        break;
    case RBPF_SHAPE_JA32:
        put_jump(l, l->insn.imm);
        break;
    case RBPF_SHAPE_JMP_IMM:
    case RBPF_SHAPE_JMP_REG:
        put_branch(l);
        break;
    case RBPF_SHAPE_CALL:
        put_call(l);
        break;
    case RBPF_SHAPE_CALLX:
        put_callx(l);
        break;
    case RBPF_SHAPE_EXIT:
        rbpf_text_put(&l->out, l->mnemonic);
        break;
    case RBPF_SHAPE_LDDW:
        put_lddw(l, rbpf_load32(bytes + 12));
        break;
    case RBPF_SHAPE_LDX:
        put_load(l);
        break;
    case RBPF_SHAPE_ST:
        put_store(l, false);
        break;
    case RBPF_SHAPE_STX:
        put_store(l, true);
        break;
    case RBPF_SHAPE_ATOMIC:
        put_atomic(l);
        break;
    case RBPF_SHAPE_PACKET:
    case RBPF_SHAPE_NONE:
        put_unknown(l);
    }
}

size_t rbpf_disassemble(const uint8_t *bytes, char *text, size_t size)
{
    struct line line = {.insn = rbpf_insn_decode(bytes)};

    line.out.at = text;
    line.out.room = size;
    put_line(&line, bytes);
    return rbpf_text_end(&line.out);
}
