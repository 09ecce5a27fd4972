/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Fault records. A loop keeps nothing but where it stopped: a faulting
 * instruction has changed no register, so that its access can be worked out again;
 * but r0, if it was a helper that failed.
 */
#include <rbpf/call.h>
#include <rbpf/fault.h>

#include "exec/exec.h"

/* The helper that a call means; RBPF_FAULT_NO_HELPER for calls of functions. */
static uint32_t called_helper(const struct rbpf_vm *vm, const struct rbpf_insn *insn)
{
    uint64_t value;

    if (insn->opcode == RBPF_OP_CALL && insn->src == RBPF_CALL_HELPER)
        return (uint32_t)insn->imm;
    if (insn->opcode != RBPF_OP_CALLX)
        return RBPF_FAULT_NO_HELPER;
    value = rbpf_reg64(vm, insn->dst);
    return value >> 32 ? RBPF_FAULT_NO_HELPER : (uint32_t)value;
}

/* What the argument meant is in registers still; the memory may be the host's again. */
static void describe_argument(const struct rbpf_vm *vm, struct rbpf_fault *fault)
{
    const struct rbpf_arg arg = rbpf_helper(vm, fault->helper)->args[vm->detail - 1];

    fault->argument = (uint8_t)vm->detail;
    fault->address = rbpf_reg64(vm, fault->argument);
    fault->size = rbpf_argument_bytes(vm, arg);
    fault->write = rbpf_argument_kind(arg) == RBPF_ARG_KIND_WRITES;
}

static void describe_instruction(const struct rbpf_vm *vm, struct rbpf_fault *fault)
{
    fault->address = rbpf_address_at(vm, vm->pc);
    fault->size = rbpf_size_at(vm->pc);
    fault->write = rbpf_writes_at(vm->pc);
}

static void describe_access(const struct rbpf_vm *vm, struct rbpf_fault *fault)
{
    struct rbpf_insn insn = rbpf_insn_at(vm->pc);

    fault->helper = called_helper(vm, &insn);
    switch (fault->cause) {
    case RBPF_FAULT_BOUNDS:
    case RBPF_FAULT_READ_ONLY:
    case RBPF_FAULT_ALIGNMENT:
        if (fault->helper == RBPF_FAULT_NO_HELPER)
            describe_instruction(vm, fault);
        else
            describe_argument(vm, fault);
        break;
    case RBPF_FAULT_HELPER_FAILED:
        fault->helper_status = vm->detail;
        break;
    case RBPF_FAULT_CALL_TARGET:
        fault->address = rbpf_reg64(vm, insn.dst);
        break;
    default:
        break;
    }
}

static void describe_chain(const struct rbpf_vm *vm, struct rbpf_fault *fault)
{
    uint32_t i;

    fault->depth = vm->depth;
    for (i = 0; i < vm->depth && i < RBPF_FAULT_CHAIN; i++)
        fault->chain[i] = (uint16_t)(vm->frames[vm->depth - 1u - i].return_insn - 1u);
}

static void describe_regions(const struct rbpf_vm *vm, struct rbpf_fault *fault)
{
    const struct rbpf_region *region = rbpf_region_of(rbpf_map_of(vm), fault->address);

    fault->region_bytes = region ? region->readable : 0;
    fault->context_region = vm->region_count - 1u;
}

void rbpf_vm_fault(const struct rbpf_vm *vm, struct rbpf_fault *fault)
{
    *fault = (struct rbpf_fault){.helper = RBPF_FAULT_NO_HELPER};
    if (vm->state != RBPF_STATE_FAULTED)
        return;
    fault->cause = (enum rbpf_status)vm->status;
    fault->insn = rbpf_slot(vm, vm->pc);
    fault->executed_insns = rbpf_vm_executed(vm);
    describe_access(vm, fault);
    describe_regions(vm, fault);
    describe_chain(vm, fault);
}
