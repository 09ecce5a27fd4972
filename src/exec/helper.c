/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls of helpers: guest addresses are checked before, and become memory in the helper. */
#include <rbpf/call.h>

#include "exec/exec.h"

/* How many bytes an argument that is memory or a string, of which one is sure, means. */
RBPF_INLINE uint64_t memory_bytes(const struct rbpf_vm *vm, struct rbpf_arg arg)
{
    uint32_t length_arg = arg.code >> 2 & 7u;

    return length_arg ? rbpf_reg64(vm, length_arg) : arg.code >> 5;
}

uint64_t rbpf_argument_bytes(const struct rbpf_vm *vm, struct rbpf_arg arg)
{
    return rbpf_argument_kind(arg) == RBPF_ARG_KIND_SCALAR ? 0 : memory_bytes(vm, arg);
}

/* Where the string that begins at `offset` ends: at its NUL, or at the last byte of the region if
 * it has none. */
static uint32_t find_end(const struct rbpf_region *region, uint32_t offset)
{
    uint32_t end = offset;

    while (end < region->readable - 1u && region->base[end] != 0)
        end++;
    return end;
}

/* As many bytes as no region has, if it is more than 32 bits hold. */
static uint32_t saturate(uint64_t bytes)
{
    return bytes >> 32 ? UINT32_MAX : (uint32_t)bytes;
}

static RBPF_NOINLINE enum rbpf_status check_argument(const struct rbpf_vm *vm, struct rbpf_arg arg,
                                                     uint32_t number)
{
    uint64_t address = rbpf_reg64(vm, number);
    uint32_t offset = (uint32_t)address;
    uint32_t size = saturate(memory_bytes(vm, arg));
    const struct rbpf_region *region;
    enum rbpf_status status;

    if (size == 0)
        return RBPF_OK;
    region =
        RBPF_SPARES_FLASH ? rbpf_find_region(vm, size, address) : rbpf_look_up(vm, size, address);
    status = rbpf_check_access(region, rbpf_argument_kind(arg) == RBPF_ARG_KIND_WRITES);
    if (status == RBPF_OK && rbpf_argument_kind(arg) == RBPF_ARG_KIND_STRING &&
        region->base[find_end(region, offset)] != 0)
        status = RBPF_FAULT_BOUNDS;
    return status;
}

/* Of numbers there is nothing to check. Leaves the number of an argument that is refused. */
RBPF_INLINE enum rbpf_status check_arguments(struct rbpf_vm *vm, const struct rbpf_helper *helper)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    RBPF_UNROLL_IF_FAST(5)
    for (i = 0; i < 5; i++) {
        struct rbpf_arg arg = helper->args[i];

        if (rbpf_argument_kind(arg) == RBPF_ARG_KIND_SCALAR)
            continue;
        status = check_argument(vm, arg, i + 1u);
        if (RBPF_UNLIKELY(status != RBPF_OK)) {
            vm->detail = (int32_t)i + 1;
            break;
        }
    }
    return status;
}

RBPF_INLINE enum rbpf_status end_call(struct rbpf_vm *vm, enum rbpf_status status)
{
    if (status == RBPF_OK) {
        status = RBPF_YIELDED;
    } else if (status != RBPF_SUSPENDED) {
        vm->detail = (int32_t)status;
        return RBPF_FAULT_HELPER_FAILED;
    }
    vm->limit -= (uintptr_t)(uint32_t)vm->detail * RBPF_INSN_BYTES;
    vm->detail = 0;
    vm->pc += RBPF_INSN_BYTES;
    return status;
}

enum rbpf_status rbpf_exec_called(struct rbpf_vm *vm, enum rbpf_status status)
{
    return end_call(vm, status);
}

enum rbpf_status rbpf_exec_helper(struct rbpf_vm *vm, uint32_t id)
{
    const struct rbpf_helper *helper = rbpf_helper(vm, id);
    enum rbpf_status status;

    /* One pointer to it, not two, which takes less stack. */
    RBPF_OPAQUE(helper);
    status = check_arguments(vm, helper);
    if (status != RBPF_OK)
        return status;
    status = rbpf_invoke(vm, helper->fn);
    /* Where the fast loops are not used, this is the only call of it. */
    return RBPF_SPARES_FLASH ? end_call(vm, status) : rbpf_exec_called(vm, status);
}

struct rbpf_span rbpf_call_memory(const struct rbpf_call *call, uint32_t number)
{
    const struct rbpf_vm *vm = rbpf_call_const_vm(call);
    const struct rbpf_arg arg = rbpf_helper(vm, rbpf_called_helper(vm))->args[number - 1u];
    uint64_t address = rbpf_reg64(vm, number);
    uint32_t size = (uint32_t)memory_bytes(vm, arg);

    /* Not null, and nothing of the guest's: a length of 0 is legal with any address. */
    if (size == 0)
        return (struct rbpf_span){.data = (uint8_t *)(uintptr_t)call};
    if (rbpf_argument_kind(arg) == RBPF_ARG_KIND_STRING)
        size = find_end(&vm->regions[address >> 32], (uint32_t)address) - (uint32_t)address;
    return (struct rbpf_span){rbpf_argument_memory(vm, number), size};
}

enum rbpf_status rbpf_call_translate(const struct rbpf_call *call,
                                     const struct rbpf_pointer *pointer, struct rbpf_span *span)
{
    const struct rbpf_vm *vm = rbpf_call_const_vm(call);
    const bool is_string = pointer->kind == RBPF_ARG_KIND_STRING;
    const uint32_t offset = (uint32_t)pointer->address;
    uint32_t size = is_string ? 1 : saturate(pointer->bytes);
    const struct rbpf_region *region;
    enum rbpf_status status;

    if (size == 0) {
        *span = (struct rbpf_span){.data = (uint8_t *)(uintptr_t)call};
        return RBPF_OK;
    }
    region = rbpf_find_region(vm, size, pointer->address);
    status = rbpf_check_access(region, pointer->kind == RBPF_ARG_KIND_WRITES);
    if (status != RBPF_OK)
        return status;
    if (is_string) {
        uint32_t end = find_end(region, offset);

        if (region->base[end] != 0)
            return RBPF_FAULT_BOUNDS;
        size = end - offset;
    }
    *span = (struct rbpf_span){region->base + offset, size};
    return RBPF_OK;
}
