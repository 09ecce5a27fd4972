/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop in the least flash: instructions are taken apart by their fields,
 * and 32-bit forms go through the 64-bit expressions. Relies on the verifier
 * as the others do, and leaves vm->pc and vm->limit as they do.
 */
#include <rbpf/port.h>

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
    [RBPF_OPERATION(RBPF_OP_JSET64_IMM)] = BELOW | ABOVE,
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
    uint32_t relation = EQUAL;

    if (operation == RBPF_OPERATION(RBPF_OP_JSET64_IMM)) {
        a &= b;
        b = 0;
    }
    if (a != b)
        relation = (a ^ sign) < (b ^ sign) ? BELOW : ABOVE;
    return (condition & relation) != 0;
}

/* Apart, since it is used three times and takes 28 bytes where words have 32 bits. */
static RBPF_NOINLINE uint64_t shift_right(uint64_t a, uint32_t count)
{
    return a >> count;
}

/* BE and BSWAP swap alike. */
static uint64_t swap(uint8_t opcode, uint64_t a, int32_t width)
{
    if (opcode == RBPF_OP_LE)
        return width == 64 ? a : width == 32 ? (uint32_t)a : (uint16_t)a;
    return shift_right(rbpf_swap64(a), 64u - (uint32_t)width);
}

/* The low `width` bits, up to 32, with their sign. */
static uint64_t extend(uint64_t a, uint32_t width)
{
    uint32_t unused = 32u - width;

    return (uint64_t)(int64_t)((int32_t)((uint32_t)a << unused) >> unused);
}

/* All that is arithmetic but byte swaps; of what a 32-bit form computes, the low word is right. */
static RBPF_NOINLINE uint64_t compute(uint64_t a, uint64_t b, const uint8_t *pc)
{
    uint32_t width = pc[2];
    uint64_t sign = rbpf_arsh64(a, 63);
    /* Bit 0 is what ALU64 has and ALU has not. */
    uint32_t count = (uint32_t)b & (31u | (uint32_t)*pc << 5) & 63u;

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
        return a << count;
    case RBPF_OPERATION(RBPF_OP_RSH64_IMM):
        return shift_right(a, count);
    case RBPF_OPERATION(RBPF_OP_NEG64):
        return rbpf_neg64(a);
    case RBPF_OPERATION(RBPF_OP_XOR64_IMM):
        return rbpf_xor64(a, b);
    case RBPF_OPERATION(RBPF_OP_MOV64_IMM):
        return HAS_V4 && width ? extend(b, width) : b;
    default: /* ARSH */
        return shift_right(a ^ sign, count) ^ sign;
    }
}

/* Of a 32-bit form, only what is shifted right has to be widened for the low word to be right. */
static uint64_t alu(const uint8_t *pc, uint64_t a, uint64_t b)
{
    uint32_t operation = RBPF_OPERATION(*pc);
    bool narrow = RBPF_CLASS(*pc) == RBPF_CLASS_ALU;

    if (operation == RBPF_OPERATION(RBPF_OP_LE))
        return swap(*pc, a, rbpf_imm_at(pc));
    if (narrow)
        a = rbpf_widen(a, operation == RBPF_OPERATION(RBPF_OP_ARSH32_IMM));
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

/* pc and limit stay at the same distance, which tells whether the budget is used up. */
static enum rbpf_status jump(struct rbpf_vm *vm, const uint8_t *pc)
{
    int32_t slots = RBPF_HAS_JA32 && *pc == RBPF_OP_JA32 ? rbpf_imm_at(pc) : rbpf_offset_at(pc);
    ptrdiff_t distance = (ptrdiff_t)slots * 8;

    vm->pc += distance;
    vm->limit += (uintptr_t)distance;
    return rbpf_is_used_up(vm->limit, vm->pc) ? RBPF_YIELDED : RBPF_OK;
}

/* Stores `value` at `p`, or returns what is there instead: `value` is 0 then. */
static uint64_t move(const uint8_t *pc, uint8_t *p, uint64_t value)
{
    const uint32_t size = rbpf_size_at(pc);
    const bool writes = rbpf_writes_at(pc);
    uint8_t bytes[8];

    rbpf_store64(bytes, value);
    memcpy(writes ? p : bytes, writes ? bytes : p, size);
    value = rbpf_load64(bytes);
    /* MEMSX has bit 7 of the opcode. */
    return HAS_V4 && *pc & 0x80u ? extend(value, size * 8u) : value;
}

/*
 * The atomic operation at `pc`, which is done on the aligned memory at `p`. Returns what was there.
 * The operations that have an operator are numbered as those of arithmetic are (RFC 9669,
 * section 5.3), so that the immediate's first byte serves as an opcode.
 */
static uint64_t modify(const struct rbpf_vm *vm, const uint8_t *pc, uint8_t *p, uint64_t operand)
{
    const uint32_t size = rbpf_size_at(pc);
    const uint8_t operation = pc[4];
    uint8_t bytes[8] = {0};
    uint64_t old;

    RBPF_CRITICAL_ENTER();
    memcpy(bytes, p, size);
    old = rbpf_load64(bytes);
    if (operation < (RBPF_ATOMIC_XCHG & ~RBPF_ATOMIC_FETCH))
        operand = compute(old, operand, pc + 4);
    else if (operation == RBPF_ATOMIC_CMPXCHG &&
             old != (*pc == RBPF_OP_ATOMIC64 ? rbpf_reg64(vm, 0) : rbpf_reg32(vm, 0)))
        operand = old;
    rbpf_store64(bytes, operand);
    memcpy(p, bytes, size);
    RBPF_CRITICAL_EXIT();
    return old;
}

/* LDDW takes two slots but counts as one instruction. */
static uint64_t load_immediate(struct rbpf_vm *vm, const uint8_t *pc)
{
    uint64_t high = rbpf_load32_aligned(pc + 12);
    uint64_t value = high << 32 | (uint32_t)rbpf_imm_at(pc);

    vm->pc += RBPF_INSN_BYTES;
    vm->limit += RBPF_INSN_BYTES;
    return value;
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

/* The instruction at `pc`; vm->pc is behind it. RBPF_OK: go on at vm->pc; RBPF_YIELDED: the budget
 * is used up there. */
static enum rbpf_status execute(struct rbpf_vm *vm, const uint8_t *pc)
{
    uint32_t class = RBPF_CLASS(*pc);
    bool by_register = class == RBPF_CLASS_STX || (class >= RBPF_CLASS_ALU && RBPF_IS_REG(*pc));
    uint64_t a = rbpf_reg64(vm, rbpf_dst_at(pc));
    /* Of loads, the immediate is 0. */
    uint64_t b = by_register ? rbpf_reg64(vm, rbpf_src_at(pc)) : (uint64_t)(int64_t)rbpf_imm_at(pc);
    uint32_t target = rbpf_dst_at(pc);
    uint8_t *p;

    switch (class) {
    case RBPF_CLASS_LD:
        b = load_immediate(vm, pc);
        break;
    case RBPF_CLASS_ALU:
    case RBPF_CLASS_ALU64:
        b = alu(pc, a, b);
        break;
    case RBPF_CLASS_JMP:
    case RBPF_CLASS_JMP32:
        return is_taken(pc, a, b) ? jump(vm, pc) : RBPF_OK;
    default:
        p = rbpf_access_at(vm, pc);
        if (!p)
            return rbpf_access_fault_at(vm, pc);
        if (is_atomic(*pc)) {
            if (((uint32_t)a + (uint32_t)rbpf_offset_at(pc)) & (rbpf_size_at(pc) - 1u))
                return RBPF_FAULT_ALIGNMENT;
            b = modify(vm, pc, p, b);
            if (!(pc[4] & RBPF_ATOMIC_FETCH))
                return RBPF_OK;
            target = pc[4] == RBPF_ATOMIC_CMPXCHG ? 0 : rbpf_src_at(pc);
        } else {
            b = move(pc, p, b);
            if (class != RBPF_CLASS_LDX)
                return RBPF_OK;
        }
    }
    rbpf_set64(vm, target, b);
    return RBPF_OK;
}

enum rbpf_status rbpf_loop_small(struct rbpf_vm *vm)
{
    enum rbpf_status status;

    do {
        const uint8_t *pc = vm->pc;

        if (is_transfer(*pc)) {
            status = rbpf_exec_transfer(vm);
            if (status != RBPF_YIELDED || rbpf_is_used_up(vm->limit, vm->pc))
                return status;
            status = RBPF_OK;
        } else {
            vm->pc += RBPF_INSN_BYTES;
            status = execute(vm, pc);
            if (status < RBPF_OK)
                vm->pc = pc;
        }
    } while (status == RBPF_OK);
    return status;
}
