/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the loops share: registers, the region check, and the instructions
 * that leave the loop.
 *
 * The budget costs one addition. `limit` is where it runs out if no jump is
 * taken: limit - pc is 8 times what is left. A jump moves both by the same
 * distance and looks; LDDW, two slots but one instruction, moves limit by 8.
 */
#ifndef RBPF_EXEC_EXEC_H
#define RBPF_EXEC_EXEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/vm.h>

#include "bytes.h"
#include "isa/isa.h"

enum rbpf_state {
    RBPF_STATE_IDLE,
    RBPF_STATE_READY,
    RBPF_STATE_RUNNING,
    RBPF_STATE_WAITING,
    RBPF_STATE_DONE,
    RBPF_STATE_FAULTED
};

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

RBPF_INLINE uint32_t rbpf_bank_get32(struct rbpf_bank bank, uint32_t i)
{
    return (uint32_t)bank.wide[i];
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

RBPF_INLINE bool rbpf_fits(uint32_t length, uint32_t offset, uint32_t size)
{
    uint32_t room;

    return !RBPF_SUB_BORROWS(length, offset, &room) && size <= room;
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

RBPF_INLINE bool rbpf_readable(struct rbpf_map map, uint64_t address, uint32_t size, uint8_t **p)
{
    uint32_t number = (uint32_t)(address >> 32);
    const struct rbpf_region *region;

    if (RBPF_UNLIKELY(number >= map.count))
        return false;
    region = &map.regions[number];
    if (RBPF_UNLIKELY(!rbpf_fits(region->readable, (uint32_t)address, size)))
        return false;
    *p = region->base + (uint32_t)address;
    return true;
}

RBPF_INLINE bool rbpf_writable(struct rbpf_map map, uint64_t address, uint32_t size, uint8_t **p)
{
    uint32_t number = (uint32_t)(address >> 32);
    const struct rbpf_region *region;

    if (RBPF_UNLIKELY(number >= map.count))
        return false;
    region = &map.regions[number];
    if (RBPF_UNLIKELY(!rbpf_fits(region->writable, (uint32_t)address, size)))
        return false;
    *p = region->base + (uint32_t)address;
    return true;
}

/* An access to guest memory. */
struct rbpf_access {
    uint64_t address;
    uint64_t size;
    bool write;
};

/*
 * Checks an access; RBPF_FAULT_BOUNDS or RBPF_FAULT_READ_ONLY. For what is
 * not done by the loop itself.
 */
enum rbpf_status rbpf_access_check(const struct rbpf_vm *vm, const struct rbpf_access *access,
                                   uint8_t **p);

/* The access of a load, store or atomic operation; size 0 for others. */
struct rbpf_access rbpf_access_of(const struct rbpf_vm *vm, const struct rbpf_insn *insn);

/*
 * CALL, CALLX and EXIT at vm->pc. On success vm->pc and vm->limit are those
 * of the next instruction.
 *
 * Returns RBPF_YIELDED to go on, RBPF_OK at the end of the program,
 * RBPF_SUSPENDED, or a fault with vm->pc unchanged.
 */
enum rbpf_status rbpf_exec_transfer(struct rbpf_vm *vm);

/* An atomic operation, `p` pointing to the instruction. RBPF_OK or a fault. */
enum rbpf_status rbpf_exec_atomic(struct rbpf_vm *vm, const uint8_t *p);

/* The access of argument `number`, 1 to 5, of a helper. */
struct rbpf_access rbpf_argument_access(const struct rbpf_vm *vm, const struct rbpf_helper *helper,
                                        uint32_t number);

/* Checks argument `number`, 1 to 5, of a helper and translates it to `span`. */
struct rbpf_span;
enum rbpf_status rbpf_argument_check(const struct rbpf_vm *vm, const struct rbpf_helper *helper,
                                     uint32_t number, struct rbpf_span *span);

RBPF_INLINE uint32_t rbpf_slot(const struct rbpf_vm *vm, const uint8_t *pc)
{
    return (uint32_t)((size_t)(pc - vm->program->insns) / RBPF_INSN_BYTES);
}

/* One step of the switch loop. */
enum rbpf_status rbpf_loop_step(struct rbpf_vm *vm);

#endif
