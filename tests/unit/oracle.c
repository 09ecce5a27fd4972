/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "oracle.h"

#include <linux/bpf.h>
#include <linux/bpf_common.h>

static unsigned bit(uint64_t value, unsigned i)
{
    return (unsigned)(value >> (i & 63u)) & 1u;
}

static uint64_t with_bit(uint64_t value, unsigned i, unsigned b)
{
    return value | (uint64_t)b << i;
}

static uint64_t cut(uint64_t value, unsigned bits)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < bits; i++)
        result = with_bit(result, i, bit(value, i));
    return result;
}

static uint64_t invert(uint64_t value, unsigned bits)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < bits; i++)
        result = with_bit(result, i, !bit(value, i));
    return result;
}

static uint64_t add_with_carry(uint64_t a, uint64_t b, unsigned carry, unsigned bits)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < bits; i++) {
        unsigned ones = bit(a, i) + bit(b, i) + carry;

        result = with_bit(result, i, ones == 1 || ones == 3);
        carry = ones >= 2;
    }
    return result;
}

static uint64_t subtract(uint64_t a, uint64_t b, unsigned bits)
{
    return add_with_carry(a, invert(b, bits), 1, bits);
}

static uint64_t negate(uint64_t a, unsigned bits)
{
    return subtract(0, a, bits);
}

/* One place to the left or the right, at a time. */
static uint64_t shift_left(uint64_t a, unsigned count, unsigned bits)
{
    while (count-- > 0)
        a = add_with_carry(a, a, 0, bits);
    return a;
}

static uint64_t shift_right(uint64_t a, unsigned count, unsigned bits, unsigned fill)
{
    uint64_t result;
    unsigned i;

    for (; count > 0; count--, a = result)
        for (result = with_bit(0, bits - 1u, fill), i = 1; i < bits; i++)
            result = with_bit(result, i - 1u, bit(a, i));
    return a;
}

static uint64_t multiply(uint64_t a, uint64_t b, unsigned bits)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < bits; i++)
        if (bit(b, i))
            result = add_with_carry(result, shift_left(a, i, bits), 0, bits);
    return result;
}

/* The first bit from the top in which they differ decides. */
static bool is_less(uint64_t a, uint64_t b, unsigned bits)
{
    unsigned i = bits;

    while (i-- > 0)
        if (bit(a, i) != bit(b, i))
            return bit(b, i);
    return false;
}

static bool is_negative(uint64_t a, unsigned bits)
{
    return bit(a, bits - 1u);
}

static bool is_less_signed(uint64_t a, uint64_t b, unsigned bits)
{
    if (is_negative(a, bits) != is_negative(b, bits))
        return is_negative(a, bits);
    return is_less(a, b, bits);
}

/* Division on paper, in base 2. A remainder that does not fit any more is larger than b. */
static uint64_t divide(uint64_t a, uint64_t b, unsigned bits, uint64_t *remainder)
{
    uint64_t quotient = 0;
    unsigned i = bits;

    *remainder = 0;
    while (i-- > 0) {
        unsigned overflow = bit(*remainder, bits - 1u);

        *remainder = with_bit(shift_left(*remainder, 1, bits), 0, bit(a, i));
        if (overflow || !is_less(*remainder, b, bits)) {
            *remainder = subtract(*remainder, b, bits);
            quotient = with_bit(quotient, i, 1);
        }
    }
    return quotient;
}

static uint64_t magnitude(uint64_t a, unsigned bits)
{
    return is_negative(a, bits) ? negate(a, bits) : a;
}

/* Truncated: the quotient is negative if the signs differ, the remainder if a is. */
static uint64_t divide_signed(uint64_t a, uint64_t b, unsigned bits, uint64_t *remainder)
{
    uint64_t quotient = divide(magnitude(a, bits), magnitude(b, bits), bits, remainder);

    if (is_negative(a, bits))
        *remainder = negate(*remainder, bits);
    return is_negative(a, bits) != is_negative(b, bits) ? negate(quotient, bits) : quotient;
}

static uint64_t quotient_or_0(bool is_signed, uint64_t a, uint64_t b, unsigned bits)
{
    uint64_t remainder;

    if (b == 0)
        return 0;
    return is_signed ? divide_signed(a, b, bits, &remainder) : divide(a, b, bits, &remainder);
}

static uint64_t remainder_or_dividend(bool is_signed, uint64_t a, uint64_t b, unsigned bits)
{
    uint64_t remainder = a;

    if (b != 0 && is_signed)
        divide_signed(a, b, bits, &remainder);
    else if (b != 0)
        divide(a, b, bits, &remainder);
    return remainder;
}

/* A truth table of two bits: bit 2a + b of `table`. */
static uint64_t per_bit(unsigned table, uint64_t a, uint64_t b)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < 64; i++)
        result = with_bit(result, i, table >> (2u * bit(a, i) + bit(b, i)) & 1u);
    return result;
}

static uint64_t extend(uint64_t value, unsigned from, unsigned bits)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < bits; i++)
        result = with_bit(result, i, bit(value, i < from ? i : from - 1u));
    return result;
}

uint64_t oracle_sign_extend(unsigned from, uint64_t value)
{
    return extend(value, from, 64);
}

static uint64_t logic(enum oracle_op op, uint64_t a, uint64_t b)
{
    return per_bit(op == ORACLE_OR ? 0xeu : op == ORACLE_AND ? 0x8u : 0x6u, a, b);
}

static uint64_t move(enum oracle_op op, uint64_t b, unsigned bits)
{
    switch (op) {
    case ORACLE_MOVSX8:
        return extend(b, 8, bits);
    case ORACLE_MOVSX16:
        return extend(b, 16, bits);
    case ORACLE_MOVSX32:
        return extend(b, 32, bits);
    default:
        return b;
    }
}

uint64_t oracle_alu(enum oracle_op op, unsigned bits, uint64_t dst, uint64_t src)
{
    uint64_t a = cut(dst, bits);
    uint64_t b = cut(src, bits);
    unsigned count = (unsigned)(b % bits);

    switch (op) {
    case ORACLE_ADD:
        return add_with_carry(a, b, 0, bits);
    case ORACLE_SUB:
        return subtract(a, b, bits);
    case ORACLE_MUL:
        return multiply(a, b, bits);
    case ORACLE_DIV:
    case ORACLE_SDIV:
        return quotient_or_0(op == ORACLE_SDIV, a, b, bits);
    case ORACLE_MOD:
    case ORACLE_SMOD:
        return remainder_or_dividend(op == ORACLE_SMOD, a, b, bits);
    case ORACLE_OR:
    case ORACLE_AND:
    case ORACLE_XOR:
        return logic(op, a, b);
    case ORACLE_LSH:
        return shift_left(a, count, bits);
    case ORACLE_RSH:
        return shift_right(a, count, bits, 0);
    case ORACLE_ARSH:
        return shift_right(a, count, bits, is_negative(a, bits));
    case ORACLE_NEG:
        return negate(a, bits);
    default:
        return move(op, b, bits);
    }
}

uint64_t oracle_swap(bool reverse, unsigned width, uint64_t dst)
{
    uint64_t result = 0;
    unsigned i;

    for (i = 0; i < width; i++) {
        unsigned byte = i / 8u;
        unsigned from = reverse ? width / 8u - 1u - byte : byte;

        result = with_bit(result, i, bit(dst, from * 8u + i % 8u));
    }
    return result;
}

bool oracle_jump(unsigned code, unsigned bits, uint64_t dst, uint64_t src)
{
    uint64_t a = cut(dst, bits);
    uint64_t b = cut(src, bits);

    switch (code) {
    case BPF_JEQ:
        return a == b;
    case BPF_JNE:
        return a != b;
    case BPF_JSET:
        return logic(ORACLE_AND, a, b) != 0;
    case BPF_JGT:
        return is_less(b, a, bits);
    case BPF_JGE:
        return !is_less(a, b, bits);
    case BPF_JLT:
        return is_less(a, b, bits);
    case BPF_JLE:
        return !is_less(b, a, bits);
    case BPF_JSGT:
        return is_less_signed(b, a, bits);
    case BPF_JSGE:
        return !is_less_signed(a, b, bits);
    case BPF_JSLT:
        return is_less_signed(a, b, bits);
    default:
        return !is_less_signed(b, a, bits);
    }
}
