/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls and returns, which leave the loop: of helpers, of functions, by register. */
#include <rbpf/call.h>

#include "exec/exec.h"
#include "verify/functions.h"

/* Keeps the budget: limit moves with pc. One instruction was executed. */
static enum rbpf_status go_to(struct rbpf_vm *vm, const uint8_t *target)
{
    vm->limit += (uintptr_t)target - (uintptr_t)vm->pc - RBPF_INSN_BYTES;
    vm->pc = target;
    return RBPF_YIELDED;
}

static enum rbpf_status go_on(struct rbpf_vm *vm)
{
    vm->pc += RBPF_INSN_BYTES;
    return RBPF_YIELDED;
}

/* The stack region is as long as what is in use; r10 is its end. */
static void set_stack_top(struct rbpf_vm *vm, uint32_t top)
{
    struct rbpf_region *stack = &vm->regions[RBPF_REGION_STACK];

    stack->readable = top;
    stack->writable = top;
    rbpf_set64(vm, 10, RBPF_ADDRESS(RBPF_REGION_STACK, top));
}

static enum rbpf_status enter(struct rbpf_vm *vm, const struct rbpf_function *function)
{
    const struct rbpf_function_info callee = rbpf_function_read(function);
    uint32_t top = vm->regions[RBPF_REGION_STACK].readable;
    struct rbpf_frame *frame;
    uint32_t i;

    if (vm->depth >= vm->frame_count)
        return RBPF_FAULT_CALL_DEPTH;
    if (callee.frame_bytes > vm->stack_bytes - top)
        return RBPF_FAULT_STACK;

    frame = &vm->frames[vm->depth++];
    for (i = 0; i < 4; i++)
        frame->saved[i] = rbpf_reg64(vm, 6 + i);
    frame->return_insn = rbpf_slot(vm, vm->pc) + 1u;
    frame->stack_top = top;
    set_stack_top(vm, top + callee.frame_bytes);
    return go_to(vm, vm->program->insns + (size_t)callee.entry * RBPF_INSN_BYTES);
}

static enum rbpf_status leave(struct rbpf_vm *vm)
{
    const struct rbpf_frame *frame;
    uint32_t i;

    if (vm->depth == 0) {
        go_on(vm);
        return RBPF_OK;
    }
    frame = &vm->frames[--vm->depth];
    for (i = 0; i < 4; i++)
        rbpf_set64(vm, 6 + i, frame->saved[i]);
    set_stack_top(vm, frame->stack_top);
    return go_to(vm, vm->program->insns + (size_t)frame->return_insn * RBPF_INSN_BYTES);
}

void rbpf_call_charge(struct rbpf_call *call, uint32_t insns)
{
    uint32_t room = RBPF_CHARGE_MAX_INSNS - call->charged_insns;

    call->charged_insns += insns < room ? insns : room;
}

static enum rbpf_status finish_call(struct rbpf_call *call, enum rbpf_status status)
{
    struct rbpf_vm *vm = call->vm;

    if (status != RBPF_OK && status != RBPF_SUSPENDED) {
        vm->detail = (int32_t)status;
        return RBPF_FAULT_HELPER_FAILED;
    }
    vm->limit -= (uintptr_t)call->charged_insns * RBPF_INSN_BYTES;
    go_on(vm);
    if (status == RBPF_SUSPENDED)
        return status;
    rbpf_set64(vm, 0, call->result);
    return RBPF_YIELDED;
}

/* Apart, so that helpers with numbers only do not pay for the stack. */
static RBPF_NOINLINE enum rbpf_status call_with_memory(struct rbpf_call *call,
                                                       const struct rbpf_helper *helper)
{
    struct rbpf_span memory[5];
    uint32_t i;

    for (i = 0; i < 5; i++) {
        enum rbpf_status status = rbpf_argument_check(call->vm, helper, i + 1u, &memory[i]);

        if (status != RBPF_OK) {
            call->vm->detail = (int32_t)i + 1;
            return status;
        }
    }
    call->memory = memory;
    return finish_call(call, helper->fn(call));
}

static bool has_memory(const struct rbpf_helper *helper)
{
    return helper->args[0].kind || helper->args[1].kind || helper->args[2].kind ||
           helper->args[3].kind || helper->args[4].kind;
}

static enum rbpf_status call_helper(struct rbpf_vm *vm, uint32_t id)
{
    const struct rbpf_helper *helper = &vm->program->helpers->table[id];
    struct rbpf_call call = {.vm = vm};

    if (has_memory(helper))
        return call_with_memory(&call, helper);
    return finish_call(&call, helper->fn(&call));
}

/* The value of the register is an address in the code region, or else a helper's id. */
static enum rbpf_status call_register(struct rbpf_vm *vm, const struct rbpf_insn *insn)
{
    const struct rbpf_program *program = vm->program;
    uint64_t value = rbpf_reg64(vm, insn->dst);
    uint32_t low = (uint32_t)value;
    const struct rbpf_function *function;

    if (value >> 32 == 0)
        return rbpf_helpers_has(program->helpers, low) ? call_helper(vm, low) : RBPF_FAULT_HELPER;
    if (value >> 32 != RBPF_REGION_CODE || low % RBPF_INSN_BYTES != 0)
        return RBPF_FAULT_CALL_TARGET;
    function =
        rbpf_function_find(program->functions, program->function_count, low / RBPF_INSN_BYTES);
    if (!function || !(rbpf_function_read(function).flags & RBPF_FUNCTION_CALLABLE))
        return RBPF_FAULT_CALL_TARGET;
    return enter(vm, function);
}

static enum rbpf_status call(struct rbpf_vm *vm, const struct rbpf_insn *insn)
{
    const struct rbpf_program *program = vm->program;

    if (insn->src == RBPF_CALL_HELPER)
        return call_helper(vm, (uint32_t)insn->imm);
    return enter(vm, rbpf_function_find(program->functions, program->function_count,
                                        rbpf_slot(vm, vm->pc) + 1u + (uint32_t)insn->imm));
}

enum rbpf_status rbpf_exec_transfer(struct rbpf_vm *vm)
{
    struct rbpf_insn insn = rbpf_insn_at(vm->pc);

    switch (insn.opcode) {
    case RBPF_OP_EXIT:
        return leave(vm);
    case RBPF_OP_CALLX:
        return call_register(vm, &insn);
    default:
        return call(vm, &insn);
    }
}
