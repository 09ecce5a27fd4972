/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Where the fields of the structs are, for scene.py and helpers.py. */
#include <stddef.h>

#include <rbpf/call.h>

#include "exec/exec.h"

#define OFFSET(name, type, field) const uint32_t name = offsetof(struct type, field);

#if RBPF_SPLIT_REGISTERS
OFFSET(registers_low, rbpf_vm, registers.low)
OFFSET(registers_high, rbpf_vm, registers.high)
#else
OFFSET(registers_wide, rbpf_vm, registers.wide)
#endif
OFFSET(vm_regions, rbpf_vm, regions)
OFFSET(vm_region_count, rbpf_vm, region_count)
OFFSET(vm_pc, rbpf_vm, pc)
OFFSET(vm_limit, rbpf_vm, limit)
OFFSET(vm_depth, rbpf_vm, depth)
const uint32_t vm_size = sizeof(struct rbpf_vm);
OFFSET(region_readable, rbpf_region, readable)
OFFSET(region_base, rbpf_region, base)
OFFSET(region_writable, rbpf_region, writable)
const uint32_t region_size = sizeof(struct rbpf_region);
const uint32_t insns_max = RBPF_INSNS_MAX;
const uint32_t grant_max = RBPF_GRANT_MAX;

const uint32_t ok = (uint32_t)RBPF_OK;
const uint32_t yielded = (uint32_t)RBPF_YIELDED;
const uint32_t fault_bounds = (uint32_t)RBPF_FAULT_BOUNDS;
const uint32_t fault_read_only = (uint32_t)RBPF_FAULT_READ_ONLY;
const uint32_t fault_alignment = (uint32_t)RBPF_FAULT_ALIGNMENT;

OFFSET(vm_detail, rbpf_vm, detail)
OFFSET(vm_status, rbpf_vm, status)
OFFSET(vm_helpers, rbpf_vm, helpers)
OFFSET(helper_fn, rbpf_helper, fn)
OFFSET(helper_args, rbpf_helper, args)
const uint32_t helper_size = sizeof(struct rbpf_helper);
const uint32_t arg_size = sizeof(struct rbpf_arg);
OFFSET(pointer_address, rbpf_pointer, address)
OFFSET(pointer_bytes, rbpf_pointer, bytes)
OFFSET(pointer_kind, rbpf_pointer, kind)
const uint32_t pointer_size = sizeof(struct rbpf_pointer);
OFFSET(span_data, rbpf_span, data)
OFFSET(span_size, rbpf_span, size)
const uint32_t span_bytes = sizeof(struct rbpf_span);
const uint32_t kind_scalar = (uint32_t)RBPF_ARG_KIND_SCALAR;
const uint32_t kind_reads = (uint32_t)RBPF_ARG_KIND_READS;
const uint32_t kind_writes = (uint32_t)RBPF_ARG_KIND_WRITES;
const uint32_t kind_string = (uint32_t)RBPF_ARG_KIND_STRING;
const uint32_t helpers_max = RBPF_HELPERS_MAX;
