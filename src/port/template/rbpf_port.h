/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A port: what your platform supplies to librbpf. Copy this file, fill in what
 * is in capitals, delete the #error, and build the library with
 * -DRBPF_PORT_HEADER='"path/of/your/copy.h"' (CMake: the option RBPF_PORT_HEADER).
 * A platform that shares no memory between guests and interrupts needs no port.
 */
#ifndef RBPF_PORT_TEMPLATE_H
#define RBPF_PORT_TEMPLATE_H

#error "this is the template: copy it, fill in the critical section, delete this line"

/*
 * Round the read, change and write of a guest's atomic operation, some 30
 * instructions. From whatever context rbpf_run() is called in; an interrupt
 * that runs guests of its own may nest. Must not fail and must not block.
 *
 * ENTER disables what else may touch the guest's memory and keeps the state
 * before; EXIT restores that state, so that a section within another one does not
 * end it. On one core, that means to mask interrupts.
 */
#define RBPF_CRITICAL_ENTER() unsigned rbpf_port_state = YOUR_DISABLE()
#define RBPF_CRITICAL_EXIT() YOUR_RESTORE(rbpf_port_state)

#endif
