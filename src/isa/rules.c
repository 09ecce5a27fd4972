/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The byte per opcode that the verifier goes by, made of the table of instructions. */
#include "isa/isa.h"

#define X(shape, kind, dst, src, off, imm)                                                         \
    RULE_##shape = RBPF_KIND_##kind << 4 | (dst ? 0 : RBPF_RULE_DST) | (src ? 0 : RBPF_RULE_SRC) | \
                   (off ? 0 : RBPF_RULE_OFF) | (imm ? 0 : RBPF_RULE_IMM),
enum { RBPF_SHAPES(X) };
#undef X

#define IS_BUILT_IN(group) (RBPF_GROUPS & RBPF_GROUP_##group)
#define RULE_OF_ABSENT(group)                                                                      \
    (RBPF_GROUP_##group == RBPF_GROUP_PACKET ? RBPF_RULE_PACKET : RBPF_RULE_ABSENT)

const uint8_t rbpf_isa_rules[RBPF_OPCODES_END] = {
#define X(opcode, name, mnemonic, shape, group, heat)                                              \
    [opcode] = IS_BUILT_IN(group) ? RULE_##shape : RULE_OF_ABSENT(group),
    RBPF_OPCODES(X)
#undef X
};
