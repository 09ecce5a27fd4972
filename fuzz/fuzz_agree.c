/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Verifies arbitrary instructions and runs what is accepted in all ways there are (run_agree.h).
 * Inputs are those of fuzz_verify_run (run_input.h). Properties, each of which aborts if it does
 * not hold:
 *
 *   1. The same input gives the same answer, by every loop, whole, in slices of any size and by
 *      steps: status, registers, memory, count of instructions, fault.
 *   2. No answer depends on a byte outside the regions.
 *   3. What fuzz_verify_run asks of a single run.
 */
#include "run_agree.h"
#include "run_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct input input;

    if (size < INPUT_HEADER_BYTES)
        return -1;
    if (input_read(&input, bytes, size) == RBPF_OK)
        (void)agree_check(&input.scene, input.slice);
    return 0;
}
