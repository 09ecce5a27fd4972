/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The arithmetic of every operation (RFC 9669, sections 4.1 to 4.3), once for
 * all loops. Pure; no operand makes any of them undefined. Narrowing to a signed
 * type wraps, as every compiler does and C23 demands.
 */
#ifndef RBPF_EXEC_ALU_H
#define RBPF_EXEC_ALU_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"
#include "compiler.h"

/* An operation that is the same in 32 and 64 bits. */
#define RBPF_ALU(name, expression)                                                                 \
    RBPF_INLINE uint32_t rbpf_##name##32(uint32_t a, uint32_t b)                                   \
    {                                                                                              \
        return expression;                                                                         \
    }                                                                                              \
    RBPF_INLINE uint64_t rbpf_##name##64(uint64_t a, uint64_t b)                                   \
    {                                                                                              \
        return expression;                                                                         \
    }

RBPF_ALU(add, a + b)
RBPF_ALU(sub, a - b)
RBPF_ALU(mul, (a) * (b))
RBPF_ALU(or, a | b)
RBPF_ALU(and, (a) & (b))
RBPF_ALU(xor, a ^ b)
RBPF_ALU(mov, ((void)a, b))

#undef RBPF_ALU

/* Shift counts are masked to the width. */
RBPF_INLINE uint32_t rbpf_lsh32(uint32_t a, uint32_t b)
{
    return a << (b & 31u);
}

RBPF_INLINE uint64_t rbpf_lsh64(uint64_t a, uint64_t b)
{
    return a << (b & 63u);
}

RBPF_INLINE uint32_t rbpf_rsh32(uint32_t a, uint32_t b)
{
    return a >> (b & 31u);
}

RBPF_INLINE uint64_t rbpf_rsh64(uint64_t a, uint64_t b)
{
    return a >> (b & 63u);
}

/* Right shifts of negative numbers keep the sign, as every compiler does. */
RBPF_INLINE uint32_t rbpf_arsh32(uint32_t a, uint32_t b)
{
    return (uint32_t)((int32_t)a >> (b & 31u));
}

RBPF_INLINE uint64_t rbpf_arsh64(uint64_t a, uint64_t b)
{
    return (uint64_t)((int64_t)a >> (b & 63u));
}

RBPF_INLINE uint32_t rbpf_neg32(uint32_t a)
{
    return 0u - a;
}

RBPF_INLINE uint64_t rbpf_neg64(uint64_t a)
{
    return 0u - a;
}

/* The low bits of a number, sign-extended. */
RBPF_INLINE uint32_t rbpf_extend8(uint32_t a)
{
    return (uint32_t)(int8_t)a;
}

RBPF_INLINE uint32_t rbpf_extend16(uint32_t a)
{
    return (uint32_t)(int16_t)a;
}

RBPF_INLINE uint64_t rbpf_extend32(uint32_t a)
{
    return (uint64_t)(int32_t)a;
}

/* A number's low word, widened with its sign or with zeroes. */
RBPF_INLINE uint64_t rbpf_widen(uint64_t a, bool with_sign)
{
    return with_sign ? rbpf_extend32((uint32_t)a) : (uint32_t)a;
}

/* MOVSX: `width` is 8, 16 or 32. */
RBPF_INLINE uint32_t rbpf_movsx32(uint32_t b, int32_t width)
{
    return width == 8 ? rbpf_extend8(b) : rbpf_extend16(b);
}

RBPF_INLINE uint64_t rbpf_movsx64(uint64_t b, int32_t width)
{
    uint32_t low = (uint32_t)b;

    return rbpf_extend32(width == 32 ? low : rbpf_movsx32(low, width));
}

/* LE: the guest is little-endian, so that only the width counts. */
RBPF_INLINE uint64_t rbpf_to_le(uint64_t a, int32_t width)
{
    if (width == 16)
        return (uint16_t)a;
    return width == 32 ? (uint32_t)a : a;
}

/* BE and BSWAP swap alike. */
RBPF_INLINE uint64_t rbpf_bswap(uint64_t a, int32_t width)
{
    if (width == 16)
        return rbpf_swap16((uint16_t)a);
    return width == 32 ? rbpf_swap32((uint32_t)a) : rbpf_swap64(a);
}

/* Conditions (RFC 9669, section 4.3). */
#define RBPF_CONDITION(name, expression)                                                           \
    RBPF_INLINE bool rbpf_##name##32(uint32_t a, uint32_t b)                                       \
    {                                                                                              \
        return expression;                                                                         \
    }                                                                                              \
    RBPF_INLINE bool rbpf_##name##64(uint64_t a, uint64_t b)                                       \
    {                                                                                              \
        return expression;                                                                         \
    }

#define RBPF_SIGNED_CONDITION(name, operator)                                                      \
    RBPF_INLINE bool rbpf_##name##32(uint32_t a, uint32_t b)                                       \
    {                                                                                              \
        return (int32_t)a operator(int32_t) b;                                                     \
    }                                                                                              \
    RBPF_INLINE bool rbpf_##name##64(uint64_t a, uint64_t b)                                       \
    {                                                                                              \
        return (int64_t)a operator(int64_t) b;                                                     \
    }

RBPF_CONDITION(jeq, a == b)
RBPF_CONDITION(jne, a != b)
RBPF_CONDITION(jgt, a > b)
RBPF_CONDITION(jge, a >= b)
RBPF_CONDITION(jlt, a < b)
RBPF_CONDITION(jle, a <= b)
RBPF_CONDITION(jset, (a & b) != 0)
RBPF_SIGNED_CONDITION(jsgt, >)
RBPF_SIGNED_CONDITION(jsge, >=)
RBPF_SIGNED_CONDITION(jslt, <)
RBPF_SIGNED_CONDITION(jsle, <=)

#undef RBPF_CONDITION
#undef RBPF_SIGNED_CONDITION

#endif
