/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Verifies arbitrary instructions and runs what is accepted. An input is
 *
 *     0        1        2        3        4        5        6        7        8
 *     +--------+--------+--------+--------+--------+--------+--------+--------+---------+-------+
 *     | flags  | context| stack  | frames | slice  | data   | host   | count  | records | insns |
 *     +--------+--------+--------+--------+--------+--------+--------+--------+---------+-------+
 *       below    bytes    x8       & 15     insns    bytes    bytes    & 7      8 each
 *
 * Properties, each of which aborts if it does not hold:
 *
 *   1. A refusal names a slot or a record that exists.
 *   2. A verified program never ends by RBPF_FAULT_INSN, nor in any way that run() does not know.
 *   3. If the list of functions gives a depth, calls never run out of frames or stack.
 *   4. Without calls by register, there are no wrong calls, and no helpers but those of the facts.
 *   5. A run exceeds its budget by no more than the longest run and what helpers charged.
 *   6. No byte outside the writable regions changes; the guards around them hold.
 *   7. The same input gives the same answer, in every loop, in slices of any size and by steps:
 *      status, registers, memory, count of instructions, fault.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rbpf/rbpf.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define HEADER_BYTES 8u
#define INSNS_MAX 256u
#define FUNCTIONS_MAX 8u
#define FRAMES_MAX 16u
#define BUDGET 300u

/* The flags of an input. */
#define FLAG_HELPERS 1u
#define FLAG_NO_CALLX 2u
#define FLAG_LISTED 4u
#define FLAG_CONTEXT_READ_ONLY 8u
#define FLAG_HOST_READ_ONLY 16u
#define FLAG_SHORT_HELPERS 32u
/* Instructions are made legal as far as that can be done one by one. */
#define FLAG_TAMED 128u

#define HOST_REGION RBPF_REGION_HOST
#define CONTEXT_REGION (RBPF_REGION_HOST + 1u)
#define REGION_COUNT RBPF_REGION_COUNT(1)

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "violated: %s\n", what);
    abort();
}

#define REQUIRE(condition) require((condition), #condition)

/* ---- the guest's memory: regions in one block, with guards before, between and behind ---- */

#define GUARD_BYTES 24u
#define STACK_MAX 1024u
#define SMALL_MAX 64u
#define ARENA_BYTES (6u * GUARD_BYTES + STACK_MAX + 4u * SMALL_MAX)

struct place {
    uint32_t offset;
    uint32_t bytes;
    bool writable;
};

struct scene {
    uint8_t flags;
    uint32_t slice;
    uint32_t frame_count;
    struct place places[REGION_COUNT];
    struct rbpf_code code;
    struct rbpf_program program;
    struct rbpf_report report;
    struct rbpf_facts facts;
    struct rbpf_function functions[FUNCTIONS_MAX];
    uint64_t insns[INSNS_MAX];
};

/* Everything that a run leaves. */
struct outcome {
    enum rbpf_status status;
    uint64_t executed;
    uint64_t charged;
    uint32_t pc;
    uint64_t registers[RBPF_REGISTER_COUNT];
    struct rbpf_fault fault;
    uint8_t arena[ARENA_BYTES];
};

/* A VM with its memory. */
struct actor {
    struct rbpf_vm vm;
    struct rbpf_region regions[REGION_COUNT];
    struct rbpf_frame frames[FRAMES_MAX];
    uint64_t charged;
    uint8_t arena[ARENA_BYTES];
};

static uint8_t pristine[ARENA_BYTES];

/* ---- helpers, which charge and wait and fail depending on their arguments only ---- */

static enum rbpf_status mix(struct rbpf_call *call)
{
    uint32_t i;

    for (i = 1; i <= 5; i++)
        call->result = call->result * 31u + rbpf_call_arg(call, i);
    return RBPF_OK;
}

static enum rbpf_status fill(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);
    uint32_t i;

    for (i = 0; i < out.size; i++)
        out.data[i] = (uint8_t)(out.data[i] + i + 1u);
    call->result = out.size;
    return RBPF_OK;
}

static enum rbpf_status add_up(struct rbpf_call *call)
{
    const struct rbpf_span in = rbpf_call_memory(call, 2);
    uint32_t i;

    for (i = 0; i < in.size; i++)
        call->result += in.data[i];
    return RBPF_OK;
}

static enum rbpf_status measure(struct rbpf_call *call)
{
    const struct rbpf_span string = rbpf_call_memory(call, 3);

    REQUIRE(string.data[string.size] == 0);
    call->result = string.size;
    return RBPF_OK;
}

static enum rbpf_status charge(struct rbpf_call *call)
{
    uint32_t insns = (uint32_t)rbpf_call_arg(call, 1) & 63u;
    struct actor *actor = rbpf_call_user(call);

    rbpf_call_charge(call, insns);
    actor->charged += insns;
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

#define HELPER_COUNT 10u

static const struct rbpf_helper helper_table[HELPER_COUNT] = {
    {.fn = mix},
    {.fn = fill, .args = {RBPF_ARG_WRITES(2)}},
    {.fn = add_up, .args = {[1] = RBPF_ARG_READS(1)}},
    {.fn = measure, .args = {[2] = RBPF_ARG_STRING}},
    {.fn = charge},
    {.fn = wait_for_it},
    {.fn = fail_if_odd},
    {.fn = NULL},
    {.fn = copy8, .args = {[3] = RBPF_ARG_WRITES_BYTES(8), [4] = RBPF_ARG_READS_BYTES(8)}},
    {.fn = mix, .args = {RBPF_ARG_READS(4), RBPF_ARG_SCALAR, RBPF_ARG_STRING}},
};

static const uint32_t allowed[RBPF_HELPERS_MAX / 32] = {0x17};
static const struct rbpf_helpers all_helpers = {helper_table, HELPER_COUNT, NULL};
static const struct rbpf_helpers few_helpers = {helper_table, HELPER_COUNT, allowed};

/* ---- from an input to a scene ---- */

/* A region behind the last one and its guard. */
static uint32_t place(struct scene *scene, uint32_t region, uint32_t offset, uint32_t bytes,
                      bool writable)
{
    scene->places[region] = (struct place){offset, bytes, writable};
    return offset + bytes + GUARD_BYTES - bytes % 3u;
}

static void place_regions(struct scene *scene, const uint8_t *header)
{
    uint32_t at = GUARD_BYTES - 1u;

    at = place(scene, RBPF_REGION_STACK, at, header[2] * 8u % (STACK_MAX + 8u), true);
    at = place(scene, RBPF_REGION_RODATA, at, 16, false);
    at = place(scene, RBPF_REGION_DATA, at, header[5] % (SMALL_MAX + 1u), true);
    at = place(scene, HOST_REGION, at, header[6] % (SMALL_MAX + 1u),
               !(scene->flags & FLAG_HOST_READ_ONLY));
    at = place(scene, CONTEXT_REGION, at, header[1] % (SMALL_MAX + 1u),
               !(scene->flags & FLAG_CONTEXT_READ_ONLY));
    REQUIRE(at <= ARENA_BYTES);
}

/* Reads what fits of the list; returns the bytes it took. */
static size_t read_records(struct scene *scene, const uint8_t *bytes, size_t size, uint32_t count)
{
    size_t taken;

    if (count > size / sizeof *scene->functions)
        count = (uint32_t)(size / sizeof *scene->functions);
    taken = count * sizeof *scene->functions;
    if (count)
        memcpy(scene->functions, bytes, taken);
    scene->code.functions = scene->functions;
    scene->code.function_count = count;
    return taken;
}

static uint8_t legal_opcodes[256];
static uint32_t legal_count;

/* Class 0 is packet access, which is refused, but for LDDW. */
static void list_opcodes(void)
{
    uint32_t opcode;

    for (opcode = 0; opcode < 256; opcode++)
        if (rbpf_opcode_name((uint8_t)opcode) && ((opcode & 7u) != 0 || opcode == 0x18))
            legal_opcodes[legal_count++] = (uint8_t)opcode;
}

/* A slot of the program, and what is near. */
struct slot {
    uint8_t *bytes;
    uint32_t number;
    uint32_t count;
};

/* Makes 16 or 32 bits a distance to some slot of the program. */
static void tame_distance(const struct slot *slot, uint32_t at, uint32_t width)
{
    uint8_t *p = slot->bytes + at;
    uint32_t target = (p[0] | (uint32_t)p[1] << 8) % slot->count;
    uint32_t distance = target - slot->number - 1u;
    uint32_t i;

    for (i = 0; i < width; i++)
        p[i] = (uint8_t)(distance >> 8u * i);
}

static void clear_offset(uint8_t *p)
{
    p[2] = p[3] = 0;
}

static void clear_imm(uint8_t *p)
{
    memset(p + 4, 0, 4);
}

/* By register there is no immediate, by immediate no register. */
static void tame_source(uint8_t *p)
{
    if (p[0] & 8u)
        clear_imm(p);
    else
        p[1] &= 15u;
}

static void tame_arithmetic(uint8_t *p)
{
    static const uint8_t widths[] = {16, 32, 64};
    static const uint8_t extensions[] = {0, 8, 16, 32};
    const bool wide = (p[0] & 7u) == 7;
    const uint8_t code = p[0] & 0xf0u;
    const uint8_t selector = p[2];

    clear_offset(p);
    if (code == 0xd0) {
        p[1] &= 15u;
        p[4] = widths[p[4] % 3u];
        p[5] = p[6] = p[7] = 0;
        return;
    }
    tame_source(p);
    if (code == 0x80)
        clear_imm(p);
    if (code == 0x30 || code == 0x90)
        p[2] = selector & 1u;
    else if (code == 0xb0 && p[0] & 8u)
        p[2] = extensions[selector % (wide ? 4u : 3u)];
}

static void tame_call(const struct slot *slot)
{
    uint8_t *p = slot->bytes;

    p[1] &= 0x10;
    clear_offset(p);
    if (p[1]) {
        tame_distance(slot, 4, 4);
    } else {
        p[4] = (uint8_t)(p[4] % HELPER_COUNT);
        p[5] = p[6] = p[7] = 0;
    }
}

static void tame_jump(const struct slot *slot)
{
    uint8_t *p = slot->bytes;

    switch (p[0]) {
    case 0x85:
        tame_call(slot);
        return;
    case 0x8d:
        p[1] &= 15u;
        clear_offset(p);
        clear_imm(p);
        return;
    case 0x95:
        memset(p + 1, 0, 7);
        return;
    case 0x06:
        p[1] = 0;
        clear_offset(p);
        tame_distance(slot, 4, 4);
        return;
    default:
        tame_source(p);
        tame_distance(slot, 2, 2);
    }
    if (p[0] == 0x05) {
        p[1] = 0;
        clear_imm(p);
    }
}

/* Memory: small offsets, which hit more often. */
static void tame_access(uint8_t *p)
{
    static const uint8_t operations[] = {0, 1, 0x40, 0x41, 0x50, 0x51, 0xa0, 0xa1, 0xe1, 0xf1};
    const uint8_t operation = operations[p[4] % sizeof operations];

    p[3] = p[2] & 0x80 ? 0xff : 0;
    if ((p[0] & 7u) == 2)
        p[1] &= 15u;
    else
        clear_imm(p);
    if (p[0] == 0xc3 || p[0] == 0xdb)
        p[4] = operation;
}

/* Makes one slot legal, but for what the verifier's last rules are about. */
static void tame(const struct slot *slot)
{
    uint8_t *p = slot->bytes;
    uint8_t dst = p[1] & 15u;
    uint8_t src = p[1] >> 4;

    p[0] = legal_opcodes[p[0] % legal_count];
    p[1] = (uint8_t)(dst % 11u | (src % 11u) << 4);
    switch (p[0] & 7u) {
    case 4:
    case 7:
        tame_arithmetic(p);
        break;
    case 5:
    case 6:
        tame_jump(slot);
        break;
    case 0:
        p[1] &= 15u;
        clear_offset(p);
        break;
    default:
        tame_access(p);
    }
}

static void tame_all(struct scene *scene, uint32_t count)
{
    uint8_t *bytes = (uint8_t *)scene->insns;
    uint32_t i;

    for (i = 0; i < count; i++) {
        tame(&(struct slot){bytes + i * 8u, i, count});
        if (bytes[i * 8u] == 0x18 && i + 1u < count)
            memset(bytes + ++i * 8u, 0, 4);
    }
}

static enum rbpf_status load(struct scene *scene)
{
    enum rbpf_status status = RBPF_OK;

    if (!(scene->flags & FLAG_LISTED))
        status = rbpf_functions_find(&scene->code, scene->functions, FUNCTIONS_MAX);
    if (status == RBPF_OK)
        status = rbpf_program_load(&scene->program, &scene->code, &scene->report);
    if (status == RBPF_OK)
        status = rbpf_program_facts(&scene->program, &scene->facts);
    return status;
}

static bool is_about_an_insn(enum rbpf_status status)
{
    return status <= RBPF_REJECT_OPCODE && status >= RBPF_REJECT_FALLS_OFF;
}

/* Loads; in a tamed program puts other instructions where the verifier points. */
static enum rbpf_status load_mended(struct scene *scene)
{
    enum rbpf_status status = load(scene);
    uint32_t tries;

    if (!(scene->flags & FLAG_TAMED))
        return status;
    for (tries = 0; is_about_an_insn(status) && tries < 2u * INSNS_MAX; tries++) {
        static const uint8_t exits[8] = {0x95};
        static const uint8_t moves[8] = {0xb7, 7, 0, 0, 1};
        uint8_t *p = (uint8_t *)scene->insns + scene->report.where * 8u;

        memcpy(p, status == RBPF_REJECT_FALLS_OFF ? exits : moves, 8);
        status = load(scene);
    }
    return status;
}

static enum rbpf_status set_scene(struct scene *scene, const uint8_t *bytes, size_t size)
{
    const uint8_t *header = bytes;
    size_t taken = HEADER_BYTES;

    scene->flags = header[0];
    scene->slice = 1u + header[4] % 32u;
    scene->frame_count = header[3] % (FRAMES_MAX + 1u);
    scene->code = (struct rbpf_code){.insns = scene->insns, .no_callx = header[0] & FLAG_NO_CALLX};
    if (scene->flags & FLAG_HELPERS)
        scene->code.helpers = scene->flags & FLAG_SHORT_HELPERS ? &few_helpers : &all_helpers;
    scene->report.where = 0;
    place_regions(scene, header);
    if (scene->flags & FLAG_LISTED)
        taken += read_records(scene, bytes + taken, size - taken, header[7] % (FUNCTIONS_MAX + 1u));
    size -= taken;
    if (size > sizeof scene->insns)
        size = sizeof scene->insns;
    memcpy(scene->insns, bytes + taken, size);
    scene->code.insns_bytes = size;
    if (scene->flags & FLAG_TAMED && size >= 8) {
        scene->code.insns_bytes = size / 8u * 8u;
        tame_all(scene, (uint32_t)(size / 8u));
    }
    return load_mended(scene);
}

/* ---- running ---- */

static enum rbpf_status start(struct actor *actor, const struct scene *scene)
{
    const struct place *places = scene->places;
    const struct rbpf_vm_config config = {
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
    const struct rbpf_grant host = {actor->arena + places[HOST_REGION].offset,
                                    places[HOST_REGION].bytes, places[HOST_REGION].writable};
    const struct rbpf_grant context = {actor->arena + places[CONTEXT_REGION].offset,
                                       places[CONTEXT_REGION].bytes,
                                       places[CONTEXT_REGION].writable};

    memcpy(actor->arena, pristine, sizeof pristine);
    actor->charged = 0;
    REQUIRE(rbpf_vm_init(&actor->vm, &config) == RBPF_OK);
    REQUIRE(rbpf_vm_map(&actor->vm, HOST_REGION, &host) == RBPF_OK);
    return rbpf_vm_start(&actor->vm, 0, &context);
}

/* What property 2 allows. */
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

/* Runs until the budget is used or the program has ended; waits are over at once. */
static enum rbpf_status run(struct actor *actor, uint64_t budget, rbpf_loop_fn loop)
{
    enum rbpf_status status = RBPF_SUSPENDED;
    uint64_t begin = rbpf_vm_executed(&actor->vm);

    while (status == RBPF_SUSPENDED) {
        uint64_t used = rbpf_vm_executed(&actor->vm) - begin;

        status = rbpf_run_with(&actor->vm, used < budget ? budget - used : 0, loop);
        REQUIRE(is_an_end(status));
        if (status == RBPF_SUSPENDED)
            REQUIRE(rbpf_vm_complete(&actor->vm, 0x0123456789abcdef) == RBPF_OK);
    }
    return status;
}

/* Steps until `executed` instructions are done or the program has ended. */
static enum rbpf_status step_to(struct actor *actor, uint64_t executed)
{
    enum rbpf_status status = RBPF_YIELDED;

    while (status > 0 && rbpf_vm_executed(&actor->vm) < executed) {
        status = rbpf_step(&actor->vm);
        if (status == RBPF_SUSPENDED)
            REQUIRE(rbpf_vm_complete(&actor->vm, 0x0123456789abcdef) == RBPF_OK);
    }
    /* A program that faults next has executed as much before. */
    return status > 0 ? RBPF_YIELDED : status;
}

/* Slices: each ends at the first look at the budget that is due, so the last ends like the whole.
 */
static enum rbpf_status slice_to(struct actor *actor, uint64_t executed, const struct scene *scene)
{
    enum rbpf_status status = RBPF_YIELDED;

    while (status == RBPF_YIELDED && rbpf_vm_executed(&actor->vm) < executed) {
        uint64_t left = executed - rbpf_vm_executed(&actor->vm);

        status = run(actor, left < scene->slice ? left : scene->slice, rbpf_loop_switch);
    }
    return status;
}

static void record(struct outcome *outcome, const struct actor *actor, enum rbpf_status status)
{
    uint32_t i;

    outcome->status = status;
    outcome->executed = rbpf_vm_executed(&actor->vm);
    outcome->charged = actor->charged;
    outcome->pc = rbpf_vm_pc(&actor->vm);
    for (i = 0; i < RBPF_REGISTER_COUNT; i++)
        outcome->registers[i] = rbpf_vm_register(&actor->vm, i);
    rbpf_vm_fault(&actor->vm, &outcome->fault);
    memcpy(outcome->arena, actor->arena, sizeof outcome->arena);
}

/* Property 6. */
static void check_memory(const struct actor *actor, const struct scene *scene)
{
    uint32_t at = 0;
    uint32_t region;

    for (region = RBPF_REGION_STACK; region < REGION_COUNT; region++) {
        const struct place *place_of = &scene->places[region];

        if (!place_of->writable || region == RBPF_REGION_CODE)
            continue;
        REQUIRE(memcmp(actor->arena + at, pristine + at, place_of->offset - at) == 0);
        at = place_of->offset + place_of->bytes;
    }
    REQUIRE(memcmp(actor->arena + at, pristine + at, ARENA_BYTES - at) == 0);
}

/* Properties 2 to 5 of a run with one budget. */
static void check_outcome(const struct outcome *outcome, const struct scene *scene)
{
    const struct rbpf_facts *facts = &scene->facts;
    const struct rbpf_fault *fault = &outcome->fault;
    const bool bounded = rbpf_function_read(&scene->functions[0]).depth != 0;

    REQUIRE(is_an_end(outcome->status));
    REQUIRE(outcome->executed <= BUDGET + facts->longest_run_insns + outcome->charged);
    REQUIRE(outcome->status != RBPF_YIELDED || outcome->executed >= BUDGET);
    REQUIRE(outcome->executed >= outcome->charged);
    if (outcome->status >= 0)
        return;
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

static void check_same(const struct outcome *a, const struct outcome *b)
{
    REQUIRE(a->status == b->status);
    REQUIRE(a->executed == b->executed);
    REQUIRE(a->charged == b->charged);
    REQUIRE(a->pc == b->pc);
    REQUIRE(memcmp(a->registers, b->registers, sizeof a->registers) == 0);
    REQUIRE(memcmp(a->arena, b->arena, sizeof a->arena) == 0);
    REQUIRE(a->fault.cause == b->fault.cause && a->fault.insn == b->fault.insn);
    REQUIRE(a->fault.address == b->fault.address && a->fault.size == b->fault.size);
    REQUIRE(a->fault.write == b->fault.write && a->fault.helper == b->fault.helper);
    REQUIRE(a->fault.argument == b->fault.argument && a->fault.depth == b->fault.depth);
    REQUIRE(memcmp(a->fault.chain, b->fault.chain, sizeof a->fault.chain) == 0);
}

static struct actor actor;
static struct outcome first, other;

static void check_loop(const struct scene *scene, rbpf_loop_fn loop)
{
    REQUIRE(start(&actor, scene) == RBPF_OK);
    record(&other, &actor, run(&actor, BUDGET, loop));
    check_memory(&actor, scene);
    check_same(&first, &other);
}

/* A fault is seen only by trying the instruction that causes it. */
static enum rbpf_status go_on_to_fault(enum rbpf_status status)
{
    return status == RBPF_YIELDED && first.status < 0 ? rbpf_step(&actor.vm) : status;
}

static void check_steps(const struct scene *scene)
{
    enum rbpf_status status;

    REQUIRE(start(&actor, scene) == RBPF_OK);
    status = step_to(&actor, first.executed);
    record(&other, &actor, go_on_to_fault(status));
    check_memory(&actor, scene);
    check_same(&first, &other);
}

static void check_slices(const struct scene *scene)
{
    enum rbpf_status status;

    REQUIRE(start(&actor, scene) == RBPF_OK);
    status = slice_to(&actor, first.executed, scene);
    record(&other, &actor, go_on_to_fault(status));
    check_memory(&actor, scene);
    check_same(&first, &other);
}

static void check_runs(const struct scene *scene)
{
    if (start(&actor, scene) != RBPF_OK)
        return;
    record(&first, &actor, run(&actor, BUDGET, rbpf_loop_goto));
    check_memory(&actor, scene);
    check_outcome(&first, scene);
    check_loop(scene, rbpf_loop_goto);
    check_loop(scene, rbpf_loop_switch);
    check_loop(scene, rbpf_loop_small);
    check_steps(scene);
    check_slices(scene);
}

static void prepare(void)
{
    uint32_t i;

    if (legal_count != 0)
        return;
    list_opcodes();
    for (i = 0; i < sizeof pristine; i++)
        pristine[i] = (uint8_t)(i * 37u % 251u);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct scene scene;
    enum rbpf_status status;

    prepare();
    if (size < HEADER_BYTES)
        return -1;
    status = set_scene(&scene, bytes, size);
    if (status == RBPF_OK)
        check_runs(&scene);
    else
        REQUIRE(scene.report.where <= INSNS_MAX);
    return 0;
}
