/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The table of workloads, for all benches: each with its images for the VM, the same C compiled
 * natively, and what its context is before a run.
 */
#ifndef WORKLOADS_H
#define WORKLOADS_H

#include <stddef.h>
#include <stdint.h>

#include <rbpf/helper.h>

#include "guests.h"

/* Of fletcher32, as in the rBPF paper. */
#define FLETCHER32_WORDS 180u

/* Room for any context. A run may change all of it, so that it is filled before each. */
union workload_context {
    uint8_t bytes[sizeof(struct sieve_context)];
    uint64_t aligned;
    struct fletcher32_context fletcher32;
    struct empty_context empty;
    struct crc32_context crc32;
    struct sort_context sort;
    struct fibonacci_context fibonacci;
    struct sha256_context sha256;
    struct sieve_context sieve;
    struct chacha20_context chacha20;
    struct bst_context bst;
    struct filter_context filter;
    struct matrix_context matrix;
    struct mixed_context mixed;
    struct calls_context calls;
};

struct workload_image {
    /* For rbpf_image_open(), with one entry point. */
    const uint8_t *bytes;
    size_t size;
};

struct workload {
    const char *name;
    /* By clang -O2 -fno-unroll-loops, with -mcpu=v3 and -mcpu=v2. */
    struct workload_image v3;
    struct workload_image v2;
    /* The same C, by the compiler of this CPU, -O2 -fno-unroll-loops. */
    uint64_t (*native)(union workload_context *context);
    /* Makes the context of a run: the first `context_bytes`, of which all are written. */
    void (*fill)(union workload_context *context);
    uint32_t context_bytes;
};

/* The first is the empty one, the second fletcher32. */
#define WORKLOAD_COUNT 13u
extern const struct workload workloads[WORKLOAD_COUNT];

/* What guests may call: adds two numbers. */
extern const struct rbpf_helpers workload_helpers;

#endif
