/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * The few fields that threads and interrupts share outside of the critical section. Private.
 *
 * Such a field is a byte, or a volatile pointer, and stands for itself: who reads it learns its
 * value at some moment, and nothing of what was written before. All accesses go by these macros,
 * but for those that the critical section orders among each other and what the only writer reads.
 *
 * With GNU C on an operating system these are relaxed atomic accesses. Elsewhere a volatile access
 * does, which is one instruction there: gcc would make more of the atomic one.
 */
#ifndef RBPF_SHARED_H
#define RBPF_SHARED_H

#if defined(__GNUC__) && (defined(__unix__) || defined(__APPLE__) || defined(_WIN32))
#define RBPF_SHARED_LOAD(type, field) __atomic_load_n((field), __ATOMIC_RELAXED)
#define RBPF_SHARED_STORE(type, field, value) __atomic_store_n((field), (value), __ATOMIC_RELAXED)
#else
#define RBPF_SHARED_LOAD(type, field) (*(type volatile *)(field))
#define RBPF_SHARED_STORE(type, field, value) (*(type volatile *)(field) = (value))
#endif

#endif
