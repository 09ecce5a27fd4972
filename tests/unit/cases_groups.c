/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Groups of instructions that are left out (RFC 9669, section 2.4): whatever the
 * library was built with, a program that needs more is refused by RBPF_REJECT_GROUP.
 */
#include <rbpf/isa.h>

#include "left_out.h"
#include "verify_case.h"

struct group_case {
    const char *name;
    uint64_t insn;
    uint32_t needed;
};

static const struct group_case group_rows[] = {
    {"add 32", ALU32_K(BPF_ADD, 1, 1), RBPF_GROUP_BASE32},
    {"add 64", ALU64_K(BPF_ADD, 1, 1), RBPF_GROUP_BASE64},
    {"be 64", INSN(BPF_ALU | BPF_END | BPF_TO_BE, 1, 0, 0, 64), RBPF_GROUP_BASE64},
    {"mul 32", ALU32_K(BPF_MUL, 1, 1), RBPF_GROUP_DIVMUL32},
    {"div 32", ALU32_X(BPF_DIV, 1, 2), RBPF_GROUP_DIVMUL32},
    {"mod 32", ALU32_K(BPF_MOD, 1, 1), RBPF_GROUP_DIVMUL32},
    {"mul 64", ALU64_X(BPF_MUL, 1, 2), RBPF_GROUP_DIVMUL64},
    {"div 64", ALU64_K(BPF_DIV, 1, 1), RBPF_GROUP_DIVMUL64},
    {"mod 64", ALU64_K(BPF_MOD, 1, 1), RBPF_GROUP_DIVMUL64},
    {"sdiv 32", INSN(BPF_ALU | BPF_DIV | BPF_K, 1, 0, 1, 1), RBPF_GROUP_DIVMUL32 | RBPF_GROUP_V4},
    {"smod 64", INSN(BPF_ALU64 | BPF_MOD | BPF_X, 1, 2, 1, 0), RBPF_GROUP_DIVMUL64 | RBPF_GROUP_V4},
    {"movsx 8 32", INSN(BPF_ALU | BPF_MOV | BPF_X, 1, 2, 8, 0), RBPF_GROUP_V4},
    {"movsx 32 64", INSN(BPF_ALU64 | BPF_MOV | BPF_X, 1, 2, 32, 0), RBPF_GROUP_V4},
    {"bswap 16", INSN(BPF_ALU64 | BPF_END, 1, 0, 0, 16), RBPF_GROUP_V4},
    {"ja 32", JA32(0), RBPF_GROUP_V4},
    {"ldxsx b", LDXSX(BPF_B, 1, 1, 0), RBPF_GROUP_V4},
    {"ldxsx w", LDXSX(BPF_W, 1, 1, 0), RBPF_GROUP_V4},
    {"atomic 32", ATOMIC(BPF_W, BPF_ADD, 1, 2, 0), RBPF_GROUP_ATOMIC32},
    {"atomic 64", ATOMIC(BPF_DW, BPF_XCHG, 1, 2, 0), RBPF_GROUP_ATOMIC64},
    {"callx", CALL_REG(1), RBPF_GROUP_CALLX},
};

static struct verdict check_group(const struct group_case *row)
{
    const uint64_t insns[] = {EXIT(), row->insn, EXIT()};
    const bool is_built_in = (RBPF_GROUPS & row->needed) == row->needed;
    const struct verify_case program = {.insns = insns,
                                        .insns_bytes = sizeof insns,
                                        .status = is_built_in ? RBPF_OK : RBPF_REJECT_GROUP,
                                        .where = 1};
    struct verdict verdict = check_verify_case(&program);

    /* What is left out is what these rows are about: no failure of theirs is a skip. */
    left_out_begin();
    CHECK_PASSED(verdict);
    CHECK_EQUAL(rbpf_groups(), RBPF_GROUPS);
    return PASSED;
}

CASE_SET(verify_groups, group_rows, check_group);
