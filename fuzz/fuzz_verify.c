/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The verifier alone, and the list of functions that raw instructions get. An input is
 *
 *     0        1        2        3        4                 8
 *     +--------+--------+--------+--------+--------+--------+---------+-------+
 *     | flags  | records| capa-  | rows of| helpers that    | records | insns |
 *     |        |        | city   | helpers| are allowed     |         |       |
 *     +--------+--------+--------+--------+--------+--------+---------+-------+
 *       below                      % 41                       8 each
 *
 * Properties, each of which aborts if it does not hold:
 *
 *   1. A program is accepted if no rule is broken by judge.c, and only then. A refusal names the
 *      first slot or record where one is, and one that is broken there.
 *   2. Of an accepted program, whatever way jumps go, the next instruction is one of the same
 *      function: nothing else can be reached from its entry.
 *   3. What is given is neither changed nor read behind its end. A refused program cannot run.
 *   4. The same again gives the same, whatever was in the outputs and on the stack before.
 *   5. Facts are what counting the instructions gives.
 *   6. A program is accepted with the helpers of its facts alone, and with none of them missing;
 *      without calls by register, if it has none.
 *   7. The list for raw instructions has slot 0 and the target of each call, in order, and is not
 *      written behind its capacity. Of an accepted program, frames and depths are as documented.
 */
#include <rbpf/rbpf.h>

#include "change_insn.h"
#include "fuzzer.h"
#include "judge.h"
#include "opcodes.h"

#define HEADER_BYTES 8u
#define FLAG_HELPERS 1u
#define FLAG_NO_CALLX 2u
#define FLAG_LISTED 4u
#define FLAG_ALLOWED 8u
/* The length is what it is, whole slots or not. */
#define FLAG_RAGGED 16u

#define HELPER_WORDS (RBPF_HELPERS_MAX / 32u)

struct scene {
    uint8_t flags;
    uint32_t capacity;
    uint32_t slot_count;
    /* What the code refers to: each a block of its own. */
    void *insns;
    struct rbpf_function *functions;
    struct rbpf_helper *rows;
    uint32_t *allowed;
    struct rbpf_helpers helpers;
    struct rbpf_code code;
    struct judgement judgement;
};

/* One verdict of the library. */
struct answer {
    enum rbpf_status status;
    struct rbpf_program program;
    struct rbpf_report report;
    struct rbpf_facts facts;
};

/* ---- from an input to a scene ---- */

static enum rbpf_status do_nothing(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static void read_helpers(struct scene *scene, const uint8_t *header)
{
    uint32_t count = header[3] % 41u;
    uint32_t words[HELPER_WORDS] = {0};
    struct rbpf_helper rows[41] = {{0}};
    uint32_t i;

    for (i = 0; i < count; i++)
        rows[i].fn = i % 5u == 3u ? NULL : do_nothing;
    memcpy(words, header + 4, sizeof words[0]);
    scene->rows = exact_copy(rows, count * sizeof rows[0]);
    scene->allowed = exact_copy(words, sizeof words);
    scene->helpers = (struct rbpf_helpers){scene->rows, count,
                                           scene->flags & FLAG_ALLOWED ? scene->allowed : NULL};
    if (scene->flags & FLAG_HELPERS)
        scene->code.helpers = &scene->helpers;
}

/* What lies behind the header. */
static void read_code(struct scene *scene, const uint8_t *bytes, size_t size, uint32_t records)
{
    if (!(scene->flags & FLAG_LISTED))
        records = 0;
    if (records > size / 8u)
        records = (uint32_t)(size / 8u);
    if (scene->flags & FLAG_LISTED)
        scene->functions = exact_copy(bytes, 8u * (size_t)records);
    bytes += 8u * (size_t)records;
    size -= 8u * (size_t)records;
    if (!(scene->flags & FLAG_RAGGED))
        size &= ~(size_t)7;
    scene->insns = exact_copy(bytes, size);
    scene->code.insns = scene->insns;
    scene->code.insns_bytes = size;
    scene->code.functions = scene->functions;
    scene->code.function_count = records;
    scene->code.no_callx = scene->flags & FLAG_NO_CALLX;
    scene->slot_count = (uint32_t)(size / 8u);
}

/* ---- raw instructions: property 7 ---- */

static bool find_target(const struct scene *scene, uint32_t slot, uint32_t *target)
{
    struct judge_insn insn = judge_insn_at(&scene->code, slot);
    int64_t to = (int64_t)slot + 1 + insn.imm;

    *target = (uint32_t)to;
    return insn.opcode == OP_CALL && insn.src == 1 && to >= 0 && to < scene->slot_count;
}

/* Marks the slots where functions begin; returns how many there are. */
static uint32_t mark_functions(const struct scene *scene, uint8_t *marks)
{
    uint32_t count = 0;
    uint32_t target;
    uint32_t slot;

    marks[0] = 1;
    for (slot = 0; slot < scene->slot_count; slot++)
        if (find_target(scene, slot, &target))
            marks[target] = 1;
    for (slot = 0; slot < scene->slot_count; slot++)
        count += marks[slot];
    return count;
}

static void check_entries(const struct scene *scene, const uint8_t *marks)
{
    uint32_t next = 0;
    uint32_t slot;

    for (slot = 0; slot < scene->slot_count; slot++)
        if (marks[slot]) {
            const struct judge_record record = judge_record(&scene->code, next++);

            REQUIRE(record.entry == slot);
            REQUIRE(record.flags == RBPF_FUNCTION_CALLABLE);
        }
}

static void find_functions(struct scene *scene)
{
    uint8_t *marks = calloc(scene->slot_count + 1u, 1);
    uint32_t count;
    enum rbpf_status status;

    scene->functions = malloc(scene->capacity * sizeof *scene->functions + 1u);
    require(marks && scene->functions, "there is memory");
    count = mark_functions(scene, marks);
    status = rbpf_functions_find(&scene->code, scene->functions, scene->capacity);
    if (scene->code.insns_bytes == 0)
        REQUIRE(status == RBPF_REJECT_EMPTY);
    else if (scene->code.insns_bytes % 8u != 0 || scene->slot_count > RBPF_INSNS_MAX)
        REQUIRE(status == RBPF_REJECT_LENGTH);
    else if (count > scene->capacity)
        REQUIRE(status == RBPF_ERR_TOO_MANY_FUNCTIONS);
    else
        REQUIRE(status == RBPF_OK && scene->code.function_count == count);
    if (status == RBPF_OK)
        check_entries(scene, marks);
    free(marks);
}

/* What one instruction of an accepted program makes of r10: bytes below it, or all there are. */
static uint32_t bytes_below(const struct judge_insn *insn)
{
    struct rfc_usage usage = rfc_usage(insn->opcode);
    unsigned class = BPF_CLASS(insn->opcode);
    bool is_memory = class == BPF_LDX || class == BPF_ST || class == BPF_STX;
    bool base_is_src = class == BPF_LDX;
    bool value_is_r10 = usage.src_is_register && insn->src == 10 && !(is_memory && base_is_src);
    uint8_t base = base_is_src ? insn->src : insn->dst;

    if (value_is_r10 || (!is_memory && usage.dst && insn->dst == 10))
        return RBPF_FRAME_MAX;
    return is_memory && base == 10 && insn->offset < 0 ? 0u - (uint32_t)insn->offset : 0;
}

static void check_found(const struct scene *scene, uint32_t index)
{
    const struct judge_record record = judge_record(&scene->code, index);
    const uint32_t end = judge_function_end(&scene->code, index);
    uint32_t lowest = 0;
    bool calls = false;
    uint32_t slot;

    for (slot = record.entry; slot < end; slot++) {
        struct judge_insn insn = judge_insn_at(&scene->code, slot);
        uint32_t below = bytes_below(&insn);

        lowest = below > lowest ? below : lowest;
        calls |= judge_calls(insn.opcode) && (insn.opcode == OP_CALLX || insn.src == 1);
        slot += rfc_is_lddw(insn.opcode);
    }
    lowest = lowest > RBPF_FRAME_MAX ? RBPF_FRAME_MAX : (lowest + 7u) / 8u * 8u;
    REQUIRE(record.frame_bytes == lowest);
    REQUIRE(record.depth == (calls ? 0 : 1));
    REQUIRE(record.stack_bytes == (calls ? 0 : lowest));
}

/* ---- verdicts: properties 1, 3 and 4 ---- */

static void soil_stack(uint8_t with)
{
    volatile uint8_t soil[512];
    size_t i;

    for (i = 0; i < sizeof soil; i++)
        soil[i] = with;
}

static void load(struct answer *answer, const struct rbpf_code *code, uint8_t before)
{
    memset(answer, before, sizeof *answer);
    soil_stack(before);
    answer->status = rbpf_program_load(&answer->program, code, &answer->report);
}

static bool same_code(const struct rbpf_code *a, const struct rbpf_code *b)
{
    return a->insns == b->insns && a->insns_bytes == b->insns_bytes &&
           a->functions == b->functions && a->function_count == b->function_count &&
           a->helpers == b->helpers && a->no_callx == b->no_callx;
}

static void check_verdict(const struct scene *scene, const struct answer *answer)
{
    struct rbpf_facts facts;

    if (answer->status == RBPF_OK) {
        REQUIRE(scene->judgement.broken == 0);
        REQUIRE(same_code(&answer->program.code, &scene->code));
        return;
    }
    REQUIRE(judge_bit(answer->status) & scene->judgement.broken);
    REQUIRE(answer->report.where == scene->judgement.where);
    REQUIRE(rbpf_program_facts(&answer->program, &facts) == RBPF_ERR_NOT_VERIFIED);
}

static void check_again(const struct scene *scene, const struct answer *first)
{
    struct answer again;

    load(&again, &scene->code, 0xff);
    REQUIRE(again.status == first->status);
    if (again.status != RBPF_OK)
        REQUIRE(again.report.where == first->report.where);
    check_verdict(scene, &again);
}

/* ---- accepted programs: properties 2, 5 and 6 ---- */

#define START 1u
#define REACHED 2u

struct walk {
    const struct scene *scene;
    uint8_t *marks;
    uint32_t *todo;
    uint32_t todo_count;
    /* Of the function that is walked through. */
    uint32_t begin, end;
};

static void go_to(struct walk *walk, int64_t slot)
{
    REQUIRE(slot >= walk->begin && slot < walk->end);
    REQUIRE(walk->marks[slot] & START);
    if (!(walk->marks[slot] & REACHED))
        walk->todo[walk->todo_count++] = (uint32_t)slot;
    walk->marks[slot] |= REACHED;
}

static void walk_function(struct walk *walk)
{
    go_to(walk, walk->begin);
    while (walk->todo_count > 0) {
        uint32_t slot = walk->todo[--walk->todo_count];
        struct judge_insn insn = judge_insn_at(&walk->scene->code, slot);
        int64_t target;

        if (judge_target(&insn, slot, &target))
            go_to(walk, target);
        if (!judge_leaves(insn.opcode))
            go_to(walk, (int64_t)slot + (rfc_is_lddw(insn.opcode) ? 2 : 1));
    }
}

static void check_ways(const struct scene *scene)
{
    struct walk walk = {.scene = scene};
    uint32_t slot;
    uint32_t i;

    walk.marks = calloc(scene->slot_count, 1);
    walk.todo = calloc(scene->slot_count, sizeof *walk.todo);
    require(walk.marks && walk.todo, "there is memory");
    for (slot = 0; slot < scene->slot_count; slot++) {
        walk.marks[slot] |= START;
        slot += rfc_is_lddw(judge_insn_at(&scene->code, slot).opcode);
    }
    for (i = 0; i < scene->code.function_count; i++) {
        walk.begin = judge_record(&scene->code, i).entry;
        walk.end = judge_function_end(&scene->code, i);
        walk_function(&walk);
    }
    free(walk.marks);
    free(walk.todo);
}

static void count_insn(struct rbpf_facts *facts, const struct judge_insn *insn, uint32_t slot)
{
    uint32_t id = (uint32_t)insn->imm;
    int64_t target;

    facts->has_loops |= judge_target(insn, slot, &target) && target <= (int64_t)slot;
    facts->has_callx |= insn->opcode == OP_CALLX;
    if (insn->opcode == OP_CALL && insn->src == 0)
        facts->helpers[id / 32u] |= 1u << id % 32u;
}

static struct rbpf_facts count_facts(const struct scene *scene)
{
    struct rbpf_facts facts = {.call_depth = 0};
    uint32_t run = 0;
    uint32_t slot;
    uint32_t i;

    for (slot = 0; slot < scene->slot_count; slot++) {
        struct judge_insn insn = judge_insn_at(&scene->code, slot);

        run++;
        facts.longest_run_insns = run > facts.longest_run_insns ? run : facts.longest_run_insns;
        if (judge_leaves(insn.opcode) || judge_calls(insn.opcode))
            run = 0;
        count_insn(&facts, &insn, slot);
        slot += rfc_is_lddw(insn.opcode);
    }
    for (i = 0; i < scene->code.function_count; i++) {
        const struct judge_record record = judge_record(&scene->code, i);

        if (record.depth > facts.call_depth)
            facts.call_depth = (uint8_t)record.depth;
        if (record.stack_bytes > facts.stack_bytes)
            facts.stack_bytes = (uint16_t)record.stack_bytes;
    }
    for (i = 0; i < scene->code.function_count; i++)
        if (judge_record(&scene->code, i).depth == 0) {
            facts.call_depth = 0;
            facts.stack_bytes = 0;
        }
    return facts;
}

static void check_facts(const struct scene *scene, struct answer *answer)
{
    const struct rbpf_facts expected = count_facts(scene);
    const struct rbpf_facts *facts = &answer->facts;

    REQUIRE(rbpf_program_facts(&answer->program, &answer->facts) == RBPF_OK);
    REQUIRE(memcmp(facts->helpers, expected.helpers, sizeof expected.helpers) == 0);
    REQUIRE(facts->longest_run_insns == expected.longest_run_insns);
    REQUIRE(facts->call_depth == expected.call_depth);
    REQUIRE(facts->has_loops == expected.has_loops);
    REQUIRE(facts->has_callx == expected.has_callx);
    REQUIRE(facts->stack_bytes == expected.stack_bytes);
}

/* One of its helpers is taken away, if it has any. */
static void check_missing_helper(const struct rbpf_code *code, uint32_t *words)
{
    struct answer answer;
    uint32_t id;

    for (id = 0; id < RBPF_HELPERS_MAX; id++)
        if (words[id / 32u] & 1u << id % 32u) {
            words[id / 32u] &= ~(1u << id % 32u);
            load(&answer, code, 0);
            REQUIRE(answer.status == RBPF_REJECT_HELPER);
            return;
        }
}

static void check_variations(const struct scene *scene, const struct rbpf_facts *facts)
{
    struct rbpf_helpers helpers = scene->helpers;
    struct rbpf_code code = scene->code;
    uint32_t words[HELPER_WORDS];
    struct answer answer;

    memcpy(words, facts->helpers, sizeof words);
    helpers.allowed = words;
    if (code.helpers)
        code.helpers = &helpers;
    load(&answer, &code, 0);
    REQUIRE(answer.status == RBPF_OK);
    check_missing_helper(&code, words);
    code = scene->code;
    code.no_callx = true;
    REQUIRE(rbpf_program_load(&answer.program, &code, NULL) ==
            (facts->has_callx ? RBPF_REJECT_GROUP : RBPF_OK));
}

static void check_accepted(const struct scene *scene, struct answer *answer)
{
    uint32_t i;

    check_ways(scene);
    check_facts(scene, answer);
    check_variations(scene, &answer->facts);
    for (i = 0; i < scene->code.function_count && !(scene->flags & FLAG_LISTED); i++)
        check_found(scene, i);
}

static void check_scene(struct scene *scene)
{
    struct answer answer;
    void *insns;

    if (!(scene->flags & FLAG_LISTED))
        find_functions(scene);
    if (!scene->code.functions)
        return;
    insns = exact_copy(scene->insns, scene->code.insns_bytes);
    scene->judgement = judge_code(&scene->code);
    load(&answer, &scene->code, 0);
    check_verdict(scene, &answer);
    check_again(scene, &answer);
    if (answer.status == RBPF_OK)
        check_accepted(scene, &answer);
    REQUIRE(memcmp(insns, scene->insns, scene->code.insns_bytes) == 0);
    free(insns);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct scene scene = {.flags = 0};

    if (size < HEADER_BYTES)
        return -1;
    scene.flags = bytes[0];
    scene.capacity = bytes[2];
    read_helpers(&scene, bytes);
    read_code(&scene, bytes + HEADER_BYTES, size - HEADER_BYTES, bytes[1]);
    check_scene(&scene);
    free(scene.insns);
    free(scene.functions);
    free(scene.rows);
    free(scene.allowed);
    return 0;
}

/* ---- changes that leave most of a program as it is ---- */

/* Of a record, one field goes to a neighbour. */
static void change_record(uint8_t *record, unsigned *seed)
{
    static const int8_t steps[] = {1, -1, 8, -8};
    unsigned field = draw(seed, 5);
    unsigned step = (unsigned)steps[draw(seed, sizeof steps)];

    if (field >= 3)
        record[3u + field] = (uint8_t)(record[3u + field] + step);
    else
        put_number(record + 2u * field, get_number(record + 2u * field, 2) + step, 2);
}

/* One of four changes is any change. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed)
{
    size_t slots = size > HEADER_BYTES ? (size - HEADER_BYTES) / 8u : 0;
    size_t records = size > HEADER_BYTES && bytes[0] & FLAG_LISTED ? bytes[1] : 0;
    unsigned draws = seed;

    if (seed % 4u == 0 || slots <= records)
        return LLVMFuzzerMutate(bytes, size, max_size);
    bytes += HEADER_BYTES;
    if (records > 0 && draw(&draws, 4) == 0)
        change_record(bytes + 8u * draw(&draws, (unsigned)records), &draws);
    else
        change_insn(bytes + 8u * (records + draw(&draws, (unsigned)(slots - records))), &draws);
    return size;
}
