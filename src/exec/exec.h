/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the loops share: registers, the region check, and the instructions
 * that leave the loop.
 *
 * The budget costs a jump a difference, its sign and a sum. If no jump is taken, it runs out two
 * slots behind `limit`, so that limit is the last place from which a jump goes on: a jump moves
 * limit and pc by the same distance if limit - pc is not negative. LDDW, two slots but one
 * instruction, moves limit by 8.
 */
#ifndef RBPF_EXEC_EXEC_H
#define RBPF_EXEC_EXEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/vm.h>

#include "bytes.h"
#include "isa/isa.h"

/* Who chose the loop that takes the least flash gets the same of what could be faster in more. */
#define RBPF_SPARES_FLASH (RBPF_LOOP == RBPF_LOOP_SMALL)
#if RBPF_SPARES_FLASH
#define RBPF_UNROLL_IF_FAST(n)
#define RBPF_NOINLINE_IF_FAST
#else
#define RBPF_UNROLL_IF_FAST(n) RBPF_UNROLL(n)
#define RBPF_NOINLINE_IF_FAST RBPF_NOINLINE
#endif

/* A run that is left without a fault leaves its status as the state. */
enum rbpf_state {
    RBPF_STATE_IDLE = RBPF_OK,
    RBPF_STATE_READY = RBPF_YIELDED,
    RBPF_STATE_WAITING = RBPF_SUSPENDED,
    RBPF_STATE_RUNNING,
    RBPF_STATE_FAULTED
};

/* From limit to where the budget runs out. */
#define RBPF_LIMIT_AHEAD_BYTES (2 * RBPF_INSN_BYTES)

/* Is nothing left for the instruction at `pc`? */
RBPF_INLINE bool rbpf_is_used_up(uintptr_t limit, const uint8_t *pc)
{
    return (intptr_t)(limit - (uintptr_t)pc) <= -(intptr_t)RBPF_LIMIT_AHEAD_BYTES;
}

#if RBPF_SPLIT_REGISTERS

/* The registers, where a loop keeps them at hand: both arrays, and the high word of a 32-bit
 * result. */
struct rbpf_bank {
    uint32_t *low;
    uint32_t *high;
    uint32_t zero;
};

/* The zero is kept from the optimiser, which would load it anew for each instruction. */
RBPF_INLINE struct rbpf_bank rbpf_bank_of(struct rbpf_vm *vm)
{
    struct rbpf_bank bank = {vm->registers.low, vm->registers.high, 0};

    RBPF_OPAQUE(bank.zero);
    return bank;
}

RBPF_INLINE uint64_t rbpf_bank_get64(struct rbpf_bank bank, uint32_t i)
{
    return (uint64_t)bank.high[i] << 32 | bank.low[i];
}

RBPF_INLINE uint32_t rbpf_bank_get32(struct rbpf_bank bank, uint32_t i)
{
    return bank.low[i];
}

RBPF_INLINE void rbpf_bank_set64(struct rbpf_bank bank, uint32_t i, uint64_t value)
{
    bank.low[i] = (uint32_t)value;
    bank.high[i] = (uint32_t)(value >> 32);
}

RBPF_INLINE void rbpf_bank_set32(struct rbpf_bank bank, uint32_t i, uint32_t value)
{
    bank.low[i] = value;
    bank.high[i] = bank.zero;
}

#else

struct rbpf_bank {
    uint64_t *wide;
};

RBPF_INLINE struct rbpf_bank rbpf_bank_of(struct rbpf_vm *vm)
{
    return (struct rbpf_bank){vm->registers.wide};
}

RBPF_INLINE uint64_t rbpf_bank_get64(struct rbpf_bank bank, uint32_t i)
{
    return bank.wide[i];
}

/* A load of 32 bits, which gcc makes an operand of what computes with it. */
RBPF_INLINE uint32_t rbpf_bank_get32(struct rbpf_bank bank, uint32_t i)
{
    uint32_t low;

    memcpy(&low, RBPF_ASSUME_ALIGNED((const uint32_t *)&bank.wide[i] + RBPF_BIG_ENDIAN, 4),
           sizeof low);
    return low;
}

RBPF_INLINE void rbpf_bank_set64(struct rbpf_bank bank, uint32_t i, uint64_t value)
{
    bank.wide[i] = value;
}

/* 32-bit results are zero-extended (RFC 9669, section 4.1). */
RBPF_INLINE void rbpf_bank_set32(struct rbpf_bank bank, uint32_t i, uint32_t value)
{
    bank.wide[i] = value;
}

#endif

RBPF_INLINE uint64_t rbpf_reg64(const struct rbpf_vm *vm, uint32_t i)
{
#if RBPF_SPLIT_REGISTERS
    return (uint64_t)vm->registers.high[i] << 32 | vm->registers.low[i];
#else
    return vm->registers.wide[i];
#endif
}

RBPF_INLINE uint32_t rbpf_reg32(const struct rbpf_vm *vm, uint32_t i)
{
    return (uint32_t)rbpf_reg64(vm, i);
}

RBPF_INLINE void rbpf_set64(struct rbpf_vm *vm, uint32_t i, uint64_t value)
{
    rbpf_bank_set64(rbpf_bank_of(vm), i, value);
}

/* Copies 16 or, of 64-bit words, 32 bytes: gcc takes the smallest way only where it is told that
 * the pointers are aligned. */
#if RBPF_SPLIT_REGISTERS
RBPF_INLINE void rbpf_copy_registers(uint32_t *to, const uint32_t *from)
{
    memcpy(RBPF_ASSUME_ALIGNED(to, 4), RBPF_ASSUME_ALIGNED(from, 4), 4 * sizeof *to);
}
#else
RBPF_INLINE void rbpf_copy_registers(uint64_t *to, const uint64_t *from)
{
    size_t bytes = 4 * sizeof *to;

    /* A call takes less flash. */
    if (RBPF_SPARES_FLASH)
        RBPF_OPAQUE(bytes);
    memcpy(to, from, bytes);
}
#endif

/* What a function must leave as it was: r6 to r9. */
RBPF_INLINE void rbpf_save_registers(struct rbpf_frame *frame,
                                     const struct rbpf_registers *registers)
{
#if RBPF_SPLIT_REGISTERS
    rbpf_copy_registers(frame->low, registers->low + 6);
    rbpf_copy_registers(frame->high, registers->high + 6);
#else
    rbpf_copy_registers(frame->wide, registers->wide + 6);
#endif
}

RBPF_INLINE void rbpf_restore_registers(struct rbpf_registers *registers,
                                        const struct rbpf_frame *frame)
{
#if RBPF_SPLIT_REGISTERS
    rbpf_copy_registers(registers->low + 6, frame->low);
    rbpf_copy_registers(registers->high + 6, frame->high);
#else
    rbpf_copy_registers(registers->wide + 6, frame->wide);
#endif
}

/* Are `size` bytes from `offset` on within the first `length`? */
RBPF_INLINE bool rbpf_fits(uint32_t length, uint32_t offset, uint32_t size)
{
#if UINTPTR_MAX > 0xffffffffu
    return (uint64_t)offset + size <= length;
#else
    uint32_t room;

    return !RBPF_SUB_BORROWS(length, offset, &room) && size <= room;
#endif
}

/* The rows of a region table, where the loop keeps them. */
struct rbpf_map {
    const struct rbpf_region *regions;
    uint32_t count;
};

RBPF_INLINE struct rbpf_map rbpf_map_of(const struct rbpf_vm *vm)
{
    return (struct rbpf_map){vm->regions, vm->region_count};
}

/*
 * The region check. The address is compared as a whole, before anything is
 * added to it: its high word selects a row, its low word and the size must fit.
 */
RBPF_INLINE const struct rbpf_region *rbpf_region_of(struct rbpf_map map, uint64_t address)
{
    uint32_t number = (uint32_t)(address >> 32);

    return number < map.count ? &map.regions[number] : NULL;
}

/* The same for an access whose size and kind the compiler knows; false: not all of it is there. */
RBPF_INLINE bool rbpf_locate(struct rbpf_map map, uint64_t address, uint32_t size, bool writes,
                             uint8_t **p)
{
    uint32_t number = (uint32_t)(address >> 32);
    uint32_t offset = (uint32_t)address;
    const struct rbpf_region *region;
    uint32_t length;
    uint8_t *base;

    if (RBPF_UNLIKELY(number >= map.count))
        return false;
    region = &map.regions[number];
    RBPF_LOAD_TOGETHER(region);
    base = region->base;
    length = writes ? region->writable : region->readable;
    if (RBPF_UNLIKELY(size == 1 ? offset >= length : !rbpf_fits(length, offset, size)))
        return false;
    *p = base + offset;
    return true;
}

/* A guest address and an offset. By words where gcc would give each sum two words of stack, as for
 * Cortex-M0. */
RBPF_INLINE uint64_t rbpf_move_address(uint64_t address, int32_t offset)
{
#if RBPF_SPLIT_REGISTERS || UINTPTR_MAX > 0xffffffffu
    return address + (uint64_t)(int64_t)offset;
#else
    uint32_t low = (uint32_t)address + (uint32_t)offset;
    uint32_t high = (uint32_t)(address >> 32) - ((uint32_t)offset >> 31);

    return (uint64_t)(high + (low < (uint32_t)offset)) << 32 | low;
#endif
}

/* What the load, store or atomic operation at `pc` does: with how many bytes, at which address,
 * and whether it changes them. */
RBPF_INLINE uint32_t rbpf_size_at(const uint8_t *pc)
{
    /* The size field (RFC 9669, section 5): W, H, B, DW. */
    return 0x8124u >> (*pc >> 1 & 12u) & 15u;
}

RBPF_INLINE bool rbpf_writes_at(const uint8_t *pc)
{
    return RBPF_CLASS(*pc) != RBPF_CLASS_LDX;
}

RBPF_INLINE uint64_t rbpf_address_at(const struct rbpf_vm *vm, const uint8_t *pc)
{
    uint32_t base = rbpf_writes_at(pc) ? rbpf_dst_at(pc) : rbpf_src_at(pc);

    return rbpf_reg64(vm, base) + (uint64_t)(int64_t)rbpf_offset_at(pc);
}

/*
 * The region of an access of `size` bytes, at least 1; null: not all of it can be read. What can be
 * read can be written if region->writable is not 0. For what is not done by the loop itself: all in
 * registers, so that it takes hardly any stack.
 */
RBPF_INLINE const struct rbpf_region *rbpf_look_up(const struct rbpf_vm *vm, uint32_t size,
                                                   uint64_t address)
{
    const struct rbpf_region *region = rbpf_region_of(rbpf_map_of(vm), address);

    return region && rbpf_fits(region->readable, (uint32_t)address, size) ? region : NULL;
}

/* The same, as a function. */
const struct rbpf_region *rbpf_find_region(const struct rbpf_vm *vm, uint32_t size,
                                           uint64_t address);

/* May what was looked up be accessed, and written if `writes`? */
RBPF_INLINE enum rbpf_status rbpf_check_access(const struct rbpf_region *region, bool writes)
{
    if (!region)
        return RBPF_FAULT_BOUNDS;
    return writes && region->writable == 0 ? RBPF_FAULT_READ_ONLY : RBPF_OK;
}

/* Where the access of the load, store or atomic operation at `pc` goes; null: it is refused. */
uint8_t *rbpf_access_at(const struct rbpf_vm *vm, const uint8_t *pc);

/* Why: RBPF_FAULT_BOUNDS or RBPF_FAULT_READ_ONLY. */
enum rbpf_status rbpf_access_fault_at(const struct rbpf_vm *vm, const uint8_t *pc);

/*
 * CALL, CALLX and EXIT at vm->pc. On success vm->pc and vm->limit are those
 * of the next instruction.
 *
 * Returns RBPF_YIELDED to go on, RBPF_OK at the end of the program,
 * RBPF_SUSPENDED, or a fault with vm->pc unchanged.
 */
enum rbpf_status rbpf_exec_transfer(struct rbpf_vm *vm);

/*
 * Goes to a slot, in another frame: the stack region is as long as what is in use, and r10 is its
 * end. Keeps the budget, in that limit moves with pc; one instruction was executed.
 */
enum rbpf_status rbpf_go_to(struct rbpf_vm *vm, uint32_t slot, uint32_t stack_top);

/* The atomic operation at `pc`. RBPF_OK or a fault. */
enum rbpf_status rbpf_exec_atomic(struct rbpf_vm *vm, const uint8_t *pc);

/* Where the checked memory of a helper's argument lies, which is not empty. */
RBPF_INLINE uint8_t *rbpf_argument_memory(const struct rbpf_vm *vm, uint32_t number)
{
    uint64_t address = rbpf_reg64(vm, number);

    return vm->regions[address >> 32].base + (uint32_t)address;
}

RBPF_INLINE enum rbpf_arg_kind rbpf_argument_kind(struct rbpf_arg arg)
{
    return (enum rbpf_arg_kind)(arg.code & 3u);
}

/* How many bytes an argument of a helper means, 1 of a string: 0 of a number. */
uint64_t rbpf_argument_bytes(const struct rbpf_vm *vm, struct rbpf_arg arg);

/* Helper `id`, which exists. */
RBPF_INLINE const struct rbpf_helper *rbpf_helper(const struct rbpf_vm *vm, uint32_t id)
{
    return &vm->helpers[id];
}

/* Are all arguments numbers? Two or one at a time: they are aligned as the pointers before them. */
RBPF_INLINE bool rbpf_takes_numbers(const struct rbpf_helper *helper)
{
    uint32_t first, second;

    memcpy(&first, RBPF_ASSUME_ALIGNED(&helper->args[0], 4), sizeof first);
    memcpy(&second, RBPF_ASSUME_ALIGNED(&helper->args[2], 4), sizeof second);
    return (first | second | helper->args[4].code) == 0;
}

/* The helper that the CALL or CALLX at vm->pc has called. A register may be another's by now. */
RBPF_INLINE uint32_t rbpf_called_helper(const struct rbpf_vm *vm)
{
    if (RBPF_HAS_CALLX && *vm->pc == RBPF_OP_CALLX)
        return (uint32_t)vm->status;
    return (uint32_t)rbpf_imm_at(vm->pc);
}

/* A call of helper `id`, which exists; returns as rbpf_exec_transfer() does. */
enum rbpf_status rbpf_exec_helper(struct rbpf_vm *vm, uint32_t id);

/* The call itself: arguments are checked, and vm->pc is where it is made. */
RBPF_INLINE enum rbpf_status rbpf_invoke(struct rbpf_vm *vm, rbpf_helper_fn fn)
{
    rbpf_set64(vm, 0, 0);
    return fn((struct rbpf_call *)vm);
}

/* What follows the call of a helper that returned `status`; returns as rbpf_exec_transfer() does.
 */
enum rbpf_status rbpf_exec_called(struct rbpf_vm *vm, enum rbpf_status status);

/* What the DIV or MOD at `pc`, of any form, makes of its operands. */
uint64_t rbpf_divide(uint64_t a, uint64_t b, const uint8_t *pc);

/* Executes the DIV or MOD at `pc`. */
void rbpf_exec_divide(struct rbpf_vm *vm, const uint8_t *pc);

RBPF_INLINE const uint8_t *rbpf_insns(const struct rbpf_vm *vm)
{
    return vm->program->code.insns;
}

RBPF_INLINE uint32_t rbpf_slot(const struct rbpf_vm *vm, const uint8_t *pc)
{
    return (uint32_t)((size_t)(pc - rbpf_insns(vm)) / RBPF_INSN_BYTES);
}

/* One step of the switch loop. */
enum rbpf_status rbpf_loop_step(struct rbpf_vm *vm);

#endif
