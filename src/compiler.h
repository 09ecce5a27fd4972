/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Everything that depends on the compiler or the CPU and is not a platform's matter. */
#ifndef RBPF_COMPILER_H
#define RBPF_COMPILER_H

#include <stdint.h>

/* Unused ones are no mistake where a header has been copied into a .c, as in the amalgamation. */
#if defined(__GNUC__)
#define RBPF_NOINLINE __attribute__((noinline))
#define RBPF_INLINE static inline __attribute__((always_inline, unused))
#define RBPF_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define RBPF_SUB_BORROWS(a, b, difference) __builtin_sub_overflow((a), (b), (difference))
/* Makes `n` copies of the body of the loop that follows. */
#if defined(__clang__)
#define RBPF_UNROLL(n) _Pragma("clang loop unroll(full)")
#else
#define RBPF_PRAGMA(text) _Pragma(#text)
#define RBPF_UNROLL(n) RBPF_PRAGMA(GCC unroll n)
#endif
/* Hides where a value comes from. */
#define RBPF_OPAQUE(x) __asm__("" : "+r"(x))
/* The same, by a piece of code that is like no other: what ends in it is not merged with what ends
 * alike. On x86-64 it costs a register, and -fno-crossjumping does it too. */
#if defined(__x86_64__)
#define RBPF_OPAQUE_APART(x, name) (void)(x)
#else
#define RBPF_OPAQUE_APART(x, name) __asm__ volatile("/* " name " */" : "+r"(x))
#endif
/* x86-64 needs no alignment, and gcc makes more code for it if it is told of one. */
#if defined(__x86_64__)
#define RBPF_ASSUME_ALIGNED(p, n) (p)
#else
#define RBPF_ASSUME_ALIGNED(p, n) __builtin_assume_aligned((p), (n))
#endif
#else
#define RBPF_NOINLINE
#define RBPF_UNROLL(n)
#define RBPF_INLINE static inline
#define RBPF_UNLIKELY(x) (x)
#define RBPF_SUB_BORROWS(a, b, difference) (*(difference) = (a) - (b), (a) < (b))
#define RBPF_OPAQUE(x) (void)(x)
#define RBPF_OPAQUE_APART(x, name) (void)(x)
#define RBPF_ASSUME_ALIGNED(p, n) (p)
#endif

/* Where one instruction loads two words, compilers find them if they are read by one pointer. */
#if defined(__thumb2__)
#define RBPF_LOAD_TOGETHER(p) RBPF_OPAQUE(p)
#else
#define RBPF_LOAD_TOGETHER(p)
#endif

/*
 * How the loop reads instructions: where registers are narrow, cutting fields
 * out of a word is cheaper than loading them one by one.
 */
#if UINTPTR_MAX > 0xffffffffu
#define RBPF_FETCH_WORDS 0
#else
#define RBPF_FETCH_WORDS 1
#endif

/*
 * Whether hot instructions have a body for each destination in the loop of computed gotos: that is
 * fast where many jumps are foreseen better than few, and takes 29 KB of code and 30 KB of table
 * more. Not by clang: version 14 takes minutes for it.
 */
#if !defined(RBPF_BODIES_APART)
#if defined(__x86_64__) && !defined(__clang__) && !RBPF_FETCH_WORDS
#define RBPF_BODIES_APART 1
#else
#define RBPF_BODIES_APART 0
#endif
#endif

#endif
