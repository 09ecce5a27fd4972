/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The rules of the verifier for the list of functions, and what it learns of a program. */
#include <string.h>

#include "left_out.h"
#include "verify_case.h"

#define BAD(rule, index) .status = RBPF_REJECT_##rule, .where = (index)
#define CALLABLE RBPF_FUNCTION_CALLABLE

/* Two functions of one instruction each. */
#define TWO_EXITS PROGRAM(EXIT(), EXIT())
/* A caller of two instructions, and its callee at 2. */
#define CALLER PROGRAM(CALL_LOCAL(1), EXIT(), EXIT())
#define CALLER_BY_REG PROGRAM(CALL_REG(1), EXIT(), EXIT())

/* Rows of FUNCTIONS are {entry, frame, stack, depth, flags}. */
static const struct verify_case functions[] = {
    {"one", PROGRAM(EXIT()), FUNCTIONS({0, 0, 0, 0, 0})},
    {"none", PROGRAM(EXIT()), .functions = &(const struct rbpf_function_info){0},
     .function_count = 0, BAD(FUNCTION, 0)},
    {"two", TWO_EXITS, FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0})},
    {"first not at 0", TWO_EXITS, FUNCTIONS({1, 0, 0, 0, 0}), BAD(FUNCTION, 0)},
    {"same entry twice", TWO_EXITS, FUNCTIONS({0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}), BAD(FUNCTION, 1)},
    {"descending", PROGRAM(EXIT(), EXIT(), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 0, 0}, {1, 0, 0, 0, 0}), BAD(FUNCTION, 2)},
    {"entry behind the last", TWO_EXITS, FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 0, 0}),
     BAD(FUNCTION, 1)},
    {"entry far behind the last", TWO_EXITS, FUNCTIONS({0, 0, 0, 0, 0}, {65535, 0, 0, 0, 0}),
     BAD(FUNCTION, 1)},
    {"entry at an lddw", PROGRAM(EXIT(), LDDW(0, 0), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0})},
    {"entry in an lddw", PROGRAM(EXIT(), LDDW(0, 0), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 0, 0}), BAD(FUNCTION, 1)},

    {"frame 8", PROGRAM(EXIT()), FUNCTIONS({0, 8, 0, 0, 0})},
    {"frame 7", PROGRAM(EXIT()), FUNCTIONS({0, 7, 0, 0, 0}), BAD(FUNCTION, 0)},
    {"frame 9", PROGRAM(EXIT()), FUNCTIONS({0, 9, 16, 1, 0}), BAD(FUNCTION, 0)},
    {"frame 504", PROGRAM(EXIT()), FUNCTIONS({0, RBPF_FRAME_MAX - 8, 0, 0, 0})},
    {"frame 512", PROGRAM(EXIT()), FUNCTIONS({0, RBPF_FRAME_MAX, 0, 0, 0})},
    {"frame 520", PROGRAM(EXIT()), FUNCTIONS({0, RBPF_FRAME_MAX + 8, 0, 0, 0}), BAD(FUNCTION, 0)},
    {"frame 65528", PROGRAM(EXIT()), FUNCTIONS({0, 65528, 65528, 1, 0}), BAD(FUNCTION, 0)},

    {"stack like the frame", PROGRAM(EXIT()), FUNCTIONS({0, 16, 16, 1, 0})},
    {"stack below the frame", PROGRAM(EXIT()), FUNCTIONS({0, 16, 8, 1, 0}), BAD(FUNCTION, 0)},
    {"stack above the frame", PROGRAM(EXIT()), FUNCTIONS({0, 16, 24, 1, 0})},
    {"stack not x8", PROGRAM(EXIT()), FUNCTIONS({0, 16, 20, 1, 0}), BAD(FUNCTION, 0)},
    {"stack largest", PROGRAM(EXIT()), FUNCTIONS({0, 16, 65528, 1, 0})},
    {"stack of depth 0", PROGRAM(EXIT()), FUNCTIONS({0, 8, 8, 0, 0}), BAD(FUNCTION, 0)},

    {"flag callable", PROGRAM(EXIT()), FUNCTIONS({0, 0, 0, 0, CALLABLE})},
    {"flag 2", PROGRAM(EXIT()), FUNCTIONS({0, 0, 0, 0, 2}), BAD(FUNCTION, 0)},
    {"flag 128", TWO_EXITS, FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 129}), BAD(FUNCTION, 1)},

    {"jump into the next function", PROGRAM(JA(0), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}), BAD(JUMP_TARGET, 0)},
    {"jump into the function before", PROGRAM(EXIT(), JA(-2)),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}), BAD(JUMP_TARGET, 1)},
    {"jump to the own entry", PROGRAM(EXIT(), JA(-1)), FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0})},
    {"branch into the next function", PROGRAM(JMP_K(BPF_JEQ, 0, 0, 1), EXIT(), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 0, 0}), BAD(JUMP_TARGET, 0)},
    {"long jump into the next function", PROGRAM(JA32(0), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}), BAD(JUMP_TARGET, 0)},
    {"falls into the next function", PROGRAM(MOV64_K(0, 0), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}), BAD(FALLS_OFF, 0)},
    {"branch at the end of a function", PROGRAM(EXIT(), JMP_K(BPF_JEQ, 0, 0, -1), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {2, 0, 0, 0, 0}), BAD(FALLS_OFF, 1)},
    {"second function falls off", PROGRAM(EXIT(), MOV64_K(0, 0)),
     FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}), BAD(FALLS_OFF, 1)},

    {"call to a listed function", CALLER, FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 0, 0})},
    {"call to an unlisted slot", PROGRAM(CALL_LOCAL(0), EXIT(), EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 0, 0}), BAD(CALL_TARGET, 0)},
    {"call back", PROGRAM(EXIT(), CALL_LOCAL(-2), EXIT()),
     FUNCTIONS({0, 8, 8, 1, 0}, {1, 8, 16, 2, 0})},

    {"depth 2 calls 1", CALLER, FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 16, 1, 0})},
    {"depth 1 calls 1", CALLER, FUNCTIONS({0, 8, 24, 1, 0}, {2, 16, 16, 1, 0}), BAD(CALL_DEPTH, 0)},
    {"depth 2 calls 2", CALLER, FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 16, 2, 0}), BAD(CALL_DEPTH, 0)},
    {"depth 3 calls 1", CALLER, FUNCTIONS({0, 8, 24, 3, 0}, {2, 16, 16, 1, 0})},
    {"depth 255 calls 254", CALLER, FUNCTIONS({0, 0, 0, 255, 0}, {2, 0, 0, 254, 0})},
    {"depth 255 calls 255", CALLER, FUNCTIONS({0, 0, 0, 255, 0}, {2, 0, 0, 255, 0}),
     BAD(CALL_DEPTH, 0)},
    {"depth 255 calls 0", CALLER, FUNCTIONS({0, 0, 0, 255, 0}, {2, 0, 0, 0, 0}),
     BAD(CALL_DEPTH, 0)},
    {"depth 1 calls 0", CALLER, FUNCTIONS({0, 0, 0, 1, 0}, {2, 0, 0, 0, 0}), BAD(CALL_DEPTH, 0)},
    {"depth 0 calls 255", CALLER, FUNCTIONS({0, 0, 0, 0, 0}, {2, 0, 0, 255, 0})},
    {"depth 0 calls itself", PROGRAM(CALL_LOCAL(-1), EXIT()), FUNCTIONS({0, 0, 0, 0, 0})},
    {"depth 1 calls itself", PROGRAM(CALL_LOCAL(-1), EXIT()), FUNCTIONS({0, 0, 0, 1, 0}),
     BAD(CALL_DEPTH, 0)},
    {"depth 255 calls itself", PROGRAM(CALL_LOCAL(-1), EXIT()), FUNCTIONS({0, 0, 0, 255, 0}),
     BAD(CALL_DEPTH, 0)},
    {"stack 8 short for a call", CALLER, FUNCTIONS({0, 8, 16, 2, 0}, {2, 16, 16, 1, 0}),
     BAD(CALL_STACK, 0)},
    {"stack 8 more than a call needs", CALLER, FUNCTIONS({0, 8, 32, 2, 0}, {2, 16, 16, 1, 0})},
    {"callee's own stack counts, not its frame", CALLER,
     FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 24, 1, 0}), BAD(CALL_STACK, 0)},
    {"stacks do not wrap", CALLER, FUNCTIONS({0, 8, 8, 2, 0}, {2, 0, 65528, 1, 0}),
     BAD(CALL_STACK, 0)},
    {"stack of depth 0 is not looked at", CALLER, FUNCTIONS({0, 8, 0, 0, 0}, {2, 16, 64, 1, 0})},

    {"callx, nothing callable", CALLER_BY_REG, FUNCTIONS({0, 0, 0, 1, 0}, {2, 0, 0, 0, 0})},
    {"callx, callable 1 below 2", CALLER_BY_REG,
     FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 16, 1, CALLABLE})},
    {"callx, callable 2 not below 2", CALLER_BY_REG,
     FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 16, 2, CALLABLE}), BAD(CALL_DEPTH, 0)},
    {"callx, callable without depth", CALLER_BY_REG,
     FUNCTIONS({0, 8, 24, 255, 0}, {2, 16, 0, 0, CALLABLE}), BAD(CALL_DEPTH, 0)},
    {"callx, itself callable", CALLER_BY_REG, FUNCTIONS({0, 8, 24, 2, CALLABLE}, {2, 16, 16, 1, 0}),
     BAD(CALL_DEPTH, 0)},
    {"callx, stack 8 short", CALLER_BY_REG, FUNCTIONS({0, 8, 16, 2, 0}, {2, 16, 16, 1, CALLABLE}),
     BAD(CALL_STACK, 0)},
    {"callx, the largest stack counts", PROGRAM(CALL_REG(1), EXIT(), EXIT(), EXIT()),
     FUNCTIONS({0, 8, 24, 3, 0}, {2, 16, 16, 2, CALLABLE}, {3, 24, 24, 1, CALLABLE}),
     BAD(CALL_STACK, 0)},
    {"callx, the largest depth counts", PROGRAM(EXIT(), CALL_REG(1), EXIT(), EXIT()),
     FUNCTIONS({0, 0, 0, 3, CALLABLE}, {1, 0, 0, 3, 0}, {3, 0, 0, 1, CALLABLE}),
     BAD(CALL_DEPTH, 1)},
    {"callx, callables before and behind", PROGRAM(EXIT(), CALL_REG(1), EXIT(), EXIT()),
     FUNCTIONS({0, 0, 0, 2, CALLABLE}, {1, 0, 0, 3, 0}, {3, 0, 0, 1, CALLABLE})},
    {"callx in depth 0", CALLER_BY_REG, FUNCTIONS({0, 8, 0, 0, CALLABLE}, {2, 8, 0, 0, CALLABLE})},
};

CASE_SET(verify_functions, functions, check_verify_case);

/*
 * Facts. The longest run is told as a range, since it is a bound: at least the
 * instructions that can follow each other without a look at the budget, at
 * most one more.
 */
struct fact_case {
    const char *name;
    struct verify_case program;
    uint32_t run_min, run_max;
    uint32_t helpers0, helpers1;
    uint8_t call_depth;
    uint16_t stack_bytes;
    bool has_loops, has_callx;
};

static const struct fact_case facts[] = {
    {"exit", {PROGRAM(EXIT())}, .run_min = 0, .run_max = 1},
    {"straight", {PROGRAM(MOV64_K(0, 0), MOV64_K(1, 0), EXIT())}, .run_min = 2, .run_max = 3},
    {"lddw is one", {PROGRAM(LDDW(0, 0), LDDW(1, 0), EXIT())}, .run_min = 2, .run_max = 3},
    {"a branch may fall through",
     {PROGRAM(MOV64_K(0, 0), JMP_K(BPF_JEQ, 0, 1, 0), MOV64_K(0, 0), EXIT())},
     .run_min = 3,
     .run_max = 4},
    {"a jump ends a run",
     {PROGRAM(MOV64_K(0, 0), JA(0), MOV64_K(0, 0), MOV64_K(0, 0), EXIT())},
     .run_min = 2,
     .run_max = 3},
    {"a call ends a run",
     {PROGRAM(MOV64_K(0, 0), CALL_HELPER(0), MOV64_K(0, 0), MOV64_K(0, 0), EXIT()),
      .helpers = &verify_helpers},
     .run_min = 2,
     .run_max = 3,
     .helpers0 = 1},
    {"the longest of all functions",
     {PROGRAM(EXIT(), MOV64_K(0, 0), MOV64_K(0, 0), MOV64_K(0, 0), EXIT(), EXIT()),
      FUNCTIONS({0, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {5, 0, 0, 0, 0})},
     .run_min = 3,
     .run_max = 4},
    {"loop to itself", {PROGRAM(JA(-1))}, .run_min = 0, .run_max = 1, .has_loops = true},
    {"loop by a branch",
     {PROGRAM(MOV64_K(0, 0), JMP_K(BPF_JEQ, 0, 1, -2), EXIT())},
     .run_min = 2,
     .run_max = 3,
     .has_loops = true},
    {"loop by a long jump",
     {PROGRAM(EXIT(), JA32(-2))},
     .run_min = 0,
     .run_max = 1,
     .has_loops = true},
    {"forward jumps are no loop",
     {PROGRAM(JA(1), EXIT(), JMP_K(BPF_JEQ, 0, 1, 0), EXIT())},
     .run_min = 1,
     .run_max = 2},
    {"a branch to the next is no loop",
     {PROGRAM(JMP_K(BPF_JEQ, 0, 1, 0), EXIT())},
     .run_min = 1,
     .run_max = 2},
    {"helpers",
     {PROGRAM(CALL_HELPER(0), CALL_HELPER(3), CALL_HELPER(31), CALL_HELPER(32), CALL_HELPER(63),
              CALL_HELPER(3), EXIT()),
      .helpers = &verify_helpers},
     .run_min = 0,
     .run_max = 1,
     .helpers0 = 0x80000009u,
     .helpers1 = 0x80000001u},
    {"no helpers by callx",
     {PROGRAM(CALL_REG(1), EXIT()), .helpers = &verify_helpers},
     .run_min = 0,
     .run_max = 1,
     .has_callx = true},
    {"depth and stack",
     {CALLER, FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 16, 1, 0})},
     .run_min = 0,
     .run_max = 1,
     .call_depth = 2,
     .stack_bytes = 24},
    {"depth of a function that nobody calls",
     {TWO_EXITS, FUNCTIONS({0, 8, 8, 1, 0}, {1, 16, 40, 5, 0})},
     .run_min = 0,
     .run_max = 1,
     .call_depth = 5,
     .stack_bytes = 40},
    {"one depth 0 leaves it open",
     {TWO_EXITS, FUNCTIONS({0, 8, 8, 1, 0}, {1, 16, 0, 0, 0})},
     .run_min = 0,
     .run_max = 1},
};

static struct verdict check_facts(const struct fact_case *row)
{
    struct rbpf_report report = {.where = 0};
    struct rbpf_facts all = {.longest_run_insns = 0};
    const struct rbpf_facts *actual = &all;
    const uint32_t helpers[] = {row->helpers0, row->helpers1};
    uint32_t i;

    CHECK_STATUS(verify_load(&row->program, &report, &all), RBPF_OK);
    CHECK(actual->longest_run_insns >= row->run_min);
    CHECK(actual->longest_run_insns <= row->run_max);
    for (i = 0; i < COUNT_OF(helpers) && i < COUNT_OF(actual->helpers); i++)
        CHECK_EQUAL(actual->helpers[i], helpers[i]);
    CHECK_EQUAL(actual->call_depth, row->call_depth);
    CHECK_EQUAL(actual->stack_bytes, row->stack_bytes);
    CHECK_EQUAL(actual->has_loops, row->has_loops);
    CHECK_EQUAL(actual->has_callx, row->has_callx);
    return PASSED;
}

CASE_SET(verify_facts, facts, check_facts);

/* Lists for raw instructions. */
struct raw_case {
    const char *name;
    const uint64_t *insns;
    size_t insns_bytes;
    size_t capacity;
    enum rbpf_status status;
    uint32_t count;
    uint16_t entries[4];
    uint16_t frames[4];
    /* Does the first function call others? The rest never do. */
    bool calls;
};

static const struct raw_case raws[] = {
    {"one", PROGRAM(EXIT()), 4, RBPF_OK, 1, {0}, {0}},
    {"empty", .insns = (const uint64_t[]){0}, .insns_bytes = 0, .capacity = 4,
     .status = RBPF_REJECT_EMPTY},
    {"length 12", .insns = (const uint64_t[]){0, 0}, .insns_bytes = 12, .capacity = 4,
     .status = RBPF_REJECT_LENGTH},
    {"capacity 0", PROGRAM(EXIT()), 0, RBPF_ERR_TOO_MANY_FUNCTIONS},
    {"capacity 1 of 2", PROGRAM(CALL_LOCAL(1), EXIT(), EXIT()), 1, RBPF_ERR_TOO_MANY_FUNCTIONS},
    {"capacity 2 of 2", PROGRAM(CALL_LOCAL(1), EXIT(), EXIT()), 2, RBPF_OK, 2, {0, 2}, {0}, true},
    {"same target twice",
     PROGRAM(CALL_LOCAL(2), CALL_LOCAL(1), EXIT(), EXIT()),
     2,
     RBPF_OK,
     2,
     {0, 3},
     {0},
     true},
    {"recursion", PROGRAM(CALL_LOCAL(-1), EXIT()), 1, RBPF_OK, 1, {0}, {0}, true},
    {"targets are sorted",
     PROGRAM(CALL_LOCAL(4), CALL_LOCAL(2), CALL_LOCAL(0), EXIT(), EXIT(), EXIT()),
     4,
     RBPF_OK,
     4,
     {0, 3, 4, 5},
     {0},
     true},
    {"targets outside are left out",
     PROGRAM(CALL_LOCAL(9), CALL_LOCAL(-3), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {0},
     true},
    {"calls by register", PROGRAM(CALL_REG(1), EXIT()), 4, RBPF_OK, 1, {0}, {0}, true},
    {"helpers are no functions", PROGRAM(CALL_HELPER(1), EXIT(), EXIT()), 4, RBPF_OK, 1, {0}, {0}},

    {"frame of a byte", PROGRAM(ST(BPF_B, 10, -1, 0), EXIT()), 4, RBPF_OK, 1, {0}, {8}},
    {"frame of 8", PROGRAM(STX(BPF_DW, 10, 1, -8), EXIT()), 4, RBPF_OK, 1, {0}, {8}},
    {"frame of 9", PROGRAM(LDX(BPF_B, 1, 10, -9), EXIT()), 4, RBPF_OK, 1, {0}, {16}},
    {"frame by a sign-extending load",
     PROGRAM(LDXSX(BPF_B, 1, 10, -24), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {24}},
    {"frame by an atomic",
     PROGRAM(ATOMIC(BPF_DW, BPF_ADD, 10, 1, -32), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {32}},
    {"frame is the lowest of all",
     PROGRAM(ST(BPF_W, 10, -16, 0), ST(BPF_W, 10, -4, 0), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {16}},
    {"frame above r10 is none",
     PROGRAM(ST(BPF_W, 10, 0, 0), ST(BPF_W, 10, 8, 0), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {0}},
    {"frame of 512", PROGRAM(ST(BPF_DW, 10, -512, 0), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"frame of 513", PROGRAM(ST(BPF_DW, 10, -513, 0), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"frame of 32768", PROGRAM(ST(BPF_DW, 10, -32768, 0), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"r10 copied", PROGRAM(MOV64_X(1, 10), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"r10 stored", PROGRAM(STX(BPF_DW, 1, 10, 0), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"r10 stored below itself",
     PROGRAM(STX(BPF_DW, 10, 10, -8), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {512}},
    {"r10 added", PROGRAM(ADD64_X(1, 10), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"r10 compared", PROGRAM(JMP_X(BPF_JEQ, 1, 10, 0), EXIT()), 4, RBPF_OK, 1, {0}, {512}},
    {"r10 in an atomic",
     PROGRAM(ATOMIC(BPF_DW, BPF_ADD, 1, 10, 0), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {512}},
    {"frames of two functions",
     PROGRAM(ST(BPF_B, 10, -9, 0), CALL_LOCAL(1), EXIT(), ST(BPF_B, 10, -17, 0), EXIT()),
     4,
     RBPF_OK,
     2,
     {0, 3},
     {16, 24},
     true},
    {"numbers that look like r10",
     PROGRAM(LDDW(1, 0xaaaaaaaa), MOV64_K(1, 0xaa), EXIT()),
     4,
     RBPF_OK,
     1,
     {0},
     {0}},
};

static struct verdict check_raw_record(const struct rbpf_function *function, uint16_t entry,
                                       uint16_t frame, bool calls)
{
    struct rbpf_function_info info = rbpf_function_read(function);

    CHECK_EQUAL(info.entry, entry);
    CHECK_EQUAL(info.frame_bytes, frame);
    CHECK_EQUAL(info.stack_bytes, calls ? 0 : frame);
    CHECK_EQUAL(info.depth, calls ? 0 : 1);
    CHECK_EQUAL(info.flags, RBPF_FUNCTION_CALLABLE);
    return PASSED;
}

static struct verdict check_raw(const struct raw_case *row)
{
    struct rbpf_function records[5];
    struct rbpf_code code = {.insns = row->insns, .insns_bytes = row->insns_bytes};
    uint32_t i;

    left_out_note_program(row->insns, row->insns_bytes);
    memset(records, 0x5a, sizeof records);
    CHECK_STATUS(rbpf_functions_find(&code, records, row->capacity), row->status);
    if (row->status == RBPF_OK) {
        CHECK(code.functions == records);
        CHECK_EQUAL(code.function_count, row->count);
    }
    for (i = 0; i < row->count; i++)
        CHECK_PASSED(
            check_raw_record(&records[i], row->entries[i], row->frames[i], row->calls && i == 0));
    CHECK_EQUAL(records[row->capacity].bytes[0], 0x5a);
    return PASSED;
}

CASE_SET(verify_raw, raws, check_raw);
