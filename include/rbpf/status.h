/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * What every function of the library returns.
 *
 *      > 0   the run has not ended yet
 *        0   done
 *   -1..-31  the caller's mistake: wrong use of the API
 *  -32..-95  the program is rejected before it ever runs
 * -96..-127  the running program is stopped by a fault
 * -128..-159 the image is rejected
 * -160..-191 a container cannot be attached or run
 * -192..-207 a store cannot do what is asked
 *
 * Numbers never change and are never used again.
 */
#ifndef RBPF_STATUS_H
#define RBPF_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/** How a call of the library ended. include/README.md says what to do about each. */
enum rbpf_status {
    /** Done. For a run: the program has ended and its result can be read. */
    RBPF_OK = 0,

    /** The budget is used up or a stop was asked for: run again to go on. */
    RBPF_YIELDED = 1,
    /** A helper waits for something: complete its call, then run again. */
    RBPF_SUSPENDED = 2,

    /** An argument is null, out of its range or not aligned as documented. */
    RBPF_ERR_ARGUMENT = -1,
    /** The VM has nothing to run: start it first. */
    RBPF_ERR_NOT_STARTED = -2,
    /** The VM is running already: a helper called back. */
    RBPF_ERR_RUNNING = -3,
    /** A helper's call is still to be completed. */
    RBPF_ERR_SUSPENDED = -4,
    /** The given stack or frames are fewer than the program needs. */
    RBPF_ERR_STACK_TOO_SMALL = -5,
    /** The program has no such function. */
    RBPF_ERR_NO_FUNCTION = -6,
    /** A grant overlaps the program or the state of the VM. */
    RBPF_ERR_GRANT = -7,
    /** The list of functions has no more room. */
    RBPF_ERR_TOO_MANY_FUNCTIONS = -8,
    /** The program was not accepted by the verifier. */
    RBPF_ERR_NOT_VERIFIED = -9,
    /** The memory for the guest's data is missing or too small. */
    RBPF_ERR_DATA_TOO_SMALL = -10,
    /** The bytes are no record of a fault, or one of another version. */
    RBPF_ERR_RECORD = -11,

    /** No instructions at all. */
    RBPF_REJECT_EMPTY = -32,
    /** The length is not a multiple of 8 bytes, or above RBPF_INSNS_MAX. */
    RBPF_REJECT_LENGTH = -33,
    /** The opcode is not in RFC 9669. */
    RBPF_REJECT_OPCODE = -34,
    /** The instruction belongs to a group that is not built in or not allowed. */
    RBPF_REJECT_GROUP = -35,
    /** A register above r10. */
    RBPF_REJECT_REGISTER = -36,
    /** r10, the frame pointer, is read-only. */
    RBPF_REJECT_R10_WRITE = -37,
    /** A field that the instruction does not use is not zero (RFC 9669, section 3). */
    RBPF_REJECT_RESERVED = -38,
    /** The offset selects neither SDIV, SMOD nor a MOVSX of a defined width. */
    RBPF_REJECT_OFFSET = -39,
    /** The width of a byte swap is none of 16, 32 and 64. */
    RBPF_REJECT_WIDTH = -40,
    /** Not an atomic operation of RFC 9669, section 5.3. */
    RBPF_REJECT_ATOMIC = -41,
    /** The second half of an LDDW is missing. */
    RBPF_REJECT_LDDW_CUT = -42,
    /** The second half of an LDDW has more than an immediate. */
    RBPF_REJECT_LDDW_SECOND = -43,
    /** An LDDW names a map, a variable or code that nobody has resolved. */
    RBPF_REJECT_LDDW_SOURCE = -44,
    /** A jump leaves its function. */
    RBPF_REJECT_JUMP_TARGET = -45,
    /** A jump goes to the second half of an LDDW. */
    RBPF_REJECT_JUMP_INTO_LDDW = -46,
    /** A call of an undefined kind. */
    RBPF_REJECT_CALL_KIND = -47,
    /** A helper call by BTF id. */
    RBPF_REJECT_CALL_BTF = -48,
    /** The helper does not exist or may not be called by this program. */
    RBPF_REJECT_HELPER = -49,
    /** A call to an instruction that is no listed function. */
    RBPF_REJECT_CALL_TARGET = -50,
    /** The callee's listed depth is not below the caller's. */
    RBPF_REJECT_CALL_DEPTH = -51,
    /** The listed stack of a function is less than its frame and its callee's stack. */
    RBPF_REJECT_CALL_STACK = -52,
    /** A function's last instruction neither exits nor jumps away. */
    RBPF_REJECT_FALLS_OFF = -53,
    /** The list of functions is unordered, has bad values, or does not begin at 0. */
    RBPF_REJECT_FUNCTION = -54,
    /** Legacy packet access (RFC 9669, section 5.5), deprecated and not offered. */
    RBPF_REJECT_PACKET = -55,

    /** An access outside every region. */
    RBPF_FAULT_BOUNDS = -96,
    /** A write to memory that may only be read. */
    RBPF_FAULT_READ_ONLY = -97,
    /** An atomic operation on a misaligned address. */
    RBPF_FAULT_ALIGNMENT = -98,
    /** Calls are nested deeper than the frames given to the VM. */
    RBPF_FAULT_CALL_DEPTH = -99,
    /** The stack is full. */
    RBPF_FAULT_STACK = -100,
    /** A call by register to a helper that is unknown or not allowed. */
    RBPF_FAULT_HELPER = -101,
    /** A call by register to something that is no callable function. */
    RBPF_FAULT_CALL_TARGET = -102,
    /** A helper refused or failed. */
    RBPF_FAULT_HELPER_FAILED = -103,
    /** An instruction that the verifier should have refused. */
    RBPF_FAULT_INSN = -104,
    /** A container used all instructions that it may use in one run. */
    RBPF_FAULT_BUDGET = -105,

    /** Not an image: it does not begin with "rBPF". */
    RBPF_IMAGE_MAGIC = -128,
    /** An image of a version that this library does not know. */
    RBPF_IMAGE_VERSION = -129,
    /** The image is cut short or longer than it says. */
    RBPF_IMAGE_SIZE = -130,
    /** The section table is wrong: order, place, kind, size or a reserved field. */
    RBPF_IMAGE_SECTION = -131,
    /** A section that must be there is missing. */
    RBPF_IMAGE_MISSING = -132,
    /** The table of entry points is wrong. */
    RBPF_IMAGE_ENTRIES = -133,
    /** There is no entry point of that name. */
    RBPF_IMAGE_NO_ENTRY = -134,
    /** The names of functions or the lines of the source are wrong. */
    RBPF_IMAGE_LINES = -135,

    /** The image needs rights that are not granted. */
    RBPF_CONTAINER_RIGHTS = -160,
    /** The container is attached already. */
    RBPF_CONTAINER_ATTACHED = -161,
    /** The container is not attached. */
    RBPF_CONTAINER_DETACHED = -162,
    /** The container is in use, or no runner is free. */
    RBPF_CONTAINER_BUSY = -163,
    /** The container has used all instructions that it may use for now. */
    RBPF_CONTAINER_RATE = -164,
    /** Another container has this number. */
    RBPF_CONTAINER_NUMBER = -165,

    /** There is no entry with this key. */
    RBPF_STORE_NONE = -192,
    /** The store is full. */
    RBPF_STORE_FULL = -193,
    /** The container's quota of this store is used up. */
    RBPF_STORE_QUOTA = -194,
    /** The container may not do this with this store, or the entry is the host's. */
    RBPF_STORE_DENIED = -195,
    /** The value is too long for the store, or for where it is to be read to. */
    RBPF_STORE_SIZE = -196,
    /** One run cannot write as much as this. */
    RBPF_STORE_LOG_FULL = -197,
    /** The memory holds no store of a version that is known here, or a damaged one. */
    RBPF_STORE_FORMAT = -198
};

/**
 * The name of a status as in this header, without prefix: "REJECT_OPCODE".
 * Static storage; never null ("UNKNOWN" for other numbers). Any context.
 */
const char *rbpf_status_name(enum rbpf_status status);

/** A status in a sentence for people. Static storage; never null. Any context. */
const char *rbpf_status_text(enum rbpf_status status);

#ifdef __cplusplus
}
#endif

#endif
