/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What rbpf_run() and rbpf_step() share. */
#ifndef RBPF_EXEC_RUN_H
#define RBPF_EXEC_RUN_H

#include "exec/exec.h"

/* From ready to running; RBPF_OK or why not. */
enum rbpf_status rbpf_run_enter(struct rbpf_vm *vm);

/* From running to what the loop's `status` leads to; returns the status for the host. */
enum rbpf_status rbpf_run_leave(struct rbpf_vm *vm, enum rbpf_status status);

/* Runs the loop with a budget of `insns`, leaves its answer in vm->status, returns what was used.
 */
uint32_t rbpf_run_slice(struct rbpf_vm *vm, uint32_t insns, rbpf_loop_fn loop);

#endif
