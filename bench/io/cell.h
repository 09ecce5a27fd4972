/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What is compared: a workload with items of one size, done in each mode on the same memory. */
#ifndef CELL_H
#define CELL_H

#include <stdbool.h>
#include <stdint.h>

enum workload { WORKLOAD_READ = 0, WORKLOAD_WRITE = 1, WORKLOAD_UDP = 2 };
#define WORKLOADS 3u

enum mode {
    /* A system call an item. */
    MODE_NATIVE_SINGLE = 0,
    MODE_NATIVE_BATCHED = 1,
    /* The hook is fired for each item. */
    MODE_GUEST_FIRING = 2,
    MODE_GUEST_SINGLE = 3,
    MODE_GUEST_VECTOR = 4,
    MODE_GUEST_BATCHED = 5
};
#define MODES 6u

/* The most that a datagram takes. */
#define CELL_DATAGRAM_MOST 65507u
#define CELL_FILE_BYTES (8u << 20)

struct cell {
    enum workload workload;
    /* Of an item. */
    uint32_t bytes;
    /* Of a batch: cell_items(). */
    uint32_t items;
    bool looks;
};

extern const char *const workload_names[WORKLOADS];
extern const char *const mode_names[MODES];

/* How many items of a size make a batch. */
uint32_t cell_items(enum workload workload, uint32_t bytes);

/* Opens the channel and lays the tables out. False: it has said why. */
bool cell_begin(const struct cell *cell);
void cell_end(void);

/* Does `batches` batches. Returns the sum of all headers that were read; negative: it has said what
 * went wrong. */
int64_t cell_run(const struct cell *cell, enum mode mode, uint32_t batches);

/* Does some batches in this mode, and compares all bytes with what they should be, and the sum of
 * headers. False: it has said what is wrong. */
bool cell_check(const struct cell *cell, enum mode mode);

#endif
