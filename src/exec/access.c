/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Accesses to guest memory outside the loop: helpers' arguments, atomics, and what a fault was. */
#include <rbpf/call.h>

#include "exec/exec.h"

/* Does [address, address + size) lie in the first `length` bytes of its region? */
static bool lies_within(const struct rbpf_access *access, uint32_t length)
{
    return access->size <= UINT32_MAX &&
           rbpf_fits(length, (uint32_t)access->address, (uint32_t)access->size);
}

enum rbpf_status rbpf_access_check(const struct rbpf_vm *vm, const struct rbpf_access *access,
                                   uint8_t **p)
{
    const struct rbpf_region *region = rbpf_region_of(rbpf_map_of(vm), access->address);

    if (!region || !lies_within(access, region->readable))
        return RBPF_FAULT_BOUNDS;
    if (access->write && !lies_within(access, region->writable))
        return RBPF_FAULT_READ_ONLY;
    *p = region->base + (uint32_t)access->address;
    return RBPF_OK;
}

/* The size field of a load or store (RFC 9669, section 5): W, H, B, DW. */
static uint32_t bytes_of(uint8_t opcode)
{
    static const uint8_t bytes[4] = {4, 2, 1, 8};

    return bytes[opcode >> 3 & 3u];
}

struct rbpf_access rbpf_access_of(const struct rbpf_vm *vm, const struct rbpf_insn *insn)
{
    enum rbpf_kind kind = rbpf_opcode_kind(insn->opcode);
    bool write = kind == RBPF_KIND_STORES || kind == RBPF_KIND_ATOMIC;
    bool read = kind == RBPF_KIND_WRITES && (insn->opcode & 7u) == 1u;
    uint8_t base = write ? insn->dst : insn->src;

    if (!read && !write)
        return (struct rbpf_access){0};
    return (struct rbpf_access){
        .address = rbpf_reg64(vm, base) + (uint64_t)(int64_t)insn->offset,
        .size = bytes_of(insn->opcode),
        .write = write,
    };
}
