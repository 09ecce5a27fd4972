/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The table of instructions as the layers use it. */
#ifndef RBPF_ISA_ISA_H
#define RBPF_ISA_ISA_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/isa.h>

#include "bytes.h"
#include "isa/table.h"

#define RBPF_INSN_BYTES 8u

/* Has the build the groups of `bits`? */
#define RBPF_HAS(bits) ((RBPF_GROUPS & (bits)) == (bits))

/* RBPF_HAS_ADD64_IMM and so on: is the instruction built in? */
enum {
#define X(opcode, name, mnemonic, shape, group, heat)                                              \
    RBPF_HAS_##name = RBPF_HAS(RBPF_GROUP_##group),
    RBPF_OPCODES(X)
#undef X
};

/*
 * The kinds of the table's shapes. NONE is no instruction that could be run. The verifier is
 * smaller for the order: those that are looked at alike stand together, and those that have forms
 * are last.
 */
enum rbpf_kind {
    RBPF_KIND_NONE,
    RBPF_KIND_JUMPS,
    RBPF_KIND_JUMPS32,
    RBPF_KIND_EXITS,
    RBPF_KIND_BRANCHES,
    RBPF_KIND_STORES,
    RBPF_KIND_ATOMIC,
    RBPF_KIND_CALLS_REG,
    RBPF_KIND_CALLS,
    RBPF_KIND_LOADS_IMM,
    RBPF_KIND_WRITES,
    RBPF_KIND_SWAPS,
    RBPF_KIND_DIVIDES,
    RBPF_KIND_MOVES32,
    RBPF_KIND_MOVES64
};

/*
 * One byte an opcode:
 *
 *      7      4 3   2   1   0
 *     +--------+---+---+---+---+
 *     | kind   |imm|off|src|dst|   1: the field must be zero
 *     +--------+---+---+---+---+
 *
 * Of kind NONE is what must not be used: PACKET, which is never offered, ABSENT, whose group is not
 * built in, and 0, which is no opcode.
 */
#define RBPF_RULE_DST 1u
#define RBPF_RULE_SRC 2u
#define RBPF_RULE_OFF 4u
#define RBPF_RULE_IMM 8u
#define RBPF_RULE_ABSENT 1u
#define RBPF_RULE_PACKET 2u

/* No instruction has a higher opcode. */
#define RBPF_OPCODES_END 0xe0u

extern const uint8_t rbpf_isa_rules[RBPF_OPCODES_END];

RBPF_INLINE uint32_t rbpf_opcode_rule(uint8_t opcode)
{
    return opcode < RBPF_OPCODES_END ? rbpf_isa_rules[opcode] : 0;
}

/* An enum rbpf_kind, which may be a byte: compilers for Arm would cut it out of the word again. */
RBPF_INLINE uint32_t rbpf_rule_kind(uint32_t rule)
{
    return rule >> 4;
}

RBPF_INLINE uint32_t rbpf_opcode_kind(uint8_t opcode)
{
    return rbpf_rule_kind(rbpf_opcode_rule(opcode));
}

/* Atomic operations: the immediate (RFC 9669, section 5.3). */
#define RBPF_ATOMIC_FETCH 0x01
#define RBPF_ATOMIC_ADD 0x00
#define RBPF_ATOMIC_OR 0x40
#define RBPF_ATOMIC_AND 0x50
#define RBPF_ATOMIC_XOR 0xa0
#define RBPF_ATOMIC_XCHG 0xe1
#define RBPF_ATOMIC_CMPXCHG 0xf1

/* The source of a CALL (RFC 9669, section 4.3). */
#define RBPF_CALL_HELPER 0
#define RBPF_CALL_LOCAL 1
#define RBPF_CALL_BTF 2

/* An opcode's parts (RFC 9669, section 3.1): what tells the classes apart, the operation of
 * arithmetic and jumps, and whether their second operand is a register. */
#define RBPF_CLASS(opcode) ((opcode)&7u)
#define RBPF_OPERATION(opcode) ((opcode) >> 4 & 15u)
#define RBPF_IS_REG(opcode) (((opcode)&8u) != 0)

enum rbpf_class {
    RBPF_CLASS_LD,
    RBPF_CLASS_LDX,
    RBPF_CLASS_ST,
    RBPF_CLASS_STX,
    RBPF_CLASS_ALU,
    RBPF_CLASS_JMP,
    RBPF_CLASS_JMP32,
    RBPF_CLASS_ALU64
};

/* The fields of the 8-aligned slot at p; the opcode is its first byte. */
RBPF_INLINE uint32_t rbpf_dst_at(const uint8_t *p)
{
    return p[1] & 15u;
}

RBPF_INLINE uint32_t rbpf_src_at(const uint8_t *p)
{
    return p[1] >> 4;
}

RBPF_INLINE int32_t rbpf_offset_at(const uint8_t *p)
{
    return (int16_t)rbpf_load16_aligned(p + 2);
}

RBPF_INLINE int32_t rbpf_imm_at(const uint8_t *p)
{
    return (int32_t)rbpf_load32_aligned(p + 4);
}

/* All fields of the 8-aligned slot at p. */
RBPF_INLINE struct rbpf_insn rbpf_insn_at(const uint8_t *p)
{
    uint32_t word = rbpf_load32_aligned(p);

    return (struct rbpf_insn){
        .opcode = (uint8_t)word,
        .dst = word >> 8 & 15u,
        .src = word >> 12 & 15u,
        .offset = (int16_t)(word >> 16),
        .imm = (int32_t)rbpf_load32_aligned(p + 4),
    };
}

#endif
