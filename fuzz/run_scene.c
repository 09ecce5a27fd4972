/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "run_scene.h"

#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#endif

#if defined(HAS_ASAN)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(base, bytes) ((void)(base), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(base, bytes) ((void)(base), (void)(bytes))
#endif

const rbpf_loop_fn run_loops[RUN_LOOPS] = {rbpf_loop_goto, rbpf_loop_switch, rbpf_loop_small};

/* ---- helpers ---- */

static enum rbpf_status mix(struct rbpf_call *call)
{
    uint64_t mixed = 0;
    uint32_t i;

    for (i = 1; i <= 5; i++)
        mixed = mixed * 31u + rbpf_call_arg(call, i);
    rbpf_call_return(call, mixed);
    return RBPF_OK;
}

static enum rbpf_status fill(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);
    uint32_t i;

    for (i = 0; i < out.size; i++)
        out.data[i] = (uint8_t)(out.data[i] + i + 1u);
    rbpf_call_return(call, out.size);
    return RBPF_OK;
}

static enum rbpf_status add_up(struct rbpf_call *call)
{
    const struct rbpf_span in = rbpf_call_memory(call, 2);
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < in.size; i++)
        sum += in.data[i];
    rbpf_call_return(call, sum);
    return RBPF_OK;
}

static enum rbpf_status measure(struct rbpf_call *call)
{
    const struct rbpf_span string = rbpf_call_memory(call, 3);

    REQUIRE(string.data[string.size] == 0);
    rbpf_call_return(call, string.size);
    return RBPF_OK;
}

static enum rbpf_status charge(struct rbpf_call *call)
{
    uint32_t insns = (uint32_t)rbpf_call_arg(call, 1) & 63u;
    struct actor *actor = rbpf_call_user(call);

    rbpf_call_charge(call, insns);
    actor->charged += insns;
    actor->last_charge = insns;
    return RBPF_OK;
}

static enum rbpf_status wait_for_it(struct rbpf_call *call)
{
    (void)call;
    return RBPF_SUSPENDED;
}

static enum rbpf_status fail_if_odd(struct rbpf_call *call)
{
    return rbpf_call_arg(call, 1) & 1u ? RBPF_ERR_ARGUMENT : RBPF_OK;
}

static enum rbpf_status copy8(struct rbpf_call *call)
{
    uint8_t bytes[8];

    memcpy(bytes, rbpf_call_memory(call, 5).data, 8);
    memcpy(rbpf_call_memory(call, 4).data, bytes, 8);
    return RBPF_OK;
}

static const struct rbpf_helper helper_table[HELPER_COUNT] = {
    [HELPER_MIX] = {.fn = mix},
    [HELPER_FILL] = {.fn = fill, .args = {RBPF_ARG_WRITES(2)}},
    [HELPER_ADD_UP] = {.fn = add_up, .args = {[1] = RBPF_ARG_READS(1)}},
    [HELPER_MEASURE] = {.fn = measure, .args = {[2] = RBPF_ARG_STRING}},
    [HELPER_CHARGE] = {.fn = charge},
    [HELPER_WAIT] = {.fn = wait_for_it},
    [HELPER_FAIL_IF_ODD] = {.fn = fail_if_odd},
    [HELPER_NONE] = {.fn = NULL},
    [HELPER_COPY8] = {.fn = copy8,
                      .args = {[3] = RBPF_ARG_WRITES_BYTES(8), [4] = RBPF_ARG_READS_BYTES(8)}},
    [HELPER_MIX_CHECKED] = {.fn = mix,
                            .args = {RBPF_ARG_READS(4), RBPF_ARG_SCALAR, RBPF_ARG_STRING}},
};

static const uint32_t allowed[RBPF_HELPERS_MAX / 32] = {1u << HELPER_MIX | 1u << HELPER_FILL |
                                                        1u << HELPER_ADD_UP | 1u << HELPER_CHARGE};

const struct rbpf_helpers all_helpers = {helper_table, HELPER_COUNT, NULL};
const struct rbpf_helpers few_helpers = {helper_table, HELPER_COUNT, allowed};

/* ---- the block of memory ---- */

static uint8_t byte_at(uint32_t at, uint32_t filling)
{
    return (uint8_t)(at * 37u % 251u + filling * 90u);
}

/* What the block holds before a run, by filling; and what lies behind the VM's frames. */
static const uint8_t *pattern(uint32_t filling)
{
    static uint8_t patterns[2][ARENA_BYTES];
    static bool is_made;
    uint32_t i;

    for (i = 0; i < sizeof patterns && !is_made; i++)
        patterns[i / ARENA_BYTES][i % ARENA_BYTES] = byte_at(i % ARENA_BYTES, i / ARENA_BYTES);
    is_made = true;
    return patterns[filling];
}

/* A region behind the last one and its guard. */
static uint32_t place(struct scene *scene, uint32_t region, uint32_t offset, uint32_t bytes)
{
    scene->places[region] = (struct place){offset, bytes, true};
    return offset + bytes + GUARD_BYTES - bytes % 3u;
}

void scene_lay_out(struct scene *scene, const struct layout *layout)
{
    uint32_t at = GUARD_BYTES - 1u;

    at = place(scene, RBPF_REGION_STACK, at, layout->stack_bytes);
    at = place(scene, RBPF_REGION_RODATA, at, RODATA_BYTES);
    at = place(scene, RBPF_REGION_DATA, at, layout->data_bytes);
    at = place(scene, HOST_REGION, at, layout->host_bytes);
    at = place(scene, CONTEXT_REGION, at, layout->context_bytes);
    REQUIRE(at <= ARENA_BYTES);
    scene->arena_bytes = at;
    scene->places[RBPF_REGION_RODATA].writable = false;
    scene->places[HOST_REGION].writable = !layout->host_read_only;
    scene->places[CONTEXT_REGION].writable = !layout->context_read_only;
}

enum rbpf_status scene_load(struct scene *scene, bool listed)
{
    enum rbpf_status status = RBPF_OK;

    if (!listed)
        status = rbpf_functions_find(&scene->code, scene->functions, FUNCTIONS_MAX);
    if (status == RBPF_OK)
        status = rbpf_program_load(&scene->program, &scene->code, &scene->report);
    if (status == RBPF_OK)
        status = rbpf_program_facts(&scene->program, &scene->facts);
    return status;
}

/* The regions in the order of their places. */
static const uint8_t placed[] = {RBPF_REGION_STACK, RBPF_REGION_RODATA, RBPF_REGION_DATA,
                                 HOST_REGION, CONTEXT_REGION};

/* The guard before the i-th region, or the last one, as a place. */
static struct place guard(const struct scene *scene, uint32_t i)
{
    const struct place *before = i > 0 ? &scene->places[placed[i - 1u]] : NULL;
    uint32_t begin = before ? before->offset + before->bytes : 0;
    uint32_t end = i < sizeof placed ? scene->places[placed[i]].offset : scene->arena_bytes;

    return (struct place){begin, end - begin, false};
}

/* Guards are filled, and then forbidden; the same for the frame behind the last. */
static void raise_guards(struct actor *actor, const struct scene *scene)
{
    const uint8_t *filling = pattern(actor->filling);
    uint32_t i;

    memcpy(actor->arena, pattern(0), scene->arena_bytes);
    memcpy(&actor->frames[scene->frame_count], filling, sizeof actor->frames[0]);
    for (i = 0; i <= sizeof placed; i++) {
        const struct place at = guard(scene, i);

        memcpy(actor->arena + at.offset, filling + at.offset, at.bytes);
        ASAN_POISON_MEMORY_REGION(actor->arena + at.offset, at.bytes);
    }
    ASAN_POISON_MEMORY_REGION(&actor->frames[scene->frame_count],
                              (FRAMES_MAX + 1u - scene->frame_count) * sizeof actor->frames[0]);
}

static void lower_guards(struct actor *actor)
{
    ASAN_UNPOISON_MEMORY_REGION(actor->arena, sizeof actor->arena);
    ASAN_UNPOISON_MEMORY_REGION(actor->frames, sizeof actor->frames);
}

static void check_memory(const struct actor *actor, const struct scene *scene)
{
    const uint8_t *filling = pattern(actor->filling);
    uint32_t i;

    for (i = 0; i <= sizeof placed; i++) {
        const struct place at = guard(scene, i);
        const struct place *region = &scene->places[placed[i % sizeof placed]];

        REQUIRE(memcmp(actor->arena + at.offset, filling + at.offset, at.bytes) == 0);
        REQUIRE(region->writable || memcmp(actor->arena + region->offset,
                                           pattern(0) + region->offset, region->bytes) == 0);
    }
    REQUIRE(memcmp(&actor->frames[scene->frame_count], filling, sizeof actor->frames[0]) == 0);
}

/* ---- running ---- */

static struct rbpf_vm_config config_of(struct actor *actor, const struct scene *scene)
{
    const struct place *places = scene->places;

    return (struct rbpf_vm_config){
        .program = &scene->program,
        .regions = actor->regions,
        .region_count = REGION_COUNT,
        .frames = actor->frames,
        .frame_count = scene->frame_count,
        .stack = actor->arena + places[RBPF_REGION_STACK].offset,
        .stack_bytes = places[RBPF_REGION_STACK].bytes,
        .rodata = actor->arena + places[RBPF_REGION_RODATA].offset,
        .rodata_bytes = places[RBPF_REGION_RODATA].bytes,
        .data = actor->arena + places[RBPF_REGION_DATA].offset,
        .data_bytes = places[RBPF_REGION_DATA].bytes,
        .user = actor,
    };
}

static struct rbpf_grant grant_of(const struct actor *actor, const struct place *place)
{
    return (struct rbpf_grant){actor->arena + place->offset, place->bytes, place->writable};
}

enum rbpf_status actor_enter(struct actor *actor, const struct scene *scene)
{
    const struct rbpf_vm_config config = config_of(actor, scene);
    const struct rbpf_grant host = grant_of(actor, &scene->places[HOST_REGION]);
    const struct rbpf_grant context = grant_of(actor, &scene->places[CONTEXT_REGION]);

    raise_guards(actor, scene);
    actor->charged = 0;
    actor->last_charge = 0;
    REQUIRE(rbpf_vm_init(&actor->vm, &config) == RBPF_OK);
    REQUIRE(rbpf_vm_map(&actor->vm, HOST_REGION, &host) == RBPF_OK);
    return rbpf_vm_start(&actor->vm, 0, &context);
}

void actor_leave(struct actor *actor, const struct scene *scene, enum rbpf_status status,
                 struct outcome *outcome)
{
    uint32_t i;

    outcome->status = status;
    outcome->executed = rbpf_vm_executed(&actor->vm);
    outcome->charged = actor->charged;
    outcome->last_charge = actor->last_charge;
    outcome->pc = rbpf_vm_pc(&actor->vm);
    for (i = 0; i < RBPF_REGISTER_COUNT; i++)
        outcome->registers[i] = rbpf_vm_register(&actor->vm, i);
    rbpf_vm_fault(&actor->vm, &outcome->fault);
    lower_guards(actor);
    check_memory(actor, scene);
}

/* The ways in which a verified program may leave a run. */
static bool is_an_end(enum rbpf_status status)
{
    switch (status) {
    case RBPF_OK:
    case RBPF_YIELDED:
    case RBPF_SUSPENDED:
    case RBPF_FAULT_BOUNDS:
    case RBPF_FAULT_READ_ONLY:
    case RBPF_FAULT_ALIGNMENT:
    case RBPF_FAULT_CALL_DEPTH:
    case RBPF_FAULT_STACK:
    case RBPF_FAULT_HELPER:
    case RBPF_FAULT_CALL_TARGET:
    case RBPF_FAULT_HELPER_FAILED:
        return true;
    default:
        return false;
    }
}

/* Ends a wait, so that the run can go on. */
static enum rbpf_status end_wait(struct actor *actor, enum rbpf_status status)
{
    REQUIRE(is_an_end(status));
    if (status == RBPF_SUSPENDED)
        REQUIRE(rbpf_vm_complete(&actor->vm, 0x0123456789abcdef) == RBPF_OK);
    return status;
}

enum rbpf_status actor_run(struct actor *actor, uint64_t budget_insns, rbpf_loop_fn loop)
{
    enum rbpf_status status = RBPF_SUSPENDED;
    uint64_t begin = rbpf_vm_executed(&actor->vm);

    while (status == RBPF_SUSPENDED) {
        uint64_t used = rbpf_vm_executed(&actor->vm) - begin;
        uint64_t left = used < budget_insns ? budget_insns - used : 0;

        status = end_wait(actor, rbpf_run_with(&actor->vm, left, loop));
    }
    return status;
}

enum rbpf_status actor_step(struct actor *actor)
{
    return end_wait(actor, rbpf_step(&actor->vm));
}

static void check_fault(const struct scene *scene, const struct outcome *outcome)
{
    const struct rbpf_facts *facts = &scene->facts;
    const struct rbpf_fault *fault = &outcome->fault;
    const bool bounded = rbpf_function_read(&scene->functions[0]).depth != 0;

    REQUIRE(fault->cause == outcome->status);
    REQUIRE(fault->insn == outcome->pc && fault->insn < scene->program.code.insns_bytes / 8u);
    REQUIRE(!bounded ||
            (outcome->status != RBPF_FAULT_CALL_DEPTH && outcome->status != RBPF_FAULT_STACK));
    if (facts->has_callx)
        return;
    REQUIRE(outcome->status != RBPF_FAULT_HELPER && outcome->status != RBPF_FAULT_CALL_TARGET);
    REQUIRE(fault->helper == RBPF_FAULT_NO_HELPER ||
            (facts->helpers[fault->helper / 32u] >> fault->helper % 32u & 1u));
}

void scene_check_outcome(const struct scene *scene, const struct outcome *outcome)
{
    const uint64_t budget = scene->budget_insns;

    REQUIRE(is_an_end(outcome->status));
    REQUIRE(outcome->executed <= budget + scene->facts.longest_run_insns + outcome->last_charge);
    REQUIRE(outcome->status != RBPF_YIELDED || outcome->executed >= budget);
    REQUIRE(outcome->executed >= outcome->charged);
    if (outcome->status < 0)
        check_fault(scene, outcome);
}
