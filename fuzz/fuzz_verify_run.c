/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Verifies arbitrary instructions and runs what is accepted, once, by a loop that the input
 * (run_input.h) chooses. Properties, each of which aborts if it does not hold:
 *
 *   1. A refusal names a slot or a record that exists; a tamed program is not refused.
 *   2. A verified program never ends by RBPF_FAULT_INSN, nor in any way that is not expected.
 *   3. If the list of functions gives a depth, calls never run out of frames or stack.
 *   4. Without calls by register, there are no wrong calls, and no helpers but those of the facts.
 *   5. A run exceeds its budget by no more than the longest run and what the last helper charged.
 *   6. No byte outside the writable regions changes, and none outside the regions is read.
 */
#include "run_input.h"

static void check_run(const struct input *input)
{
    static struct actor actor;
    const struct scene *scene = &input->scene;
    struct outcome outcome;
    enum rbpf_status status = actor_enter(&actor, scene);

    if (status == RBPF_OK)
        status = actor_run(&actor, scene->budget_insns, input->loop);
    else
        REQUIRE(status == RBPF_ERR_STACK_TOO_SMALL);
    actor_leave(&actor, scene, status, &outcome);
    if (status != RBPF_ERR_STACK_TOO_SMALL)
        scene_check_outcome(scene, &outcome);
}

/* Rules of single instructions name one; the rule of the list a record of it; others nothing. */
static bool names_what_exists(const struct scene *scene, enum rbpf_status status)
{
    const uint32_t where = scene->report.where;

    if (where == 0)
        return true;
    if (status == RBPF_REJECT_FUNCTION)
        return where < scene->code.function_count;
    return status <= RBPF_REJECT_OPCODE && where < scene->code.insns_bytes / 8u;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct input input;
    enum rbpf_status status;

    if (size < INPUT_HEADER_BYTES)
        return -1;
    status = input_read(&input, bytes, size);
    if (status == RBPF_OK)
        check_run(&input);
    else
        REQUIRE(names_what_exists(&input.scene, status));
    return 0;
}
