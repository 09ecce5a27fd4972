/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A port whose critical section reads the counter at both ends, in the place of masking interrupts.
 */
#ifndef COUNTED_PORT_H
#define COUNTED_PORT_H

#include "counter.h"

extern uint32_t counted_port_ticks;

#define RBPF_CRITICAL_ENTER() uint32_t counted_port_begin = counter_read()
#define RBPF_CRITICAL_EXIT()                                                                       \
    counted_port_ticks = (counter_read() - counted_port_begin) & COUNTER_MASK

#endif
