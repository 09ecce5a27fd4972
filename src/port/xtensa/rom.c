/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the ESP8266 has in its ROM, and the compiler's support library therefore leaves out: QEMU
 * has no such ROM. Firmware for the ESP8266 does not link this file. Bit by bit: it is there to be
 * right.
 */
#include <stdint.h>

uint64_t __muldi3(uint64_t a, uint64_t b);
uint64_t __udivdi3(uint64_t a, uint64_t b);
uint64_t __umoddi3(uint64_t a, uint64_t b);
int64_t __divdi3(int64_t a, int64_t b);
int64_t __moddi3(int64_t a, int64_t b);
uint32_t __udivsi3(uint32_t a, uint32_t b);
uint32_t __umodsi3(uint32_t a, uint32_t b);
int32_t __divsi3(int32_t a, int32_t b);

uint64_t __muldi3(uint64_t a, uint64_t b)
{
    uint64_t product = 0;

    for (; b; b >>= 1, a <<= 1)
        product += b & 1u ? a : 0;
    return product;
}

/* Leaves the quotient in *a and returns the remainder. */
static uint64_t divide(uint64_t *a, uint64_t b)
{
    uint64_t rest = 0;

    for (unsigned bit = 0; bit < 64; bit++) {
        uint32_t carry = (uint32_t)(rest >> 63);

        rest = rest << 1 | *a >> 63;
        *a <<= 1;
        if (carry || rest >= b) {
            rest -= b;
            *a |= 1u;
        }
    }
    return rest;
}

static uint64_t magnitude(int64_t a)
{
    return a < 0 ? 0u - (uint64_t)a : (uint64_t)a;
}

uint64_t __udivdi3(uint64_t a, uint64_t b)
{
    divide(&a, b);
    return a;
}

uint64_t __umoddi3(uint64_t a, uint64_t b)
{
    return divide(&a, b);
}

int64_t __divdi3(int64_t a, int64_t b)
{
    uint64_t quotient = magnitude(a);

    divide(&quotient, magnitude(b));
    return (int64_t)((a < 0) != (b < 0) ? 0u - quotient : quotient);
}

int64_t __moddi3(int64_t a, int64_t b)
{
    uint64_t quotient = magnitude(a);
    uint64_t rest = divide(&quotient, magnitude(b));

    return (int64_t)(a < 0 ? 0u - rest : rest);
}

uint32_t __udivsi3(uint32_t a, uint32_t b)
{
    return (uint32_t)__udivdi3(a, b);
}

uint32_t __umodsi3(uint32_t a, uint32_t b)
{
    return (uint32_t)__umoddi3(a, b);
}

int32_t __divsi3(int32_t a, int32_t b)
{
    return (int32_t)__divdi3(a, b);
}
