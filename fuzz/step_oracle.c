/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "step_oracle.h"

#include "asm.h"
#include "oracle.h"
#include "rfc_usage.h"

/* How things stand before a step. */
struct before {
    struct rbpf_insn insn;
    uint32_t pc;
    uint64_t registers[RBPF_REGISTER_COUNT];
};

/* What is expected behind it. */
struct after {
    uint32_t pc;
    /* The register that may have changed, or none. */
    uint32_t written;
    uint64_t value;
};

#define NONE RBPF_REGISTER_COUNT

static uint64_t operand_of(const struct before *before)
{
    const struct rbpf_insn *insn = &before->insn;

    if (insn->opcode & BPF_X)
        return before->registers[insn->src];
    return oracle_sign_extend(32, (uint32_t)insn->imm);
}

static enum oracle_op operation_of(const struct rbpf_insn *insn)
{
    static const enum oracle_op operations[] = {
        ORACLE_ADD, ORACLE_SUB, ORACLE_MUL, ORACLE_DIV, ORACLE_OR,  ORACLE_AND, ORACLE_LSH,
        ORACLE_RSH, ORACLE_NEG, ORACLE_MOD, ORACLE_XOR, ORACLE_MOV, ORACLE_ARSH};
    const enum oracle_op operation = operations[insn->opcode >> 4];

    if (insn->offset == 0)
        return operation;
    if (operation == ORACLE_DIV)
        return ORACLE_SDIV;
    if (operation == ORACLE_MOD)
        return ORACLE_SMOD;
    return insn->offset == 8 ? ORACLE_MOVSX8 : insn->offset == 16 ? ORACLE_MOVSX16 : ORACLE_MOVSX32;
}

static bool expect_arithmetic(const struct before *before, struct after *after)
{
    const struct rbpf_insn *insn = &before->insn;
    const unsigned bits = BPF_CLASS(insn->opcode) == BPF_ALU64 ? 64 : 32;
    const uint64_t dst = before->registers[insn->dst];
    const uint64_t operand = operand_of(before);

    after->written = insn->dst;
    if (rfc_is_swap(insn->opcode)) {
        const bool reverse = insn->opcode != (BPF_ALU | BPF_END | BPF_TO_LE);

        after->value = oracle_swap(reverse, (unsigned)insn->imm, dst);
        return true;
    }
    /* Its time is in the bits of the second factor, and their places. */
    if (operation_of(insn) == ORACLE_MUL && operand > 255)
        return false;
    after->value = oracle_alu(operation_of(insn), bits, dst, operand);
    return true;
}

/* Also the jumps that have no condition; not calls and exits. */
static bool expect_jump(const struct before *before, struct after *after)
{
    const struct rbpf_insn *insn = &before->insn;
    const unsigned code = BPF_OP(insn->opcode);
    const unsigned bits = BPF_CLASS(insn->opcode) == BPF_JMP ? 64 : 32;
    const int32_t distance = code == BPF_JA && bits == 32 ? insn->imm : insn->offset;

    after->written = NONE;
    if (code == BPF_CALL || code == BPF_EXIT)
        return false;
    if (code == BPF_JA || oracle_jump(code, bits, before->registers[insn->dst], operand_of(before)))
        after->pc = before->pc + 1u + (uint32_t)distance;
    return true;
}

/* Where an access goes, which did not fault. The stack is in use as far as r10 says. */
static const uint8_t *memory_at(const struct actor *actor, const struct scene *scene,
                                uint64_t address, uint32_t size)
{
    const uint32_t top = (uint32_t)rbpf_vm_register(&actor->vm, 10);
    const uint32_t region = (uint32_t)(address >> 32);
    const uint32_t offset = (uint32_t)address;
    const struct place *place;

    REQUIRE(region >= RBPF_REGION_STACK && region < REGION_COUNT && region != RBPF_REGION_CODE);
    place = &scene->places[region];
    REQUIRE(offset <= place->bytes && size <= place->bytes - offset);
    REQUIRE(region != RBPF_REGION_STACK || offset + size <= top);
    return actor->arena + place->offset + offset;
}

/* Looks at memory as it is behind the step: a load leaves it, a store has done its work. */
static bool expect_access(const struct before *before, struct after *after,
                          const struct actor *actor, const struct scene *scene)
{
    const struct rbpf_insn *insn = &before->insn;
    const uint32_t size = rfc_access_bytes(insn->opcode);
    const bool loads = BPF_CLASS(insn->opcode) == BPF_LDX;
    const uint64_t base = before->registers[loads ? insn->src : insn->dst];
    const uint64_t stored = BPF_CLASS(insn->opcode) == BPF_ST
                                ? oracle_sign_extend(32, (uint32_t)insn->imm)
                                : before->registers[insn->src];
    uint64_t value;
    uint32_t i;

    if (rfc_is_atomic(insn->opcode))
        return false;
    value = get_number(memory_at(actor, scene, base + (uint64_t)(int64_t)insn->offset, size), size);
    if (loads && BPF_MODE(insn->opcode) == BPF_MEMSX)
        value = oracle_sign_extend(size * 8u, value);
    after->written = loads ? insn->dst : NONE;
    after->value = value;
    for (i = 0; i < size && !loads; i++)
        REQUIRE((uint8_t)(value >> 8u * i) == (uint8_t)(stored >> 8u * i));
    return true;
}

static bool expect(const struct before *before, struct after *after, const struct actor *actor,
                   const struct scene *scene)
{
    switch (BPF_CLASS(before->insn.opcode)) {
    case BPF_ALU:
    case BPF_ALU64:
        return expect_arithmetic(before, after);
    case BPF_JMP:
    case BPF_JMP32:
        return expect_jump(before, after);
    case BPF_LD:
        return false;
    default:
        return expect_access(before, after, actor, scene);
    }
}

static void look(struct before *before, const struct actor *actor, const struct scene *scene)
{
    uint32_t i;

    before->pc = rbpf_vm_pc(&actor->vm);
    before->insn = rbpf_insn_decode((const uint8_t *)scene->insns + before->pc * 8u);
    for (i = 0; i < RBPF_REGISTER_COUNT; i++)
        before->registers[i] = rbpf_vm_register(&actor->vm, i);
}

static void check_step(const struct before *before, const struct actor *actor,
                       const struct scene *scene)
{
    struct after after = {.pc = before->pc + 1u};
    uint32_t i;

    if (!expect(before, &after, actor, scene))
        return;
    REQUIRE(rbpf_vm_pc(&actor->vm) == after.pc);
    for (i = 0; i < RBPF_REGISTER_COUNT; i++)
        REQUIRE(rbpf_vm_register(&actor->vm, i) ==
                (i == after.written ? after.value : before->registers[i]));
}

void oracle_check_steps(const struct scene *scene, uint64_t skip, uint32_t count)
{
    static struct actor actor;
    struct before before;
    struct outcome outcome;
    enum rbpf_status status = actor_enter(&actor, scene);

    REQUIRE(status == RBPF_OK);
    status = RBPF_YIELDED;
    while (status > 0 && rbpf_vm_executed(&actor.vm) < skip)
        status = actor_step(&actor);
    for (; status > 0 && count > 0; count--) {
        look(&before, &actor, scene);
        status = actor_step(&actor);
        if (status == RBPF_YIELDED)
            check_step(&before, &actor, scene);
    }
    actor_leave(&actor, scene, status, &outcome);
}
