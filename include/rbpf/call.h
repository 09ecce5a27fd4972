/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * What a helper sees of its call. Everything here is valid until the helper returns; guest memory,
 * if it returns RBPF_SUSPENDED, until the call is completed, or the run given up.
 */
#ifndef RBPF_CALL_H
#define RBPF_CALL_H

#include <stdint.h>

#include <rbpf/helper.h>
#include <rbpf/vm.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Guest memory, checked. */
struct rbpf_span {
    /** Any alignment. Never null, but with size 0 not to be read. Little-endian: read it with
     * <rbpf/bytes.h>. */
    uint8_t *data;
    /** Bytes; of a string, without its NUL. */
    uint32_t size;
};

/** A call is its VM, as a helper sees it: there is no struct rbpf_call. Private. */
static inline struct rbpf_vm *rbpf_call_vm(struct rbpf_call *call)
{
    return (struct rbpf_vm *)call;
}

/** The same of a call that is not changed. Private. */
static inline const struct rbpf_vm *rbpf_call_const_vm(const struct rbpf_call *call)
{
    return (const struct rbpf_vm *)call;
}

/** Argument 1 to 5 as a number. */
static inline uint64_t rbpf_call_arg(const struct rbpf_call *call, uint32_t number)
{
    return rbpf_vm_register(rbpf_call_const_vm(call), number);
}

/** What the guest gets: its r0. May be called again; the last value counts. If the helper fails or
 * suspends its caller, it means nothing. */
static inline void rbpf_call_return(struct rbpf_call *call, uint64_t value)
{
    struct rbpf_registers *registers = &rbpf_call_vm(call)->registers;

#if RBPF_SPLIT_REGISTERS
    registers->low[0] = (uint32_t)value;
    registers->high[0] = (uint32_t)(value >> 32);
#else
    registers->wide[0] = value;
#endif
}

/**
 * Argument 1 to 5 as memory, which was checked before the call: it never fails. Only for an
 * argument that the helper's description calls memory or a string. May be written only if it says
 * WRITES.
 *
 * A string is measured each time, up to its NUL. If that was overwritten since the check, by the
 * helper through an argument that overlaps or by an interrupt, it ends before the last byte of
 * its region: data[size] can be read, but is no NUL.
 */
struct rbpf_span rbpf_call_memory(const struct rbpf_call *call, uint32_t number);

/** Guest memory that no argument describes: pointed to by what is in memory itself, or as long as
 * only the helper knows. */
struct rbpf_pointer {
    uint64_t address;
    /** Of RBPF_ARG_KIND_STRING not used. */
    uint64_t bytes;
    /** What the helper does with it: any but RBPF_ARG_KIND_SCALAR. */
    enum rbpf_arg_kind kind;
};

/**
 * Checks such memory, and translates its address.
 *
 * @param span written on success, as rbpf_call_memory() returns it; 0 bytes are legal at any
 * address
 * @return RBPF_OK; for the helper to return: RBPF_FAULT_BOUNDS: not all of it within one region, or
 *         a string without an end; RBPF_FAULT_READ_ONLY: it may not be written
 */
enum rbpf_status rbpf_call_translate(const struct rbpf_call *call,
                                     const struct rbpf_pointer *pointer, struct rbpf_span *span);

/** The `user` pointer of the VM's config. */
static inline void *rbpf_call_user(const struct rbpf_call *call)
{
    return rbpf_call_const_vm(call)->user;
}

/** The most that one call can charge, so that the budget's arithmetic fits 32 bits. */
#define RBPF_CHARGE_MAX_INSNS (1u << 24)

/** Charges the guest's budget for work done; sums up to at most RBPF_CHARGE_MAX_INSNS a call. */
static inline void rbpf_call_charge(struct rbpf_call *call, uint32_t insns)
{
    struct rbpf_vm *vm = rbpf_call_vm(call);
    uint32_t room = RBPF_CHARGE_MAX_INSNS - (uint32_t)vm->detail;

    vm->detail += (int32_t)(insns < room ? insns : room);
}

#ifdef __cplusplus
}
#endif

#endif
