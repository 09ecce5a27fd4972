/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop in the least flash: instructions are taken apart by their fields,
 * and 32-bit forms go through the 64-bit expressions. Relies on the verifier
 * as the others do, and leaves vm->pc and vm->limit as they do.
 */
#include "exec/alu.h"
#include "exec/exec.h"

#define HAS_V4 RBPF_HAS(RBPF_GROUP_V4)

/* What a comparison may come to. A condition is the set of those that fulfil it. */
enum { BELOW = 1, EQUAL = 2, ABOVE = 4, AS_SIGNED = 8 };

static const uint8_t conditions[] = {
    [RBPF_OPERATION(RBPF_OP_JA)] = BELOW | EQUAL | ABOVE,
    [RBPF_OPERATION(RBPF_OP_JEQ64_IMM)] = EQUAL,
    [RBPF_OPERATION(RBPF_OP_JGT64_IMM)] = ABOVE,
    [RBPF_OPERATION(RBPF_OP_JGE64_IMM)] = EQUAL | ABOVE,
    [RBPF_OPERATION(RBPF_OP_JNE64_IMM)] = BELOW | ABOVE,
    [RBPF_OPERATION(RBPF_OP_JSGT64_IMM)] = ABOVE | AS_SIGNED,
    [RBPF_OPERATION(RBPF_OP_JSGE64_IMM)] = EQUAL | ABOVE | AS_SIGNED,
    [RBPF_OPERATION(RBPF_OP_JLT64_IMM)] = BELOW,
    [RBPF_OPERATION(RBPF_OP_JLE64_IMM)] = BELOW | EQUAL,
    [RBPF_OPERATION(RBPF_OP_JSLT64_IMM)] = BELOW | AS_SIGNED,
    [RBPF_OPERATION(RBPF_OP_JSLE64_IMM)] = BELOW | EQUAL | AS_SIGNED,
};

static bool holds(uint64_t a, uint64_t b, uint32_t operation)
{
    uint32_t condition = conditions[operation];
    uint64_t sign = condition & AS_SIGNED ? (uint64_t)1 << 63 : 0;

    if (operation == RBPF_OPERATION(RBPF_OP_JSET64_IMM))
        return (a & b) != 0;
    if (a == b)
        return (condition & EQUAL) != 0;
    return (condition & ((a ^ sign) < (b ^ sign) ? BELOW : ABOVE)) != 0;
}

/* Apart, since they are used twice and take 30 bytes where words have 32 bits. */
static RBPF_NOINLINE uint64_t shift_left(uint64_t a, uint32_t count)
{
    return rbpf_lsh64(a, count);
}

static RBPF_NOINLINE uint64_t shift_right(uint64_t a, uint32_t count)
{
    return rbpf_rsh64(a, count);
}

/* LE only cuts off, since the guest is little-endian; BE and BSWAP swap alike. */
static uint64_t swap(uint8_t opcode, uint64_t a, uint32_t width)
{
    uint32_t unused = 64u - width;

    return shift_right(opcode == RBPF_OP_LE ? shift_left(a, unused) : rbpf_swap64(a), unused);
}

static RBPF_NOINLINE uint64_t compute(uint64_t a, uint64_t b, const uint8_t *pc)
{
    int32_t offset = rbpf_offset_at(pc);
    uint64_t sign = rbpf_arsh64(a, 63);
    uint32_t count = (uint32_t)b & (RBPF_CLASS(*pc) == RBPF_CLASS_ALU64 ? 63u : 31u);

    switch (RBPF_OPERATION(*pc)) {
    case RBPF_OPERATION(RBPF_OP_ADD64_IMM):
        return rbpf_add64(a, b);
    case RBPF_OPERATION(RBPF_OP_SUB64_IMM):
        return rbpf_sub64(a, b);
    case RBPF_OPERATION(RBPF_OP_MUL64_IMM):
        return RBPF_HAS_MUL32_IMM || RBPF_HAS_MUL64_IMM ? rbpf_mul64(a, b) : 0;
    case RBPF_OPERATION(RBPF_OP_DIV64_IMM):
    case RBPF_OPERATION(RBPF_OP_MOD64_IMM):
        return RBPF_HAS_DIV32_IMM || RBPF_HAS_DIV64_IMM ? rbpf_divide(a, b, pc) : 0;
    case RBPF_OPERATION(RBPF_OP_OR64_IMM):
        return rbpf_or64(a, b);
    case RBPF_OPERATION(RBPF_OP_AND64_IMM):
        return rbpf_and64(a, b);
    case RBPF_OPERATION(RBPF_OP_LSH64_IMM):
        return shift_left(a, count);
    case RBPF_OPERATION(RBPF_OP_RSH64_IMM):
        return shift_right(a, count);
    case RBPF_OPERATION(RBPF_OP_NEG64):
        return rbpf_neg64(a);
    case RBPF_OPERATION(RBPF_OP_XOR64_IMM):
        return rbpf_xor64(a, b);
    case RBPF_OPERATION(RBPF_OP_MOV64_IMM):
        return HAS_V4 && offset ? rbpf_movsx64(b, offset) : b;
    case RBPF_OPERATION(RBPF_OP_ARSH64_IMM):
        return shift_right(a ^ sign, count) ^ sign;
    default: /* LE, BE, BSWAP */
        return swap(*pc, a, (uint32_t)rbpf_imm_at(pc));
    }
}

/* The operands of a 32-bit form are widened so that the low word of the answer is right. */
static uint64_t alu(const uint8_t *pc, uint64_t a, uint64_t b)
{
    uint32_t operation = RBPF_OPERATION(*pc);
    bool narrow = RBPF_CLASS(*pc) == RBPF_CLASS_ALU && operation != RBPF_OPERATION(RBPF_OP_LE);
    bool with_sign =
        operation == RBPF_OPERATION(RBPF_OP_ARSH32_IMM) || (HAS_V4 && rbpf_offset_at(pc) != 0);

    if (narrow) {
        a = rbpf_widen(a, with_sign);
        b = rbpf_widen(b, with_sign);
    }
    a = compute(a, b, pc);
    return narrow ? (uint32_t)a : a;
}

/* Both orders of 32-bit numbers survive sign extension. */
static bool is_taken(const uint8_t *pc, uint64_t a, uint64_t b)
{
    if (RBPF_CLASS(*pc) == RBPF_CLASS_JMP32) {
        a = rbpf_widen(a, true);
        b = rbpf_widen(b, true);
    }
    return holds(a, b, RBPF_OPERATION(*pc));
}

/* pc and limit stay at the same distance. */
static void jump(struct rbpf_vm *vm)
{
    int32_t slots =
        RBPF_HAS_JA32 && *vm->pc == RBPF_OP_JA32 ? rbpf_imm_at(vm->pc) : rbpf_offset_at(vm->pc);
    ptrdiff_t distance = (ptrdiff_t)slots * 8;

    vm->pc += distance;
    vm->limit += (uintptr_t)distance;
}

static enum rbpf_status move(struct rbpf_vm *vm, uint64_t b)
{
    const uint8_t *pc = vm->pc;
    const uint32_t size = rbpf_size_at(pc);
    uint8_t bytes[8] = {0};
    uint8_t *p = rbpf_access_at(vm, pc);
    uint64_t value;

    if (!p)
        return rbpf_access_fault_at(vm, pc);
    if (rbpf_writes_at(pc)) {
        rbpf_store64(bytes, b);
        memcpy(p, bytes, size);
        return RBPF_OK;
    }
    memcpy(bytes, p, size);
    value = rbpf_load64(bytes);
    /* MEMSX has bit 7 of the opcode. */
    if (HAS_V4 && *pc & 0x80u)
        value = rbpf_movsx64(value, (int32_t)size * 8);
    rbpf_set64(vm, rbpf_dst_at(pc), value);
    return RBPF_OK;
}

/* LDDW takes two slots but counts as one instruction. */
static void load_immediate(struct rbpf_vm *vm)
{
    uint64_t high = rbpf_load32_aligned(vm->pc + 12);

    rbpf_set64(vm, rbpf_dst_at(vm->pc), high << 32 | (uint32_t)rbpf_imm_at(vm->pc));
    vm->pc += RBPF_INSN_BYTES;
    vm->limit += RBPF_INSN_BYTES;
}

/* CALL, CALLX and EXIT, of operations 8 and 9. */
static bool is_transfer(uint8_t opcode)
{
    return (opcode & 0xe7u) == RBPF_OP_CALL;
}

/* Of loads and stores, those of mode ATOMIC (RFC 9669, section 5.3). */
static bool is_atomic(uint8_t opcode)
{
    return (RBPF_HAS_ATOMIC32 || RBPF_HAS_ATOMIC64) && (opcode & 0xe0u) == 0xc0u;
}

/* RBPF_OK: go on behind it; RBPF_YIELDED: look at the budget first. */
static enum rbpf_status execute(struct rbpf_vm *vm)
{
    const uint8_t *pc = vm->pc;
    uint32_t class = RBPF_CLASS(*pc);
    bool by_register = class == RBPF_CLASS_STX || (class >= RBPF_CLASS_ALU && RBPF_IS_REG(*pc));
    uint64_t a = rbpf_reg64(vm, rbpf_dst_at(pc));
    uint64_t b = by_register ? rbpf_reg64(vm, rbpf_src_at(pc)) : (uint64_t)(int64_t)rbpf_imm_at(pc);

    switch (class) {
    case RBPF_CLASS_LD:
        load_immediate(vm);
        return RBPF_OK;
    case RBPF_CLASS_ALU:
    case RBPF_CLASS_ALU64:
        rbpf_set64(vm, rbpf_dst_at(pc), alu(pc, a, b));
        return RBPF_OK;
    case RBPF_CLASS_JMP:
    case RBPF_CLASS_JMP32:
        if (!is_taken(pc, a, b))
            return RBPF_OK;
        jump(vm);
        return RBPF_YIELDED;
    default:
        return is_atomic(*pc) ? rbpf_exec_atomic(vm, pc) : move(vm, b);
    }
}

enum rbpf_status rbpf_loop_small(struct rbpf_vm *vm)
{
    enum rbpf_status status;

    do {
        if (is_transfer(*vm->pc)) {
            status = rbpf_exec_transfer(vm);
            if (status != RBPF_YIELDED)
                return status;
        } else {
            status = execute(vm);
            if (status != RBPF_OK && status != RBPF_YIELDED)
                return status;
            vm->pc += RBPF_INSN_BYTES;
        }
    } while (status == RBPF_OK || !rbpf_is_used_up(vm->limit, vm->pc));
    return status;
}
