/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Instructions (RFC 9669, section 3): 8 bytes, little-endian on every host.
 *
 *     byte 0       1          2..3        4..7
 *     +--------+---------+-----------+-----------+
 *     | opcode | src|dst | offset    | immediate |
 *     +--------+---------+-----------+-----------+
 *               4b   4b    signed      signed
 *
 * LDDW takes two slots; the second has only an immediate, the high word.
 */
#ifndef RBPF_ISA_H
#define RBPF_ISA_H

#include <stdint.h>

#include <rbpf/config.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One decoded 8-byte slot. */
struct rbpf_insn {
    uint8_t opcode;
    uint8_t dst;
    uint8_t src;
    int16_t offset;
    int32_t imm;
};

/** Decodes the 8 bytes at `bytes` (any alignment). Any context. */
struct rbpf_insn rbpf_insn_decode(const uint8_t bytes[8]);

/**
 * The name of an opcode in the table of instructions, "ADD64_IMM".
 * Static storage; null where RFC 9669 defines no such opcode. Any context.
 */
const char *rbpf_opcode_name(uint8_t opcode);

/**
 * The groups an instruction belongs to, as RBPF_GROUP_ bits, taking its
 * offset and immediate into account (SDIV needs v4; a 64-bit byte swap base64).
 * 0 where RFC 9669 defines no such opcode. Any context.
 */
uint32_t rbpf_insn_groups(const struct rbpf_insn *insn);

/** The groups that this library was built with: RBPF_GROUPS. Any context. */
uint32_t rbpf_groups(void);

/**
 * The name of the lowest group in `groups`, as RFC 9669 spells it: "divmul32".
 * Static storage; "none" for 0. Any context.
 */
const char *rbpf_group_name(uint32_t groups);

#ifdef __cplusplus
}
#endif

#endif
