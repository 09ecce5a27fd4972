/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * What stopped a program: a record that can be kept, sent as RBPF_FAULT_BYTES bytes, and
 * explained elsewhere (`rbpf explain`). Version 1 of the bytes; numbers are little-endian:
 *
 *     0         2       3     4     6      8        16    24       32           36
 *     +---------+-------+-----+-----+------+--------+-----+--------+------------+--------------+
 *     |"rF"     |version|flags|cause| insn |address |size |executed|region_bytes|context_region|
 *     | 72 46   | 1     |     | i16 | u16  | u64    |u64  | u64    | u32        | u32          |
 *     +---------+-------+-----+-----+------+--------+-----+--------+------------+--------------+
 *     40       44              48      52              68         69            72
 *     +--------+---------------+-------+---------------+----------+-------------+
 *     | helper | helper_status | depth | chain         | argument | zero        |
 *     | u32    | i32           | u32   | 8 times u16   | u8       | 3 bytes     |
 *     +--------+---------------+-------+---------------+----------+-------------+
 *
 * Flags: bit 0 is `write`, the rest 0. What does not concern a fault is 0, but `helper`: all ones.
 */
#ifndef RBPF_FAULT_H
#define RBPF_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Callers that a record names, innermost first. */
#define RBPF_FAULT_CHAIN 8u

/** `helper` of a fault that concerns none. */
#define RBPF_FAULT_NO_HELPER UINT32_MAX

/** Length of an encoded record. */
#define RBPF_FAULT_BYTES 72u
#define RBPF_FAULT_VERSION_NUMBER 1u

/** Where, by what and by which calls a program was stopped. Refers to nothing. */
struct rbpf_fault {
    /** RBPF_FAULT_...; RBPF_OK: there is no fault. */
    enum rbpf_status cause;
    /** The slot of the instruction that faulted. */
    uint32_t insn;
    /**
     * The guest address and size in bytes of the access that was refused (a string: 1).
     * For RBPF_FAULT_CALL_TARGET the address is the register's value; else both are 0.
     */
    uint64_t address;
    uint64_t size;
    /** The access would have written. */
    bool write;
    /** The bytes that could be read in the region that `address` names, 0 if there is no such
     * region: how far outside the access was. */
    uint32_t region_bytes;
    /** The number of the context's region; between RBPF_REGION_HOST and it are the host's. */
    uint32_t context_region;
    /** What rbpf_vm_executed() says. */
    uint64_t executed_insns;
    /** The id of the helper that was called, or RBPF_FAULT_NO_HELPER. */
    uint32_t helper;
    /** Which of the helper's arguments was refused, 1 to 5, or 0. */
    uint8_t argument;
    /** What the helper returned, for RBPF_FAULT_HELPER_FAILED. */
    int32_t helper_status;
    /** Calls in progress. */
    uint32_t depth;
    /** The slots of the innermost calls in progress, innermost first; depth of them, at most
     * RBPF_FAULT_CHAIN. */
    uint16_t chain[RBPF_FAULT_CHAIN];
};

struct rbpf_vm;

/**
 * Describes the fault that stopped `vm`. Valid until the VM is started again.
 *
 * @param fault written in any case; cause RBPF_OK if the VM has not faulted
 * Same thread as the VM.
 */
void rbpf_vm_fault(const struct rbpf_vm *vm, struct rbpf_fault *fault);

/** Writes the bytes that the drawing above shows. `fault` is one of rbpf_vm_fault(). Any context.
 */
void rbpf_fault_encode(const struct rbpf_fault *fault, uint8_t bytes[RBPF_FAULT_BYTES]);

/**
 * Reads what rbpf_fault_encode() wrote. The bytes may come from anybody: what is accepted would
 * be encoded to the same bytes, but may still make no sense for the program at hand.
 *
 * @param fault written on success
 * @return RBPF_OK; RBPF_ERR_RECORD: no record, one of another version, or one of no fault
 * Any context.
 */
enum rbpf_status rbpf_fault_decode(struct rbpf_fault *fault, const uint8_t bytes[RBPF_FAULT_BYTES]);

#ifdef __cplusplus
}
#endif

#endif
