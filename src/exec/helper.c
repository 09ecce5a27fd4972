/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Calls of helpers: guest addresses are checked before, and become memory in the helper. */
#include <rbpf/call.h>

#include "exec/exec.h"

/* How many bytes an argument that is memory or a string, of which one is sure, means. */
RBPF_INLINE uint64_t memory_bytes(const struct rbpf_vm *vm, struct rbpf_arg arg)
{
    uint32_t length_arg = arg.code >> 2 & 7u;

    if (length_arg)
        return rbpf_reg64(vm, length_arg);
    return rbpf_argument_kind(arg) == RBPF_ARG_KIND_STRING ? 1 : arg.code >> 5;
}

uint64_t rbpf_argument_bytes(const struct rbpf_vm *vm, struct rbpf_arg arg)
{
    return rbpf_argument_kind(arg) == RBPF_ARG_KIND_SCALAR ? 0 : memory_bytes(vm, arg);
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

static RBPF_NOINLINE enum rbpf_status check_argument(const struct rbpf_vm *vm, struct rbpf_arg arg,
                                                     uint32_t number)
{
    uint64_t address = rbpf_reg64(vm, number);
    uint64_t bytes = memory_bytes(vm, arg);
    uint32_t size = (uint32_t)bytes;
    const uint8_t *p;

    if (bytes == 0)
        return RBPF_OK;
    /* No region is as long. */
    if (bytes > RBPF_GRANT_MAX)
        return RBPF_FAULT_BOUNDS;
    if (rbpf_argument_kind(arg) == RBPF_ARG_KIND_WRITES)
        size |= RBPF_ACCESS_WRITES;
    p = RBPF_SPARES_FLASH ? rbpf_access(vm, size, address) : rbpf_translate(vm, size, address);
    if (!p)
        return rbpf_access_fault(vm, size, address);
    if (rbpf_argument_kind(arg) == RBPF_ARG_KIND_STRING && p[measure_string(vm, address)] != 0)
        return RBPF_FAULT_BOUNDS;
    return RBPF_OK;
}

/* Of numbers there is nothing to check. Leaves the number of an argument that is refused. */
RBPF_INLINE enum rbpf_status check_arguments(struct rbpf_vm *vm, const struct rbpf_helper *helper)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    RBPF_UNROLL_IF_FAST(5)
    for (i = 0; i < 5; i++) {
        if (rbpf_argument_kind(helper->args[i]) == RBPF_ARG_KIND_SCALAR)
            continue;
        status = check_argument(vm, helper->args[i], i + 1u);
        if (RBPF_UNLIKELY(status != RBPF_OK)) {
            vm->detail = (int32_t)i + 1;
            break;
        }
    }
    return status;
}

enum rbpf_status rbpf_exec_helper(struct rbpf_vm *vm, uint32_t id)
{
    const struct rbpf_helper *helper = rbpf_helper(vm, id);
    enum rbpf_status status;

    /* One pointer to it, not two, which takes less stack. */
    RBPF_OPAQUE(helper);
    status = check_arguments(vm, helper);
    return status == RBPF_OK ? rbpf_exec_called(vm, rbpf_invoke(vm, helper->fn)) : status;
}

enum rbpf_status rbpf_exec_called(struct rbpf_vm *vm, enum rbpf_status status)
{
    if (status != RBPF_OK && status != RBPF_SUSPENDED) {
        vm->detail = (int32_t)status;
        return RBPF_FAULT_HELPER_FAILED;
    }
    vm->limit -= (uintptr_t)(uint32_t)vm->detail * RBPF_INSN_BYTES;
    vm->detail = 0;
    vm->pc += RBPF_INSN_BYTES;
    return status == RBPF_OK ? RBPF_YIELDED : RBPF_SUSPENDED;
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
        size = measure_string(vm, address);
    return (struct rbpf_span){rbpf_argument_memory(vm, number), size};
}

enum rbpf_status rbpf_call_translate(const struct rbpf_call *call,
                                     const struct rbpf_pointer *pointer, struct rbpf_span *span)
{
    const struct rbpf_vm *vm = rbpf_call_const_vm(call);
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
    p = rbpf_access(vm, size, pointer->address);
    if (!p)
        return rbpf_access_fault(vm, size, pointer->address);
    size = is_string ? measure_string(vm, pointer->address) : (uint32_t)bytes;
    if (is_string && p[size] != 0)
        return RBPF_FAULT_BOUNDS;
    *span = (struct rbpf_span){p, size};
    return RBPF_OK;
}
