/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * All that librbpf needs of a C library, by aligned words and bytes: those of C libraries may
 * access memory misaligned, which the boards here trap. Firmware may well use its library's.
 */
#include <stdint.h>
#include <string.h>

/* Or the compiler would make a call of the same function of the loop. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

typedef uint32_t __attribute__((may_alias)) word;

#define WORD_BYTES sizeof(word)

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    uint8_t *out = to;
    const uint8_t *in = from;

    if (((uintptr_t)out | (uintptr_t)in) % WORD_BYTES == 0)
        for (; bytes >= WORD_BYTES; bytes -= WORD_BYTES) {
            *(word *)(void *)out = *(const word *)(const void *)in;
            out += WORD_BYTES;
            in += WORD_BYTES;
        }
    while (bytes--)
        *out++ = *in++;
    return to;
}

void *memset(void *to, int byte, size_t bytes)
{
    uint8_t *out = to;
    word pattern = (uint8_t)byte * 0x01010101u;

    for (; bytes && (uintptr_t)out % WORD_BYTES; bytes--)
        *out++ = (uint8_t)byte;
    for (; bytes >= WORD_BYTES; bytes -= WORD_BYTES) {
        *(word *)(void *)out = pattern;
        out += WORD_BYTES;
    }
    while (bytes--)
        *out++ = (uint8_t)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
    const uint8_t *x = a;
    const uint8_t *y = b;

    for (; bytes; bytes--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}
