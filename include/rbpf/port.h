/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * What a platform may supply. The VM alone needs nothing of it: it links with
 * memcpy, memset, memcmp and the compiler's support library.
 *
 * Name your header when you build the library: -DRBPF_PORT_HEADER='"my_port.h"';
 * src/port/template/rbpf_port.h is the one to start from.
 */
#ifndef RBPF_PORT_H
#define RBPF_PORT_H

#ifdef RBPF_PORT_HEADER
#include RBPF_PORT_HEADER
#endif

#if defined(RBPF_CRITICAL_ENTER) && !defined(RBPF_CRITICAL_EXIT)
#error "RBPF_CRITICAL_EXIT: define it in your port's header too, beside RBPF_CRITICAL_ENTER"
#endif
#if defined(RBPF_CRITICAL_EXIT) && !defined(RBPF_CRITICAL_ENTER)
#error "RBPF_CRITICAL_ENTER: define it in your port's header too, beside RBPF_CRITICAL_EXIT"
#endif

/**
 * The critical section round the read, change and write of a guest's atomic
 * operation: it is atomic against whoever this holds off (interrupts, another core).
 * Held for some 30 instructions, 80 on a Cortex-M0. The hosting engine touches what threads and
 * interrupts share in it, for as long as src/container/README.md says. ENTER may declare a variable
 * that EXIT uses.
 * Empty: atomic against nothing but other guests of the same thread.
 */
#ifndef RBPF_CRITICAL_ENTER
#define RBPF_CRITICAL_ENTER()
#define RBPF_CRITICAL_EXIT()
#endif

/**
 * The few fields that are read outside of the critical section while others write them: a byte or a
 * pointer, which stands for itself. Who reads it learns its value at some moment, and nothing of
 * what was written before. All accesses go by these, but for those that the section orders among
 * each other and what the only writer reads.
 *
 * By default volatile, which is one instruction and does where interrupts are all that interferes.
 * A port for threads has relaxed atomic accesses: src/port/posix/rbpf_port.h.
 */
#ifndef RBPF_SHARED_LOAD
#define RBPF_SHARED_LOAD(type, field) (*(type volatile *)(field))
#define RBPF_SHARED_STORE(type, field, value) (*(type volatile *)(field) = (value))
#endif

#endif
