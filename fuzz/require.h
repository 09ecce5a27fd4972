/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What a fuzzer does with a property: if it does not hold, it says which and aborts. */
#ifndef RBPF_FUZZ_REQUIRE_H
#define RBPF_FUZZ_REQUIRE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

#endif
