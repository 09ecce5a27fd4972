/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Times the modes of a cell against each other. */
#ifndef MEASURE_H
#define MEASURE_H

#include "cell.h"
#include "contest.h"

/* A mode against another one. */
enum comparison {
    /* Guest against native code of one system call an item. */
    COMPARE_FIRING = 0,
    COMPARE_SINGLE = 1,
    COMPARE_VECTOR = 2,
    /* Both in batches. */
    COMPARE_BATCHED = 3,
    /* In batches against one by one: native code, and the guest against native code. */
    COMPARE_NATIVE_WIN = 4,
    COMPARE_GUEST_WIN = 5
};
#define COMPARISONS 6u
extern const char *const comparison_names[COMPARISONS];

struct measured {
    /* Of throughput, above 1: the mode is faster than what it is compared with. But `cpu` is of CPU
     * time a byte: above 1, the mode takes more. */
    struct ratio ratios[COMPARISONS];
    /* For orientation: MB/s of each mode, in the best round. */
    double mb_per_s[MODES];
};

/* False: it has said what is wrong. */
bool measure(const struct cell *cell, const struct effort *effort, struct measured *measured);

#endif
