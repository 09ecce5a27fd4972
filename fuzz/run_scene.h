/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A program, the memory it is given, and what must hold of any run of it: what the fuzzers that
 * run programs share. The guest's regions lie in one block, with guards before, between and behind:
 *
 *     | guard | stack | guard | rodata | guard | data | guard | host | guard | context | guard |
 *
 * Guards and what is read-only must stay as they were; AddressSanitizer, where it is, sees as well
 * who only reads a guard.
 */
#ifndef RBPF_FUZZ_RUN_SCENE_H
#define RBPF_FUZZ_RUN_SCENE_H

#include <rbpf/rbpf.h>

#include "fuzzer.h"

#define INSNS_MAX 512u
#define FUNCTIONS_MAX 8u
#define FRAMES_MAX 16u

#define HOST_REGION RBPF_REGION_HOST
#define CONTEXT_REGION (RBPF_REGION_HOST + 1u)
#define REGION_COUNT RBPF_REGION_COUNT(1)

#define GUARD_BYTES 24u
#define STACK_MAX 4096u
#define RODATA_BYTES 16u
#define SMALL_MAX 64u
#define ARENA_BYTES (6u * GUARD_BYTES + STACK_MAX + RODATA_BYTES + 3u * SMALL_MAX)

/* Where a region lies in the block. */
struct place {
    uint32_t offset;
    uint32_t bytes;
    bool writable;
};

struct scene {
    uint32_t frame_count;
    uint32_t budget_insns;
    struct place places[REGION_COUNT];
    uint32_t arena_bytes;
    struct rbpf_code code;
    struct rbpf_program program;
    struct rbpf_report report;
    struct rbpf_facts facts;
    struct rbpf_function functions[FUNCTIONS_MAX];
    uint64_t insns[INSNS_MAX];
};

/* Sizes of the regions that differ, and which of them are read-only. */
struct layout {
    uint32_t stack_bytes;
    uint32_t data_bytes;
    uint32_t host_bytes;
    uint32_t context_bytes;
    bool host_read_only;
    bool context_read_only;
};

void scene_lay_out(struct scene *scene, const struct layout *layout);

/* Verifies what scene->code says, and finds the facts. `listed`: scene->functions is its list. */
enum rbpf_status scene_load(struct scene *scene, bool listed);

/* A VM with its memory. */
struct actor {
    struct rbpf_vm vm;
    struct rbpf_region regions[REGION_COUNT];
    struct rbpf_frame frames[FRAMES_MAX + 1u];
    uint64_t charged;
    /* Of that, by the last call. */
    uint32_t last_charge;
    /* What the guards are filled with: 0 or 1. No answer may depend on it. */
    uint32_t filling;
    uint8_t arena[ARENA_BYTES];
};

/* Everything that a run leaves but the memory, which stays in the actor. */
struct outcome {
    enum rbpf_status status;
    uint64_t executed;
    uint64_t charged;
    uint32_t last_charge;
    uint32_t pc;
    uint64_t registers[RBPF_REGISTER_COUNT];
    struct rbpf_fault fault;
};

/* Sets a VM to the program's start. From then to actor_leave(), nobody but the VM and helpers may
 * touch the actor's memory. */
enum rbpf_status actor_enter(struct actor *actor, const struct scene *scene);

/* Records how the run stands, and checks all memory that it had no right to change. */
void actor_leave(struct actor *actor, const struct scene *scene, enum rbpf_status status,
                 struct outcome *outcome);

/* Runs until the budget is used or the program has ended; waits are over at once. */
enum rbpf_status actor_run(struct actor *actor, uint64_t budget_insns, rbpf_loop_fn loop);

/* One step; a wait is over at once. */
enum rbpf_status actor_step(struct actor *actor);

/* What must hold of any run with the scene's budget. */
void scene_check_outcome(const struct scene *scene, const struct outcome *outcome);

/* The loops there are: RUN_LOOPS of them. */
#define RUN_LOOPS 3u
extern const rbpf_loop_fn run_loops[RUN_LOOPS];

/* ---- helpers of the guest, which charge and wait and fail by their arguments only ---- */

#define HELPER_MIX 0u
#define HELPER_FILL 1u
#define HELPER_ADD_UP 2u
#define HELPER_MEASURE 3u
#define HELPER_CHARGE 4u
#define HELPER_WAIT 5u
#define HELPER_FAIL_IF_ODD 6u
/* There is none of this number. */
#define HELPER_NONE 7u
#define HELPER_COPY8 8u
#define HELPER_MIX_CHECKED 9u
#define HELPER_COUNT 10u

/* All of them, or only some. */
extern const struct rbpf_helpers all_helpers, few_helpers;

#endif
