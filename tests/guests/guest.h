/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What every test guest has in common. A guest is compiled twice: for BPF, and
 * for the host as the oracle, with -Dguest=native_NAME. Both get the same memory.
 *
 * No guest keeps a pointer's value where the host looks: those differ.
 */
#ifndef GUEST_H
#define GUEST_H

#include <stddef.h>
#include <stdint.h>

struct guest_ctx {
    uint64_t number[4];
    uint32_t choice;
    uint32_t count; /* 0 to 16 */
    uint8_t bytes[64];
    uint32_t words[16];
    uint64_t out[16];
};

#ifdef __cplusplus
extern "C" {
#endif

uint64_t guest(struct guest_ctx *ctx);

#ifdef __cplusplus
}
#endif

#define NOINLINE __attribute__((noinline))
#ifndef SEC
#define SEC(name) __attribute__((section(name), used))
#endif

/* BPF before cpu v4 divides unsigned numbers only, and clang does not make up for it. */
#if defined(__bpf__) && !defined(__BPF_FEATURE_SDIV_SMOD)
static inline int64_t guest_div(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;

    return (int64_t)((a < 0) != (b < 0) ? 0 - x / y : x / y);
}

static inline int64_t guest_mod(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;

    return (int64_t)(a < 0 ? 0 - x % y : x % y);
}
#else
static inline int64_t guest_div(int64_t a, int64_t b)
{
    return a / b;
}

static inline int64_t guest_mod(int64_t a, int64_t b)
{
    return a % b;
}
#endif

#endif
