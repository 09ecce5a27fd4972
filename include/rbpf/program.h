/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Programs: instructions that the verifier has accepted.
 *
 * A program refers to its instructions where they are (flash is fine) and may
 * be shared by any number of VMs. Only rbpf_program_load() makes one, so that
 * what was not verified cannot be run.
 *
 * Functions: a call goes to a listed function only. A record of the list is
 * 8 bytes, little-endian, in ascending order of `entry`, the first at slot 0:
 *
 *     0      2            4            6       7
 *     +------+------------+------------+-------+-------+
 *     | entry| frame      | stack      | depth | flags |
 *     +------+------------+------------+-------+-------+
 *       slot   bytes, x8    bytes, x8
 *
 * A function extends to the next entry; jumps stay inside. `depth` 1 calls
 * nothing, and n calls functions of depth n-1 and less; `stack` is its frame
 * and the deepest stack below. Depth 0 promises nothing (recursion): `stack` is then 0,
 * and the frames and the stack that the VM has are the limit.
 */
#ifndef RBPF_PROGRAM_H
#define RBPF_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rbpf/config.h>
#include <rbpf/helper.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One record of the list of functions, as drawn above. Read it with rbpf_function_read(). */
struct rbpf_function {
    uint8_t bytes[8];
};

/** Its address may be taken: calls by register may go to it. Other bits are 0. */
#define RBPF_FUNCTION_CALLABLE 1u

/** A decoded record of the list of functions. */
struct rbpf_function_info {
    uint16_t entry;
    uint16_t frame_bytes;
    uint16_t stack_bytes;
    uint8_t depth;
    uint8_t flags;
};

/** What is to be verified. */
struct rbpf_code {
    /** Instructions, aligned to 8. The host keeps them, unchanged, while a program refers to them.
     */
    const void *insns;
    /** Bytes of insns: a multiple of 8, 8 to 8 * RBPF_INSNS_MAX. */
    size_t insns_bytes;
    /** The list of functions, at least one. Kept like insns. */
    const struct rbpf_function *functions;
    uint32_t function_count;
    /** What it may call; null: no helpers. Kept like insns. */
    const struct rbpf_helpers *helpers;
    /** Refuse calls by register (RBPF_REJECT_GROUP). */
    bool no_callx;
};

/** Where a program was refused. */
struct rbpf_report {
    /** The slot of the refused instruction, or the index of the refused function record. */
    uint32_t where;
};

/** A verified program. Its fields are private; copy it freely. */
struct rbpf_program {
    /* Of insns_bytes 0 where there is nothing to run. */
    struct rbpf_code code;
};

/**
 * Verifies `code` in one pass over its instructions, with no memory but a small and fixed amount of
 * stack, and makes a program of it. At each call it searches the list of functions by halves.
 *
 * A program that VMs have been made for may be loaded anew, and they are made anew by
 * rbpf_vm_init() before they run: a VM keeps what it took from it.
 *
 * @param program written on success; on refusal it becomes one that cannot run
 * @param report  may be null
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: a null pointer or insns misaligned;
 *         RBPF_REJECT_...: the rule that is broken, with report->where.
 * Any context; not re-entrant for one program.
 */
enum rbpf_status rbpf_program_load(struct rbpf_program *program, const struct rbpf_code *code,
                                   struct rbpf_report *report);

/** What is known of a program, for a host that decides whether to admit it. */
struct rbpf_facts {
    /** Helpers that are called by number, one bit an id. */
    uint32_t helpers[RBPF_HELPERS_MAX / 32];
    /** The longest run of instructions without a jump away, call or exit: the budget's overshoot.
     */
    uint32_t longest_run_insns;
    /** Deepest nesting of functions over all of them; 0: limited by the VM only. */
    uint8_t call_depth;
    /** Has a jump backwards. */
    bool has_loops;
    /** Calls by register, so that `helpers` may not be all it calls. */
    bool has_callx;
    /** Most stack that a function and its callees need; 0 with call_depth 0: unknown. */
    uint16_t stack_bytes;
};

/**
 * Finds the facts of a program, in one pass over its instructions. The verifier has no need of
 * them.
 *
 * @param facts written in any case
 * @return RBPF_OK; RBPF_ERR_ARGUMENT: `facts` is null; RBPF_ERR_NOT_VERIFIED
 * Any context.
 */
enum rbpf_status rbpf_program_facts(const struct rbpf_program *program, struct rbpf_facts *facts);

/**
 * Makes the list of functions for raw instructions: slot 0 and the target of
 * each call. A frame is as large as its function's lowest access through r10,
 * RBPF_FRAME_MAX if r10 goes elsewhere, 0 if it is not used. One
 * that calls none gets depth 1, all others depth 0: recursion is legal and limited by the VM.
 *
 * The instructions may be anything: rbpf_program_load() judges them. Takes time in the number of
 * instructions, and in the square of the number of functions, which `capacity` limits.
 *
 * @param code insns and insns_bytes are read, functions and function_count written on success
 * @param functions room for the list; kept by the host as code->functions
 * @param capacity in records
 * @return RBPF_OK, RBPF_ERR_ARGUMENT, RBPF_REJECT_EMPTY, RBPF_REJECT_LENGTH,
 *         RBPF_ERR_TOO_MANY_FUNCTIONS
 */
enum rbpf_status rbpf_functions_find(struct rbpf_code *code, struct rbpf_function *functions,
                                     size_t capacity);

/** Decodes a record. Any context. */
struct rbpf_function_info rbpf_function_read(const struct rbpf_function *function);

/** Encodes a record. Any context. */
struct rbpf_function rbpf_function_make(const struct rbpf_function_info *info);

/**
 * The frame that slots [begin, end) of one function need, found as
 * rbpf_functions_find() describes: a multiple of 8, at most RBPF_FRAME_MAX.
 *
 * @param insns aligned to 8
 */
uint16_t rbpf_frame_bytes(const uint8_t *insns, uint32_t begin, uint32_t end);

#ifdef __cplusplus
}
#endif

#endif
