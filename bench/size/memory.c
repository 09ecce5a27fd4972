/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The host's memory, and stand-ins for the C library. */
#include "memory.h"

struct rbpf_vm vm;
struct rbpf_vm_config config;
struct rbpf_code code;
struct rbpf_program program;
struct rbpf_function functions[8];
struct rbpf_grant context;
struct rbpf_image image;
struct rbpf_fault fault;
const void *image_bytes;
size_t image_size;
uint8_t data[64];
char line[64];
const char *text;
uint64_t result;

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);

/* By volatile, or the compiler would make calls of the functions themselves. */
void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    volatile unsigned char *out = to;
    const unsigned char *in = from;

    while (bytes--)
        *out++ = *in++;
    return to;
}

void *memset(void *to, int byte, size_t bytes)
{
    volatile unsigned char *out = to;

    while (bytes--)
        *out++ = (unsigned char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
    const volatile unsigned char *x = a;
    const unsigned char *y = b;

    for (; bytes; bytes--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}

#ifdef __linux__
/* What libgcc does there about a division by zero. */
int raise(int number);
int raise(int number)
{
    return number;
}
#endif
