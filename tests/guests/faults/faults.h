/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A line in a header, in code that is inlined. */
static inline __attribute__((always_inline)) int get(const int *p, int i)
{
    return p[i]; /* FAULT inlined */
}
