/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop in the least flash: instructions are taken apart by their fields,
 * and 32-bit forms go through the 64-bit expressions. Relies on the verifier
 * as the others do, and leaves vm->pc and vm->limit as they do.
 */
#include "exec/alu.h"
#include "exec/exec.h"

#define CLASS(opcode) ((opcode)&7u)
#define OPERATION(opcode) ((opcode)&0xf0u)

/* Classes (RFC 9669, section 3.1). */
enum { CLASS_LD, CLASS_LDX, CLASS_ST, CLASS_STX, CLASS_ALU, CLASS_JMP, CLASS_JMP32, CLASS_ALU64 };

struct operands {
    uint64_t a;
    uint64_t b;
};

static bool is_signed_form(const struct rbpf_insn *insn)
{
    return RBPF_HAS(RBPF_GROUP_V4) && insn->offset != 0;
}

/*
 * The operands of a 32-bit form, widened so that the 64-bit expression's low
 * word is the answer: with their sign where the sign matters, else with zeroes.
 */
static struct operands narrow(struct operands in, bool keeps_sign)
{
    if (keeps_sign)
        return (struct operands){rbpf_extend32((uint32_t)in.a), rbpf_extend32((uint32_t)in.b)};
    return (struct operands){(uint32_t)in.a, (uint32_t)in.b};
}

static uint64_t move(const struct rbpf_insn *insn, uint64_t b)
{
    return is_signed_form(insn) ? rbpf_movsx64(b, insn->offset) : b;
}

static uint64_t swap(const struct rbpf_insn *insn, uint64_t a)
{
    return insn->opcode == RBPF_OP_LE ? rbpf_to_le(a, insn->imm) : rbpf_bswap(a, insn->imm);
}

static uint64_t divide(const struct rbpf_insn *insn, struct operands in)
{
    bool modulo = OPERATION(insn->opcode) == OPERATION(RBPF_OP_MOD64_IMM);

    if (is_signed_form(insn))
        return modulo ? rbpf_smod64(in.a, in.b) : rbpf_sdiv64(in.a, in.b);
    return modulo ? rbpf_mod64(in.a, in.b) : rbpf_div64(in.a, in.b);
}

static uint64_t compute(const struct rbpf_insn *insn, struct operands in)
{
    uint64_t a = in.a;
    uint64_t b = in.b;

    switch (OPERATION(insn->opcode)) {
    case OPERATION(RBPF_OP_ADD64_IMM):
        return rbpf_add64(a, b);
    case OPERATION(RBPF_OP_SUB64_IMM):
        return rbpf_sub64(a, b);
    case OPERATION(RBPF_OP_MUL64_IMM):
        return rbpf_mul64(a, b);
    case OPERATION(RBPF_OP_DIV64_IMM):
    case OPERATION(RBPF_OP_MOD64_IMM):
        return divide(insn, in);
    case OPERATION(RBPF_OP_OR64_IMM):
        return rbpf_or64(a, b);
    case OPERATION(RBPF_OP_AND64_IMM):
        return rbpf_and64(a, b);
    case OPERATION(RBPF_OP_LSH64_IMM):
        return rbpf_lsh64(a, b);
    case OPERATION(RBPF_OP_RSH64_IMM):
        return rbpf_rsh64(a, b);
    case OPERATION(RBPF_OP_NEG64):
        return rbpf_neg64(a);
    case OPERATION(RBPF_OP_XOR64_IMM):
        return rbpf_xor64(a, b);
    case OPERATION(RBPF_OP_MOV64_IMM):
        return move(insn, b);
    default: /* ARSH */
        return rbpf_arsh64(a, b);
    }
}

static uint64_t alu(const struct rbpf_insn *insn, struct operands in)
{
    uint32_t operation = OPERATION(insn->opcode);

    if (operation == OPERATION(RBPF_OP_LE))
        return swap(insn, in.a);
    if (CLASS(insn->opcode) == CLASS_ALU64)
        return compute(insn, in);
    in = narrow(in, operation == OPERATION(RBPF_OP_ARSH32_IMM) || is_signed_form(insn));
    if (operation == OPERATION(RBPF_OP_LSH32_IMM) || operation == OPERATION(RBPF_OP_RSH32_IMM) ||
        operation == OPERATION(RBPF_OP_ARSH32_IMM))
        in.b &= 31u;
    return (uint32_t)compute(insn, in);
}

/* Both orders of 32-bit numbers survive sign extension. */
static bool holds(const struct rbpf_insn *insn, struct operands in)
{
    uint64_t a = in.a;
    uint64_t b = in.b;

    switch (OPERATION(insn->opcode)) {
    case OPERATION(RBPF_OP_JEQ64_IMM):
        return rbpf_jeq64(a, b);
    case OPERATION(RBPF_OP_JGT64_IMM):
        return rbpf_jgt64(a, b);
    case OPERATION(RBPF_OP_JGE64_IMM):
        return rbpf_jge64(a, b);
    case OPERATION(RBPF_OP_JSET64_IMM):
        return rbpf_jset64(a, b);
    case OPERATION(RBPF_OP_JNE64_IMM):
        return rbpf_jne64(a, b);
    case OPERATION(RBPF_OP_JSGT64_IMM):
        return rbpf_jsgt64(a, b);
    case OPERATION(RBPF_OP_JSGE64_IMM):
        return rbpf_jsge64(a, b);
    case OPERATION(RBPF_OP_JLT64_IMM):
        return rbpf_jlt64(a, b);
    case OPERATION(RBPF_OP_JLE64_IMM):
        return rbpf_jle64(a, b);
    case OPERATION(RBPF_OP_JSLT64_IMM):
        return rbpf_jslt64(a, b);
    case OPERATION(RBPF_OP_JSLE64_IMM):
        return rbpf_jsle64(a, b);
    default: /* JA */
        return true;
    }
}

static bool is_taken(const struct rbpf_insn *insn, struct operands in)
{
    return holds(insn, CLASS(insn->opcode) == CLASS_JMP32 ? narrow(in, true) : in);
}

/* pc and limit stay at the same distance. */
static void jump(struct rbpf_vm *vm, const struct rbpf_insn *insn)
{
    bool far = insn->opcode == RBPF_OP_JA32;
    ptrdiff_t distance = (ptrdiff_t)(far ? insn->imm : insn->offset) * 8;

    vm->pc += distance;
    vm->limit += (uintptr_t)distance;
}

static uint64_t load_sized(const uint8_t *p, uint64_t size)
{
    switch (size) {
    case 1:
        return *p;
    case 2:
        return rbpf_load16(p);
    case 4:
        return rbpf_load32(p);
    default:
        return rbpf_load64(p);
    }
}

static void store_sized(uint8_t *p, uint64_t size, uint64_t value)
{
    switch (size) {
    case 1:
        *p = (uint8_t)value;
        break;
    case 2:
        rbpf_store16(p, (uint16_t)value);
        break;
    case 4:
        rbpf_store32(p, (uint32_t)value);
        break;
    default:
        rbpf_store64(p, value);
    }
}

/* MEMSX loads have bit 7 of the opcode. */
static uint64_t extend(const struct rbpf_insn *insn, uint64_t value, uint64_t size)
{
    return insn->opcode & 0x80u ? rbpf_movsx64(value, (int32_t)size * 8) : value;
}

static enum rbpf_status move_memory(struct rbpf_vm *vm, const struct rbpf_insn *insn, uint64_t b)
{
    struct rbpf_access access = rbpf_access_of(vm, insn);
    enum rbpf_status status;
    uint8_t *p;

    status = rbpf_access_check(vm, &access, &p);
    if (status != RBPF_OK)
        return status;
    if (access.write)
        store_sized(p, access.size, b);
    else
        rbpf_set64(vm, insn->dst, extend(insn, load_sized(p, access.size), access.size));
    return RBPF_OK;
}

static bool is_transfer(uint8_t opcode)
{
    return opcode == RBPF_OP_CALL || opcode == RBPF_OP_CALLX || opcode == RBPF_OP_EXIT;
}

/* LDDW takes two slots but counts as one instruction. */
static void load_immediate(struct rbpf_vm *vm, const struct rbpf_insn *insn)
{
    uint64_t high = rbpf_load32_aligned(vm->pc + 12);

    rbpf_set64(vm, insn->dst, high << 32 | (uint32_t)insn->imm);
    vm->pc += RBPF_INSN_BYTES;
    vm->limit += RBPF_INSN_BYTES;
}

/* Executes what needs no call; `*taken` says whether the budget is to be looked at. */
static enum rbpf_status execute(struct rbpf_vm *vm, const struct rbpf_insn *insn, bool *taken)
{
    bool has_register = (insn->opcode & 8u) != 0 || CLASS(insn->opcode) == CLASS_STX;
    struct operands in = {rbpf_reg64(vm, insn->dst), has_register && CLASS(insn->opcode) != CLASS_ST
                                                         ? rbpf_reg64(vm, insn->src)
                                                         : (uint64_t)(int64_t)insn->imm};

    switch (CLASS(insn->opcode)) {
    case CLASS_LD:
        load_immediate(vm, insn);
        return RBPF_OK;
    case CLASS_ALU:
    case CLASS_ALU64:
        rbpf_set64(vm, insn->dst, alu(insn, in));
        return RBPF_OK;
    case CLASS_JMP:
    case CLASS_JMP32:
        *taken = is_taken(insn, in);
        if (*taken)
            jump(vm, insn);
        return RBPF_OK;
    default:
        return move_memory(vm, insn, in.b);
    }
}

static enum rbpf_status step(struct rbpf_vm *vm, bool *taken)
{
    struct rbpf_insn insn = rbpf_insn_at(vm->pc);
    enum rbpf_status status;

    if (is_transfer(insn.opcode)) {
        *taken = true;
        return rbpf_exec_transfer(vm);
    }
    if (insn.opcode == RBPF_OP_ATOMIC32 || insn.opcode == RBPF_OP_ATOMIC64)
        status = rbpf_exec_atomic(vm, vm->pc);
    else
        status = execute(vm, &insn, taken);
    if (status != RBPF_OK)
        return status;
    vm->pc += RBPF_INSN_BYTES;
    return RBPF_YIELDED;
}

enum rbpf_status rbpf_loop_small(struct rbpf_vm *vm)
{
    enum rbpf_status status;
    bool taken;

    do {
        taken = false;
        status = step(vm, &taken);
    } while (status == RBPF_YIELDED && (!taken || (intptr_t)(vm->limit - (uintptr_t)vm->pc) > 0));
    return status;
}
