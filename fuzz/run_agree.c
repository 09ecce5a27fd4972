/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "run_agree.h"

#include <string.h>

/* A run with the memory it leaves. */
struct answer {
    struct actor actor;
    struct outcome outcome;
};

static void check_fault_same(const struct rbpf_fault *a, const struct rbpf_fault *b)
{
    REQUIRE(a->cause == b->cause && a->insn == b->insn);
    REQUIRE(a->address == b->address && a->size == b->size);
    REQUIRE(a->write == b->write && a->helper == b->helper);
    REQUIRE(a->argument == b->argument && a->depth == b->depth);
    REQUIRE(a->region_bytes == b->region_bytes && a->executed_insns == b->executed_insns);
    REQUIRE(a->helper_status == b->helper_status && a->context_region == b->context_region);
    REQUIRE(memcmp(a->chain, b->chain, sizeof a->chain) == 0);
}

static void check_same(const struct scene *scene, const struct answer *first,
                       const struct answer *other)
{
    const struct outcome *a = &first->outcome;
    const struct outcome *b = &other->outcome;
    uint32_t i;

    REQUIRE(a->status == b->status);
    REQUIRE(a->executed == b->executed);
    REQUIRE(a->charged == b->charged);
    REQUIRE(a->pc == b->pc);
    REQUIRE(memcmp(a->registers, b->registers, sizeof a->registers) == 0);
    for (i = RBPF_REGION_STACK; i < REGION_COUNT; i++) {
        const struct place *place = &scene->places[i];

        REQUIRE(memcmp(first->actor.arena + place->offset, other->actor.arena + place->offset,
                       place->bytes) == 0);
    }
    check_fault_same(&a->fault, &b->fault);
}

/* Steps until `executed` instructions are done or the program has ended. */
static enum rbpf_status step_to(struct actor *actor, uint64_t executed)
{
    enum rbpf_status status = RBPF_YIELDED;

    while (status > 0 && rbpf_vm_executed(&actor->vm) < executed)
        status = actor_step(actor);
    /* A program that faults next has executed as much before. */
    return status > 0 ? RBPF_YIELDED : status;
}

/* Slices: each ends at the first look at the budget that is due, so the last ends like the whole.
 */
static enum rbpf_status slice_to(struct actor *actor, uint64_t executed, uint32_t slice_insns,
                                 rbpf_loop_fn loop)
{
    enum rbpf_status status = RBPF_YIELDED;

    while (status == RBPF_YIELDED && rbpf_vm_executed(&actor->vm) < executed) {
        uint64_t left = executed - rbpf_vm_executed(&actor->vm);

        status = actor_run(actor, left < slice_insns ? left : slice_insns, loop);
    }
    return status;
}

/* A fault is seen only by trying the instruction that causes it. */
static enum rbpf_status go_on_to_fault(struct actor *actor, enum rbpf_status status,
                                       enum rbpf_status expected)
{
    return status == RBPF_YIELDED && expected < 0 ? rbpf_step(&actor->vm) : status;
}

static struct answer first, other;

static void again(const struct scene *scene)
{
    other.actor.filling = 1;
    REQUIRE(actor_enter(&other.actor, scene) == RBPF_OK);
}

static void compare(const struct scene *scene, enum rbpf_status status)
{
    status = go_on_to_fault(&other.actor, status, first.outcome.status);
    actor_leave(&other.actor, scene, status, &other.outcome);
    check_same(scene, &first, &other);
}

static void check_loop(const struct scene *scene, rbpf_loop_fn loop, uint32_t slice_insns)
{
    again(scene);
    compare(scene, actor_run(&other.actor, scene->budget_insns, loop));
    again(scene);
    compare(scene, slice_to(&other.actor, first.outcome.executed, slice_insns, loop));
}

enum rbpf_status agree_check(const struct scene *scene, uint32_t slice_insns)
{
    enum rbpf_status status = actor_enter(&first.actor, scene);
    uint32_t i;

    if (status == RBPF_OK)
        status = actor_run(&first.actor, scene->budget_insns, run_loops[0]);
    actor_leave(&first.actor, scene, status, &first.outcome);
    if (status == RBPF_ERR_STACK_TOO_SMALL)
        return status;
    scene_check_outcome(scene, &first.outcome);
    for (i = 0; i < RUN_LOOPS; i++)
        check_loop(scene, run_loops[i], slice_insns);
    again(scene);
    compare(scene, step_to(&other.actor, first.outcome.executed));
    return status;
}
