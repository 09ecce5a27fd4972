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

/* The conditions that hold for a first operand which is below the second, equal to it, or above it,
 * and those that take both as signed: a bit for each operation. */
#define BIT(name) (1u << RBPF_OPERATION(RBPF_OP_##name))
#define DIFFERS (BIT(JA) | BIT(JNE64_IMM) | BIT(JSET64_IMM))
enum {
    IF_BELOW = DIFFERS | BIT(JLT64_IMM) | BIT(JLE64_IMM) | BIT(JSLT64_IMM) | BIT(JSLE64_IMM),
    IF_EQUAL = BIT(JA) | BIT(JEQ64_IMM) | BIT(JGE64_IMM) | BIT(JLE64_IMM) | BIT(JSGE64_IMM) |
               BIT(JSLE64_IMM),
    IF_ABOVE = DIFFERS | BIT(JGT64_IMM) | BIT(JGE64_IMM) | BIT(JSGT64_IMM) | BIT(JSGE64_IMM),
    AS_SIGNED = BIT(JSGT64_IMM) | BIT(JSGE64_IMM) | BIT(JSLT64_IMM) | BIT(JSLE64_IMM)
};

static bool holds(uint64_t a, uint64_t b, uint32_t operation)
{
    uint64_t sign = (uint64_t)((uint32_t)AS_SIGNED >> operation) << 63;
    uint32_t conditions = IF_EQUAL;

    if (operation == RBPF_OPERATION(RBPF_OP_JSET64_IMM)) {
        a &= b;
        b = 0;
    }
    if (a != b)
        conditions = (a ^ sign) < (b ^ sign) ? IF_BELOW : IF_ABOVE;
    return conditions >> operation & 1u;
}

/* Apart, since it is used three times and takes 28 bytes where words have 32 bits. */
static RBPF_NOINLINE uint64_t shift_right(uint64_t a, uint32_t count)
{
    return a >> count;
}

/* BE and BSWAP swap alike; LE, which only cuts off what is above the width, is the same twice. */
static uint64_t swap(uint32_t opcode, uint64_t a, int32_t width)
{
    do {
        a = shift_right(rbpf_swap64(a), 64u - (uint32_t)width);
        opcode ^= RBPF_OP_LE ^ RBPF_OP_BE;
    } while (opcode == RBPF_OP_BE);
    return a;
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
    uint64_t sign;
    /* Bit 0 is what ALU64 has and ALU has not. */
    uint32_t count = (uint32_t)b & (31u | (uint32_t)*pc << 5) & 63u;

    switch (RBPF_OPERATION(*pc)) {
    case RBPF_OPERATION(RBPF_OP_ADD64_IMM):
        return rbpf_add64(a, b);
    case RBPF_OPERATION(RBPF_OP_SUB64_IMM):
        return rbpf_sub64(a, b);
    case RBPF_OPERATION(RBPF_OP_MUL64_IMM):
        return RBPF_HAS_MUL32_IMM || RBPF_HAS_MUL64_IMM ? rbpf_mul64(a, b) : a;
    case RBPF_OPERATION(RBPF_OP_DIV64_IMM):
    case RBPF_OPERATION(RBPF_OP_MOD64_IMM):
        return RBPF_HAS_DIV32_IMM || RBPF_HAS_DIV64_IMM ? rbpf_divide(a, b, pc) : a;
    case RBPF_OPERATION(RBPF_OP_OR64_IMM):
        return rbpf_or64(a, b);
    case RBPF_OPERATION(RBPF_OP_AND64_IMM):
        return rbpf_and64(a, b);
    case RBPF_OPERATION(RBPF_OP_LSH64_IMM):
        return a << count;
    case RBPF_OPERATION(RBPF_OP_NEG64):
        return rbpf_neg64(a);
    case RBPF_OPERATION(RBPF_OP_XOR64_IMM):
        return rbpf_xor64(a, b);
    case RBPF_OPERATION(RBPF_OP_MOV64_IMM):
        return HAS_V4 && width ? extend(b, width) : b;
    case RBPF_OPERATION(RBPF_OP_ARSH64_IMM):
        sign = rbpf_arsh64(a, 63);
        return shift_right(a ^ sign, count) ^ sign;
    default: /* RSH */
        return shift_right(a, count);
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
static bool jump(struct rbpf_vm *vm, const uint8_t *pc, enum rbpf_status *status)
{
    int32_t slots = RBPF_HAS_JA32 && *pc == RBPF_OP_JA32 ? rbpf_imm_at(pc) : rbpf_offset_at(pc);
    ptrdiff_t distance = (ptrdiff_t)slots * 8;

    vm->pc = pc + (distance + 8);
    vm->limit += (uintptr_t)distance;
    *status = RBPF_YIELDED;
    return !rbpf_is_used_up(vm->limit, vm->pc);
}

/* Loads what is at `p`, or stores `value` there. */
static uint64_t move(bool loads, uint32_t size, uint8_t *p, uint64_t value)
{
    uint8_t bytes[8];

    rbpf_store64(bytes, loads ? 0 : value);
    memcpy(loads ? bytes : p, loads ? p : bytes, size);
    return rbpf_load64(bytes);
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

    vm->limit += RBPF_INSN_BYTES;
    return high << 32 | (uint32_t)rbpf_imm_at(pc);
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

/* Does it use the source register? Of loads and stores the odd classes do, LDX and STX. */
static bool has_source(uint8_t opcode)
{
    return RBPF_CLASS(opcode) >= RBPF_CLASS_ALU ? RBPF_IS_REG(opcode) : RBPF_CLASS(opcode) & 1u;
}

/* A register, whose address is hidden: both words are then loaded or stored at once. */
static uint64_t get_register(const struct rbpf_vm *vm, uint32_t i)
{
#if RBPF_SPLIT_REGISTERS
    return rbpf_reg64(vm, i);
#else
    const uint64_t *reg = &vm->registers.wide[i];

    RBPF_OPAQUE(reg);
    return *reg;
#endif
}

static void set_register(struct rbpf_vm *vm, uint32_t i, uint64_t value)
{
#if RBPF_SPLIT_REGISTERS
    rbpf_set64(vm, i, value);
#else
    uint64_t *reg = &vm->registers.wide[i];

    RBPF_OPAQUE(reg);
    *reg = value;
#endif
}

/* A load, store or atomic operation. `b` is what is stored, or the base of a load, and becomes what
 * was loaded. */
static enum rbpf_status access_memory(struct rbpf_vm *vm, const uint8_t *pc, uint64_t a,
                                      uint64_t *b)
{
    const bool loads = !rbpf_writes_at(pc);
    const uint32_t size = rbpf_size_at(pc);
    uint64_t address = (loads ? *b : a) + (uint64_t)(int64_t)rbpf_offset_at(pc);
    const struct rbpf_region *region = rbpf_find_region(vm, size, address);
    enum rbpf_status status = rbpf_check_access(region, !loads);
    uint8_t *p;

    if (status != RBPF_OK)
        return status;
    p = region->base + (uint32_t)address;
    if (is_atomic(*pc)) {
        if ((uint32_t)address & (size - 1u))
            return RBPF_FAULT_ALIGNMENT;
        *b = modify(vm, pc, p, *b);
        return RBPF_OK;
    }
    *b = move(loads, size, p, *b);
    /* MEMSX has bit 7 of the opcode. */
    if (HAS_V4 && *pc & 0x80u)
        *b = extend(*b, size * 8u);
    return RBPF_OK;
}

static bool transfer(struct rbpf_vm *vm, enum rbpf_status *status)
{
    *status = rbpf_exec_transfer(vm);
    return *status == RBPF_YIELDED && !rbpf_is_used_up(vm->limit, vm->pc);
}

/* The instruction at vm->pc, which is `pc`. Whether the one that is at vm->pc then follows; if not,
 * `status` is why. */
static bool execute(struct rbpf_vm *vm, const uint8_t *pc, enum rbpf_status *status)
{
    const uint32_t class = RBPF_CLASS(*pc);
    uint32_t target = rbpf_dst_at(pc);
    uint64_t a = get_register(vm, target);
    uint64_t b =
        has_source(*pc) ? get_register(vm, rbpf_src_at(pc)) : (uint64_t)(int64_t)rbpf_imm_at(pc);
    bool writes = true;

    switch (class) {
    case RBPF_CLASS_LD:
        b = load_immediate(vm, pc);
        pc += RBPF_INSN_BYTES;
        break;
    case RBPF_CLASS_ALU:
    case RBPF_CLASS_ALU64:
        b = alu(pc, a, b);
        break;
    case RBPF_CLASS_JMP:
    case RBPF_CLASS_JMP32:
        if (is_transfer(*pc))
            return transfer(vm, status);
        if (is_taken(pc, a, b))
            return jump(vm, pc, status);
        writes = false;
        break;
    default: /* LDX, ST, STX */
        *status = access_memory(vm, pc, a, &b);
        if (*status != RBPF_OK)
            return false;
        writes = class == RBPF_CLASS_LDX;
        if (is_atomic(*pc)) {
            target = pc[4] == RBPF_ATOMIC_CMPXCHG ? 0 : rbpf_src_at(pc);
            writes = pc[4] & RBPF_ATOMIC_FETCH;
        }
    }
    if (writes)
        set_register(vm, target, b);
    vm->pc = pc + RBPF_INSN_BYTES;
    return true;
}

enum rbpf_status rbpf_loop_small(struct rbpf_vm *vm)
{
    enum rbpf_status status;

    while (execute(vm, vm->pc, &status))
        continue;
    return status;
}
