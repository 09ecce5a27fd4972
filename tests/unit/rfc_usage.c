/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "rfc_usage.h"

#include "asm.h"

const uint8_t rfc_operations[RFC_OPERATIONS] = {
    BPF_ADD, BPF_ADD | BPF_FETCH, BPF_OR,   BPF_OR | BPF_FETCH, BPF_AND, BPF_AND | BPF_FETCH,
    BPF_XOR, BPF_XOR | BPF_FETCH, BPF_XCHG, BPF_CMPXCHG};

bool rfc_is_arithmetic(uint8_t opcode)
{
    return BPF_CLASS(opcode) == BPF_ALU || BPF_CLASS(opcode) == BPF_ALU64;
}

bool rfc_is_jump(uint8_t opcode)
{
    return BPF_CLASS(opcode) == BPF_JMP || BPF_CLASS(opcode) == BPF_JMP32;
}

/* Sections 4.1 and 4.2. */
static struct rfc_usage arithmetic_usage(uint8_t opcode)
{
    const bool by_register = opcode & BPF_X;
    const unsigned code = BPF_OP(opcode);
    struct rfc_usage usage = {.known = code <= BPF_END, .dst = true, .writes_dst = true};

    usage.src = by_register && code != BPF_END;
    usage.imm = code == BPF_END || (!by_register && code != BPF_NEG);
    usage.offset = code == BPF_DIV || code == BPF_MOD || (code == BPF_MOV && by_register);
    if (by_register && (code == BPF_NEG || (code == BPF_END && BPF_CLASS(opcode) == BPF_ALU64)))
        usage.known = false;
    return usage;
}

/* Section 4.3. */
static struct rfc_usage jump_usage(uint8_t opcode)
{
    const bool wide = BPF_CLASS(opcode) == BPF_JMP;
    const bool by_register = opcode & BPF_X;

    switch (BPF_OP(opcode)) {
    case BPF_JA:
        return (struct rfc_usage){.known = !by_register, .offset = wide, .imm = !wide};
    case BPF_CALL:
        return (struct rfc_usage){
            .known = wide, .dst = by_register, .src = !by_register, .imm = !by_register};
    case BPF_EXIT:
        return (struct rfc_usage){.known = wide && !by_register};
    default:
        return (struct rfc_usage){.known = BPF_OP(opcode) <= BPF_JSLE,
                                  .dst = true,
                                  .src = by_register,
                                  .offset = true,
                                  .imm = !by_register};
    }
}

/* Section 5. */
static struct rfc_usage memory_usage(uint8_t opcode)
{
    const unsigned class = BPF_CLASS(opcode);
    const unsigned mode = BPF_MODE(opcode);
    const unsigned size = BPF_SIZE(opcode);
    struct rfc_usage usage = {.known = mode == BPF_MEM, .dst = true, .offset = true};

    usage.src = class == BPF_LDX || class == BPF_STX;
    usage.writes_dst = class == BPF_LDX;
    usage.imm = class == BPF_ST || rfc_is_atomic(opcode);
    if (class == BPF_LDX && mode == BPF_MEMSX)
        usage.known = size != BPF_DW;
    if (rfc_is_atomic(opcode))
        usage.known = size == BPF_W || size == BPF_DW;
    if (class != BPF_LD)
        return usage;
    usage.is_packet = (mode == BPF_ABS || mode == BPF_IND) && size != BPF_DW;
    usage.known = usage.is_packet || rfc_is_lddw(opcode);
    usage.src = usage.imm = usage.writes_dst = true;
    usage.offset = false;
    return usage;
}

struct rfc_usage rfc_usage(uint8_t opcode)
{
    struct rfc_usage usage = rfc_is_arithmetic(opcode) ? arithmetic_usage(opcode)
                             : rfc_is_jump(opcode)     ? jump_usage(opcode)
                                                       : memory_usage(opcode);

    usage.src_is_register =
        usage.src && BPF_CLASS(opcode) != BPF_LD && opcode != (BPF_JMP | BPF_CALL);
    return usage;
}

bool rfc_is_legal(uint8_t opcode)
{
    const struct rfc_usage usage = rfc_usage(opcode);

    return usage.known && !usage.is_packet;
}

bool rfc_is_lddw(uint8_t opcode)
{
    return opcode == (BPF_LD | BPF_IMM | BPF_DW);
}

uint32_t rfc_access_bytes(uint8_t opcode)
{
    switch (BPF_SIZE(opcode)) {
    case BPF_B:
        return 1;
    case BPF_H:
        return 2;
    case BPF_W:
        return 4;
    default:
        return 8;
    }
}

bool rfc_has_forms(uint8_t opcode)
{
    return rfc_is_arithmetic(opcode) && rfc_usage(opcode).offset;
}

/* Section 4.1. */
bool rfc_is_form(uint8_t opcode, int32_t offset)
{
    if (offset == 0)
        return true;
    if (BPF_OP(opcode) != BPF_MOV)
        return offset == 1;
    return offset == 8 || offset == 16 || (offset == 32 && BPF_CLASS(opcode) == BPF_ALU64);
}

bool rfc_is_swap(uint8_t opcode)
{
    return rfc_is_arithmetic(opcode) && BPF_OP(opcode) == BPF_END;
}

/* Section 4.2. */
bool rfc_is_width(int32_t imm)
{
    return imm == 16 || imm == 32 || imm == 64;
}

bool rfc_is_atomic(uint8_t opcode)
{
    return BPF_CLASS(opcode) == BPF_STX && BPF_MODE(opcode) == BPF_ATOMIC;
}

bool rfc_is_operation(int32_t imm)
{
    uint32_t i;

    for (i = 0; i < RFC_OPERATIONS; i++)
        if (imm == rfc_operations[i])
            return true;
    return false;
}
