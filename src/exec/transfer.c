/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls and returns, which leave the loop: of functions, of helpers, by register. */
#include "exec/exec.h"
#include "verify/functions.h"

enum rbpf_status rbpf_go_to(struct rbpf_vm *vm, uint32_t slot, uint32_t stack_top)
{
    const uint8_t *target = rbpf_insns(vm) + (size_t)slot * RBPF_INSN_BYTES;
    struct rbpf_region *stack = &vm->regions[RBPF_REGION_STACK];

    stack->readable = stack_top;
    stack->writable = stack_top;
    rbpf_set64(vm, 10, RBPF_ADDRESS(RBPF_REGION_STACK, stack_top));
    vm->limit += (uintptr_t)target - (uintptr_t)vm->pc - RBPF_INSN_BYTES;
    vm->pc = target;
    return RBPF_YIELDED;
}

/* Calls `function`, which returns to slot `next`. */
static enum rbpf_status enter(struct rbpf_vm *vm, const struct rbpf_function *function,
                              uint32_t next)
{
    uint32_t frame_bytes = rbpf_function_frame(function);
    uint32_t top = vm->regions[RBPF_REGION_STACK].readable;
    struct rbpf_frame *frame;

    if (vm->depth >= vm->frame_count)
        return RBPF_FAULT_CALL_DEPTH;
    if (frame_bytes > vm->stack_bytes - top)
        return RBPF_FAULT_STACK;

    frame = &vm->frames[vm->depth++];
    rbpf_save_registers(frame, &vm->registers);
    frame->return_insn = next;
    frame->stack_top = top;
    return rbpf_go_to(vm, rbpf_function_entry(function), top + frame_bytes);
}

static RBPF_NOINLINE enum rbpf_status leave(struct rbpf_vm *vm)
{
    uint32_t depth = vm->depth;
    const struct rbpf_frame *frame;

    if (depth == 0) {
        vm->pc += RBPF_INSN_BYTES;
        return RBPF_OK;
    }
    frame = &vm->frames[--depth];
    vm->depth = (uint16_t)depth;
    rbpf_restore_registers(&vm->registers, frame);
    return rbpf_go_to(vm, frame->return_insn, frame->stack_top);
}

/* By a register, which may be r0: what was called is kept, and restored for a fault's record. */
static enum rbpf_status call_helper(struct rbpf_vm *vm, uint32_t id)
{
    enum rbpf_status status;

    vm->status = (int16_t)id;
    status = rbpf_exec_helper(vm, id);
    if (status == RBPF_FAULT_HELPER_FAILED)
        rbpf_set64(vm, rbpf_dst_at(vm->pc), id);
    return status;
}

/* The value of the register is an address in the code region, or else a helper's id. */
static RBPF_NOINLINE enum rbpf_status call_register(struct rbpf_vm *vm)
{
    uint64_t value = rbpf_reg64(vm, rbpf_dst_at(vm->pc));
    uint32_t low = (uint32_t)value;
    uint32_t high = (uint32_t)(value >> 32);
    const struct rbpf_function *function;

    if (high == 0)
        return rbpf_helpers_has(vm->program->code.helpers, low) ? call_helper(vm, low)
                                                                : RBPF_FAULT_HELPER;
    if (high != RBPF_REGION_CODE || low % RBPF_INSN_BYTES != 0)
        return RBPF_FAULT_CALL_TARGET;
    function = rbpf_function_find(&vm->program->code, low / RBPF_INSN_BYTES);
    if (!function || !(rbpf_function_flags(function) & RBPF_FUNCTION_CALLABLE))
        return RBPF_FAULT_CALL_TARGET;
    return enter(vm, function, rbpf_slot(vm, vm->pc) + 1u);
}

static RBPF_NOINLINE enum rbpf_status call_function(struct rbpf_vm *vm)
{
    uint32_t next = rbpf_slot(vm, vm->pc) + 1u;
    uint32_t entry = next + (uint32_t)rbpf_imm_at(vm->pc);

    return enter(vm, rbpf_function_find(&vm->program->code, entry), next);
}

/* Nothing but the way to others, so that it takes no stack where calls can be tail calls. */
enum rbpf_status rbpf_exec_transfer(struct rbpf_vm *vm)
{
    const uint8_t *pc = vm->pc;

    if (*pc == RBPF_OP_CALL && rbpf_src_at(pc) == RBPF_CALL_HELPER)
        return rbpf_exec_helper(vm, (uint32_t)rbpf_imm_at(pc));
    if (*pc == RBPF_OP_CALL)
        return call_function(vm);
    if (RBPF_HAS_CALLX && *pc == RBPF_OP_CALLX)
        return call_register(vm);
    return leave(vm);
}
