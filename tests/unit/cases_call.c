/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls of functions, by distance and by register, and their frames. */
#include "helpers.h"
#include "run_case.h"

/* {entry, frame, stack, depth, flags}, ... */
#define FUNCTIONS(...)                                                                             \
    .functions = (const struct rbpf_function_info[]){__VA_ARGS__},                                 \
    .function_count = sizeof((const struct rbpf_function_info[]){__VA_ARGS__}) /                   \
                      sizeof(struct rbpf_function_info)
#define CALLABLE RBPF_FUNCTION_CALLABLE

/* Calls itself r1 times: the second function, at 3. 4 instructions a level, 2 for the last. */
#define RECURSION(levels)                                                                          \
    PROGRAM(MOV64_K(1, levels), CALL_LOCAL(1), EXIT(), JMP_K(BPF_JEQ, 1, 0, 2), ADD64_K(1, -1),    \
            CALL_LOCAL(-3), EXIT())

/* Calls by r3 = value, with r0 = 5 in the function at 4. */
#define CALLS_REGISTER(value) PROGRAM(LDDW(3, value), CALL_REG(3), EXIT(), MOV64_K(0, 5), EXIT())

#define REFUSES_REGISTER(value, cause, address_)                                                   \
    CALLS_REGISTER(value), FUNCTIONS({0, 0, 0, 0, 0}, {4, 0, 0, 0, CALLABLE}),                     \
        .helpers = &test_helpers, .status = cause, .executed = 1,                                  \
        .fault = {.insn = 2, .address = address_}

static const struct run_case vectors[] = {
    {"registers at the start",
     PROGRAM(ALU64_X(BPF_OR, 0, 3), ALU64_X(BPF_OR, 0, 4), ALU64_X(BPF_OR, 0, 5),
             ALU64_X(BPF_OR, 0, 6), ALU64_X(BPF_OR, 0, 7), ALU64_X(BPF_OR, 0, 8),
             ALU64_X(BPF_OR, 0, 9), EXIT()),
     .context = {1}, .context_bytes = 1, .r0 = 0, .executed = 8},
    {"r0 at the start", PROGRAM(EXIT()), .r0 = 0, .executed = 1},
    {"r1 is the context", PROGRAM(MOV64_X(0, 1), EXIT()), .context = {1}, .context_bytes = 1,
     .r0 = CONTEXT_AT(0)},
    {"r2 is its length", PROGRAM(MOV64_X(0, 2), EXIT()), .context_bytes = 3, .context = {1, 2, 3},
     .r0 = 3},
    {"r1 without a context", PROGRAM(MOV64_X(0, 1), EXIT()), .r0 = 0},
    {"r2 without a context", PROGRAM(MOV64_X(0, 2), EXIT()), .r0 = 0},
    {"r10 is the end of the frame", PROGRAM(MOV64_X(0, 10), EXIT()), FUNCTIONS({0, 24, 0, 0, 0}),
     .r0 = STACK_AT(24)},
    {"r10 without a frame", PROGRAM(MOV64_X(0, 10), EXIT()), FUNCTIONS({0, 0, 0, 1, 0}),
     .r0 = STACK_AT(0)},
    {"r10 of raw instructions", PROGRAM(MOV64_X(0, 10), EXIT()), .r0 = STACK_AT(RBPF_FRAME_MAX)},

    {"call", PROGRAM(CALL_LOCAL(1), EXIT(), MOV64_K(0, 5), EXIT()), .r0 = 5, .executed = 4},
    {"arguments",
     PROGRAM(MOV64_K(1, 1), MOV64_K(2, 2), MOV64_K(3, 4), MOV64_K(4, 8), MOV64_K(5, 16),
             CALL_LOCAL(1), EXIT(), MOV64_X(0, 1), ADD64_X(0, 2), ADD64_X(0, 3), ADD64_X(0, 4),
             ADD64_X(0, 5), EXIT()),
     .r0 = 31, .executed = 13},
    {"r6 to r9 are kept",
     PROGRAM(MOV64_K(6, 1), MOV64_K(7, 2), MOV64_K(8, 4), MOV64_K(9, 8), CALL_LOCAL(5),
             ADD64_X(0, 6), ADD64_X(0, 7), ADD64_X(0, 8), ADD64_X(0, 9), EXIT(), MOV64_K(6, 100),
             MOV64_K(7, 100), MOV64_K(8, 100), MOV64_K(9, 100), MOV64_K(0, 16), EXIT()),
     .r0 = 31, .executed = 16},
    {"r6 to r9 are kept in all 64 bits",
     PROGRAM(LDDW(9, 0x8123456789abcdef), CALL_LOCAL(2), MOV64_X(0, 9), EXIT(), MOV64_K(9, 0),
             EXIT()),
     .r0 = 0x8123456789abcdef},
    {"callee sees r6", PROGRAM(MOV64_K(6, 42), CALL_LOCAL(1), EXIT(), MOV64_X(0, 6), EXIT()),
     .r0 = 42},
    {"r10 of a callee", PROGRAM(CALL_LOCAL(1), EXIT(), MOV64_X(0, 10), EXIT()),
     FUNCTIONS({0, 8, 24, 2, 0}, {2, 16, 16, 1, 0}), .r0 = STACK_AT(24)},
    {"r10 is restored",
     PROGRAM(MOV64_X(6, 10), CALL_LOCAL(3), MOV64_X(0, 10), ALU64_X(BPF_SUB, 0, 6), EXIT(), EXIT()),
     FUNCTIONS({0, 8, 24, 2, 0}, {5, 16, 16, 1, 0}), .r0 = 0},
    {"frames are apart",
     PROGRAM(ST(BPF_DW, 10, -8, 1), CALL_LOCAL(2), LDX(BPF_DW, 0, 10, -8), EXIT(),
             ST(BPF_DW, 10, -8, 2), EXIT()),
     .r0 = 1},
    {"callee reads its caller's frame",
     PROGRAM(ST(BPF_DW, 10, -8, 77), MOV64_X(1, 10), CALL_LOCAL(1), EXIT(), LDX(BPF_DW, 0, 1, -8),
             EXIT()),
     .r0 = 77},
    {"callee writes its caller's frame",
     PROGRAM(MOV64_X(1, 10), CALL_LOCAL(2), LDX(BPF_DW, 0, 10, -16), EXIT(), ST(BPF_DW, 1, -16, 33),
             EXIT()),
     .r0 = 33},
    {"the lowest byte of a frame", PROGRAM(ST(BPF_B, 10, -16, 9), LDX(BPF_H, 0, 10, -16), EXIT()),
     FUNCTIONS({0, 16, 16, 1, 0}), .r0 = 9},
    {"below the first frame", PROGRAM(ST(BPF_B, 10, -17, 9), EXIT()), FUNCTIONS({0, 16, 16, 1, 0}),
     .status = RBPF_FAULT_BOUNDS,
     .fault = {.insn = 0, .address = STACK_AT(0) - 1u, .size = 1, .write = true}},
    {"above the frame", PROGRAM(ST(BPF_B, 10, 0, 9), EXIT()), FUNCTIONS({0, 16, 64, 1, 0}),
     .status = RBPF_FAULT_BOUNDS,
     .fault = {.insn = 0, .address = STACK_AT(16), .size = 1, .write = true}},
    {"half above the frame", PROGRAM(ST(BPF_DW, 10, -4, 9), EXIT()), FUNCTIONS({0, 16, 64, 1, 0}),
     .status = RBPF_FAULT_BOUNDS,
     .fault = {.insn = 0, .address = STACK_AT(12), .size = 8, .write = true}},
    {"address of a frame that is gone",
     PROGRAM(CALL_LOCAL(2), LDX(BPF_DW, 0, 0, 0), EXIT(), MOV64_X(0, 10), ADD64_K(0, -8), EXIT()),
     FUNCTIONS({0, 8, 24, 2, 0}, {3, 16, 16, 1, 0}), .status = RBPF_FAULT_BOUNDS, .executed = 4,
     .fault = {.insn = 1, .address = STACK_AT(16), .size = 8}},

    {"recursion 1", RECURSION(0), .r0 = 0, .executed = 5},
    {"recursion 8", RECURSION(7), .r0 = 0, .executed = 33},
    {"recursion 9 of 8", RECURSION(8), .status = RBPF_FAULT_CALL_DEPTH, .executed = 25,
     .fault = {.insn = 5, .depth = 8, .chain = {5, 5, 5, 5}}},
    {"recursion 2 of 1", RECURSION(1), .frame_count = 1, .status = RBPF_FAULT_CALL_DEPTH,
     .executed = 4, .fault = {.insn = 5, .depth = 1, .chain = {1}}},
    {"recursion 1 of 1", RECURSION(0), .frame_count = 1, .r0 = 0},
    {"stack exactly full", RECURSION(0), FUNCTIONS({0, 8, 0, 0, 0}, {3, 16, 0, 0, 0}),
     .stack_bytes = 24, .r0 = 0},
    {"stack 1 short", RECURSION(0), FUNCTIONS({0, 8, 0, 0, 0}, {3, 16, 0, 0, 0}), .stack_bytes = 23,
     .status = RBPF_FAULT_STACK, .executed = 1, .fault = {.insn = 1}},
    {"stack full in a recursion", RECURSION(7), FUNCTIONS({0, 0, 0, 0, 0}, {3, 512, 0, 0, 0}),
     .status = RBPF_FAULT_STACK, .executed = 7, .fault = {.insn = 5, .depth = 2, .chain = {5, 1}}},
    {"depth before stack", RECURSION(1), FUNCTIONS({0, 0, 0, 0, 0}, {3, 512, 0, 0, 0}),
     .frame_count = 2, .r0 = 0},
    {"chain of different callers",
     PROGRAM(CALL_LOCAL(1), EXIT(), MOV64_K(0, 0), CALL_LOCAL(1), EXIT(), MOV64_K(0, 0),
             LDX(BPF_B, 0, 0, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 4,
     .fault = {.insn = 6, .address = 0, .size = 1, .depth = 2, .chain = {3, 0}}},
    {"exit in a callee is no end",
     PROGRAM(CALL_LOCAL(2), ADD64_K(0, 1), EXIT(), JMP_K(BPF_JEQ, 1, 0, 1), EXIT(), MOV64_K(0, 10),
             EXIT()),
     .r0 = 11},

    {"callx to code", CALLS_REGISTER(CODE_AT(4)),
     FUNCTIONS({0, 0, 0, 0, 0}, {4, 0, 0, 0, CALLABLE}), .r0 = 5, .executed = 5},
    {"callx in raw instructions",
     PROGRAM(LDDW(3, CODE_AT(6)), CALL_REG(3), EXIT(), CALL_LOCAL(1), EXIT(), MOV64_K(0, 6),
             EXIT()),
     .r0 = 6},
    {"callx to helper 0", PROGRAM(MOV64_K(1, 4), MOV64_K(3, HELPER_SUM), CALL_REG(3), EXIT()),
     .helpers = &test_helpers, .r0 = 4, .executed = 4},
    {"callx to a helper by register",
     PROGRAM(MOV64_K(1, 1), MOV64_K(2, 1), MOV64_K(3, HELPER_CHARGE), CALL_REG(3), EXIT()),
     .helpers = &test_helpers, .r0 = 7, .executed = 5 + 1 + 1 + HELPER_CHARGE},
    {"callx keeps r6",
     PROGRAM(LDDW(3, CODE_AT(6)), MOV64_K(6, 3), CALL_REG(3), MOV64_X(0, 6), EXIT(), MOV64_K(6, 0),
             EXIT()),
     FUNCTIONS({0, 0, 0, 0, 0}, {6, 0, 0, 0, CALLABLE}), .r0 = 3},
    {"callx to what is not callable", CALLS_REGISTER(CODE_AT(4)),
     FUNCTIONS({0, 0, 0, 0, CALLABLE}, {4, 0, 0, 0, 0}), .status = RBPF_FAULT_CALL_TARGET,
     .executed = 1, .fault = {.insn = 2, .address = CODE_AT(4)}},
    {"callx to no entry", REFUSES_REGISTER(CODE_AT(5), RBPF_FAULT_CALL_TARGET, CODE_AT(5))},
    {"callx into an lddw", REFUSES_REGISTER(CODE_AT(1), RBPF_FAULT_CALL_TARGET, CODE_AT(1))},
    {"callx between slots",
     REFUSES_REGISTER(CODE_AT(4) + 4u, RBPF_FAULT_CALL_TARGET, CODE_AT(4) + 4u)},
    {"callx 1 beside a slot",
     REFUSES_REGISTER(CODE_AT(4) + 1u, RBPF_FAULT_CALL_TARGET, CODE_AT(4) + 1u)},
    {"callx behind the program", REFUSES_REGISTER(CODE_AT(6), RBPF_FAULT_CALL_TARGET, CODE_AT(6))},
    {"callx 65536 slots too far",
     REFUSES_REGISTER(CODE_AT(65540), RBPF_FAULT_CALL_TARGET, CODE_AT(65540))},
    {"callx to the last byte of code",
     REFUSES_REGISTER(0x4ffffffff, RBPF_FAULT_CALL_TARGET, 0x4ffffffff)},
    {"callx to the stack", REFUSES_REGISTER(STACK_AT(32), RBPF_FAULT_CALL_TARGET, STACK_AT(32))},
    {"callx to region 5", REFUSES_REGISTER(0x500000020, RBPF_FAULT_CALL_TARGET, 0x500000020)},
    {"callx to region 2^31 + 4",
     REFUSES_REGISTER(0x8000000400000020, RBPF_FAULT_CALL_TARGET, 0x8000000400000020)},
    {"callx to -1",
     REFUSES_REGISTER(0xffffffffffffffff, RBPF_FAULT_CALL_TARGET, 0xffffffffffffffff)},
    {"callx to an unknown helper", PROGRAM(MOV64_K(3, HELPER_COUNT), CALL_REG(3), EXIT()),
     .helpers = &test_helpers, .status = RBPF_FAULT_HELPER, .executed = 1,
     .fault = {.insn = 1, .helper_plus_1 = HELPER_COUNT + 1u}},
    {"callx to a hole", PROGRAM(MOV64_K(3, HELPER_HOLE), CALL_REG(3), EXIT()),
     .helpers = &test_helpers, .status = RBPF_FAULT_HELPER, .executed = 1,
     .fault = {.insn = 1, .helper_plus_1 = HELPER_HOLE + 1u}},
    {"callx to a helper without any", PROGRAM(MOV64_K(3, 0), CALL_REG(3), EXIT()),
     .status = RBPF_FAULT_HELPER, .executed = 1, .fault = {.insn = 1, .helper_plus_1 = 1}},
    {"callx to helper 2^31", PROGRAM(LDDW(3, 0x80000000), CALL_REG(3), EXIT()),
     .helpers = &test_helpers, .status = RBPF_FAULT_HELPER, .executed = 1,
     .fault = {.insn = 2, .helper_plus_1 = 0x80000001}},
    {"callx too deep", PROGRAM(LDDW(3, CODE_AT(0)), CALL_REG(3), EXIT()),
     FUNCTIONS({0, 0, 0, 0, CALLABLE}), .frame_count = 2, .status = RBPF_FAULT_CALL_DEPTH,
     .executed = 5, .fault = {.insn = 2, .depth = 2, .chain = {2, 2}}},
};

CASE_SET(call_vectors, vectors, check_run_case);
