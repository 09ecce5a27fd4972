/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* That all ways of running a program give one answer. */
#ifndef RBPF_FUZZ_RUN_AGREE_H
#define RBPF_FUZZ_RUN_AGREE_H

#include "run_scene.h"

/*
 * Runs the program of `scene` by the first loop, and once more by all loops, whole and in slices,
 * and by steps. All have to agree on status, registers, memory, count of instructions and fault;
 * the guards around the regions hold other bytes the second time. Returns how the first run ended.
 */
enum rbpf_status agree_check(const struct scene *scene, uint32_t slice_insns);

#endif
