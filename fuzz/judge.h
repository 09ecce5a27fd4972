/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What RFC 9669 and <rbpf/program.h> allow, told once more, slow and plain, without the library's
 * table or any of its functions. It says what of a build with all groups, and leaves open which of
 * several broken rules is named.
 */
#ifndef RBPF_FUZZ_JUDGE_H
#define RBPF_FUZZ_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/program.h>

#include "rfc_usage.h"

/* A set of broken rules: one bit for each RBPF_REJECT_. */
#define BROKEN(rule) judge_bit(RBPF_REJECT_##rule)

static inline uint32_t judge_bit(enum rbpf_status status)
{
    return status <= RBPF_REJECT_EMPTY && status > RBPF_REJECT_EMPTY - 32
               ? 1u << (RBPF_REJECT_EMPTY - status)
               : 0;
}

/* A slot, by its places in the drawing of section 3. */
struct judge_insn {
    uint8_t opcode;
    uint8_t dst;
    uint8_t src;
    int16_t offset;
    int32_t imm;
};

struct judge_insn judge_read(const uint8_t *bytes);
struct judge_insn judge_insn_at(const struct rbpf_code *code, uint32_t slot);

/* A record of the list of functions, as <rbpf/program.h> draws it. */
struct judge_record {
    uint32_t entry, frame_bytes, stack_bytes, depth, flags;
};

struct judge_record judge_record(const struct rbpf_code *code, uint32_t index);

/* Where the next function begins, or the program ends. */
uint32_t judge_function_end(const struct rbpf_code *code, uint32_t index);

/* The rules that an instruction breaks wherever it stands; `second` is the slot behind an LDDW, or
 * null. */
uint32_t judge_slot(const struct judge_insn *insn, const struct judge_insn *second);

struct judgement {
    /* The slot or record of the first broken rule, and all rules that are broken there. */
    uint32_t where;
    uint32_t broken;
};

struct judgement judge_code(const struct rbpf_code *code);

/* Where does a jump go? False: it is no jump. */
bool judge_target(const struct judge_insn *insn, uint32_t slot, int64_t *target);

/* Does it never go on to the instruction behind it: JA, EXIT? */
bool judge_leaves(uint8_t opcode);

/* Does it call, a function or a helper? */
bool judge_calls(uint8_t opcode);

#endif
