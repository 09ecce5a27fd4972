/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What guest and firmware agree on. */
#ifndef SWITCH_H
#define SWITCH_H

#include <stdint.h>

/* The count of thread n is in the tenant's store under THREAD_KEY + n, a uint32_t. */
#define THREAD_KEY 0x100u
#define THREADS_MOST 8u

/* The context of the hook, little-endian: threads by their numbers, 0: none. */
struct thread_switch {
    uint32_t previous;
    uint32_t next;
};

#endif
