/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Runs every line of a file of vectors in every loop and in slices of several
 * sizes. Each run must end as the file says, and all of them in the same way,
 * down to the count of instructions and the details of a fault; nothing beside the
 * guest's memory may change, and no result may depend on what lies there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "platform.h"
#include "vector_file.h"

#define EXIT_SKIPPED 77
#define MARGIN_BYTES 32u

/* One way to run a case. */
struct variant {
    const char *name;
    struct machine_options options;
    /* Put the memory between margins, at an odd address; else in a block of its exact size, of
     * which a sanitizer sees the ends. */
    bool margins;
};

static const struct variant variants[] = {
    {"default", {.filler = 0xa5}, false},
    {"goto", {.loop = rbpf_loop_goto, .filler = 0x5a}, true},
    {"switch", {.loop = rbpf_loop_switch, .filler = 0x5a}, true},
    {"small", {.loop = rbpf_loop_small, .filler = 0x5a}, true},
    {"step", {.step = true, .filler = 0}, false},
    {"goto, slices of 1", {.loop = rbpf_loop_goto, .slice_insns = 1, .filler = 0xff}, false},
    {"goto, slices of 2", {.loop = rbpf_loop_goto, .slice_insns = 2, .filler = 0xff}, true},
    {"goto, slices of 7", {.loop = rbpf_loop_goto, .slice_insns = 7, .filler = 0xff}, true},
    {"goto, slices of 100", {.loop = rbpf_loop_goto, .slice_insns = 100, .filler = 0xff}, true},
    {"switch, slices of 1", {.loop = rbpf_loop_switch, .slice_insns = 1, .filler = 0}, true},
    {"switch, slices of 2", {.loop = rbpf_loop_switch, .slice_insns = 2, .filler = 0}, false},
    {"switch, slices of 7", {.loop = rbpf_loop_switch, .slice_insns = 7, .filler = 0}, true},
    {"switch, slices of 100", {.loop = rbpf_loop_switch, .slice_insns = 100, .filler = 0}, true},
    {"small, slices of 1", {.loop = rbpf_loop_small, .slice_insns = 1, .filler = 0x33}, true},
    {"small, slices of 2", {.loop = rbpf_loop_small, .slice_insns = 2, .filler = 0x33}, true},
    {"small, slices of 7", {.loop = rbpf_loop_small, .slice_insns = 7, .filler = 0x33}, false},
    {"small, slices of 100", {.loop = rbpf_loop_small, .slice_insns = 100, .filler = 0x33}, true},
};

#define VARIANT_COUNT (sizeof variants / sizeof variants[0])

/* A block of memory, and within it what the guest sees. */
struct area {
    uint8_t *block;
    size_t block_bytes;
    struct machine_bytes memory;
};

struct result {
    struct machine_outcome outcome;
    struct area area;
};

static struct machine machine;

static bool area_make(struct area *area, const struct vector *vector, const struct variant *variant)
{
    size_t before = variant->margins ? MARGIN_BYTES + 1u : 0;
    size_t after = variant->margins ? MARGIN_BYTES : 0;
    size_t size = vector->memory.size;

    area->block_bytes = before + size + after;
    area->block = block_take(area->block_bytes);
    if (!area->block)
        return false;
    memset(area->block, variant->options.filler, area->block_bytes);
    area->memory = (struct machine_bytes){area->block + before, size};
    memcpy(area->memory.data, vector->memory.data, size);
    return true;
}

static bool area_is_harmed(const struct area *area, uint8_t filler)
{
    const uint8_t *end = area->block + area->block_bytes;

    for (const uint8_t *p = area->block; p < area->memory.data; p++)
        if (*p != filler)
            return true;
    for (const uint8_t *p = area->memory.data + area->memory.size; p < end; p++)
        if (*p != filler)
            return true;
    return false;
}

static bool same_bytes(struct machine_bytes a, struct machine_bytes b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Is `kind` one of the words in `kinds`? */
static bool lists(const char *kinds, const char *kind)
{
    size_t length = strlen(kind);

    while (kinds) {
        if (strncmp(kinds, kind, length) == 0 && (kinds[length] == 0 || kinds[length] == ','))
            return true;
        kinds = strchr(kinds, ',');
        kinds += kinds ? 1 : 0;
    }
    return false;
}

/* What the file demands of one run; null: all is well, else what is not. */
static const char *accept_problem(const struct vector *vector, const struct result *result)
{
    if (result->outcome.status != RBPF_OK)
        return "must end well";
    if (result->outcome.r0 != vector->r0)
        return "wrong r0";
    if (vector->executed_known && result->outcome.executed_insns != vector->executed_insns)
        return "wrong count of instructions";
    if (vector->memory_after.data && !same_bytes(result->area.memory, vector->memory_after))
        return "wrong memory";
    return 0;
}

static const char *must_problem(const struct vector *vector, const struct result *result)
{
    const struct machine_outcome *outcome = &result->outcome;
    const char *kind = machine_fault_kind(outcome->status);

    switch (vector->must) {
    case VECTOR_ACCEPT:
        return accept_problem(vector, result);
    case VECTOR_REJECT:
        return outcome->rejected ? 0 : "must be refused";
    case VECTOR_FAULT:
        return !outcome->rejected && lists(vector->fault_kinds, kind) ? 0 : "must fault, as listed";
    case VECTOR_POLICY:
        return outcome->rejected || outcome->status == RBPF_OK || strcmp(kind, "unexpected") != 0
                   ? 0
                   : "ended in a way that no program may";
    }
    return "unknown demand";
}

/* Has `program` an instruction of a group that is not built in? */
static bool has_absent_group(struct machine_bytes program)
{
    for (size_t at = 0; at + 8 <= program.size; at += 8) {
        struct rbpf_insn insn = rbpf_insn_decode(program.data + at);

        if (rbpf_insn_groups(&insn) & ~(rbpf_groups() | RBPF_GROUP_PACKET))
            return true;
    }
    return false;
}

/* A build without a group that the case needs has to say so. */
static const char *group_problem(const struct machine_outcome *outcome)
{
    return outcome->rejected && outcome->status == RBPF_REJECT_GROUP
               ? 0
               : "needs a group that is not built in, and is not refused for it";
}

static bool is_refused_for_group(const struct vector *vector, const struct machine_outcome *outcome)
{
    return outcome->rejected && outcome->status == RBPF_REJECT_GROUP &&
           has_absent_group(vector->program);
}

static bool same_fault(const struct rbpf_fault *a, const struct rbpf_fault *b)
{
    return a->cause == b->cause && a->insn == b->insn && a->address == b->address &&
           a->size == b->size && a->write == b->write && a->helper == b->helper &&
           a->argument == b->argument && a->depth == b->depth;
}

/* Two runs of one case. Where the budget ends them, they may differ in how far they got. */
static const char *difference(const struct result *a, const struct result *b)
{
    if (a->outcome.status != b->outcome.status || a->outcome.rejected != b->outcome.rejected)
        return "ends otherwise than by default";
    if (a->outcome.rejected || a->outcome.status == RBPF_YIELDED)
        return 0;
    if (a->outcome.executed_insns != b->outcome.executed_insns)
        return "counts otherwise than by default";
    if (!same_bytes(a->area.memory, b->area.memory))
        return "leaves other memory than by default";
    if (a->outcome.status == RBPF_OK)
        return a->outcome.r0 == b->outcome.r0 ? 0 : "has another r0 than by default";
    return same_fault(&a->outcome.fault, &b->outcome.fault) ? 0
                                                            : "faults otherwise than by default";
}

static const char *problem_of(const struct vector *vector, const struct variant *variant,
                              const struct result *result)
{
    uint8_t filler = variant->options.filler;

    if (result->outcome.harmed)
        return "wrote beside the stack";
    if (area_is_harmed(&result->area, filler))
        return "wrote beside the memory";
    if (result->outcome.miscounted)
        return "yielded too early or too late";
    if (vector->groups & ~rbpf_groups())
        return group_problem(&result->outcome);
    if (is_refused_for_group(vector, &result->outcome))
        return 0;
    return must_problem(vector, result);
}

static bool run(const struct vector *vector, const struct variant *variant, struct result *result)
{
    struct machine_options options = variant->options;

    options.budget_insns = vector->budget_insns;
    options.context_read_only = vector->context_read_only;
    if (!area_make(&result->area, vector, variant))
        return false;
    result->outcome = machine_run(&machine, vector->program, result->area.memory, &options);
    return true;
}

static void report(const struct vector *vector, const struct variant *variant, const char *problem,
                   const struct machine_outcome *outcome)
{
    printf("FAILED %s [%s]: %s; it was %s %s, r0 %" PRIx64 ", %" PRIu64 " instructions, at %" PRIu32
           "\n",
           vector->name, variant->name, problem,
           outcome->rejected ? "refused:" : "run:", rbpf_status_name(outcome->status), outcome->r0,
           outcome->executed_insns, outcome->rejected ? outcome->where : outcome->fault.insn);
}

/* Runs one variant, holds it against the file and against `first`, which may be itself. */
static bool passes_variant(const struct vector *vector, const struct variant *variant,
                           const struct result *first, struct result *result)
{
    const char *problem = "out of memory";

    if (run(vector, variant, result)) {
        problem = problem_of(vector, variant, result);
        if (!problem)
            problem = difference(first, result);
    }
    if (problem)
        report(vector, variant, problem, &result->outcome);
    return !problem;
}

static bool passes(const struct vector *vector, uint64_t *answers)
{
    struct result first = {0};
    bool passed = passes_variant(vector, &variants[0], &first, &first);

    *answers = answers_add(*answers, &first.outcome, first.area.memory);
    for (size_t i = 1; i < VARIANT_COUNT; i++) {
        struct result result = {0};

        passed &= passes_variant(vector, &variants[i], &first, &result);
        block_give(result.area.block);
    }
    block_give(first.area.block);
    return passed;
}

static bool line_passes(enum vector_line line, const struct vector *vector, uint64_t *answers)
{
    if (line == VECTOR_LINE_READ)
        return passes(vector, answers);
    printf("FAILED %s: the line cannot be read\n", vector->name);
    return false;
}

static int check(const struct vector_format *format)
{
    uint64_t answers = ANSWERS_BEGIN;
    unsigned passed = 0;
    unsigned total = 0;
    enum vector_line line;

    do {
        struct vector vector;

        line = vector_read(format, &vector);
        if (line != VECTOR_LINES_END) {
            total++;
            passed += line_passes(line, &vector, &answers);
        }
        vector_release(&vector);
    } while (line != VECTOR_LINES_END);
    printf("%s %u/%u, each in %zu ways, answers %016" PRIx64 "\n", format->name, passed, total,
           VARIANT_COUNT, answers);
    return total > 0 && passed == total ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int check_file(const char *folder, const struct vector_format *format)
{
    char path[256];
    int code;

    snprintf(path, sizeof path, "%s/%s.txt", folder, format->name);
    if (!platform_file_open(path)) {
        printf("cannot open %s\n", path);
        return EXIT_FAILURE;
    }
    code = check(format);
    platform_file_close();
    return code;
}

int run_arguments(int argc, char **argv)
{
    const struct vector_format *format = argc == 3 ? vector_format_find(argv[2]) : 0;

    if (!format) {
        printf("usage: test_vectors FOLDER conformance|random|hostile\n");
        return EXIT_FAILURE;
    }
    if (strcmp(argv[1], "-") == 0) {
        printf("skipped: no folder with vectors; configure with -DRBPF_VECTORS_DIR=FOLDER\n");
        return EXIT_SKIPPED;
    }
    return check_file(argv[1], format);
}
