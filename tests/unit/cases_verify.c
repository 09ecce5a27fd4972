/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The rules of the verifier for instructions: of each the smallest program
 * that is accepted and the smallest that is refused, and where.
 */
#include "verify_case.h"

#define EXIT_ONLY PROGRAM(EXIT())
#define BAD(rule, slot) .status = RBPF_REJECT_##rule, .where = (slot)

/* Allows helpers 0 and 32 of the table. */
static const uint32_t allowed_words[2 + RBPF_HELPERS_MAX / 32] = {1u, 1u};

/* The table and `allowed` of verify_helpers, cut short. */
static struct rbpf_helpers three_helpers, two_words;

/* A table with one more than there are ids. */
static struct rbpf_helpers too_many_helpers;

static const struct verify_case rules[] = {
    {"empty: one instruction", EXIT_ONLY},
    {"empty: none", .insns = (const uint64_t[]){EXIT()}, .insns_bytes = 0, BAD(EMPTY, 0)},
    {"length 4", .insns = (const uint64_t[]){EXIT()}, .insns_bytes = 4, BAD(LENGTH, 0)},
    {"length 7", .insns = (const uint64_t[]){EXIT()}, .insns_bytes = 7, BAD(LENGTH, 0)},
    {"length 8", .insns = (const uint64_t[]){EXIT()}, .insns_bytes = 8},
    {"length 9", .insns = (const uint64_t[]){EXIT(), EXIT()}, .insns_bytes = 9, BAD(LENGTH, 0)},
    {"length 12", .insns = (const uint64_t[]){EXIT(), EXIT()}, .insns_bytes = 12, BAD(LENGTH, 0)},
    {"length 16", PROGRAM(EXIT(), EXIT())},

    {"opcode first", PROGRAM(INSN(0xff, 0, 0, 0, 0), EXIT()), BAD(OPCODE, 0)},
    {"opcode second", PROGRAM(MOV64_K(0, 0), INSN(0x08, 0, 0, 0, 0), EXIT()), BAD(OPCODE, 1)},
    {"opcode last", PROGRAM(MOV64_K(0, 0), INSN(0xe7, 0, 0, 0, 0)), BAD(OPCODE, 1)},
    {"opcode 0 alone", PROGRAM(INSN(0, 0, 0, 0, 0), EXIT()), BAD(OPCODE, 0)},
    {"opcode behind exit", PROGRAM(EXIT(), INSN(0xfd, 0, 0, 0, 0), EXIT()), BAD(OPCODE, 1)},

    {"callx allowed", PROGRAM(CALL_REG(1), EXIT())},
    {"callx not allowed", PROGRAM(MOV64_K(0, 0), CALL_REG(1), EXIT()), .no_callx = true,
     BAD(GROUP, 1)},
    {"no callx, none there", EXIT_ONLY, .no_callx = true},

    {"register 10 read", PROGRAM(MOV64_X(0, 10), EXIT())},
    {"register 11 read", PROGRAM(MOV64_X(0, 11), EXIT()), BAD(REGISTER, 0)},
    {"register 11 written", PROGRAM(MOV64_K(0, 0), MOV64_K(11, 0), EXIT()), BAD(REGISTER, 1)},
    {"r9 written", PROGRAM(MOV64_K(9, 0), EXIT())},
    {"r10 written", PROGRAM(MOV64_K(0, 0), ADD64_K(10, 0), EXIT()), BAD(R10_WRITE, 1)},
    {"r10 loaded", PROGRAM(LDX(BPF_DW, 10, 10, -8), EXIT()), BAD(R10_WRITE, 0)},
    {"r10 by lddw", PROGRAM(LDDW(10, 1), EXIT()), BAD(R10_WRITE, 0)},
    {"r10 as address", PROGRAM(STX(BPF_DW, 10, 10, -8), EXIT())},
    {"r10 by fetch", PROGRAM(ATOMIC(BPF_DW, BPF_ADD | BPF_FETCH, 1, 10, 0), EXIT()),
     BAD(R10_WRITE, 0)},
    {"r10 added", PROGRAM(ATOMIC(BPF_DW, BPF_ADD, 1, 10, 0), EXIT())},
    {"r10 by xchg", PROGRAM(ATOMIC(BPF_W, BPF_XCHG, 1, 10, 0), EXIT()), BAD(R10_WRITE, 0)},
    {"r10 in cmpxchg", PROGRAM(ATOMIC(BPF_W, BPF_CMPXCHG, 1, 10, 0), EXIT())},

    {"reserved: exit", PROGRAM(INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 1)), BAD(RESERVED, 0)},
    {"reserved: mov k", PROGRAM(EXIT(), INSN(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 8, 0), EXIT()),
     BAD(RESERVED, 1)},

    {"offset: sdiv", PROGRAM(INSN(BPF_ALU64 | BPF_DIV | BPF_K, 0, 0, 1, 1), EXIT())},
    {"offset: div 2", PROGRAM(INSN(BPF_ALU64 | BPF_DIV | BPF_K, 0, 0, 2, 1), EXIT()),
     BAD(OFFSET, 0)},
    {"offset: movsx 32 in 32 bits", PROGRAM(INSN(BPF_ALU | BPF_MOV | BPF_X, 0, 1, 32, 0), EXIT()),
     BAD(OFFSET, 0)},
    {"offset: movsx 32 in 64 bits",
     PROGRAM(INSN(BPF_ALU64 | BPF_MOV | BPF_X, 0, 1, 32, 0), EXIT())},

    {"width 16", PROGRAM(INSN(BPF_ALU | BPF_END | BPF_TO_BE, 0, 0, 0, 16), EXIT())},
    {"width 8", PROGRAM(INSN(BPF_ALU | BPF_END | BPF_TO_BE, 0, 0, 0, 8), EXIT()), BAD(WIDTH, 0)},
    {"width 0", PROGRAM(INSN(BPF_ALU64 | BPF_END, 0, 0, 0, 0), EXIT()), BAD(WIDTH, 0)},

    {"atomic add", PROGRAM(ATOMIC(BPF_W, BPF_ADD, 1, 2, 0), EXIT())},
    {"atomic sub", PROGRAM(ATOMIC(BPF_W, BPF_SUB, 1, 2, 0), EXIT()), BAD(ATOMIC, 0)},
    {"atomic xchg without fetch", PROGRAM(ATOMIC(BPF_DW, 0xe0, 1, 2, 0), EXIT()), BAD(ATOMIC, 0)},
    {"atomic cmpxchg without fetch", PROGRAM(ATOMIC(BPF_DW, 0xf0, 1, 2, 0), EXIT()),
     BAD(ATOMIC, 0)},

    {"lddw whole", PROGRAM(LDDW(0, 1), EXIT())},
    {"lddw cut by the end", PROGRAM(EXIT(), INSN(0x18, 0, 0, 0, 0)), BAD(LDDW_CUT, 1)},
    {"lddw alone", PROGRAM(INSN(0x18, 0, 0, 0, 0)), BAD(LDDW_CUT, 0)},
    {"lddw second: opcode", PROGRAM(INSN(0x18, 0, 0, 0, 0), INSN(0x95, 0, 0, 0, 0), EXIT()),
     BAD(LDDW_SECOND, 0)},
    {"lddw second: dst", PROGRAM(INSN(0x18, 0, 0, 0, 0), INSN(0, 1, 0, 0, 0), EXIT()),
     BAD(LDDW_SECOND, 0)},
    {"lddw second: src", PROGRAM(INSN(0x18, 0, 0, 0, 0), INSN(0, 0, 1, 0, 0), EXIT()),
     BAD(LDDW_SECOND, 0)},
    {"lddw second: offset", PROGRAM(INSN(0x18, 0, 0, 0, 0), INSN(0, 0, 0, -1, 0), EXIT()),
     BAD(LDDW_SECOND, 0)},
    {"lddw second: immediate", PROGRAM(INSN(0x18, 0, 0, 0, 0), INSN(0, 0, 0, 0, -1), EXIT())},
    {"lddw map fd", PROGRAM(EXIT(), INSN(0x18, 0, BPF_PSEUDO_MAP_FD, 0, 0), 0, EXIT()),
     BAD(LDDW_SOURCE, 1)},
    {"lddw map value", PROGRAM(INSN(0x18, 0, BPF_PSEUDO_MAP_VALUE, 0, 0), 0, EXIT()),
     BAD(LDDW_SOURCE, 0)},
    {"lddw variable", PROGRAM(INSN(0x18, 0, BPF_PSEUDO_BTF_ID, 0, 0), 0, EXIT()),
     BAD(LDDW_SOURCE, 0)},
    {"lddw code", PROGRAM(INSN(0x18, 0, BPF_PSEUDO_FUNC, 0, 0), 0, EXIT()), BAD(LDDW_SOURCE, 0)},
    {"lddw map index", PROGRAM(INSN(0x18, 0, BPF_PSEUDO_MAP_IDX, 0, 0), 0, EXIT()),
     BAD(LDDW_SOURCE, 0)},
    {"lddw map index value", PROGRAM(INSN(0x18, 0, BPF_PSEUDO_MAP_IDX_VALUE, 0, 0), 0, EXIT()),
     BAD(LDDW_SOURCE, 0)},
    {"lddw source 7", PROGRAM(INSN(0x18, 0, 7, 0, 0), 0, EXIT()), BAD(LDDW_SOURCE, 0)},
    {"lddw source 15", PROGRAM(INSN(0x18, 0, 15, 0, 0), 0, EXIT()), BAD(LDDW_SOURCE, 0)},

    {"jump to itself", PROGRAM(JA(-1))},
    {"jump to the first", PROGRAM(EXIT(), JA(-2))},
    {"jump before the first", PROGRAM(EXIT(), JA(-3)), BAD(JUMP_TARGET, 1)},
    {"jump to the last", PROGRAM(JA(1), EXIT(), EXIT())},
    {"jump behind the last", PROGRAM(JA(2), EXIT(), EXIT()), BAD(JUMP_TARGET, 0)},
    {"jump largest", PROGRAM(JA(32767), EXIT()), BAD(JUMP_TARGET, 0)},
    {"jump smallest", PROGRAM(JA(-32768), EXIT()), BAD(JUMP_TARGET, 0)},
    {"branch to the last", PROGRAM(JMP_K(BPF_JEQ, 0, 0, 0), EXIT())},
    {"branch behind the last", PROGRAM(JMP_K(BPF_JEQ, 0, 0, 1), EXIT()), BAD(JUMP_TARGET, 0)},
    {"branch before the first", PROGRAM(JMP32_X(BPF_JSLE, 0, 0, -2), EXIT()), BAD(JUMP_TARGET, 0)},
    {"long jump to the last", PROGRAM(JA32(1), EXIT(), EXIT())},
    {"long jump behind the last", PROGRAM(JA32(2), EXIT(), EXIT()), BAD(JUMP_TARGET, 0)},
    {"long jump before the first", PROGRAM(EXIT(), JA32(-3)), BAD(JUMP_TARGET, 1)},
    {"long jump largest", PROGRAM(JA32(INT32_MAX), EXIT()), BAD(JUMP_TARGET, 0)},
    {"long jump smallest", PROGRAM(JA32(INT32_MIN), EXIT()), BAD(JUMP_TARGET, 0)},
    {"jump to an lddw", PROGRAM(JA(0), LDDW(0, 1), EXIT())},
    {"jump into an lddw", PROGRAM(JA(1), LDDW(0, 1), EXIT()), BAD(JUMP_INTO_LDDW, 0)},
    {"jump back into an lddw", PROGRAM(LDDW(0, 1), JA(-2)), BAD(JUMP_INTO_LDDW, 2)},
    {"jump back to an lddw", PROGRAM(LDDW(0, 1), JA(-3))},
    {"branch into an lddw", PROGRAM(JMP_X(BPF_JNE, 1, 2, 1), LDDW(0, 1), EXIT()),
     BAD(JUMP_INTO_LDDW, 0)},
    {"long jump into an lddw", PROGRAM(JA32(1), LDDW(0, 1), EXIT()), BAD(JUMP_INTO_LDDW, 0)},

    {"call kind 3", PROGRAM(INSN(BPF_JMP | BPF_CALL, 0, 3, 0, 0), EXIT()), BAD(CALL_KIND, 0)},
    {"call kind 15", PROGRAM(INSN(BPF_JMP | BPF_CALL, 0, 15, 0, 0), EXIT()), BAD(CALL_KIND, 0)},
    {"call by btf id", PROGRAM(INSN(BPF_JMP | BPF_CALL, 0, BPF_PSEUDO_KFUNC_CALL, 0, 0), EXIT()),
     BAD(CALL_BTF, 0)},
    {"helper known", PROGRAM(CALL_HELPER(3), EXIT()), .helpers = &verify_helpers},
    {"helper last", PROGRAM(CALL_HELPER(63), EXIT()), .helpers = &verify_helpers},
    {"helper behind the last", PROGRAM(CALL_HELPER(64), EXIT()), .helpers = &verify_helpers,
     BAD(HELPER, 0)},
    {"helper hole", PROGRAM(CALL_HELPER(0), CALL_HELPER(2), EXIT()), .helpers = &verify_helpers,
     BAD(HELPER, 1)},
    {"helper without any", PROGRAM(CALL_HELPER(0), EXIT()), BAD(HELPER, 0)},
    {"helper -1", PROGRAM(CALL_HELPER(-1), EXIT()), .helpers = &verify_helpers, BAD(HELPER, 0)},
    {"helper smallest", PROGRAM(CALL_HELPER(INT32_MIN), EXIT()), .helpers = &verify_helpers,
     BAD(HELPER, 0)},
    {"helper in a short table", PROGRAM(CALL_HELPER(1), EXIT()), .helpers = &three_helpers},
    {"helper behind a short table", PROGRAM(CALL_HELPER(3), EXIT()), .helpers = &three_helpers,
     BAD(HELPER, 0)},
    {"helper behind the last id", PROGRAM(CALL_HELPER(RBPF_HELPERS_MAX), EXIT()),
     .helpers = &too_many_helpers, BAD(HELPER, 0)},
    {"helper allowed", PROGRAM(CALL_HELPER(0), CALL_HELPER(32), EXIT()), .helpers = &two_words},
    {"helper not allowed", PROGRAM(CALL_HELPER(1), EXIT()), .helpers = &two_words, BAD(HELPER, 0)},
    {"helper not allowed, second word", PROGRAM(CALL_HELPER(63), EXIT()), .helpers = &two_words,
     BAD(HELPER, 0)},

    {"call to the first", PROGRAM(CALL_LOCAL(-1), EXIT())},
    {"call to no function", PROGRAM(CALL_LOCAL(0), EXIT()), BAD(CALL_TARGET, 0)},
    {"call before the first", PROGRAM(CALL_LOCAL(-2), EXIT()), BAD(CALL_TARGET, 0)},
    {"call behind the last", PROGRAM(CALL_LOCAL(1), EXIT()), BAD(CALL_TARGET, 0)},
    {"call farthest", PROGRAM(CALL_LOCAL(INT32_MAX), EXIT()), BAD(CALL_TARGET, 0)},
    {"call farthest back", PROGRAM(CALL_LOCAL(INT32_MIN), EXIT()), BAD(CALL_TARGET, 0)},
    {"call 65536 before itself", PROGRAM(CALL_LOCAL(-65537), EXIT()), BAD(CALL_TARGET, 0)},
    {"call 65536 behind itself", PROGRAM(CALL_LOCAL(65535), EXIT()), BAD(CALL_TARGET, 0)},
    {"call into an lddw", PROGRAM(CALL_LOCAL(1), LDDW(0, 0), EXIT()), BAD(CALL_TARGET, 0)},

    {"ends by exit", EXIT_ONLY},
    {"ends by a jump", PROGRAM(EXIT(), JA(-2))},
    {"ends by a long jump", PROGRAM(EXIT(), JA32(-2))},
    {"falls off a mov", PROGRAM(MOV64_K(0, 0)), BAD(FALLS_OFF, 0)},
    {"falls off a branch", PROGRAM(EXIT(), JMP_K(BPF_JEQ, 0, 0, -2)), BAD(FALLS_OFF, 1)},
    {"falls off a call", PROGRAM(EXIT(), CALL_LOCAL(-2)), BAD(FALLS_OFF, 1)},
    {"falls off a helper", PROGRAM(CALL_HELPER(0)), .helpers = &verify_helpers, BAD(FALLS_OFF, 0)},
    {"falls off a callx", PROGRAM(CALL_REG(1)), BAD(FALLS_OFF, 0)},
    {"falls off an lddw", PROGRAM(EXIT(), LDDW(0, 0)), BAD(FALLS_OFF, 1)},
    {"falls off a store", PROGRAM(EXIT(), ST(BPF_B, 1, 0, 0)), BAD(FALLS_OFF, 1)},

    {"packet abs w", PROGRAM(INSN(BPF_LD | BPF_ABS | BPF_W, 0, 0, 0, 1), EXIT()), BAD(PACKET, 0)},
    {"packet abs h", PROGRAM(INSN(BPF_LD | BPF_ABS | BPF_H, 0, 0, 0, 1), EXIT()), BAD(PACKET, 0)},
    {"packet abs b", PROGRAM(INSN(BPF_LD | BPF_ABS | BPF_B, 0, 0, 0, 1), EXIT()), BAD(PACKET, 0)},
    {"packet ind w", PROGRAM(INSN(BPF_LD | BPF_IND | BPF_W, 0, 1, 0, 1), EXIT()), BAD(PACKET, 0)},
    {"packet ind h", PROGRAM(INSN(BPF_LD | BPF_IND | BPF_H, 0, 1, 0, 1), EXIT()), BAD(PACKET, 0)},
    {"packet ind b", PROGRAM(EXIT(), INSN(BPF_LD | BPF_IND | BPF_B, 0, 1, 0, 1), EXIT()),
     BAD(PACKET, 1)},
};

static struct verdict check_rule(const struct verify_case *row)
{
    static struct rbpf_helper table[RBPF_HELPERS_MAX + 1];

    table[RBPF_HELPERS_MAX] = verify_helpers.table[0];
    too_many_helpers = (struct rbpf_helpers){table, RBPF_HELPERS_MAX + 1, NULL};
    three_helpers = (struct rbpf_helpers){verify_helpers.table, 3, NULL};
    two_words = (struct rbpf_helpers){verify_helpers.table, 64, allowed_words};
    return check_verify_case(row);
}

CASE_SET(verify_rules, rules, check_rule);
