/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Helpers' arguments: guest addresses become memory that the helper may touch. */
#include <rbpf/call.h>

#include "exec/exec.h"

struct rbpf_access rbpf_argument_access(const struct rbpf_vm *vm, const struct rbpf_helper *helper,
                                        uint32_t number)
{
    const struct rbpf_arg *arg = &helper->args[number - 1u];
    struct rbpf_access access = {0};

    if (arg->kind == RBPF_ARG_KIND_SCALAR)
        return access;
    access.address = rbpf_reg64(vm, number);
    access.write = arg->kind == RBPF_ARG_KIND_WRITES;
    access.size = arg->length_arg ? rbpf_reg64(vm, arg->length_arg) : arg->bytes;
    if (arg->kind == RBPF_ARG_KIND_STRING)
        access.size = 1;
    return access;
}

/* The string at `p` must end within its region: `access` has its first byte. */
static enum rbpf_status measure_string(const struct rbpf_vm *vm, const struct rbpf_access *access,
                                       struct rbpf_span *span)
{
    const struct rbpf_region *region = rbpf_region_of(rbpf_map_of(vm), access->address);
    uint32_t room = region->readable - (uint32_t)access->address;

    for (span->size = 0; span->size < room; span->size++)
        if (span->data[span->size] == 0)
            return RBPF_OK;
    return RBPF_FAULT_BOUNDS;
}

enum rbpf_status rbpf_argument_check(const struct rbpf_vm *vm, const struct rbpf_helper *helper,
                                     uint32_t number, struct rbpf_span *span)
{
    struct rbpf_access access = rbpf_argument_access(vm, helper, number);
    enum rbpf_status status;

    /* Not null, and nothing of the guest's: a length of 0 is legal with any address. */
    *span = (struct rbpf_span){.data = (uint8_t *)span};
    if (access.size == 0)
        return RBPF_OK;
    status = rbpf_access_check(vm, &access, &span->data);
    if (status != RBPF_OK)
        return status;
    if (helper->args[number - 1u].kind == RBPF_ARG_KIND_STRING)
        return measure_string(vm, &access, span);
    span->size = (uint32_t)access.size;
    return RBPF_OK;
}
