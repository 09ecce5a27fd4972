/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Runs whole programs, which programs.h makes of an input, in all ways there are. Properties, each
 * of which aborts if it does not hold:
 *
 *   1. The verifier accepts the program.
 *   2. It has one answer, by every loop, whole, in slices and by steps, with all that
 *      fuzz_verify_run asks of a single run.
 *   3. Some of its steps, from one that the input chooses on, do what an oracle says.
 */
#include "programs.h"
#include "run_agree.h"
#include "step_oracle.h"

#define ORACLE_STEPS 16u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct made_program made;

    if (size < PROGRAM_HEADER_BYTES)
        return -1;
    program_make(&made, bytes, size);
    REQUIRE(scene_load(&made.scene, made.listed) == RBPF_OK);
    REQUIRE(agree_check(&made.scene, made.slice) != RBPF_ERR_STACK_TOO_SMALL);
    oracle_check_steps(&made.scene, made.oracle_skip, ORACLE_STEPS);
    return 0;
}
