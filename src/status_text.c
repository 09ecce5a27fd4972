/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Names and sentences of status codes; linked only where they are used. */
#include <rbpf/status.h>

#define STATUSES(X)                                                                                \
    X(OK, "done")                                                                                  \
    X(YIELDED, "the budget is used up or a stop was asked for")                                    \
    X(SUSPENDED, "a helper waits")                                                                 \
    X(ERR_ARGUMENT, "an argument is null, out of range or misaligned")                             \
    X(ERR_NOT_STARTED, "the VM was not started or has ended")                                      \
    X(ERR_RUNNING, "the VM is running already")                                                    \
    X(ERR_SUSPENDED, "a helper's call is still to be completed")                                   \
    X(ERR_STACK_TOO_SMALL, "the stack or the frames are fewer than the program needs")             \
    X(ERR_NO_FUNCTION, "the program has no such function")                                         \
    X(ERR_GRANT, "a grant overlaps the program or the state of the VM")                            \
    X(ERR_TOO_MANY_FUNCTIONS, "the program has more functions than the list can hold")             \
    X(ERR_NOT_VERIFIED, "the program was not accepted by the verifier")                            \
    X(ERR_DATA_TOO_SMALL, "the memory for the guest's data is too small")                          \
    X(ERR_RECORD, "not the record of a fault, or one of a version that is not known here")         \
    X(REJECT_EMPTY, "there are no instructions")                                                   \
    X(REJECT_LENGTH,                                                                               \
      "the length is not a multiple of 8 bytes, or there are too many instructions")               \
    X(REJECT_OPCODE, "the opcode is not in RFC 9669")                                              \
    X(REJECT_GROUP, "the instruction's group is not built in or not allowed")                      \
    X(REJECT_REGISTER, "there is no register above r10")                                           \
    X(REJECT_R10_WRITE, "r10, the frame pointer, is read-only")                                    \
    X(REJECT_RESERVED, "a field that the instruction does not use is not zero")                    \
    X(REJECT_OFFSET, "the offset selects no form of this instruction")                             \
    X(REJECT_WIDTH, "a byte swap is 16, 32 or 64 bits wide")                                       \
    X(REJECT_ATOMIC, "not an atomic operation of RFC 9669")                                        \
    X(REJECT_LDDW_CUT, "the second half of the LDDW is missing")                                   \
    X(REJECT_LDDW_SECOND, "the second half of the LDDW has more than an immediate")                \
    X(REJECT_LDDW_SOURCE, "the LDDW names a map, a variable or code that nobody has resolved")     \
    X(REJECT_JUMP_TARGET, "the jump leaves its function")                                          \
    X(REJECT_JUMP_INTO_LDDW, "the jump goes to the second half of an LDDW")                        \
    X(REJECT_CALL_KIND, "the call is of no defined kind")                                          \
    X(REJECT_CALL_BTF, "helpers are called by number here, not by BTF id")                         \
    X(REJECT_HELPER, "the helper does not exist or may not be called by this program")             \
    X(REJECT_CALL_TARGET, "the call goes to no listed function")                                   \
    X(REJECT_CALL_DEPTH, "the callee's listed depth is not below the caller's")                    \
    X(REJECT_CALL_STACK, "the function's listed stack is less than it and its callees need")       \
    X(REJECT_FALLS_OFF, "the function's last instruction neither exits nor jumps away")            \
    X(REJECT_FUNCTION, "the record in the list of functions is out of order or has a bad value")   \
    X(REJECT_PACKET, "legacy packet access is not offered")                                        \
    X(FAULT_BOUNDS, "access outside every region")                                                 \
    X(FAULT_READ_ONLY, "write to read-only memory")                                                \
    X(FAULT_ALIGNMENT, "atomic operation on a misaligned address")                                 \
    X(FAULT_CALL_DEPTH, "calls are nested too deep")                                               \
    X(FAULT_STACK, "the stack is full")                                                            \
    X(FAULT_HELPER, "call by register to a helper that is unknown or not allowed")                 \
    X(FAULT_CALL_TARGET, "call by register to something that is no callable function")             \
    X(FAULT_HELPER_FAILED, "the helper refused or failed")                                         \
    X(FAULT_INSN, "an instruction that the verifier should have refused")                          \
    X(FAULT_BUDGET, "the run used all instructions that it may use")                               \
    X(IMAGE_MAGIC, "not an image")                                                                 \
    X(IMAGE_VERSION, "an image of a version that is not known here")                               \
    X(IMAGE_SIZE, "the image is cut short or longer than it says")                                 \
    X(IMAGE_SECTION, "the image's table of sections is wrong")                                     \
    X(IMAGE_MISSING, "the image lacks a section that it must have")                                \
    X(IMAGE_ENTRIES, "the image's table of entry points is wrong")                                 \
    X(IMAGE_NO_ENTRY, "the image has no entry point of that name")                                 \
    X(IMAGE_LINES, "the image's names of functions or lines of source are wrong")                  \
    X(CONTAINER_RIGHTS, "the image needs rights that are not granted")                             \
    X(CONTAINER_ATTACHED, "the container is attached already")                                     \
    X(CONTAINER_DETACHED, "the container is not attached")                                         \
    X(CONTAINER_BUSY, "the container is in use, or no runner is free")                             \
    X(CONTAINER_RATE, "the container has used all instructions that it may use for now")           \
    X(CONTAINER_NUMBER, "another container has this number")                                       \
    X(STORE_NONE, "there is no entry with this key")                                               \
    X(STORE_FULL, "the store is full")                                                             \
    X(STORE_QUOTA, "the container's quota of this store is used up")                               \
    X(STORE_DENIED, "the container may not do this with this store or entry")                      \
    X(STORE_SIZE, "the value is too long for its place")                                           \
    X(STORE_LOG_FULL, "one run cannot write as much as this")                                      \
    X(STORE_FORMAT, "the memory holds no store of a version that is known here")

const char *rbpf_status_name(enum rbpf_status status)
{
    switch (status) {
#define X(name, text)                                                                              \
    case RBPF_##name:                                                                              \
        return #name;
        STATUSES(X)
#undef X
    default:
        return "UNKNOWN";
    }
}

const char *rbpf_status_text(enum rbpf_status status)
{
    switch (status) {
#define X(name, text)                                                                              \
    case RBPF_##name:                                                                              \
        return text;
        STATUSES(X)
#undef X
    default:
        return "a status that this version does not know";
    }
}
