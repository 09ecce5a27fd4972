/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The loop over instructions, made into a function by each file that includes
 * this after it has defined
 *
 *     LOOP_NAME   the name of the function, an rbpf_loop_fn
 *     LOOP_BEGIN  dispatch of the first instruction
 *     LABEL(name) where the body of an instruction begins
 *     NEXT(name)  how a body goes on to the next instruction
 *     JUMPED(name) the same of a jump, which has set pc itself
 *     GO          how a call or return, which has set pc itself, goes on
 *     LOOP_END    what follows the last body
 *     LOOP_COPIES perhaps: that it wants the bodies for each destination (copies.h), and has
 *                 source_at(pc) for the source
 *
 * Runs from vm->pc until something other than the next instruction is due,
 * and leaves vm->pc and vm->limit there. Returns what rbpf_run() returns.
 *
 * Relies on the verifier for everything but memory, budget and depth.
 */
#include <rbpf/vm.h>

#include "exec/alu.h"
#include "exec/exec.h"

/*
 * The words that bodies.h is written in. They use the locals of the function
 * below, and are undefined after it.
 */

#if RBPF_FETCH_WORDS
/* The first half of the instruction stays in a register, and fields are cut out of it. */
#define FETCHED uint32_t word;
#define FETCH word = rbpf_load32_aligned(pc);
#define OPCODE (word & 0xffu)
#define DST (word >> 8 & 15u)
#define SRC (word >> 12 & 15u)
#define OFFSET ((int32_t)word >> 16)
#define HAS_OFFSET (OFFSET != 0)
#else
/* Fields are loaded from memory where they are needed. */
#define FETCHED
#define FETCH
#define OPCODE (*pc)
#define DST rbpf_dst_at(pc)
#define OFFSET rbpf_offset_at(pc)
#ifdef LOOP_COPIES
/* From more bits than they have, of which gcc makes less code on x86-64. */
#define SRC source_at(pc)
#define HAS_OFFSET (rbpf_load32_aligned(pc) > 0xffffu)
#else
#define SRC rbpf_src_at(pc)
#define HAS_OFFSET (OFFSET != 0)
#endif
#endif
#define IMM32 rbpf_load32_aligned(pc + 4)
#define IMM ((int32_t)IMM32)
#define IMM64 ((uint64_t)(int64_t)IMM)
#define HIGH_IMM rbpf_load32_aligned(pc + 12)

/* A label within the bodies: its name, and of which copy of them it is. */
#define IN_COPY(label) LABEL_OF(label, COPY)
#define LABEL_OF(label, copy) LABEL_OF_(label, copy)
#define LABEL_OF_(label, copy) label##_##copy

/* The body of an instruction that is left out takes no flash. */
#define OP(name)                                                                                   \
    LABEL(name)                                                                                    \
    if (!RBPF_HAS_##name)                                                                          \
        goto illegal;

#define DST32 rbpf_bank_get32(bank, DST)
#define SRC32 rbpf_bank_get32(bank, SRC)
#define DST64 rbpf_bank_get64(bank, DST)
#define SRC64 rbpf_bank_get64(bank, SRC)
#define SET32(value) rbpf_bank_set32(bank, DST, (value))
#define SET64(value) rbpf_bank_set64(bank, DST, (value))

/* Is this the form of a DIV, MOD or MOV that an offset selects? */
#define IS_V4 (RBPF_HAS(RBPF_GROUP_V4) && RBPF_UNLIKELY(HAS_OFFSET))

/* To the target, with limit as far ahead as it was; but for this instruction, which is executed. */
#define MOVE(slots)                                                                                \
    do {                                                                                           \
        pc += (ptrdiff_t)(slots)*8 + 8;                                                            \
        limit = (uintptr_t)pc + (uintptr_t)ahead - 8u;                                             \
    } while (0)

#define JUMP(slots)                                                                                \
    do {                                                                                           \
        ahead = (intptr_t)(limit - (uintptr_t)pc);                                                 \
        if (RBPF_UNLIKELY(ahead < 0))                                                              \
            goto used_up;                                                                          \
        MOVE(slots);                                                                               \
    } while (0)

#ifdef LOOP_COPIES
/* Each jump is taken where it is. */
#define TAKEN
#define JUMP_IF(condition)                                                                         \
    do {                                                                                           \
        if (condition) {                                                                           \
            JUMP(OFFSET);                                                                          \
            GO                                                                                     \
        }                                                                                          \
    } while (0)
#else
/* All conditional jumps are taken where JA is. */
#define TAKEN                                                                                      \
    taken:
#define JUMP_IF(condition)                                                                         \
    do {                                                                                           \
        if (condition)                                                                             \
            goto taken;                                                                            \
    } while (0)
#endif

#define SKIP_SECOND_HALF                                                                           \
    pc += 8;                                                                                       \
    limit += 8;

#define LOAD(size)                                                                                 \
    if (!rbpf_locate(map, rbpf_move_address(SRC64, OFFSET), (size), false, &p))                    \
        goto out_of_bounds;

#define STORE(size)                                                                                \
    if (!rbpf_locate(map, rbpf_move_address(DST64, OFFSET), (size), true, &p))                     \
        goto out_of_bounds;

/* Of instructions that few programs have; fetched anew, as a call keeps no register of the loop's.
 */
#if RBPF_FETCH_WORDS
#define LOAD_APART(size)                                                                           \
    p = rbpf_access_at(vm, pc);                                                                    \
    if (!p)                                                                                        \
        goto out_of_bounds;                                                                        \
    FETCH
#define STORE_APART(size) LOAD_APART(size)
#else
#define LOAD_APART(size) LOAD(size)
#define STORE_APART(size) STORE(size)
#endif

#define ATOMIC                                                                                     \
    status = rbpf_exec_atomic(vm, pc);                                                             \
    if (RBPF_UNLIKELY(status != RBPF_OK))                                                          \
        goto leave;

/* Apart, so that nothing has to be kept across a call within the loop. */
#define DIVIDE rbpf_exec_divide(vm, pc);

#define TRANSFER goto transfer;

/* At once if its arguments are numbers. Goes on if all it did is return RBPF_OK, and budget is
 * left: both are one test. */
#define CALL_HELPER                                                                                \
    helper = rbpf_helper(vm, IMM32);                                                               \
    RBPF_LOAD_TOGETHER(helper);                                                                    \
    if (!rbpf_takes_numbers(helper))                                                               \
        TRANSFER                                                                                   \
    vm->pc = pc;                                                                                   \
    status = rbpf_invoke(vm, helper->fn);                                                          \
    if (((uintptr_t)status | (uintptr_t)vm->detail |                                               \
         (limit - (uintptr_t)pc) >> (sizeof(uintptr_t) * 8 - 1)) != 0)                             \
        goto called;

#define ILLEGAL goto illegal;

enum rbpf_status LOOP_NAME(struct rbpf_vm *vm)
{
    const uint8_t *pc = vm->pc;
    uintptr_t limit = vm->limit;
    const struct rbpf_map map = rbpf_map_of(vm);
    const struct rbpf_bank bank = rbpf_bank_of(vm);
    enum rbpf_status status;
    const struct rbpf_helper *helper;
    uint64_t operand;
    intptr_t ahead;
    uint8_t *p;
    FETCHED

    LOOP_BEGIN
#define COPY any
#include "exec/bodies.h"
#ifdef LOOP_COPIES
#include "exec/copies.h"
#endif
    LOOP_END

transfer:
    vm->pc = pc;
    vm->limit = limit;
    status = rbpf_exec_transfer(vm);
transferred:
    pc = vm->pc;
    limit = vm->limit;
    if (RBPF_UNLIKELY(status != RBPF_YIELDED || rbpf_is_used_up(limit, pc)))
        return status;
    GO

used_up:
    /* Worked out anew, which keeps it apart from jumps that go on. */
    ahead = (intptr_t)(limit - (uintptr_t)pc);
    MOVE(RBPF_HAS_JA32 && OPCODE == RBPF_OP_JA32 ? IMM : OFFSET);
    status = RBPF_YIELDED;
    goto leave;
called:
    vm->limit = limit;
    status = rbpf_exec_called(vm, status);
    goto transferred;
finished:
    pc += 8;
    status = RBPF_OK;
    goto leave;
out_of_bounds:
    status = rbpf_access_fault_at(vm, pc);
    goto leave;
illegal:
    status = RBPF_FAULT_INSN;
leave:
    vm->pc = pc;
    vm->limit = limit;
    return status;
}

#undef FETCHED
#undef FETCH
#undef HAS_OFFSET
#undef OPCODE
#undef DST
#undef SRC
#undef OFFSET
#undef IMM32
#undef IMM
#undef IMM64
#undef HIGH_IMM
#undef DST32
#undef SRC32
#undef DST64
#undef SRC64
#undef SET32
#undef SET64
#undef IS_V4
#undef COPY
#undef IN_COPY
#undef LABEL_OF
#undef LABEL_OF_
#undef MOVE
#undef JUMP
#undef JUMP_IF
#undef TAKEN
#undef SKIP_SECOND_HALF
#undef LOAD
#undef STORE
#undef LOAD_APART
#undef STORE_APART
#undef ATOMIC
#undef DIVIDE
#undef TRANSFER
#undef CALL_HELPER
#undef ILLEGAL
#undef OP
#undef LABEL
#undef NEXT
#undef JUMPED
#undef GO
#undef LOOP_NAME
#undef LOOP_BEGIN
#undef LOOP_END
#undef LOOP_COPIES
