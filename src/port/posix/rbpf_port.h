/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Threads of a POSIX system, on any number of cores: one mutex for the whole process, which lies in
 * critical.c beside this file. Link that with the program; the library has no variables. Not for
 * signal handlers: one that comes while its thread is inside would wait for itself.
 */
#ifndef RBPF_PORT_POSIX_H
#define RBPF_PORT_POSIX_H

void rbpf_port_enter(void);
void rbpf_port_leave(void);

#define RBPF_CRITICAL_ENTER() rbpf_port_enter()
#define RBPF_CRITICAL_EXIT() rbpf_port_leave()

#define RBPF_SHARED_LOAD(type, field) __atomic_load_n((field), __ATOMIC_RELAXED)
#define RBPF_SHARED_STORE(type, field, value) __atomic_store_n((field), (value), __ATOMIC_RELAXED)

#endif
