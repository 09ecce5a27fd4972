/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the fuzzers share: the functions of libFuzzer; properties, which are said and abort if they
 * do not hold; and numbers in bytes, since those of the library are what is looked at. */
#ifndef RBPF_FUZZ_FUZZER_H
#define RBPF_FUZZ_FUZZER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed);

static inline void violated(const char *what)
{
    (void)fprintf(stderr, "violated: %s\n", what);
    abort();
}

static inline void require(bool holds, const char *what)
{
    if (!holds)
        violated(what);
}

#define REQUIRE(condition) require((condition), #condition)

/* A copy that ends where its block ends, so that AddressSanitizer sees a read behind it. */
static inline void *exact_copy(const void *bytes, size_t size)
{
    void *copy = malloc(size ? size : 1u);

    require(copy != NULL, "there is memory");
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

/* Little-endian, of 1 to 8 bytes. */
static inline uint64_t get_number(const uint8_t *at, uint32_t bytes)
{
    uint64_t number = 0;

    while (bytes-- > 0)
        number = number << 8 | at[bytes];
    return number;
}

static inline void put_number(uint8_t *at, uint64_t number, uint32_t bytes)
{
    for (; bytes > 0; bytes--, number >>= 8)
        *at++ = (uint8_t)number;
}

#endif
