/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Whole programs whose answers are public knowledge, and the budget they run on. */
#include "helpers.h"
#include "run_case.h"

#define CONTEXT(...)                                                                               \
    .context = {__VA_ARGS__}, .context_bytes = sizeof((const uint8_t[]){__VA_ARGS__})

/* The CRC of the polynomial 0xedb88320, bit by bit. */
#define CRC32                                                                                      \
    MOV32_K(0, -1), LDX(BPF_B, 5, 1, 0), ALU32_X(BPF_XOR, 0, 5), MOV64_K(6, 8),                    \
        ALU32_X(BPF_MOV, 7, 0), ALU32_K(BPF_AND, 7, 1), ALU32_K(BPF_RSH, 0, 1),                    \
        JMP_K(BPF_JEQ, 7, 0, 1), ALU32_K(BPF_XOR, 0, 0xedb88320), ADD64_K(6, -1),                  \
        JMP_K(BPF_JNE, 6, 0, -7), ADD64_K(1, 1), ADD64_K(2, -1), JMP_K(BPF_JNE, 2, 0, -13),        \
        ALU32_K(BPF_XOR, 0, -1), EXIT()

/* fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2), by recursion; the function is at 3. */
#define FIBONACCI(n)                                                                               \
    MOV64_K(1, n), CALL_LOCAL(1), EXIT(), MOV64_X(0, 1), JMP_K(BPF_JLT, 1, 2, 8), MOV64_X(6, 1),   \
        ADD64_K(1, -1), CALL_LOCAL(-5), MOV64_X(7, 0), MOV64_X(1, 6), ADD64_K(1, -2),              \
        CALL_LOCAL(-9), ADD64_X(0, 7), EXIT()

static const struct run_case programs[] = {
    {"crc32 of 123456789", PROGRAM(CRC32), CONTEXT('1', '2', '3', '4', '5', '6', '7', '8', '9'),
     .r0 = 0xcbf43926},
    {"fnv-1a of foobar",
     PROGRAM(LDDW(0, 0xcbf29ce484222325), LDDW(4, 0x100000001b3), LDX(BPF_B, 5, 1, 0),
             ALU64_X(BPF_XOR, 0, 5), ALU64_X(BPF_MUL, 0, 4), ADD64_K(1, 1), ADD64_K(2, -1),
             JMP_K(BPF_JNE, 2, 0, -6), EXIT()),
     CONTEXT('f', 'o', 'o', 'b', 'a', 'r'), .r0 = 0x85944171f73967e8, .executed = 39},
    {"adler-32 of Wikipedia",
     PROGRAM(MOV64_K(3, 1), MOV64_K(4, 0), LDX(BPF_B, 5, 1, 0), ALU32_X(BPF_ADD, 3, 5),
             ALU32_K(BPF_MOD, 3, 65521), ALU32_X(BPF_ADD, 4, 3), ALU32_K(BPF_MOD, 4, 65521),
             ADD64_K(1, 1), ADD64_K(2, -1), JMP_K(BPF_JSGT, 2, 0, -8), MOV64_X(0, 4),
             ALU64_K(BPF_LSH, 0, 16), ALU64_X(BPF_OR, 0, 3), EXIT()),
     CONTEXT('W', 'i', 'k', 'i', 'p', 'e', 'd', 'i', 'a'), .r0 = 0x11e60398},
    {"fletcher-32 of abcdef",
     PROGRAM(MOV64_K(3, 0), MOV64_K(4, 0), LDX(BPF_H, 5, 1, 0), ALU64_X(BPF_ADD, 3, 5),
             ALU64_K(BPF_MOD, 3, 65535), ALU64_X(BPF_ADD, 4, 3), ALU64_K(BPF_MOD, 4, 65535),
             ADD64_K(1, 2), ADD64_K(2, -2), JMP_K(BPF_JNE, 2, 0, -8), MOV64_X(0, 4),
             ALU64_K(BPF_LSH, 0, 16), ALU64_X(BPF_OR, 0, 3), EXIT()),
     CONTEXT('a', 'b', 'c', 'd', 'e', 'f'), .r0 = 0x56502d2a},
    {"greatest common divisor of 1071 and 462",
     PROGRAM(MOV64_K(0, 1071), MOV64_K(1, 462), JMP_K(BPF_JEQ, 1, 0, 4), MOV64_X(2, 0),
             ALU64_X(BPF_MOD, 2, 1), MOV64_X(0, 1), JA(1), EXIT(), MOV64_X(1, 2), JA32(-8)),
     .r0 = 21},
    {"fibonacci 8 by recursion", PROGRAM(FIBONACCI(8)), .r0 = 21},
    {"fibonacci 90 by a loop",
     PROGRAM(MOV64_K(0, 0), MOV64_K(1, 1), MOV64_K(3, 90), MOV64_X(2, 0), ADD64_X(2, 1),
             MOV64_X(0, 1), MOV64_X(1, 2), ADD64_K(3, -1), JMP32_K(BPF_JNE, 3, 0, -6), EXIT()),
     .r0 = 2880067194370816120, .executed = 544},
    {"factorial of 20",
     PROGRAM(MOV64_K(0, 1), MOV64_K(1, 20), ALU64_X(BPF_MUL, 0, 1), ADD64_K(1, -1),
             JMP_K(BPF_JSGT, 1, 1, -3), EXIT()),
     .r0 = 2432902008176640000},
    {"steps of the 3n + 1 problem from 27",
     PROGRAM(MOV64_K(1, 27), JMP_K(BPF_JEQ, 1, 1, 7), ADD64_K(0, 1), JMP_K(BPF_JSET, 1, 1, 2),
             ALU64_K(BPF_RSH, 1, 1), JA(-5), ALU64_K(BPF_MUL, 1, 3), ADD64_K(1, 1), JA(-8), EXIT()),
     .r0 = 111},
    {"integer square root of 10^18 by newton",
     PROGRAM(LDDW(6, 1000000000000000000), MOV64_X(0, 6), MOV64_X(1, 6), ALU64_X(BPF_DIV, 1, 0),
             ADD64_X(1, 0), ALU64_K(BPF_RSH, 1, 1), JMP_X(BPF_JGE, 1, 0, 2), MOV64_X(0, 1), JA(-7),
             EXIT()),
     .r0 = 1000000000},
    /* What a loop may do at once, and what looks like it. */
    {"rotation",
     PROGRAM(LDDW(2, 0xffffffff12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 2, 24), ALU32_X(BPF_OR, 2, 3), MOV64_X(0, 2), EXIT()),
     .r0 = 0x78123456, .executed = 7},
    {"copy and shift of the copied",
     PROGRAM(LDDW(2, 0xffffffff12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 2, 8),
             ALU64_K(BPF_LSH, 3, 32), ALU64_X(BPF_OR, 3, 2), MOV64_X(0, 3), EXIT()),
     .r0 = 0x1234567800123456, .executed = 7},
    {"extended copy and shift",
     PROGRAM(MOV64_K(2, 0x80), INSN(BPF_ALU | BPF_MOV | BPF_X, 3, 2, 8, 0), ALU32_K(BPF_RSH, 3, 4),
             MOV64_X(0, 3), EXIT()),
     .r0 = 0x0ffffff8, .executed = 5},
    {"shift and or of another",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(3, 1), ALU32_K(BPF_LSH, 2, 24), ALU32_X(BPF_OR, 3, 2),
             ALU64_K(BPF_LSH, 3, 32), ALU64_X(BPF_OR, 3, 2), MOV64_X(0, 3), EXIT()),
     .r0 = 0x7800000178000000, .executed = 8},
    {"shift and or of itself",
     PROGRAM(MOV32_K(2, 0x12345678), ALU32_K(BPF_LSH, 2, 4), ALU32_X(BPF_OR, 2, 2), MOV64_X(0, 2),
             EXIT()),
     .r0 = 0x23456780, .executed = 5},
    {"rotation that ends the program",
     PROGRAM(MOV32_K(0, 0x12345678), ALU32_X(BPF_MOV, 3, 0), ALU32_K(BPF_RSH, 3, 20),
             ALU32_K(BPF_LSH, 0, 12), ALU32_X(BPF_OR, 0, 3), EXIT()),
     .r0 = 0x45678123, .executed = 6},
    {"half a rotation that ends the program",
     PROGRAM(MOV32_K(0, 0x12345678), ALU32_X(BPF_MOV, 3, 0), ALU32_K(BPF_RSH, 3, 20),
             ALU32_K(BPF_LSH, 0, 12), EXIT()),
     .r0 = 0x45678000, .executed = 5},
    {"rotation of what is copied to itself",
     PROGRAM(LDDW(3, 0xffffffff12345678), ALU32_X(BPF_MOV, 3, 3), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 3, 20), ALU32_X(BPF_OR, 3, 3), MOV64_X(0, 3), EXIT()),
     .r0 = 0x45600000, .executed = 7},
    {"rotation into another",
     PROGRAM(LDDW(2, 0xffffffff12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_X(BPF_MOV, 4, 2), ALU32_K(BPF_LSH, 4, 24), ALU32_X(BPF_OR, 4, 3), MOV64_X(0, 4),
             ALU64_X(BPF_XOR, 0, 2), EXIT()),
     .r0 = 0xffffffff6a26622e, .executed = 9},
    {"rotation with the half of another",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(4, 1), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 2, 24), ALU32_X(BPF_OR, 2, 4), ALU64_K(BPF_LSH, 2, 32), MOV64_X(0, 2),
             ALU64_X(BPF_OR, 0, 3), EXIT()),
     .r0 = 0x7800000100123456, .executed = 10},
    {"rotation whose half is another's",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(4, 3), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 4, 24), ALU32_X(BPF_OR, 4, 3), ALU64_K(BPF_LSH, 4, 32), MOV64_X(0, 4),
             ALU64_X(BPF_OR, 0, 2), EXIT()),
     .r0 = 0x0312345612345678, .executed = 10},
    {"rotation of which another is shifted",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(4, 3), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 4, 24), ALU32_X(BPF_OR, 2, 3), ALU64_K(BPF_LSH, 4, 32), MOV64_X(0, 4),
             ALU64_X(BPF_OR, 0, 2), EXIT()),
     .r0 = 0x030000001236767e, .executed = 10},
    {"rotation by 64-bit halves",
     PROGRAM(LDDW(2, 0xffffffff12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU64_K(BPF_LSH, 2, 24), ALU64_X(BPF_OR, 2, 3), MOV64_X(0, 2), EXIT()),
     .r0 = 0xff12345678123456, .executed = 7},
    {"copied, shifted and or with itself",
     PROGRAM(MOV32_K(2, 0x12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_LSH, 3, 4),
             ALU32_X(BPF_OR, 3, 3), MOV64_X(0, 3), EXIT()),
     .r0 = 0x23456780, .executed = 6},
    {"copy of another after a count",
     PROGRAM(MOV32_K(2, 1), LDDW(3, 0xffffffff12345678), ALU32_K(BPF_ADD, 2, -2),
             ALU32_X(BPF_MOV, 4, 3), MOV64_X(0, 4), ALU64_K(BPF_LSH, 0, 32), ALU64_X(BPF_OR, 0, 2),
             EXIT()),
     .r0 = 0x12345678ffffffff, .executed = 8},
    {"copy of what was counted",
     PROGRAM(LDDW(2, 0xffffffff00000001), ALU32_K(BPF_ADD, 2, -2), ALU32_X(BPF_MOV, 4, 2),
             MOV64_X(0, 4), EXIT()),
     .r0 = 0xffffffff, .executed = 5},
    {"copy onto what was counted",
     PROGRAM(MOV32_K(2, 1), MOV32_K(3, 7), ALU32_K(BPF_ADD, 2, -2), ALU32_X(BPF_MOV, 2, 3),
             MOV64_X(0, 2), EXIT()),
     .r0 = 7, .executed = 6},
    {"extended copy after a count",
     PROGRAM(MOV32_K(2, 1), MOV64_K(3, 0x80), ALU32_K(BPF_ADD, 2, 1),
             INSN(BPF_ALU | BPF_MOV | BPF_X, 4, 3, 8, 0), MOV64_X(0, 4), EXIT()),
     .r0 = 0xffffff80, .executed = 6},
    {"64-bit copy after a count",
     PROGRAM(MOV32_K(2, 1), LDDW(3, 0xffffffff12345678), ALU32_K(BPF_ADD, 2, 1), MOV64_X(4, 3),
             MOV64_X(0, 4), EXIT()),
     .r0 = 0xffffffff12345678, .executed = 6},
    {"copy and sum with itself",
     PROGRAM(LDDW(2, 0xffffffff12345678), MOV64_X(3, 2), ADD64_X(3, 3), MOV64_X(0, 3), EXIT()),
     .r0 = 0xfffffffe2468acf0, .executed = 5},
    {"copy and sum of the copied",
     PROGRAM(LDDW(2, 0xffffffff12345678), MOV64_X(3, 2), ADD64_X(2, 3), ALU64_X(BPF_XOR, 3, 2),
             MOV64_X(0, 3), EXIT()),
     .r0 = 0x00000001365cfa88, .executed = 6},
    {"half of a rotation that is shifted back",
     PROGRAM(MOV32_K(2, 0x12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 3, 4), ALU32_X(BPF_OR, 2, 3), MOV64_X(0, 2), EXIT()),
     .r0 = 0x13375778, .executed = 7},
    {"rotation by more than 31",
     PROGRAM(MOV32_K(2, 0x12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 40),
             ALU32_K(BPF_LSH, 2, 56), ALU32_X(BPF_OR, 2, 3), MOV64_X(0, 2), EXIT()),
     .r0 = 0x78123456, .executed = 7},
    {"rotation without its half",
     PROGRAM(MOV32_K(2, 0x12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 8),
             ALU32_K(BPF_LSH, 2, 24), ALU32_X(BPF_OR, 2, 2), MOV64_X(0, 2), EXIT()),
     .r0 = 0x78000000, .executed = 7},
    {"rotation whose half goes to another",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(4, 0x80000001), ALU32_X(BPF_MOV, 3, 2),
             ALU32_K(BPF_RSH, 3, 8), ALU32_K(BPF_LSH, 2, 24), ALU32_X(BPF_OR, 4, 3), MOV64_X(0, 4),
             ALU64_K(BPF_LSH, 0, 32), ALU64_X(BPF_OR, 0, 2), EXIT()),
     .r0 = 0x8012345778000000, .executed = 10},
    {"copied and shifted, or with another",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(4, 1), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_LSH, 3, 4),
             ALU32_X(BPF_OR, 4, 2), MOV64_X(0, 3), ALU64_K(BPF_LSH, 0, 32), ALU64_X(BPF_OR, 0, 4),
             EXIT()),
     .r0 = 0x2345678012345679, .executed = 9},
    {"copied and shifted by more than 31",
     PROGRAM(LDDW(2, 0xffffffff12345678), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_RSH, 3, 36),
             ALU32_X(BPF_MOV, 4, 2), ALU32_K(BPF_LSH, 4, 36), MOV64_X(0, 3),
             ALU64_K(BPF_LSH, 0, 32), ALU64_X(BPF_XOR, 0, 4), EXIT()),
     .r0 = 0x0123456723456780, .executed = 9},
    {"shifted, or with the low word of another",
     PROGRAM(LDDW(2, 0xffffffff00000001), MOV32_K(3, 0x12345678), ALU32_K(BPF_LSH, 3, 4),
             ALU32_X(BPF_OR, 3, 2), MOV64_X(0, 3), EXIT()),
     .r0 = 0x23456781, .executed = 6},
    {"copied and shifted, or with the low word of another",
     PROGRAM(LDDW(2, 0xffffffff00000001), ALU32_X(BPF_MOV, 3, 2), ALU32_K(BPF_LSH, 3, 4),
             ALU32_X(BPF_OR, 3, 2), MOV64_X(0, 3), EXIT()),
     .r0 = 0x11, .executed = 6},
    {"copy of a low word after a count",
     PROGRAM(MOV32_K(2, 1), LDDW(3, 0xffffffff12345678), ALU32_K(BPF_ADD, 2, -2),
             ALU32_X(BPF_MOV, 4, 3), MOV64_X(0, 4), EXIT()),
     .r0 = 0x12345678, .executed = 6},
    {"copy after a 64-bit count",
     PROGRAM(LDDW(2, 0xffffffff), LDDW(3, 0xffffffff12345678), ADD64_K(2, 1),
             ALU32_X(BPF_MOV, 4, 3), MOV64_X(0, 4), ALU64_X(BPF_OR, 0, 2), EXIT()),
     .r0 = 0x112345678, .executed = 7},
    {"copy of what was counted in 64 bits",
     PROGRAM(LDDW(2, 0xffffffff), ADD64_K(2, 2), ALU32_X(BPF_MOV, 4, 2), MOV64_X(0, 4), EXIT()),
     .r0 = 1, .executed = 5},
    {"copy onto what was counted in 64 bits",
     PROGRAM(LDDW(2, 0xffffffff), MOV32_K(3, 7), ADD64_K(2, 2), ALU32_X(BPF_MOV, 2, 3),
             MOV64_X(0, 2), EXIT()),
     .r0 = 7, .executed = 6},
    {"extended copy after a 64-bit count",
     PROGRAM(MOV32_K(2, 1), MOV64_K(3, 0x80), ADD64_K(2, 1),
             INSN(BPF_ALU | BPF_MOV | BPF_X, 4, 3, 8, 0), MOV64_X(0, 4), EXIT()),
     .r0 = 0xffffff80, .executed = 6},
    {"loop by a count",
     PROGRAM(MOV64_K(0, 0), MOV64_K(2, 0), MOV64_K(3, 5), ADD64_K(0, 3), ADD64_K(2, 1),
             JMP_X(BPF_JLT, 2, 3, -3), EXIT()),
     .r0 = 15, .executed = 19},
    {"loop by a count and itself",
     PROGRAM(MOV64_K(2, 0), ADD64_K(2, 1), JMP_X(BPF_JLT, 2, 2, -2), MOV64_X(0, 2), EXIT()),
     .r0 = 1, .executed = 5},
    {"loop by a count and another that is compared with it",
     PROGRAM(MOV64_K(2, 9), MOV64_K(3, 5), ADD64_K(2, -1), JMP_X(BPF_JLT, 3, 2, -2), MOV64_X(0, 2),
             EXIT()),
     .r0 = 5, .executed = 12},
    {"count with a carry, compared",
     PROGRAM(MOV64_K(0, 1), LDDW(2, 0xffffffff), LDDW(3, 0x100000001), ADD64_K(2, 1),
             JMP_X(BPF_JLT, 2, 3, 1), EXIT(), MOV64_K(0, 7), EXIT()),
     .r0 = 7, .executed = 7},
    {"count below 0, compared without signs",
     PROGRAM(MOV64_K(0, 1), MOV64_K(2, 0), MOV64_K(3, 5), ADD64_K(2, -1), JMP_X(BPF_JLT, 2, 3, 1),
             MOV64_K(0, 7), EXIT()),
     .r0 = 7, .executed = 7},
    {"count compared in 32 bits",
     PROGRAM(MOV64_K(0, 1), LDDW(2, 0xffffffff), MOV64_K(3, 5), ADD64_K(2, 1),
             JMP32_X(BPF_JLT, 2, 3, 1), EXIT(), MOV64_K(0, 7), EXIT()),
     .r0 = 7, .executed = 7},
    {"jump between a count and its comparison",
     PROGRAM(MOV64_K(0, 1), MOV64_K(2, 9), MOV64_K(3, 5), JA(1), ADD64_K(2, -8),
             JMP_X(BPF_JLT, 2, 3, 1), MOV64_K(0, 7), EXIT()),
     .r0 = 7, .executed = 7},
    {"jump into a rotation",
     PROGRAM(MOV32_K(2, 0x12345678), MOV32_K(3, 0xff), JA(2), ALU32_X(BPF_MOV, 3, 2),
             ALU32_K(BPF_RSH, 3, 8), ALU32_K(BPF_LSH, 2, 24), ALU32_X(BPF_OR, 2, 3), MOV64_X(0, 2),
             EXIT()),
     .r0 = 0x780000ff, .executed = 7},
    {"jump to the second of two",
     PROGRAM(MOV32_K(2, 0x70), MOV32_K(3, 0x80), JA(1), ALU32_X(BPF_MOV, 3, 2),
             ALU32_K(BPF_RSH, 3, 4), MOV64_X(0, 3), EXIT()),
     .r0 = 8, .executed = 6},
};

CASE_SET(run_programs, programs, check_run_case);

/* Budgets. */
static const rbpf_loop_fn loops[] = {rbpf_loop_goto, rbpf_loop_switch, rbpf_loop_small};

static const uint64_t crc_program[] = {CRC32};
static const uint64_t fibonacci_program[] = {FIBONACCI(8)};
static const uint64_t spin_program[] = {JA(-1)};
static const uint64_t lddw_program[] = {LDDW(1, 1), LDDW(1, 2), LDDW(1, 3), JA(-7)};
static const uint64_t call_program[] = {CALL_LOCAL(1), JA(-2), EXIT()};
static const uint64_t helper_program[] = {CALL_HELPER(HELPER_NOTHING), JA(-2)};
static const uint8_t context[8] = "budget!";

static struct verdict prepare(const uint64_t *insns, size_t insns_bytes, struct test_user *user)
{
    const struct machine_setup setup = {.insns = insns,
                                        .insns_bytes = insns_bytes,
                                        .helpers = &test_helpers,
                                        .context = context,
                                        .context_bytes = sizeof context,
                                        .user = user};

    CHECK_STATUS(machine_ready(&shared_machine, &setup), RBPF_OK);
    if (user)
        user->vm = &shared_machine.vm;
    return PASSED;
}

/* Slices of `budget` to the end: none is shorter than asked for, nor longer by more than a run. */
static struct verdict check_slices(const uint64_t *insns, size_t insns_bytes, uint64_t budget,
                                   rbpf_loop_fn loop)
{
    struct rbpf_vm *vm = &shared_machine.vm;
    const uint64_t most = budget + shared_machine.facts.longest_run_insns;
    enum rbpf_status status = RBPF_YIELDED;
    uint64_t before;

    CHECK_PASSED(prepare(insns, insns_bytes, NULL));
    while (status == RBPF_YIELDED) {
        before = rbpf_vm_executed(vm);
        status = rbpf_run_with(vm, budget, loop);
        CHECK(rbpf_vm_executed(vm) - before <= most);
        CHECK(status != RBPF_YIELDED || rbpf_vm_executed(vm) - before >= budget);
    }
    CHECK_STATUS(status, RBPF_OK);
    return PASSED;
}

static struct verdict slices_of(const uint64_t *insns, size_t insns_bytes)
{
    uint64_t executed = 0;
    uint64_t result = 0;
    uint64_t budget;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++)
        for (budget = 1; budget <= 70; budget++) {
            CHECK_PASSED(prepare(insns, insns_bytes, NULL));
            CHECK_PASSED(check_slices(insns, insns_bytes, budget, loops[i]));
            if (executed == 0) {
                executed = rbpf_vm_executed(&shared_machine.vm);
                result = rbpf_vm_result(&shared_machine.vm);
            }
            CHECK_EQUAL(rbpf_vm_executed(&shared_machine.vm), executed);
            CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), result);
        }
    return PASSED;
}

static struct verdict slices_of_crc(void)
{
    return slices_of(crc_program, sizeof crc_program);
}

static struct verdict slices_of_recursion(void)
{
    return slices_of(fibonacci_program, sizeof fibonacci_program);
}

/* An endless loop of `period` instructions with a look at the budget at the end of each. */
struct endless {
    const uint64_t *insns;
    size_t insns_bytes;
    uint64_t period;
};

static struct verdict check_endless(const struct endless *endless, uint64_t budget)
{
    const uint64_t expected = (budget + endless->period - 1u) / endless->period * endless->period;
    struct rbpf_vm *vm = &shared_machine.vm;
    uint64_t before;
    uint32_t i, slice;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(endless->insns, endless->insns_bytes, NULL));
        for (slice = 0; slice < 3; slice++) {
            before = rbpf_vm_executed(vm);
            CHECK_STATUS(rbpf_run_with(vm, budget, loops[i]), RBPF_YIELDED);
            CHECK_EQUAL(rbpf_vm_executed(vm) - before, expected);
        }
    }
    return PASSED;
}

static struct verdict check_endless_budgets(const struct endless *endless)
{
    static const uint64_t budgets[] = {1,
                                       2,
                                       3,
                                       7,
                                       100,
                                       RBPF_STOP_INTERVAL - 1,
                                       RBPF_STOP_INTERVAL,
                                       RBPF_STOP_INTERVAL + 1,
                                       2 * RBPF_STOP_INTERVAL,
                                       65536,
                                       100003};
    uint32_t i;

    for (i = 0; i < COUNT_OF(budgets); i++)
        CHECK_PASSED(check_endless(endless, budgets[i]));
    return PASSED;
}

static struct verdict endless_jump(void)
{
    return check_endless_budgets(&(struct endless){spin_program, sizeof spin_program, 1});
}

static struct verdict endless_lddw(void)
{
    return check_endless_budgets(&(struct endless){lddw_program, sizeof lddw_program, 4});
}

/* Calls, returns and jumps only. */
static struct verdict endless_calls(void)
{
    return check_endless_budgets(&(struct endless){call_program, sizeof call_program, 1});
}

static struct verdict endless_helper_calls(void)
{
    return check_endless_budgets(&(struct endless){helper_program, sizeof helper_program, 1});
}

static struct verdict budget_0(void)
{
    struct rbpf_vm *vm = &shared_machine.vm;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(crc_program, sizeof crc_program, NULL));
        CHECK_STATUS(rbpf_run_with(vm, 0, loops[i]), RBPF_YIELDED);
        CHECK_EQUAL(rbpf_vm_executed(vm), 0);
        CHECK_EQUAL(rbpf_vm_pc(vm), 0);
        CHECK_STATUS(rbpf_run_with(vm, UINT64_MAX, loops[i]), RBPF_OK);
    }
    return PASSED;
}

static struct verdict budget_of_run(void)
{
    CHECK_PASSED(prepare(crc_program, sizeof crc_program, NULL));
    CHECK_STATUS(rbpf_run(&shared_machine.vm, 1), RBPF_YIELDED);
    CHECK_STATUS(rbpf_run(&shared_machine.vm, UINT64_MAX), RBPF_OK);
    return PASSED;
}

/* A straight program with a budget of all its instructions ends; one with less may. */
static struct verdict budget_exactly_enough(void)
{
    static const uint64_t straight[] = {MOV64_K(0, 1), LDDW(1, 2), ADD64_X(0, 1), EXIT()};
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(straight, sizeof straight, NULL));
        CHECK_STATUS(rbpf_run_with(&shared_machine.vm, 4, loops[i]), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_executed(&shared_machine.vm), 4);
        CHECK_EQUAL(rbpf_vm_result(&shared_machine.vm), 3);
    }
    return PASSED;
}

static struct verdict steps_are_single(void)
{
    struct rbpf_vm *vm = &shared_machine.vm;
    uint64_t steps = 0;

    CHECK_PASSED(prepare(fibonacci_program, sizeof fibonacci_program, NULL));
    while (rbpf_step(vm) == RBPF_YIELDED) {
        steps++;
        CHECK_EQUAL(rbpf_vm_executed(vm), steps);
    }
    CHECK_EQUAL(rbpf_vm_executed(vm), steps + 1u);
    CHECK_EQUAL(rbpf_vm_result(vm), 21);
    return PASSED;
}

/* Steps, slices and loops can be mixed. */
static struct verdict mixed_ways(void)
{
    struct rbpf_vm *vm = &shared_machine.vm;
    enum rbpf_status status = RBPF_YIELDED;
    uint64_t expected;
    uint32_t turn;

    CHECK_PASSED(prepare(fibonacci_program, sizeof fibonacci_program, NULL));
    CHECK_STATUS(rbpf_run(vm, UINT64_MAX), RBPF_OK);
    expected = rbpf_vm_executed(vm);
    CHECK_PASSED(prepare(fibonacci_program, sizeof fibonacci_program, NULL));
    for (turn = 0; status == RBPF_YIELDED; turn++)
        status = turn % 4u == 3 ? rbpf_step(vm) : rbpf_run_with(vm, turn % 5u, loops[turn % 4u]);
    CHECK_STATUS(status, RBPF_OK);
    CHECK_EQUAL(rbpf_vm_result(vm), 21);
    CHECK_EQUAL(rbpf_vm_executed(vm), expected);
    return PASSED;
}

static enum rbpf_status stop_self(struct test_user *user, struct rbpf_call *call)
{
    (void)call;
    rbpf_vm_stop(user->vm);
    return RBPF_OK;
}

static const uint64_t stop_program[] = {CALL_HELPER(HELPER_USER), ADD64_K(6, 1), JA(-1)};

static struct verdict stop_from_a_helper(void)
{
    struct test_user user = {.fn = stop_self};
    struct rbpf_vm *vm = &shared_machine.vm;
    uint64_t before;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(stop_program, sizeof stop_program, &user));
        CHECK_STATUS(rbpf_run_with(vm, UINT64_MAX, loops[i]), RBPF_YIELDED);
        CHECK(rbpf_vm_executed(vm) <= 2u * RBPF_STOP_INTERVAL);
        /* It is over: the next run uses its budget. */
        before = rbpf_vm_executed(vm);
        CHECK_STATUS(rbpf_run_with(vm, 3u * RBPF_STOP_INTERVAL, loops[i]), RBPF_YIELDED);
        CHECK(rbpf_vm_executed(vm) - before >= 3u * RBPF_STOP_INTERVAL);
    }
    return PASSED;
}

static struct verdict stop_before_a_run(void)
{
    struct rbpf_vm *vm = &shared_machine.vm;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(spin_program, sizeof spin_program, NULL));
        rbpf_vm_stop(vm);
        CHECK_STATUS(rbpf_run_with(vm, UINT64_MAX, loops[i]), RBPF_YIELDED);
        CHECK(rbpf_vm_executed(vm) <= 2u * RBPF_STOP_INTERVAL);
        CHECK_STATUS(rbpf_run_with(vm, 10, loops[i]), RBPF_YIELDED);
    }
    return PASSED;
}

/* A charge beyond all budgets ends the run and does not wrap. */
static struct verdict charge_all(void)
{
    static const uint64_t program[] = {MOV64_K(1, -1), MOV64_K(2, -1), MOV64_K(3, -1),
                                       CALL_HELPER(HELPER_CHARGE), JA(-2)};
    struct rbpf_vm *vm = &shared_machine.vm;
    uint64_t before;
    uint32_t i, slice;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(program, sizeof program, NULL));
        for (slice = 0; slice < 20; slice++) {
            before = rbpf_vm_executed(vm);
            CHECK_STATUS(rbpf_run_with(vm, 1000, loops[i]), RBPF_YIELDED);
            CHECK(rbpf_vm_executed(vm) - before >= 1000);
            CHECK(rbpf_vm_pc(vm) >= 3 && rbpf_vm_pc(vm) <= 4);
        }
    }
    return PASSED;
}

/* Charges of 1000 each against a budget of 10000: after at most 11 calls it is used up. */
static struct verdict charge_counts(void)
{
    static const uint64_t program[] = {MOV64_K(1, 1000), MOV64_K(2, 0), ADD64_K(6, 1),
                                       CALL_HELPER(HELPER_CHARGE), JA(-3)};
    struct rbpf_vm *vm = &shared_machine.vm;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(program, sizeof program, NULL));
        CHECK_STATUS(rbpf_run_with(vm, 10000, loops[i]), RBPF_YIELDED);
        CHECK_EQUAL(rbpf_vm_register(vm, 6), 10);
        CHECK(rbpf_vm_executed(vm) >= 10000);
        CHECK(rbpf_vm_executed(vm) <= 10000 + 1000 + 4);
    }
    return PASSED;
}

/* The call of a helper that takes numbers uses up a budget of `before` + 1 + `charge`: the run ends
 * behind it, and with one more goes on to the end, since no jump looks. */
static struct verdict check_used_up(const uint64_t *insns, size_t insns_bytes, uint32_t before,
                                    uint32_t charge)
{
    const uint64_t all = (uint64_t)before + 1u + charge;
    struct rbpf_vm *vm = &shared_machine.vm;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++) {
        CHECK_PASSED(prepare(insns, insns_bytes, NULL));
        CHECK_STATUS(rbpf_run_with(vm, all, loops[i]), RBPF_YIELDED);
        CHECK_EQUAL(rbpf_vm_executed(vm), all);
        CHECK_EQUAL(rbpf_vm_pc(vm), before + 1u);
        CHECK_EQUAL(rbpf_vm_register(vm, 6), 0);
        CHECK_STATUS(rbpf_run_with(vm, 1, loops[i]), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_register(vm, 6), 1);
        CHECK_EQUAL(rbpf_vm_executed(vm), all + 2u);

        CHECK_PASSED(prepare(insns, insns_bytes, NULL));
        CHECK_STATUS(rbpf_run_with(vm, all + 1u, loops[i]), RBPF_OK);
        CHECK_EQUAL(rbpf_vm_executed(vm), all + 2u);
    }
    return PASSED;
}

static struct verdict call_uses_up(void)
{
    static const uint64_t first[] = {CALL_HELPER(HELPER_SUM), ADD64_K(6, 1), EXIT()};
    static const uint64_t third[] = {MOV64_K(1, 4), MOV64_K(2, 5), CALL_HELPER(HELPER_NOTHING),
                                     ADD64_K(6, 1), EXIT()};

    CHECK_PASSED(check_used_up(first, sizeof first, 0, 0));
    return check_used_up(third, sizeof third, 2, 0);
}

static struct verdict charge_uses_up(void)
{
    static const uint64_t charges[] = {MOV64_K(1, 10), MOV64_K(2, 20), CALL_HELPER(HELPER_CHARGE),
                                       ADD64_K(6, 1), EXIT()};
    static const uint64_t by_register[] = {MOV64_K(1, 10), MOV64_K(2, 0), MOV64_K(0, HELPER_CHARGE),
                                           CALL_REG(0),    ADD64_K(6, 1), EXIT()};

    CHECK_PASSED(check_used_up(charges, sizeof charges, 2, 30));
    return check_used_up(by_register, sizeof by_register, 3, 10);
}

/* Each call of ten, in slices: none is counted twice, whatever is left where it is made. */
static struct verdict slices_of_calls(void)
{
    static const uint64_t program[] = {
        MOV64_K(1, 3),           MOV64_K(2, 0), MOV64_K(7, 10), CALL_HELPER(HELPER_CHARGE),
        CALL_HELPER(HELPER_SUM), ADD64_X(6, 0), ADD64_K(7, -1), JMP_K(BPF_JNE, 7, 0, -5),
        MOV64_X(0, 6),           EXIT()};
    struct rbpf_vm *vm = &shared_machine.vm;
    enum rbpf_status status;
    uint64_t budget;
    uint32_t i;

    for (i = 0; i < COUNT_OF(loops); i++)
        for (budget = 1; budget <= 20; budget++) {
            CHECK_PASSED(prepare(program, sizeof program, NULL));
            do
                status = rbpf_run_with(vm, budget, loops[i]);
            while (status == RBPF_YIELDED);
            CHECK_STATUS(status, RBPF_OK);
            CHECK_EQUAL(rbpf_vm_result(vm), 30);
            CHECK_EQUAL(rbpf_vm_executed(vm), 3 + 10 * (5 + 3) + 2);
        }
    return PASSED;
}

static struct verdict charge_steps(void)
{
    static const uint64_t program[] = {MOV64_K(1, 50), MOV64_K(2, 0), CALL_HELPER(HELPER_CHARGE),
                                       EXIT()};
    struct rbpf_vm *vm = &shared_machine.vm;

    CHECK_PASSED(prepare(program, sizeof program, NULL));
    CHECK_STATUS(rbpf_step(vm), RBPF_YIELDED);
    CHECK_STATUS(rbpf_step(vm), RBPF_YIELDED);
    CHECK_STATUS(rbpf_step(vm), RBPF_YIELDED);
    CHECK_EQUAL(rbpf_vm_executed(vm), 53);
    CHECK_STATUS(rbpf_step(vm), RBPF_OK);
    CHECK_EQUAL(rbpf_vm_executed(vm), 54);
    return PASSED;
}

static const struct case_function budgets[] = {
    {"crc32 in slices of 1 to 70", slices_of_crc},
    {"recursion in slices of 1 to 70", slices_of_recursion},
    {"endless jump", endless_jump},
    {"endless lddw", endless_lddw},
    {"endless calls", endless_calls},
    {"endless helper calls", endless_helper_calls},
    {"budget 0", budget_0},
    {"rbpf_run", budget_of_run},
    {"exactly enough", budget_exactly_enough},
    {"steps are single instructions", steps_are_single},
    {"steps, slices and loops mixed", mixed_ways},
    {"stop from a helper", stop_from_a_helper},
    {"stop before a run", stop_before_a_run},
    {"charge beyond all budgets", charge_all},
    {"charges use the budget", charge_counts},
    {"a call uses the budget up", call_uses_up},
    {"a charge uses the budget up", charge_uses_up},
    {"calls in slices of 1 to 20", slices_of_calls},
    {"charges in steps", charge_steps},
};

CASE_SET(run_budget, budgets, run_case_function);
