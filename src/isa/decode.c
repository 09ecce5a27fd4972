/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Instructions for people and tools; a device that only runs programs does not link this. */
#include "isa/isa.h"

struct rbpf_insn rbpf_insn_decode(const uint8_t bytes[8])
{
    return (struct rbpf_insn){
        .opcode = bytes[0],
        .dst = bytes[1] & 15u,
        .src = bytes[1] >> 4,
        .offset = (int16_t)rbpf_load16(bytes + 2),
        .imm = (int32_t)rbpf_load32(bytes + 4),
    };
}

const char *rbpf_opcode_name(uint8_t opcode)
{
    switch (opcode) {
#define X(opcode, name, mnemonic, shape, group, heat)                                              \
    case opcode:                                                                                   \
        return #name;
        RBPF_OPCODES(X)
#undef X
    default:
        return 0;
    }
}

/* KIND_OF_ALU_IMM and so on. */
enum {
#define X(shape, kind, dst, src, off, imm) KIND_OF_##shape = RBPF_KIND_##kind,
    RBPF_SHAPES(X)
#undef X
};

/* What the table says of an opcode, whether it is built in or not. */
struct row {
    uint32_t groups;
    uint32_t kind;
};

static struct row find_row(uint8_t opcode)
{
    switch (opcode) {
#define X(opcode, name, mnemonic, shape, group, heat)                                              \
    case opcode:                                                                                   \
        return (struct row){RBPF_GROUP_##group, KIND_OF_##shape};
        RBPF_OPCODES(X)
#undef X
    default:
        return (struct row){0, RBPF_KIND_NONE};
    }
}

/* DIV, MOD and MOV by a register or an immediate: an offset makes them signed. */
static bool is_v4_form(const struct rbpf_insn *insn, uint32_t kind)
{
    return insn->offset != 0 &&
           (kind == RBPF_KIND_DIVIDES || kind == RBPF_KIND_MOVES32 || kind == RBPF_KIND_MOVES64);
}

/*
 * The base group of rows that do not say it: of what cpu v4 added as rows of
 * its own, and of byte swaps, only a swap of 64 bits is base64 (sections 4.2 and 5).
 */
static uint32_t base_group(const struct rbpf_insn *insn, uint32_t kind)
{
    return kind == RBPF_KIND_SWAPS && insn->imm == 64 ? RBPF_GROUP_BASE64 : RBPF_GROUP_BASE32;
}

uint32_t rbpf_insn_groups(const struct rbpf_insn *insn)
{
    struct row row = find_row(insn->opcode);

    if (row.groups == RBPF_GROUP_V4)
        return row.groups | base_group(insn, row.kind);
    if (row.kind == RBPF_KIND_SWAPS)
        return base_group(insn, row.kind);
    return is_v4_form(insn, row.kind) ? row.groups | RBPF_GROUP_V4 : row.groups;
}

uint32_t rbpf_groups(void)
{
    return RBPF_GROUPS;
}

const char *rbpf_group_name(uint32_t groups)
{
    static const char *const names[] = {"base32",   "base64", "atomic32", "atomic64", "divmul32",
                                        "divmul64", "packet", "callx",    "v4"};
    uint32_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (groups >> i & 1u)
            return names[i];
    return "none";
}
