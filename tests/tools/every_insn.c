/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "every_insn.h"

#include <string.h>

#include "isa/isa.h"

static const uint8_t dsts[] = {0, 5, 9, 10};
static const uint8_t srcs[] = {0, 1, 6, 10};
static const int16_t offsets[] = {0, 1, 8, 16, 32, -1, -32768, 32767};
static const int32_t imms[] = {0,         1,         -1,   16,   32,   64,   65,   0x50, 0x51,
                               INT32_MAX, INT32_MIN, 0xa0, 0xa1, 0xe1, 0xf1, 1000, -1000};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool imm_is_atomic(int32_t imm)
{
    int32_t plain = imm & ~RBPF_ATOMIC_FETCH;

    return plain == RBPF_ATOMIC_ADD || plain == RBPF_ATOMIC_OR || plain == RBPF_ATOMIC_AND ||
           plain == RBPF_ATOMIC_XOR || imm == RBPF_ATOMIC_XCHG || imm == RBPF_ATOMIC_CMPXCHG;
}

static bool fields_ok(const struct rbpf_insn *i, uint8_t rule)
{
    return !((rule & RBPF_RULE_DST && i->dst) || (rule & RBPF_RULE_SRC && i->src) ||
             (rule & RBPF_RULE_OFF && i->offset) || (rule & RBPF_RULE_IMM && i->imm));
}

/* What RFC 9669 defines of an instruction by itself; where it jumps is not looked at. */
static bool is_legal(const struct rbpf_insn *i)
{
    uint8_t rule = (uint8_t)rbpf_opcode_rule(i->opcode);

    if (!fields_ok(i, rule))
        return false;
    switch (rbpf_rule_kind(rule)) {
    case RBPF_KIND_NONE:
        return false;
    case RBPF_KIND_DIVIDES:
        return i->offset == 0 || i->offset == 1;
    case RBPF_KIND_MOVES32:
        return i->offset == 0 || i->offset == 8 || i->offset == 16;
    case RBPF_KIND_MOVES64:
        return i->offset == 0 || i->offset == 8 || i->offset == 16 || i->offset == 32;
    case RBPF_KIND_SWAPS:
        return i->imm == 16 || i->imm == 32 || i->imm == 64;
    case RBPF_KIND_ATOMIC:
        return imm_is_atomic(i->imm);
    case RBPF_KIND_CALLS:
        return i->src <= RBPF_CALL_LOCAL;
    case RBPF_KIND_LOADS_IMM:
        return i->src == 0;
    default:
        return true;
    }
}

struct output {
    uint8_t *bytes;
    size_t size;
    size_t used;
};

static void add(struct output *out, const struct rbpf_insn *i)
{
    uint8_t slots[16] = {i->opcode, (uint8_t)(i->src << 4 | i->dst)};
    size_t size = i->opcode == RBPF_OP_LDDW ? 16 : 8;

    rbpf_store16(slots + 2, (uint16_t)i->offset);
    rbpf_store32(slots + 4, (uint32_t)i->imm);
    rbpf_store32(slots + 12, (uint32_t)i->imm ^ 0x1234u);
    if (out->used + size <= out->size)
        memcpy(out->bytes + out->used, slots, size);
    out->used += size;
}

static void add_opcode(struct output *out, uint8_t opcode)
{
    size_t total = COUNT(dsts) * COUNT(srcs) * COUNT(offsets) * COUNT(imms);

    for (size_t n = 0; n < total; n++) {
        size_t rest = n / COUNT(dsts) / COUNT(srcs);
        struct rbpf_insn insn = {
            .opcode = opcode,
            .dst = dsts[n % COUNT(dsts)],
            .src = srcs[n / COUNT(dsts) % COUNT(srcs)],
            .offset = offsets[rest % COUNT(offsets)],
            .imm = imms[rest / COUNT(offsets)],
        };

        if (is_legal(&insn))
            add(out, &insn);
    }
}

size_t every_insn(uint8_t *bytes, size_t size)
{
    struct output out = {bytes, size, 0};

    for (unsigned opcode = 0; opcode < 256; opcode++)
        add_opcode(&out, (uint8_t)opcode);
    return out.used;
}
