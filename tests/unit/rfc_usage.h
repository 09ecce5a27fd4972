/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What RFC 9669 says of opcodes in sections 3 to 5, told once more by its classes and codes: which
 * there are, what each uses of an instruction, and what chooses a form of it. Shares nothing with
 * the library, whose table lists them one by one.
 */
#ifndef RBPF_TEST_RFC_USAGE_H
#define RBPF_TEST_RFC_USAGE_H

#include <stdbool.h>
#include <stdint.h>

struct rfc_usage {
    /* The RFC lists it. Packet access is listed, and is used by nobody. */
    bool known, is_packet;
    bool dst, src, offset, imm;
    /* The source is a register, not the kind of a call or of an LDDW. */
    bool src_is_register;
    bool writes_dst;
};

struct rfc_usage rfc_usage(uint8_t opcode);

/* Is it listed, and no packet access? */
bool rfc_is_legal(uint8_t opcode);

/* Of the classes ALU and ALU64; JMP and JMP32. */
bool rfc_is_arithmetic(uint8_t opcode);
bool rfc_is_jump(uint8_t opcode);

bool rfc_is_lddw(uint8_t opcode);

/* Of a load, a store or an atomic operation. */
uint32_t rfc_access_bytes(uint8_t opcode);

/* DIV, MOD and MOV by register, whose offset chooses a form, as SDIV, SMOD and MOVSX are. */
bool rfc_has_forms(uint8_t opcode);
bool rfc_is_form(uint8_t opcode, int32_t offset);

/* END, whose immediate is a width. */
bool rfc_is_swap(uint8_t opcode);
bool rfc_is_width(int32_t imm);

/* Section 5.3. */
#define RFC_OPERATIONS 10u
extern const uint8_t rfc_operations[RFC_OPERATIONS];
bool rfc_is_atomic(uint8_t opcode);
bool rfc_is_operation(int32_t imm);

#endif
