/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * All that librbpf needs of a C library, byte by byte: those of C libraries may access memory
 * misaligned, which the boards here trap. Firmware may well use its library's.
 */
#include <string.h>

/* Or the compiler would make a call of the same function of the loop. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    unsigned char *out = to;
    const unsigned char *in = from;

    while (bytes--)
        *out++ = *in++;
    return to;
}

void *memset(void *to, int byte, size_t bytes)
{
    unsigned char *out = to;

    while (bytes--)
        *out++ = (unsigned char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
    const unsigned char *x = a;
    const unsigned char *y = b;

    for (; bytes; bytes--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}
