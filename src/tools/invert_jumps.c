/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * clang for BPF does not invert a condition to end a loop, so that each round executes two jumps:
 *
 *     if c goto +1         becomes         if !c goto back
 *     goto back                            goto +0
 *
 * No slot moves. To leave the loop takes an instruction more than before, so this is done only
 * where it is likely that the loop goes on: where the jump back leaves no loop inside its own, and
 * is the last that goes where it goes.
 *
 * Instructions may be anything. What the verifier refuses it refuses as before, at the same slot.
 */
#include <stdlib.h>

#include "bytes.h"
#include "isa/isa.h"
#include "tools/conversion.h"

/* The loop that begins at a slot, if a jump behind it goes there. */
struct loop {
    /* Where the last jump to the slot stands; 0: there is none. */
    uint32_t last;
    /* Where the loop around this one begins, once it is known. */
    uint32_t outer;
};

#define NO_LOOP UINT32_MAX

struct inversion {
    struct conversion *c;
    /* One for each slot. */
    struct loop *loops;
    /* Where the function begins, and the innermost loop that goes on behind the pair. */
    uint32_t function;
    uint32_t innermost;
};

static struct rbpf_insn insn_at(const struct conversion *c, uint32_t slot)
{
    return rbpf_insn_at(c->text + (size_t)slot * RBPF_INSN_BYTES);
}

static int32_t jump_distance(const struct rbpf_insn *insn)
{
    return insn->opcode == RBPF_OP_JA32 ? insn->imm : insn->offset;
}

/* Also those that this build leaves out, since devices may have them. Calls and exit, whose offset
 * is 0, do no harm. */
static bool is_jump(uint8_t opcode)
{
    return RBPF_CLASS(opcode) == RBPF_CLASS_JMP || RBPF_CLASS(opcode) == RBPF_CLASS_JMP32;
}

static void note_jump(struct inversion *v, uint32_t slot)
{
    struct rbpf_insn insn = insn_at(v->c, slot);
    int64_t target;

    if (!is_jump(insn.opcode))
        return;
    target = (int64_t)slot + 1 + jump_distance(&insn);
    if (target < 0 || target >= slot_count(v->c))
        return;
    v->c->slots[target] |= SLOT_JUMP;
    v->loops[target].last = slot;
}

/* The opcode of the opposite condition; 0: there is none. */
static uint8_t inverse_of(uint8_t opcode)
{
#define INVERSE(a, b)                                                                              \
    [RBPF_OPERATION(RBPF_OP_##a##64_IMM)] = RBPF_OP_##b##64_IMM & 0xf0u,                           \
    [RBPF_OPERATION(RBPF_OP_##b##64_IMM)] = RBPF_OP_##a##64_IMM & 0xf0u
    static const uint8_t operations[16] = {INVERSE(JEQ, JNE), INVERSE(JGT, JLE), INVERSE(JGE, JLT),
                                           INVERSE(JSGT, JSLE), INVERSE(JSGE, JSLT)};
#undef INVERSE
    uint8_t operation = operations[RBPF_OPERATION(opcode)];

    return is_jump(opcode) && operation ? (uint8_t)(operation | (opcode & 15u)) : 0;
}

static bool is_pair(const struct conversion *c, uint32_t slot)
{
    struct rbpf_insn condition = insn_at(c, slot);
    struct rbpf_insn jump = insn_at(c, slot + 1u);
    uint32_t kind = rbpf_opcode_kind(jump.opcode);

    if ((c->slots[slot] & SLOT_SECOND_HALF) || (c->slots[slot + 1u] & (SLOT_FUNCTION | SLOT_JUMP)))
        return false;
    if (inverse_of(condition.opcode) == 0 || condition.offset != 1)
        return false;
    return (kind == RBPF_KIND_JUMPS && (jump.dst | jump.src | jump.imm) == 0) ||
           (kind == RBPF_KIND_JUMPS32 && (jump.dst | jump.src | jump.offset) == 0);
}

/* Can one jump here, as the verifier has it? */
static bool is_instruction(const struct conversion *c, uint32_t slot)
{
    return c->text[(size_t)slot * RBPF_INSN_BYTES] != 0;
}

static bool is_wanted(const struct inversion *v, uint32_t slot, int64_t target)
{
    const struct conversion *c = v->c;

    return target >= v->function && target <= slot && target - slot - 1 >= INT16_MIN &&
           (v->innermost == NO_LOOP || v->innermost < target) &&
           is_instruction(c, (uint32_t)target) && is_instruction(c, slot + 2u) &&
           !(c->slots[slot + 2u] & SLOT_FUNCTION);
}

static void invert_at(struct inversion *v, uint32_t slot)
{
    uint8_t *bytes = v->c->text + (size_t)slot * RBPF_INSN_BYTES;
    struct rbpf_insn jump;
    int64_t target;

    if (!is_pair(v->c, slot))
        return;
    jump = insn_at(v->c, slot + 1u);
    target = (int64_t)slot + 2 + jump_distance(&jump);
    if (!is_wanted(v, slot, target))
        return;
    bytes[0] = inverse_of(bytes[0]);
    rbpf_store16(bytes + 2, (uint16_t)(target - slot - 1));
    rbpf_store64(bytes + RBPF_INSN_BYTES, RBPF_OP_JA);
}

/* The innermost loop is the one that began last of those that go on behind a pair here. */
static void enter_slot(struct inversion *v, uint32_t slot)
{
    if (v->c->slots[slot] & SLOT_FUNCTION)
        v->function = slot;
    if (v->loops[slot].last > slot) {
        v->loops[slot].outer = v->innermost;
        v->innermost = slot;
    }
    while (v->innermost != NO_LOOP && v->loops[v->innermost].last < slot + 2u)
        v->innermost = v->loops[v->innermost].outer;
}

bool invert_jumps(struct conversion *c)
{
    struct inversion v = {.c = c, .innermost = NO_LOOP};

    v.loops = calloc(slot_count(c), sizeof *v.loops);
    if (!v.loops)
        return message_fail(c->message, "out of memory");
    for (uint32_t slot = 0; slot < slot_count(c); slot++)
        note_jump(&v, slot);
    for (uint32_t slot = 0; slot + 2u < slot_count(c); slot++) {
        enter_slot(&v, slot);
        invert_at(&v, slot);
    }
    free(v.loops);
    return true;
}
