/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Times the modes of a cell against each other. */
#ifndef MEASURE_H
#define MEASURE_H

#include "cell.h"

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

struct ratio {
    /* Of throughput, above 1: the mode is faster than what it is compared with. The median of all
     * rounds, the quartiles, and that of the best rounds. */
    double median;
    double low;
    double high;
    double best;
    /* Of CPU time a byte, of user and kernel; above 1: the mode takes more. The median. */
    double cpu;
};

struct measured {
    struct ratio ratios[COMPARISONS];
    /* For orientation: MB/s and CPU nanoseconds a byte of each mode, in the best round. */
    double mb_per_s[MODES];
    double cpu_ns_per_byte[MODES];
};

struct effort {
    /* 1 to MEASURE_ROUNDS_MOST. */
    uint32_t rounds;
    /* How long a turn of native code takes; a round has five of each mode. */
    uint32_t turn_us;
};
#define MEASURE_ROUNDS_MOST 999u

/* False: it has said what is wrong. */
bool measure(const struct cell *cell, const struct effort *effort, struct measured *measured);

#endif
