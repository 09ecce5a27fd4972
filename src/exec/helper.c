/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls of helpers: guest addresses are checked before, and become memory in the helper. */
#include <rbpf/call.h>

#include "exec/exec.h"

uint64_t rbpf_argument_bytes(const struct rbpf_vm *vm, const struct rbpf_arg *arg)
{
    if (arg->kind == RBPF_ARG_KIND_SCALAR)
        return 0;
    if (arg->kind == RBPF_ARG_KIND_STRING)
        return 1;
    return arg->length_arg ? rbpf_reg64(vm, arg->length_arg) : arg->bytes;
}

/* Where the string at `address` ends, which lies within its region: the distance to its NUL, or to
 * the last byte of the region if it has none. */
static uint32_t measure_string(const struct rbpf_vm *vm, uint64_t address)
{
    const struct rbpf_region *region = &vm->regions[address >> 32];
    uint32_t offset = (uint32_t)address;

    while (offset < region->readable - 1u && region->base[offset] != 0)
        offset++;
    return offset - (uint32_t)address;
}

static enum rbpf_status check_argument(const struct rbpf_vm *vm, const struct rbpf_arg *arg,
                                       uint32_t number)
{
    uint64_t address = rbpf_reg64(vm, number);
    uint64_t bytes = rbpf_argument_bytes(vm, arg);
    uint32_t size = (uint32_t)bytes;
    const uint8_t *p;

    if (bytes == 0)
        return RBPF_OK;
    /* No region is as long. */
    if (bytes > RBPF_GRANT_MAX)
        return RBPF_FAULT_BOUNDS;
    if (arg->kind == RBPF_ARG_KIND_WRITES)
        size |= RBPF_ACCESS_WRITES;
    p = rbpf_access(vm, size, address);
    if (!p)
        return rbpf_access_fault(vm, size, address);
    if (arg->kind == RBPF_ARG_KIND_STRING && p[measure_string(vm, address)] != 0)
        return RBPF_FAULT_BOUNDS;
    return RBPF_OK;
}

static RBPF_NOINLINE enum rbpf_status check_arguments(struct rbpf_vm *vm,
                                                      const struct rbpf_helper *helper)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t number = 0;

    while (number < 5 && status == RBPF_OK) {
        status = check_argument(vm, &helper->args[number], number + 1u);
        number++;
    }
    vm->detail = (int32_t)number;
    return status;
}

/* Behind the checks, whose stack is free again. */
static RBPF_NOINLINE enum rbpf_status invoke(struct rbpf_vm *vm, const struct rbpf_helper *helper)
{
    struct rbpf_call call = {.vm = vm, .helper = helper};
    enum rbpf_status status = helper->fn(&call);

    if (status != RBPF_OK && status != RBPF_SUSPENDED) {
        vm->detail = (int32_t)status;
        return RBPF_FAULT_HELPER_FAILED;
    }
    vm->limit -= (uintptr_t)call.charged_insns * RBPF_INSN_BYTES;
    rbpf_go_on(vm);
    if (status == RBPF_SUSPENDED)
        return status;
    rbpf_set64(vm, 0, call.result);
    return RBPF_YIELDED;
}

enum rbpf_status rbpf_exec_helper(struct rbpf_vm *vm, uint32_t id)
{
    const struct rbpf_helper *helper = &vm->program->code.helpers->table[id];
    enum rbpf_status status = check_arguments(vm, helper);

    return status == RBPF_OK ? invoke(vm, helper) : status;
}

struct rbpf_span rbpf_call_memory(const struct rbpf_call *call, uint32_t number)
{
    const struct rbpf_vm *vm = call->vm;
    const struct rbpf_arg *arg = &call->helper->args[number - 1u];
    uint64_t address = rbpf_reg64(vm, number);
    uint32_t size = (uint32_t)rbpf_argument_bytes(vm, arg);

    /* Not null, and nothing of the guest's: a length of 0 is legal with any address. */
    if (size == 0)
        return (struct rbpf_span){.data = (uint8_t *)(uintptr_t)call};
    if (arg->kind == RBPF_ARG_KIND_STRING)
        size = measure_string(vm, address);
    return (struct rbpf_span){vm->regions[address >> 32].base + (uint32_t)address, size};
}

enum rbpf_status rbpf_call_translate(const struct rbpf_call *call,
                                     const struct rbpf_pointer *pointer, struct rbpf_span *span)
{
    const bool is_string = pointer->kind == RBPF_ARG_KIND_STRING;
    uint64_t bytes = is_string ? 1 : pointer->bytes;
    uint32_t size = (uint32_t)bytes;
    uint8_t *p;

    if (bytes == 0) {
        *span = (struct rbpf_span){.data = (uint8_t *)(uintptr_t)call};
        return RBPF_OK;
    }
    if (bytes > RBPF_GRANT_MAX)
        return RBPF_FAULT_BOUNDS;
    if (pointer->kind == RBPF_ARG_KIND_WRITES)
        size |= RBPF_ACCESS_WRITES;
    p = rbpf_access(call->vm, size, pointer->address);
    if (!p)
        return rbpf_access_fault(call->vm, size, pointer->address);
    size = is_string ? measure_string(call->vm, pointer->address) : (uint32_t)bytes;
    if (is_string && p[size] != 0)
        return RBPF_FAULT_BOUNDS;
    *span = (struct rbpf_span){p, size};
    return RBPF_OK;
}

void rbpf_call_charge(struct rbpf_call *call, uint32_t insns)
{
    uint32_t room = RBPF_CHARGE_MAX_INSNS - call->charged_insns;

    call->charged_insns += insns < room ? insns : room;
}
