/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What single instructions do, held against the unit tests' oracle, which is slow and plain. */
#ifndef RBPF_FUZZ_STEP_ORACLE_H
#define RBPF_FUZZ_STEP_ORACLE_H

#include "run_scene.h"

/*
 * Runs the program of `scene` by steps, and checks up to `count` of them after the first `skip`:
 * arithmetic, byte swaps, conditions, loads and stores. All other registers must stay, and the next
 * instruction be the right one.
 */
void oracle_check_steps(const struct scene *scene, uint64_t skip, uint32_t count);

#endif
