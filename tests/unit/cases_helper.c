/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls of helpers: arguments that are memory, results, failures, suspension, charges. */
#include "helpers.h"
#include "run_case.h"

#define CONTEXT(...)                                                                               \
    .context = {__VA_ARGS__}, .context_bytes = sizeof((const uint8_t[]){__VA_ARGS__}),             \
    .helpers = &test_helpers
#define AFTER(...) .after = {__VA_ARGS__}, .changes = true
#define EIGHT 1, 2, 3, 4, 5, 6, 7, 8
#define EE8 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee

/* r1 = the context + offset, r2 = length: one instruction, two with an LDDW, the call at 3. */
#define CALLS(id, offset, length)                                                                  \
    PROGRAM(ADD64_K(1, offset), LDDW(2, length), CALL_HELPER(id), EXIT())

/* What is refused of it. */
#define REFUSED(id, cause, offset, size_, writes)                                                  \
    .status = cause, .executed = 2,                                                                \
    .fault = {.insn = 3,                                                                           \
              .address = CONTEXT_AT(0) + (uint64_t)(int64_t)(offset),                              \
              .size = size_,                                                                       \
              .write = writes,                                                                     \
              .helper_plus_1 = (id) + 1u,                                                          \
              .argument = 1}

/* r1 = any address, r2 = length. */
#define CALLS_AT(id, at, length)                                                                   \
    PROGRAM(LDDW(1, at), LDDW(2, length), CALL_HELPER(id), EXIT()), .helpers = &test_helpers
#define REFUSED_AT(id, cause, at, size_, writes)                                                   \
    .status = cause, .executed = 2,                                                                \
    .fault = {.insn = 4,                                                                           \
              .address = at,                                                                       \
              .size = size_,                                                                       \
              .write = writes,                                                                     \
              .helper_plus_1 = (id) + 1u,                                                          \
              .argument = 1}

#define BEHIND_ALL RBPF_ADDRESS(MACHINE_REGION_CONTEXT + 1u, 0)
#define RODATA_AT(offset) MACHINE_AT(RBPF_REGION_RODATA, offset)

static const struct run_case vectors[] = {
    {"numbers",
     PROGRAM(MOV64_K(1, 1), MOV64_K(2, 10), MOV64_K(3, 100), MOV64_K(4, 1000), MOV64_K(5, 10000),
             CALL_HELPER(HELPER_SUM), EXIT()),
     .helpers = &test_helpers, .r0 = 54321, .executed = 7},
    {"a number of 64 bits",
     PROGRAM(LDDW(1, 0x8000000000000001), MOV64_K(2, 0), CALL_HELPER(HELPER_SUM), EXIT()),
     .helpers = &test_helpers, .r0 = 0x8000000000000001},
    {"no result is 0", PROGRAM(MOV64_K(0, 5), CALL_HELPER(HELPER_NOTHING), EXIT()),
     .helpers = &test_helpers, .r0 = 0},
    {"r1 to r9 stay",
     PROGRAM(MOV64_K(1, 1), MOV64_K(2, 2), MOV64_K(5, 4), MOV64_K(9, 8),
             CALL_HELPER(HELPER_NOTHING), ADD64_X(0, 1), ADD64_X(0, 2), ADD64_X(0, 5),
             ADD64_X(0, 9), EXIT()),
     .helpers = &test_helpers, .r0 = 15},

    {"a string that the helper has spoilt ends with its region",
     PROGRAM(MOV64_X(3, 1), ADD64_K(3, 1), CALL_HELPER(HELPER_SPOIL), EXIT()),
     CONTEXT('a', 'b', 'c', 0, 'd', 'e', 'f', 0), AFTER(EE8), .r0 = 0xee00000006},
    {"a string that the helper has not spoilt",
     PROGRAM(MOV64_X(3, 1), ADD64_K(3, 4), MOV64_K(2, 4), CALL_HELPER(HELPER_SPOIL), EXIT()),
     CONTEXT('a', 'b', 'c', 0, 'd', 'e', 'f', 0), AFTER(0xee, 0xee, 0xee, 0xee, 'd', 'e', 'f', 0),
     .r0 = 3},

    {"reads all", CALLS(HELPER_ADD_UP, 0, 8), CONTEXT(EIGHT), .r0 = 36, .executed = 4},
    {"reads the last", CALLS(HELPER_ADD_UP, 7, 1), CONTEXT(EIGHT), .r0 = 8},
    {"reads 1 too many", CALLS(HELPER_ADD_UP, 0, 9), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 0, 9, false)},
    {"reads 1 too far", CALLS(HELPER_ADD_UP, 1, 8), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 1, 8, false)},
    {"reads 1 too early", CALLS(HELPER_ADD_UP, -1, 8), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, -1, 8, false)},
    {"length 2^32", CALLS(HELPER_ADD_UP, 0, 0x100000000), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 0, 0x100000000, false)},
    {"length 2^32 + 4", CALLS(HELPER_ADD_UP, 0, 0x100000004), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 0, 0x100000004, false)},
    {"length -1", CALLS(HELPER_ADD_UP, 0, 0xffffffffffffffff), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 0, 0xffffffffffffffff, false)},
    {"length 2^32 - 1", CALLS(HELPER_ADD_UP, 1, 0xffffffff), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 1, 0xffffffff, false)},
    {"length that wraps the low word", CALLS(HELPER_ADD_UP, 4, 0xfffffffc), CONTEXT(EIGHT),
     REFUSED(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 4, 0xfffffffc, false)},
    {"length 2^63", CALLS(HELPER_FILL, 0, 0x8000000000000000), CONTEXT(EIGHT),
     REFUSED(HELPER_FILL, RBPF_FAULT_BOUNDS, 0, 0x8000000000000000, true)},

    {"length 0", CALLS(HELPER_ADD_UP, 0, 0), CONTEXT(EIGHT), .r0 = 0},
    {"length 0 at the end", CALLS(HELPER_FILL, 8, 0), CONTEXT(EIGHT), .r0 = 0},
    {"length 0 far away", CALLS(HELPER_FILL, 1000, 0), CONTEXT(EIGHT), .r0 = 0},
    {"length 0 at null", CALLS_AT(HELPER_ADD_UP, 0, 0), .r0 = 0},
    {"length 0 at -1", CALLS_AT(HELPER_FILL, 0xffffffffffffffff, 0), .r0 = 0},
    {"length 0 in read-only memory", CALLS_AT(HELPER_FILL, RODATA_AT(0), 0), .r0 = 0},
    {"length 0 in code", CALLS_AT(HELPER_FILL, CODE_AT(0), 0), .r0 = 0},

    {"null", CALLS_AT(HELPER_ADD_UP, 0, 1),
     REFUSED_AT(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, 0, 1, false)},
    {"code is not read", CALLS_AT(HELPER_ADD_UP, CODE_AT(0), 1),
     REFUSED_AT(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, CODE_AT(0), 1, false)},
    {"code is not written", CALLS_AT(HELPER_FILL, CODE_AT(0), 8),
     REFUSED_AT(HELPER_FILL, RBPF_FAULT_BOUNDS, CODE_AT(0), 8, true)},
    {"behind the last region is not read", CALLS_AT(HELPER_ADD_UP, BEHIND_ALL, 1),
     REFUSED_AT(HELPER_ADD_UP, RBPF_FAULT_BOUNDS, BEHIND_ALL, 1, false)},
    {"behind the last region is not written", CALLS_AT(HELPER_FILL, BEHIND_ALL, 1),
     REFUSED_AT(HELPER_FILL, RBPF_FAULT_BOUNDS, BEHIND_ALL, 1, true)},
    {"reads rodata", CALLS_AT(HELPER_ADD_UP, RODATA_AT(14), 2), .r0 = 0x9e + 0x9f},
    {"writes rodata", CALLS_AT(HELPER_FILL, RODATA_AT(0), 1),
     REFUSED_AT(HELPER_FILL, RBPF_FAULT_READ_ONLY, RODATA_AT(0), 1, true)},
    {"writes over the end of rodata", CALLS_AT(HELPER_FILL, RODATA_AT(15), 2),
     REFUSED_AT(HELPER_FILL, RBPF_FAULT_BOUNDS, RODATA_AT(15), 2, true)},
    {"writes all", CALLS(HELPER_FILL, 0, 8), CONTEXT(EIGHT), AFTER(EE8), .r0 = 8},
    {"writes the middle", CALLS(HELPER_FILL, 3, 2), CONTEXT(EIGHT),
     AFTER(1, 2, 3, 0xee, 0xee, 6, 7, 8), .r0 = 2},
    {"writes 1 too many", CALLS(HELPER_FILL, 0, 9), CONTEXT(EIGHT),
     REFUSED(HELPER_FILL, RBPF_FAULT_BOUNDS, 0, 9, true)},
    {"reads the stack",
     PROGRAM(ST(BPF_DW, 10, -8, 3), MOV64_X(1, 10), ADD64_K(1, -8), MOV64_K(2, 8),
             CALL_HELPER(HELPER_ADD_UP), EXIT()),
     .helpers = &test_helpers, .r0 = 3},

    {"string", CALLS(HELPER_STRLEN, 0, 0), CONTEXT('a', 'b', 'c', 0, 'd'), .r0 = 3},
    {"string inside", CALLS(HELPER_STRLEN, 2, 0), CONTEXT('a', 'b', 'c', 0, 'd'), .r0 = 1},
    {"empty string", CALLS(HELPER_STRLEN, 3, 0), CONTEXT('a', 'b', 'c', 0), .r0 = 0},
    {"string that ends with its region", CALLS(HELPER_STRLEN, 0, 0), CONTEXT('a', 'b', 0), .r0 = 2},
    {"string without an end", CALLS(HELPER_STRLEN, 1, 0), CONTEXT('a', 'b', 'c'),
     REFUSED(HELPER_STRLEN, RBPF_FAULT_BOUNDS, 1, 1, false)},
    {"string at the end", CALLS(HELPER_STRLEN, 3, 0), CONTEXT('a', 'b', 0),
     REFUSED(HELPER_STRLEN, RBPF_FAULT_BOUNDS, 3, 1, false)},
    {"string at null", CALLS_AT(HELPER_STRLEN, 0, 0),
     REFUSED_AT(HELPER_STRLEN, RBPF_FAULT_BOUNDS, 0, 1, false)},
    {"string in read-only memory without an end", CALLS_AT(HELPER_STRLEN, RODATA_AT(0), 0),
     REFUSED_AT(HELPER_STRLEN, RBPF_FAULT_BOUNDS, RODATA_AT(0), 1, false)},

    {"4 bytes", CALLS(HELPER_READ4, 4, 0), CONTEXT(EIGHT), .r0 = 0x08070605},
    {"4 bytes, 1 too far", CALLS(HELPER_READ4, 5, 0), CONTEXT(EIGHT),
     REFUSED(HELPER_READ4, RBPF_FAULT_BOUNDS, 5, 4, false)},
    {"8 bytes", CALLS(HELPER_FILL8, 0, 0), CONTEXT(EIGHT), AFTER(EE8), .r0 = 8},
    {"8 bytes, 1 too far", CALLS(HELPER_FILL8, 1, 0), CONTEXT(EIGHT),
     REFUSED(HELPER_FILL8, RBPF_FAULT_BOUNDS, 1, 8, true)},
    {"8 bytes read-only", CALLS_AT(HELPER_FILL8, RODATA_AT(8), 0),
     REFUSED_AT(HELPER_FILL8, RBPF_FAULT_READ_ONLY, RODATA_AT(8), 8, true)},

    {"argument 5 with its length in 1",
     PROGRAM(MOV64_X(5, 1), MOV64_K(1, 3), CALL_HELPER(HELPER_ADD_UP_LAST), EXIT()), CONTEXT(EIGHT),
     .r0 = 6},
    {"argument 5 refused",
     PROGRAM(MOV64_X(5, 1), MOV64_K(1, 9), CALL_HELPER(HELPER_ADD_UP_LAST), EXIT()), CONTEXT(EIGHT),
     .status = RBPF_FAULT_BOUNDS, .executed = 2,
     .fault = {.insn = 2,
               .address = CONTEXT_AT(0),
               .size = 9,
               .helper_plus_1 = HELPER_ADD_UP_LAST + 1u,
               .argument = 5}},
    {"two arguments",
     PROGRAM(MOV64_X(3, 1), ADD64_K(3, 4), MOV64_K(2, 3), MOV64_K(4, 4), CALL_HELPER(HELPER_COPY),
             EXIT()),
     CONTEXT(EIGHT), AFTER(1, 2, 3, 4, 1, 2, 3, 8), .r0 = 3},
    {"second of two refused",
     PROGRAM(LDDW(3, RODATA_AT(2)), MOV64_K(2, 3), MOV64_K(4, 4), CALL_HELPER(HELPER_COPY), EXIT()),
     CONTEXT(EIGHT), .status = RBPF_FAULT_READ_ONLY, .executed = 3,
     .fault = {.insn = 4,
               .address = RODATA_AT(2),
               .size = 4,
               .write = true,
               .helper_plus_1 = HELPER_COPY + 1u,
               .argument = 3}},
    {"first of two refused",
     PROGRAM(LDDW(3, RODATA_AT(2)), MOV64_K(2, 9), MOV64_K(4, 4), CALL_HELPER(HELPER_COPY), EXIT()),
     CONTEXT(EIGHT), .status = RBPF_FAULT_BOUNDS, .executed = 3,
     .fault = {.insn = 4,
               .address = CONTEXT_AT(0),
               .size = 9,
               .helper_plus_1 = HELPER_COPY + 1u,
               .argument = 1}},

    {"failure", PROGRAM(MOV64_K(0, 5), CALL_HELPER(HELPER_FAIL), EXIT()), .helpers = &test_helpers,
     .status = RBPF_FAULT_HELPER_FAILED, .executed = 1,
     .fault = {.insn = 1, .helper_plus_1 = HELPER_FAIL + 1u, .helper_status = -1}},
    {"failure by callx", PROGRAM(MOV64_K(4, HELPER_FAIL), CALL_REG(4), EXIT()),
     .helpers = &test_helpers, .status = RBPF_FAULT_HELPER_FAILED, .executed = 1,
     .fault = {.insn = 1, .helper_plus_1 = HELPER_FAIL + 1u, .helper_status = -1}},
    {"failure by callx r0", PROGRAM(MOV64_K(0, HELPER_FAIL), CALL_REG(0), EXIT()),
     .helpers = &test_helpers, .status = RBPF_FAULT_HELPER_FAILED, .executed = 1,
     .fault = {.insn = 1, .helper_plus_1 = HELPER_FAIL + 1u, .helper_status = -1}},
    {"failure by callx r0 of what takes memory",
     PROGRAM(MOV64_K(2, 2), MOV64_K(0, HELPER_FILL_AND_FAIL), CALL_REG(0), EXIT()), CONTEXT(EIGHT),
     AFTER(0xee, 0xee, 3, 4, 5, 6, 7, 8), .status = RBPF_FAULT_HELPER_FAILED, .executed = 2,
     .fault = {.insn = 2, .helper_plus_1 = HELPER_FILL_AND_FAIL + 1u, .helper_status = -134}},
    {"memory by callx r0", PROGRAM(MOV64_K(2, 3), MOV64_K(0, HELPER_ADD_UP), CALL_REG(0), EXIT()),
     CONTEXT(EIGHT), .r0 = 6, .executed = 4},
    {"memory by callx r0 refused",
     PROGRAM(MOV64_K(2, 9), MOV64_K(0, HELPER_ADD_UP), CALL_REG(0), EXIT()), CONTEXT(EIGHT),
     .status = RBPF_FAULT_BOUNDS, .executed = 2,
     .fault = {.insn = 2,
               .address = CONTEXT_AT(0),
               .size = 9,
               .helper_plus_1 = HELPER_ADD_UP + 1u,
               .argument = 1}},
    {"no result by callx r0 is 0", PROGRAM(MOV64_K(0, HELPER_NOTHING), CALL_REG(0), EXIT()),
     .helpers = &test_helpers, .r0 = 0, .executed = 3},
    {"numbers by callx r0",
     PROGRAM(MOV64_K(1, 1), MOV64_K(2, 10), MOV64_K(0, HELPER_SUM), CALL_REG(0), EXIT()),
     .helpers = &test_helpers, .r0 = 21, .executed = 5},
    {"no result of what takes memory is 0",
     PROGRAM(MOV64_K(0, 5), CALL_HELPER(HELPER_LOOK), EXIT()), CONTEXT(EIGHT), .r0 = 0,
     .executed = 3},
    {"the last result counts", PROGRAM(MOV64_K(0, 5), CALL_HELPER(HELPER_TWICE), EXIT()),
     .helpers = &test_helpers, .r0 = 0x8000000000000002, .executed = 3},
    {"failure with a number of its own", CALLS(HELPER_FILL_AND_FAIL, 0, 2), CONTEXT(EIGHT),
     AFTER(0xee, 0xee, 3, 4, 5, 6, 7, 8), .status = RBPF_FAULT_HELPER_FAILED, .executed = 2,
     .fault = {.insn = 3, .helper_plus_1 = HELPER_FILL_AND_FAIL + 1u, .helper_status = -134}},
    {"failure in a callee", PROGRAM(CALL_LOCAL(1), EXIT(), CALL_HELPER(HELPER_FAIL), EXIT()),
     .helpers = &test_helpers, .status = RBPF_FAULT_HELPER_FAILED, .executed = 1,
     .fault = {.insn = 2,
               .helper_plus_1 = HELPER_FAIL + 1u,
               .helper_status = -1,
               .depth = 1,
               .chain = {0}}},

    {"suspension", PROGRAM(MOV64_K(0, 5), MOV64_K(1, 0), CALL_HELPER(HELPER_SUSPEND), EXIT()),
     .helpers = &test_helpers, .completion = 0x8000000000000007, .r0 = 0x8000000000000007,
     .executed = 4},
    {"suspension with a charge", PROGRAM(MOV64_K(1, 30), CALL_HELPER(HELPER_SUSPEND), EXIT()),
     .helpers = &test_helpers, .completion = 1, .r0 = 1, .executed = 33},
    {"suspensions in a loop",
     PROGRAM(MOV64_K(6, 5), MOV64_K(1, 0), CALL_HELPER(HELPER_SUSPEND), ADD64_X(7, 0),
             ADD64_K(6, -1), JMP_K(BPF_JNE, 6, 0, -5), MOV64_X(0, 7), EXIT()),
     .helpers = &test_helpers, .completion = 11, .r0 = 55, .executed = 28},
    {"suspension by callx r0 with a charge",
     PROGRAM(MOV64_K(1, 30), MOV64_K(0, HELPER_SUSPEND), CALL_REG(0), EXIT()),
     .helpers = &test_helpers, .completion = 6, .r0 = 6, .executed = 34},
    {"suspension in a callee",
     PROGRAM(CALL_LOCAL(2), ADD64_K(0, 1), EXIT(), MOV64_K(1, 0), CALL_HELPER(HELPER_SUSPEND),
             EXIT()),
     .helpers = &test_helpers, .completion = 4, .r0 = 5, .executed = 6},

    {"no charge", PROGRAM(CALL_HELPER(HELPER_CHARGE), EXIT()), .helpers = &test_helpers, .r0 = 7,
     .executed = 2},
    {"charges add up",
     PROGRAM(MOV64_K(1, 1), MOV64_K(2, 20), MOV64_K(3, 300), CALL_HELPER(HELPER_CHARGE), EXIT()),
     .helpers = &test_helpers, .r0 = 7, .executed = 326},
    {"charges by callx", PROGRAM(MOV64_K(1, 10), MOV64_K(4, HELPER_CHARGE), CALL_REG(4), EXIT()),
     .helpers = &test_helpers, .r0 = 7, .executed = 14},
    {"charges by callx r0", PROGRAM(MOV64_K(1, 10), MOV64_K(0, HELPER_CHARGE), CALL_REG(0), EXIT()),
     .helpers = &test_helpers, .r0 = 7, .executed = 14},
    {"charges in a loop",
     PROGRAM(MOV64_K(1, 100), MOV64_K(6, 10), CALL_HELPER(HELPER_CHARGE), ADD64_K(6, -1),
             JMP_K(BPF_JNE, 6, 0, -3), EXIT()),
     .helpers = &test_helpers, .r0 = 7, .executed = 1033},
};

CASE_SET(call_helpers, vectors, check_run_case);
