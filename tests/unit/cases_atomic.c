/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Atomic operations (RFC 9669, section 5.3). */
#include "run_case.h"

#define CONTEXT(...)                                                                               \
    .context = {__VA_ARGS__}, .context_bytes = sizeof((const uint8_t[]){__VA_ARGS__})
#define AFTER(...) .after = {__VA_ARGS__}, .changes = true

/* The second 8 bytes of the context are the operand, with a 32-bit one's neighbours. */
#define MEMORY                                                                                     \
    0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xff
#define LOW8 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88
#define HIGH4 0xf4, 0xf5, 0xf6, 0xff

/* What 0xfff6f5f4f3f2f1f0 in memory and r2 = 0x0102030405060708 make, and what r2 is then. */
#define OPERAND 0x0102030405060708
#define OPERATES(size, op)                                                                         \
    PROGRAM(LDDW(2, OPERAND), ATOMIC(size, op, 1, 2, 8), MOV64_X(0, 2), EXIT()), CONTEXT(MEMORY),  \
        .executed = 4

/* The same with r0 as what is compared, and what r0 is then. */
#define COMPARES(size, compared)                                                                   \
    PROGRAM(LDDW(2, OPERAND), LDDW(0, compared), ATOMIC(size, BPF_CMPXCHG, 1, 2, 8), EXIT()),      \
        CONTEXT(MEMORY), .executed = 4

#define OLD64 0xfff6f5f4f3f2f1f0
#define OLD32 0xf3f2f1f0

#define MISALIGNED(size_, op, offset, bytes)                                                       \
    PROGRAM(ATOMIC(size_, op, 1, 2, offset), EXIT()), CONTEXT(MEMORY),                             \
        .status = RBPF_FAULT_ALIGNMENT,                                                            \
        .fault = {.insn = 0, .address = CONTEXT_AT(offset), .size = bytes, .write = true}

static const struct run_case vectors[] = {
    /* f3f2f1f0 + 05060708 = f8f8f8f8; fff6f5f4f3f2f1f0 + 0102030405060708 = 00f8f8f8f8f8f8f8 */
    {"add 64", OPERATES(BPF_DW, BPF_ADD), .r0 = OPERAND,
     AFTER(LOW8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0x00)},
    {"add 32", OPERATES(BPF_W, BPF_ADD), .r0 = OPERAND, AFTER(LOW8, 0xf8, 0xf8, 0xf8, 0xf8, HIGH4)},
    {"fetch add 64", OPERATES(BPF_DW, BPF_ADD | BPF_FETCH), .r0 = OLD64,
     AFTER(LOW8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0x00)},
    {"fetch add 32", OPERATES(BPF_W, BPF_ADD | BPF_FETCH), .r0 = OLD32,
     AFTER(LOW8, 0xf8, 0xf8, 0xf8, 0xf8, HIGH4)},

    /* f0|08=f8 f1|07=f7 f2|06=f6 f3|05=f7 f4|04=f4 f5|03=f7 f6|02=f6 ff|01=ff */
    {"or 64", OPERATES(BPF_DW, BPF_OR), .r0 = OPERAND,
     AFTER(LOW8, 0xf8, 0xf7, 0xf6, 0xf7, 0xf4, 0xf7, 0xf6, 0xff)},
    {"or 32", OPERATES(BPF_W, BPF_OR), .r0 = OPERAND, AFTER(LOW8, 0xf8, 0xf7, 0xf6, 0xf7, HIGH4)},
    {"fetch or 64", OPERATES(BPF_DW, BPF_OR | BPF_FETCH), .r0 = OLD64,
     AFTER(LOW8, 0xf8, 0xf7, 0xf6, 0xf7, 0xf4, 0xf7, 0xf6, 0xff)},
    {"fetch or 32", OPERATES(BPF_W, BPF_OR | BPF_FETCH), .r0 = OLD32,
     AFTER(LOW8, 0xf8, 0xf7, 0xf6, 0xf7, HIGH4)},

    /* f0&08=00 f1&07=01 f2&06=02 f3&05=01 f4&04=04 f5&03=01 f6&02=02 ff&01=01 */
    {"and 64", OPERATES(BPF_DW, BPF_AND), .r0 = OPERAND, AFTER(LOW8, 0, 1, 2, 1, 4, 1, 2, 1)},
    {"and 32", OPERATES(BPF_W, BPF_AND), .r0 = OPERAND, AFTER(LOW8, 0, 1, 2, 1, HIGH4)},
    {"fetch and 64", OPERATES(BPF_DW, BPF_AND | BPF_FETCH), .r0 = OLD64,
     AFTER(LOW8, 0, 1, 2, 1, 4, 1, 2, 1)},
    {"fetch and 32", OPERATES(BPF_W, BPF_AND | BPF_FETCH), .r0 = OLD32,
     AFTER(LOW8, 0, 1, 2, 1, HIGH4)},

    /* f0^08=f8 f1^07=f6 f2^06=f4 f3^05=f6 f4^04=f0 f5^03=f6 f6^02=f4 ff^01=fe */
    {"xor 64", OPERATES(BPF_DW, BPF_XOR), .r0 = OPERAND,
     AFTER(LOW8, 0xf8, 0xf6, 0xf4, 0xf6, 0xf0, 0xf6, 0xf4, 0xfe)},
    {"xor 32", OPERATES(BPF_W, BPF_XOR), .r0 = OPERAND, AFTER(LOW8, 0xf8, 0xf6, 0xf4, 0xf6, HIGH4)},
    {"fetch xor 64", OPERATES(BPF_DW, BPF_XOR | BPF_FETCH), .r0 = OLD64,
     AFTER(LOW8, 0xf8, 0xf6, 0xf4, 0xf6, 0xf0, 0xf6, 0xf4, 0xfe)},
    {"fetch xor 32", OPERATES(BPF_W, BPF_XOR | BPF_FETCH), .r0 = OLD32,
     AFTER(LOW8, 0xf8, 0xf6, 0xf4, 0xf6, HIGH4)},

    {"xchg 64", OPERATES(BPF_DW, BPF_XCHG), .r0 = OLD64, AFTER(LOW8, 8, 7, 6, 5, 4, 3, 2, 1)},
    {"xchg 32", OPERATES(BPF_W, BPF_XCHG), .r0 = OLD32, AFTER(LOW8, 8, 7, 6, 5, HIGH4)},

    {"cmpxchg 64 equal", COMPARES(BPF_DW, OLD64), .r0 = OLD64, AFTER(LOW8, 8, 7, 6, 5, 4, 3, 2, 1)},
    {"cmpxchg 64 not equal", COMPARES(BPF_DW, 5), .r0 = OLD64},
    {"cmpxchg 64, low half equal", COMPARES(BPF_DW, OLD32), .r0 = OLD64},
    {"cmpxchg 32 equal", COMPARES(BPF_W, OLD32), .r0 = OLD32, AFTER(LOW8, 8, 7, 6, 5, HIGH4)},
    {"cmpxchg 32, dirty high half", COMPARES(BPF_W, 0xdeadbeeff3f2f1f0), .r0 = OLD32,
     AFTER(LOW8, 8, 7, 6, 5, HIGH4)},
    {"cmpxchg 32 not equal", COMPARES(BPF_W, 0xffffffff00000005), .r0 = OLD32},
    {"cmpxchg leaves its source",
     PROGRAM(LDDW(2, OPERAND), ATOMIC(BPF_DW, BPF_CMPXCHG, 1, 2, 8), MOV64_X(0, 2), EXIT()),
     CONTEXT(MEMORY), .r0 = OPERAND},
    {"cmpxchg of r0 itself", PROGRAM(LDDW(0, OLD64), ATOMIC(BPF_DW, BPF_CMPXCHG, 1, 0, 8), EXIT()),
     CONTEXT(MEMORY), .r0 = OLD64},

    {"fetch into its own base",
     PROGRAM(ATOMIC(BPF_DW, BPF_ADD | BPF_FETCH, 1, 1, 0), MOV64_X(0, 1), EXIT()),
     CONTEXT(1, 0, 0, 0, 0, 0, 0, 0), .r0 = 1, AFTER(1, 0, 0, 0, 7, 0, 0, 0)},
    {"add of r10", PROGRAM(ATOMIC(BPF_DW, BPF_ADD, 1, 10, 0), MOV64_K(0, 0), EXIT()),
     .functions = &(const struct rbpf_function_info){0}, .function_count = 1,
     CONTEXT(0, 0, 0, 0, 0, 0, 0, 0), .r0 = 0, AFTER(0, 0, 0, 0, 1, 0, 0, 0)},
    {"wraps", PROGRAM(MOV64_K(2, 1), ATOMIC(BPF_W, BPF_ADD, 1, 2, 0), MOV64_K(0, 0), EXIT()),
     CONTEXT(0xff, 0xff, 0xff, 0xff, 5, 0, 0, 0), AFTER(0, 0, 0, 0, 5, 0, 0, 0)},
    {"in the last bytes", PROGRAM(MOV64_K(2, 1), ATOMIC(BPF_W, BPF_ADD, 1, 2, 4), EXIT()),
     CONTEXT(0, 0, 0, 0, 1, 0, 0, 0), AFTER(0, 0, 0, 0, 2, 0, 0, 0)},

    {"misaligned 32 by 1", MISALIGNED(BPF_W, BPF_ADD, 1, 4)},
    {"misaligned 32 by 2", MISALIGNED(BPF_W, BPF_XCHG, 2, 4)},
    {"misaligned 32 by 3", MISALIGNED(BPF_W, BPF_CMPXCHG, 3, 4)},
    {"misaligned 64 by 1", MISALIGNED(BPF_DW, BPF_ADD, 1, 8)},
    {"misaligned 64 by 2", MISALIGNED(BPF_DW, BPF_OR, 2, 8)},
    {"misaligned 64 by 4", MISALIGNED(BPF_DW, BPF_ADD | BPF_FETCH, 4, 8)},
    {"behind the end", PROGRAM(ATOMIC(BPF_DW, BPF_ADD, 1, 2, 16), EXIT()), CONTEXT(MEMORY),
     .status = RBPF_FAULT_BOUNDS,
     .fault = {.insn = 0, .address = CONTEXT_AT(16), .size = 8, .write = true}},
    {"null", PROGRAM(ATOMIC(BPF_W, BPF_XCHG, 0, 2, 0), EXIT()), .status = RBPF_FAULT_BOUNDS,
     .fault = {.insn = 0, .address = 0, .size = 4, .write = true}},
    {"read-only",
     PROGRAM(LDDW(3, MACHINE_AT(MACHINE_REGION_READ_ONLY, 8)), ATOMIC(BPF_W, BPF_CMPXCHG, 3, 2, 0),
             EXIT()),
     .status = RBPF_FAULT_READ_ONLY, .executed = 1,
     .fault =
         {.insn = 2, .address = MACHINE_AT(MACHINE_REGION_READ_ONLY, 8), .size = 4, .write = true}},
    {"a fault leaves r0", PROGRAM(MOV64_K(0, 9), ATOMIC(BPF_W, BPF_CMPXCHG, 3, 2, 0), EXIT()),
     .status = RBPF_FAULT_BOUNDS, .executed = 1,
     .fault = {.insn = 1, .address = 0, .size = 4, .write = true}},
};

CASE_SET(atomic_vectors, vectors, check_run_case);
