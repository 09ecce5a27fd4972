/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Accesses to guest memory outside the loop: helpers' arguments, atomics, and what a fault was. */
#include "exec/exec.h"

const struct rbpf_region *rbpf_find_region(const struct rbpf_vm *vm, uint32_t size,
                                           uint64_t address)
{
    return rbpf_look_up(vm, size, address);
}

/* The region of the access at `pc`, without regard to what may be written. */
static RBPF_NOINLINE const struct rbpf_region *find_region_at(const struct rbpf_vm *vm,
                                                              const uint8_t *pc)
{
    return rbpf_find_region(vm, rbpf_size_at(pc), rbpf_address_at(vm, pc));
}

uint8_t *rbpf_access_at(const struct rbpf_vm *vm, const uint8_t *pc)
{
    const struct rbpf_region *region = find_region_at(vm, pc);

    if (rbpf_check_access(region, rbpf_writes_at(pc)) != RBPF_OK)
        return NULL;
    return region->base + (uint32_t)rbpf_address_at(vm, pc);
}

/* It was refused: nothing but a fault can come of it. */
enum rbpf_status rbpf_access_fault_at(const struct rbpf_vm *vm, const uint8_t *pc)
{
    return find_region_at(vm, pc) ? RBPF_FAULT_READ_ONLY : RBPF_FAULT_BOUNDS;
}
