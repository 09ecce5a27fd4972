/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Accesses to guest memory outside the loop: helpers' arguments, atomics, and what a fault was. */
#include "exec/exec.h"

uint8_t *rbpf_access(const struct rbpf_vm *vm, uint32_t size, uint64_t address)
{
    return rbpf_translate(vm, size, address);
}

enum rbpf_status rbpf_access_fault(const struct rbpf_vm *vm, uint32_t size, uint64_t address)
{
    return rbpf_access(vm, size & ~RBPF_ACCESS_WRITES, address) ? RBPF_FAULT_READ_ONLY
                                                                : RBPF_FAULT_BOUNDS;
}

/* The access at `pc`; `writes` is RBPF_ACCESS_WRITES, or 0 to have writes checked as reads. */
static RBPF_NOINLINE uint8_t *locate(const struct rbpf_vm *vm, const uint8_t *pc, uint32_t writes)
{
    uint32_t size = rbpf_size_at(pc);

    if (rbpf_writes_at(pc))
        size |= writes;
    return rbpf_access(vm, size, rbpf_address_at(vm, pc));
}

uint8_t *rbpf_access_at(const struct rbpf_vm *vm, const uint8_t *pc)
{
    return locate(vm, pc, RBPF_ACCESS_WRITES);
}

enum rbpf_status rbpf_access_fault_at(const struct rbpf_vm *vm, const uint8_t *pc)
{
    return locate(vm, pc, 0) ? RBPF_FAULT_READ_ONLY : RBPF_FAULT_BOUNDS;
}
