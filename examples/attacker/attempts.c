/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "attempts.h"

#include <stddef.h>

#include <rbpf/builtin.h>
#include <rbpf/image.h>

/* Addresses. */
#define CONSTANTS RBPF_ADDRESS(RBPF_REGION_RODATA, 0)
#define DATA RBPF_ADDRESS(RBPF_REGION_DATA, 0)
#define DATA_BYTES (8u * VARIABLES)
#define CODE RBPF_ADDRESS(RBPF_REGION_CODE, 0)
#define NOTICE RBPF_ADDRESS(GROUND_NOTICE, 0)
#define PLANT RBPF_ADDRESS(GROUND_PLANT, 0)
#define BOARD RBPF_ADDRESS(GROUND_BOARD, 0)
#define CONTEXT RBPF_ADDRESS(GROUND_CONTEXT, 0)
#define CONTEXT_BYTES ((uint64_t)sizeof(struct order))
#define TEXT (CONTEXT + offsetof(struct order, text))
#define NOWHERE_REGION (GROUND_CONTEXT + 1u)

/* Columns of the tables. */
#define ATTACH(what) .stop = {BY_ATTACH, RBPF_##what, 0, NULL}
#define FAULT(what) .stop = {BY_FAULT, RBPF_FAULT_##what, 0, NULL}
#define HELPER_FAILS(what) .stop = {BY_FAULT, RBPF_FAULT_HELPER_FAILED, RBPF_##what, NULL}
#define TOLD(what) .stop = {BY_RESULT, RBPF_STORE_##what, 0, NULL}
#define GETS(number, words) .stop = {BY_RESULT, (number), 0, (words)}
#define FINDS_NOTHING .stop = {BY_RESULT, 0, 0, "all zero"}, .is_search = true
#define PAUSE(status) .stop = {BY_PAUSE, (status), 0, NULL}
#define ORDER(verb, ...) .order = {(verb), 0, {__VA_ARGS__}, {0}}
#define ORDER_OF(verb, count, ...) .order = {(verb), (count), {__VA_ARGS__}, {0}}
#define ORDER_WITH(text, verb, ...) .order = {(verb), 0, {__VA_ARGS__}, text}
#define ORDER_WITH_OF(text, verb, count, ...) .order = {(verb), (count), {__VA_ARGS__}, text}
#define POINTERS(...) .pointers = {__VA_ARGS__}
#define ON(hook, entry_name) .entry = (entry_name), .hook_plus_1 = (hook) + 1u
#define PATCH(...) .patches = {__VA_ARGS__}
#define ROW(kind, at, bytes, value)                                                                \
    {                                                                                              \
        IN_ROW, RBPF_SECTION_##kind, (at), (bytes), (value)                                        \
    }
#define SECTION(kind, at, bytes, value)                                                            \
    {                                                                                              \
        IN_SECTION, RBPF_SECTION_##kind, (at), (bytes), (value)                                    \
    }
#define SLOT(at, insn)                                                                             \
    {                                                                                              \
        IN_CODE, 0, (at), 8, (insn)                                                                \
    }
#define HEADER(at, bytes, value)                                                                   \
    {                                                                                              \
        IN_HEADER, 0, (at), (bytes), (value)                                                       \
    }

/* Instructions: RFC 9669, section 3. */
#define INSN(opcode, dst, src, offset, imm)                                                        \
    ((uint64_t)(opcode) | (uint64_t)(dst) << 8 | (uint64_t)(src) << 12 |                           \
     (uint64_t)(uint16_t)(offset) << 16 | (uint64_t)(uint32_t)(imm) << 32)
#define MOV(dst, imm) INSN(0xb7, dst, 0, 0, imm)
#define JA(offset) INSN(0x05, 0, 0, offset, 0)
#define CALL_HELPER(id) INSN(0x85, 0, 0, 0, id)
#define EXIT INSN(0x95, 0, 0, 0, 0)

/* Fields of a section's row, of a record of functions, of a half of the request: FORMAT.md. */
enum { ROW_OFFSET = 4, ROW_SIZE = 8, ROW_EXTRA = 12 };
enum { FUNCTION_ENTRY = 0, FUNCTION_FRAME = 2, FUNCTION_STACK = 4, FUNCTION_DEPTH = 6 };
enum { NEED_RUN = 0, NEED_GLOBAL = 16, NEED_STACK = 20, NEED_ACCESS = 22, NEED_HELPERS = 24 };
enum { WANTED_RUN = 32, WANTED_PRIVATE = 40 };
/* Functions of the guest. */
enum {
    RECORD_OBEY = 0,
    RECORD_RECURSE = 8 * 4,
    RECORD_SEARCH_STACK = 8 * 7,
    RECORD_LOOK_DOWN = 8 * 12
};

static const struct attempt memory_attempts[] = {
    {"read-null", "reads address 0", FAULT(BOUNDS), ORDER(READ, 0)},
    {"read-before", "reads before its context", FAULT(BOUNDS), ORDER(READ, CONTEXT - 8u)},
    {"read-behind", "reads behind its context", FAULT(BOUNDS),
     ORDER(READ, CONTEXT + CONTEXT_BYTES)},
    {"read-across", "reads across the end of its context", FAULT(BOUNDS),
     ORDER(READ, CONTEXT + CONTEXT_BYTES - 4u)},
    {"read-wrap", "reads where address and size wrap", FAULT(BOUNDS),
     ORDER(READ, CONTEXT + 0xfffffffcu)},
    {"read-no-region", "reads the first region that is not there", FAULT(BOUNDS),
     ORDER(READ, RBPF_ADDRESS(NOWHERE_REGION, 0))},
    {"read-last-address", "reads the last 8 bytes of all addresses", FAULT(BOUNDS),
     ORDER(READ, RBPF_ADDRESS(0xffffffffu, 0xfffffff8u))},
    {"read-others", "reads ben's region", FAULT(BOUNDS), ORDER(READ, PLANT)},
    {"read-host", "reads ben's region by its address on the host", FAULT(BOUNDS), ORDER(READ, 0),
     .aims_at_host = true},
    {"read-code", "reads its own code", FAULT(BOUNDS), ORDER(READ, CODE)},
    {"read-old-frame", "reads the frame of a function that has ended", FAULT(BOUNDS),
     ORDER(OLD_FRAME, 0)},
    {"read-free-stack", "reads the stack where no frame is", FAULT(BOUNDS),
     ORDER(READ, RBPF_ADDRESS(RBPF_REGION_STACK, 0))},
    {"write-others", "writes to ben's region", FAULT(BOUNDS), ORDER(WRITE, PLANT, 1)},
    {"write-notice", "writes to a region that is read-only for all", FAULT(READ_ONLY),
     ORDER(WRITE, NOTICE, 1)},
    {"write-board", "writes to a region that others may write", FAULT(READ_ONLY),
     ORDER(WRITE, BOARD, 1)},
    {"write-context", "writes to its context", FAULT(READ_ONLY), ORDER(WRITE, CONTEXT + 8u, 1)},
    {"write-constants", "writes to its constants, in flash", FAULT(READ_ONLY),
     ORDER(WRITE, CONSTANTS, 1)},
    {"write-code", "writes to its own code", FAULT(BOUNDS), ORDER(WRITE, CODE, EXIT)},
    {"write-behind", "writes behind its variables", FAULT(BOUNDS),
     ORDER(WRITE, DATA + DATA_BYTES, 1)},
    {"write-across", "writes across the end of its variables", FAULT(BOUNDS),
     ORDER(WRITE, DATA + DATA_BYTES - 7u, 1)},
    {"write-no-region", "writes to the first region that is not there", FAULT(BOUNDS),
     ORDER(WRITE, RBPF_ADDRESS(NOWHERE_REGION, 0), 1)},
    {"add-context", "adds to its context by an atomic operation", FAULT(READ_ONLY),
     ORDER(ADD, CONTEXT + 16u, 1)},
    {"add-misaligned", "does an atomic operation across two words", FAULT(ALIGNMENT),
     ORDER(ADD, DATA + 4u, 1)},
};

static const struct attempt pointer_attempts[] = {
    {"helper-across", "stores a value from across its context's end", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_PRIVATE_SET, 1, CONTEXT + CONTEXT_BYTES - 4u, 8)},
    {"helper-2-gib", "logs 2 GiB and 4 bytes of its variables", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_LOG, DATA + DATA_BYTES - 4u, 0x80000004u)},
    {"helper-64-bits", "logs 4 GiB and 4 bytes of its context", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_LOG, CONTEXT, UINT64_C(0x100000004))},
    {"helper-minus-one", "logs 2^64 - 1 bytes", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_LOG, CONTEXT, UINT64_MAX)},
    {"helper-wrap", "logs where address and length wrap", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_LOG, CONTEXT + 0xfffffff0u, 0x20)},
    {"helper-others", "logs ben's region", FAULT(BOUNDS), ORDER(CALL, RBPF_HELPER_LOG, PLANT, 16)},
    {"helper-no-region", "logs a region that is not there", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_LOG, RBPF_ADDRESS(0xffffffffu, 0), 8)},
    {"helper-into-context", "has a value written into its context", FAULT(READ_ONLY),
     ORDER(CALL, RBPF_HELPER_TENANT_GET, GROUND_HOST_KEY, CONTEXT + 8u, 8)},
    {"helper-into-flash", "has a number written into its constants", HELPER_FAILS(FAULT_READ_ONLY),
     ORDER(CALL, RBPF_HELPER_U32_TEXT, CONSTANTS, 5)},
    {"helper-into-others", "has a number written into ben's region", HELPER_FAILS(FAULT_BOUNDS),
     ORDER(CALL, RBPF_HELPER_U32_TEXT, PLANT, 5)},
    {"sensor-across", "has a reading written across its variables' end", FAULT(BOUNDS),
     ORDER(CALL, RBPF_HELPER_SENSOR_READ, 1, DATA + DATA_BYTES - 4u)},
    {"sensor-none", "reads sensor 1000", TOLD(NONE),
     ORDER(CALL, RBPF_HELPER_SENSOR_READ, 1000, DATA)},
    {"sensor-2^32", "reads sensor 2^32 + 1", TOLD(NONE),
     ORDER(CALL, RBPF_HELPER_SENSOR_READ, UINT64_C(0x100000001), DATA)},
    {"number-exponent", "has 1 * 10^1000 written", HELPER_FAILS(ERR_ARGUMENT),
     ORDER(CALL, RBPF_HELPER_FIXED_TEXT, DATA, 1, 1000)},
    {"format-others", "formats into a region that may only be read", FAULT(READ_ONLY),
     ORDER_WITH("x", CALL, RBPF_HELPER_FORMAT, BOARD, 8, TEXT)},
    {"string-no-end", "prints a string without an end", FAULT(BOUNDS),
     ORDER_WITH("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", CALL, RBPF_HELPER_PRINT, TEXT)},
    {"string-others", "prints ben's region by %s", HELPER_FAILS(FAULT_BOUNDS),
     ORDER_WITH("%s", CALL, RBPF_HELPER_PRINT, TEXT, PLANT)},
    {"string-inner-no-end", "prints a string without an end by %s", HELPER_FAILS(FAULT_BOUNDS),
     ORDER_WITH("%s", CALL, RBPF_HELPER_PRINT, TEXT, NOTICE)},
    {"format-no-room", "formats 99 characters into the last 4 bytes", GETS(99, "cut to the room"),
     ORDER_WITH("%99d", CALL, RBPF_HELPER_FORMAT, DATA + DATA_BYTES - 4u, 4, TEXT)},
    {"message-others", "answers a message whose info is in ben's region",
     HELPER_FAILS(FAULT_BOUNDS), ORDER(CALL, RBPF_HELPER_MESSAGE_BEGIN, TEXT, 0x45),
     POINTERS(PLANT, DATA, 16)},
    {"message-packet", "answers a packet that lies in ben's region", HELPER_FAILS(FAULT_BOUNDS),
     ORDER(CALL, RBPF_HELPER_MESSAGE_BEGIN, TEXT, 0x45), POINTERS(DATA, PLANT, 16)},
    {"message-read-only", "answers a packet that may only be read", HELPER_FAILS(FAULT_READ_ONLY),
     ORDER(CALL, RBPF_HELPER_MESSAGE_BEGIN, TEXT, 0x45), POINTERS(DATA, BOARD, 16)},
    {"message-2-gib", "goes on with an answer in a packet of 2 GiB", HELPER_FAILS(FAULT_BOUNDS),
     ORDER(WRITE_AND_CALL, RBPF_HELPER_MESSAGE_FORMAT, TEXT, 0, 0, DATA + 8u, DATA_BYTES + 4u),
     POINTERS(DATA, DATA, 0x80000008u)},
    {"message-used", "goes on with an answer longer than its packet", HELPER_FAILS(FAULT_BOUNDS),
     ORDER(WRITE_AND_CALL, RBPF_HELPER_MESSAGE_FORMAT, TEXT, 0, 0, DATA + 8u,
           DATA_BYTES - 8u + 12u),
     POINTERS(DATA, DATA + DATA_BYTES - 8u, 8)},
};

static const struct attempt store_attempts[] = {
    {"others-count", "reads anna's count in its tenant's store", TOLD(NONE),
     ORDER(CALL, RBPF_HELPER_TENANT_GET, 0x101, DATA, 8)},
    {"others-private", "reads ben's average in its own store", TOLD(NONE),
     ORDER(CALL, RBPF_HELPER_PRIVATE_GET, 2, DATA, 8)},
    {"global-read", "reads the store of all", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_GLOBAL_GET, GROUND_HOST_KEY, DATA, 8)},
    {"global-write", "writes anna's entry in the store of all", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_GLOBAL_SET, GROUND_HOST_KEY, CONTEXT, 8)},
    {"global-take-out", "takes anna's entry out of the store of all", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_GLOBAL_SET, GROUND_HOST_KEY, CONTEXT, 0)},
    {"host-write", "writes the host's entry in its tenant's store", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_TENANT_SET, GROUND_HOST_KEY, CONTEXT, 8)},
    {"host-take-out", "takes the host's entry out", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_TENANT_SET, GROUND_HOST_KEY, CONTEXT, 0)},
    {"value-no-room", "reads 8 bytes into the last 4 of its variables", TOLD(SIZE),
     ORDER(CALL, RBPF_HELPER_TENANT_GET, GROUND_HOST_KEY, DATA + DATA_BYTES - 4u, 4)},
    {"set-and-fault", "writes an entry and faults", FAULT(BOUNDS),
     ORDER(CALL_AND_FAULT, RBPF_HELPER_TENANT_SET, GROUND_BAD_KEY, CONTEXT, 4)},
};

static const struct attempt quota_attempts[] = {
    {"keys-own", "writes 1000 keys to its own store", TOLD(QUOTA),
     ORDER_OF(FILL, 1000, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 4)},
    {"keys-tenant", "writes 1000 keys to its tenant's store", TOLD(QUOTA),
     ORDER_OF(FILL, 1000, RBPF_HELPER_TENANT_SET, 100, CONTEXT, 4)},
    {"bytes", "writes two values, together longer than granted", TOLD(QUOTA),
     ORDER_OF(FILL, 2, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 8)},
    {"churn", "lets values grow, takes some out, writes others", TOLD(QUOTA),
     ORDER_OF(CHURN, 10, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 8)},
    {"quota-others", "takes another's entry out, and writes more for it", TOLD(QUOTA),
     ORDER_OF(TAKE_OUT_AND_FILL, 3, RBPF_HELPER_TENANT_SET, 100, CONTEXT, 4, GROUND_OTHER_KEY)},
    {"value-long", "writes a value longer than its store takes", TOLD(SIZE),
     ORDER(CALL, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 9)},
    {"value-longest", "writes a value longer than any", TOLD(SIZE),
     ORDER(CALL, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 65)},
    {"log-of-writes", "takes out entries until the run's log is full", TOLD(LOG_FULL),
     ORDER_OF(FILL, 1000, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 0)},
    {"log-of-posts", "fires a hook when the run's log is full", TOLD(LOG_FULL),
     ORDER_OF(FILL_AND_FIRE, 10, RBPF_HELPER_PRIVATE_SET, 100, CONTEXT, 0, GROUND_ALARM, 8)},
};

static const struct attempt call_attempts[] = {
    {"helper-not-granted", "calls a helper that is not granted", FAULT(HELPER),
     ORDER(CALL, GROUND_HELPER_VALVE)},
    {"helper-not-offered", "calls a helper that its hook does not offer", FAULT(HELPER),
     ORDER(CALL, GROUND_HELPER_RESTART)},
    {"helper-0", "calls helper 0", FAULT(HELPER), ORDER(CALL, 0)},
    {"helper-63", "calls a helper behind the end of the table", FAULT(HELPER), ORDER(CALL, 63)},
    {"helper-max", "calls helper 2^32 - 1", FAULT(HELPER), ORDER(CALL, 0xffffffffu)},
    {"helper-2^32", "calls helper 2^32 + 24", FAULT(CALL_TARGET),
     ORDER(CALL, UINT64_C(0x100000000) + GROUND_HELPER_VALVE)},
    {"call-middle", "calls the middle of a function", FAULT(CALL_TARGET), ORDER(CALL, CODE + 16u)},
    {"call-half", "calls the middle of an instruction", FAULT(CALL_TARGET), ORDER(CALL, CODE + 4u)},
    {"call-entry", "calls a function whose address nobody takes", FAULT(CALL_TARGET),
     ORDER(CALL, CODE)},
    {"call-constants", "calls its constants", FAULT(CALL_TARGET), ORDER(CALL, CONSTANTS)},
    {"call-variables", "calls its variables", FAULT(CALL_TARGET), ORDER(CALL, DATA)},
};

static const struct attempt time_attempts[] = {
    {"loop", "loops without an end", FAULT(BUDGET), ORDER(SPIN, 0)},
    {"loop-long", "loops 100,000 times", FAULT(BUDGET), ORDER_OF(SPIN, 100000, 0)},
    {"straight", "loops without an end, with hardly a jump", FAULT(BUDGET), ORDER(STRAIGHT, 0)},
    {"recurse", "calls itself without an end", FAULT(CALL_DEPTH), ORDER(RECURSE, 0)},
    {"recurse-wide", "the same with frames that fill the stack", FAULT(STACK), ORDER(RECURSE, 0),
     PATCH(SECTION(FUNCTIONS, RECORD_RECURSE + FUNCTION_FRAME, 2, 64))},
    {"flood-log", "logs 64 bytes 1000 times", FAULT(BUDGET),
     ORDER_OF(REPEAT, 1000, RBPF_HELPER_LOG, CONTEXT, 64)},
    {"log-long", "logs all of its context at once", GETS(64, "cut to 64 bytes"),
     ORDER(CALL, RBPF_HELPER_LOG, CONTEXT, CONTEXT_BYTES)},
    {"flood-print", "prints numbers of 99 digits 1000 times", FAULT(BUDGET),
     ORDER_WITH_OF("%99d%99d%99d%99d", REPEAT, 1000, RBPF_HELPER_PRINT, TEXT)},
    {"flood-store", "searches a store 1000 times", FAULT(BUDGET),
     ORDER_OF(REPEAT, 1000, RBPF_HELPER_TENANT_GET, 5, DATA, 8)},
    {"rate", "uses its budget up in each run, again and again", PAUSE(RBPF_CONTAINER_RATE),
     ORDER_OF(SPIN, 300, 0)},
    {"fault-again", "faults in each run", PAUSE(RBPF_OK), ORDER(READ, 0)},
};

static const struct attempt firing_attempts[] = {
    {"fire-itself", "fires the hook that it runs on", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_FIRE, GROUND_GUEST, CONTEXT, 4)},
    {"fire-others", "fires the hook of the scheduler", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_FIRE, GROUND_SWITCH, CONTEXT, 8)},
    {"fire-none", "fires a hook that is not there", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_FIRE, GROUND_HOOKS, CONTEXT, 4)},
    {"fire-2^32", "fires hook 2^32 + 4", TOLD(DENIED),
     ORDER(CALL, RBPF_HELPER_FIRE, UINT64_C(0x100000000) + GROUND_ALARM, CONTEXT, 4)},
    {"fire-long", "fires a hook with more than its mailbox holds", TOLD(SIZE),
     ORDER(CALL, RBPF_HELPER_FIRE, GROUND_ALARM, CONTEXT, 9)},
    {"fire-flood", "fires a hook 20 times in a run", GETS(0, "once a round"),
     ORDER_OF(REPEAT, 20, RBPF_HELPER_FIRE, GROUND_ALARM, CONTEXT, 8)},
    {"fire-echo", "fires its own hook whenever that is fired", GETS(0, "once a round"),
     ON(GROUND_ALARM, "echo")},
    {"fire-by-log", "logs what makes the firmware fire its hook again", GETS(5, "passed over"),
     ORDER_WITH(GROUND_CONSOLE_WORD, CALL, RBPF_HELPER_LOG, TEXT, 5)},
    {"fire-and-fault", "fires a hook and faults", FAULT(BOUNDS),
     ORDER_WITH("\xba", CALL_AND_FAULT, RBPF_HELPER_FIRE, GROUND_ALARM, TEXT, 1)},
    {"spoil-switch", "overwrites what anna's counter will read", FAULT(READ_ONLY),
     ON(GROUND_SWITCH, "spoil")},
    {"spoil-request", "overwrites the request that ben will answer", FAULT(READ_ONLY),
     ON(GROUND_REQUEST, "spoil")},
    {"answer-request", "answers the request in ben's place", HELPER_FAILS(FAULT_READ_ONLY),
     ON(GROUND_REQUEST, "answer")},
};

static const struct attempt leak_attempts[] = {
    {"left-on-stack", "looks for what others left on the stack", FINDS_NOTHING,
     ORDER(SEARCH_STACK, 0)},
    {"left-in-registers", "looks for what others left in registers", FINDS_NOTHING,
     ON(GROUND_GUEST, "registers")},
    {"left-in-variables", "looks for what others left in its variables' place", FINDS_NOTHING,
     ORDER(SEARCH_VARIABLES, 0)},
    {"kept-after-fault", "keeps something in its variables and faults", FAULT(BOUNDS),
     ORDER(KEEP_AND_FAULT, 1), .is_search = true},
};

static const struct attempt rights_attempts[] = {
    {"need-helper", "calls a helper by number that is not granted", ATTACH(CONTAINER_RIGHTS),
     PATCH(SLOT(0, CALL_HELPER(GROUND_HELPER_VALVE)), SLOT(1, EXIT))},
    {"need-helper-unoffered", "the same with one that is not offered", ATTACH(CONTAINER_RIGHTS),
     PATCH(SLOT(0, CALL_HELPER(GROUND_HELPER_RESTART)), SLOT(1, EXIT))},
    {"need-helper-63", "the same with one that is not there", ATTACH(REJECT_HELPER),
     PATCH(SLOT(0, CALL_HELPER(63)))},
    {"need-helper-huge", "the same with number 2^31", ATTACH(REJECT_HELPER),
     PATCH(SLOT(0, CALL_HELPER(0x80000000u)))},
    {"need-all-helpers", "needs all helpers", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(REQUEST, NEED_HELPERS, 4, UINT32_MAX))},
    {"need-budget", "needs a million instructions", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(REQUEST, NEED_RUN, 4, 1000000))},
    {"need-stack", "needs 64 KiB of stack", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(REQUEST, NEED_STACK, 2, 0xffff))},
    {"need-context", "needs to write its context", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(REQUEST, NEED_ACCESS, 2, 1 << 3))},
    {"need-region", "needs ben's region", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(REQUEST, NEED_ACCESS, 2, 1 << 5))},
    {"need-global", "needs an entry in the store of all", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(REQUEST, NEED_GLOBAL, 4, 1))},
    {"frame-512", "has a frame larger than the stack granted", ATTACH(CONTAINER_RIGHTS),
     PATCH(SECTION(FUNCTIONS, RECORD_OBEY + FUNCTION_FRAME, 2, 512))},
};

static const struct attempt code_attempts[] = {
    {"opcode", "has an instruction that is none", ATTACH(REJECT_OPCODE), PATCH(SLOT(0, 0xff))},
    {"packet-access", "has an access to packets of old", ATTACH(REJECT_PACKET),
     PATCH(SLOT(0, INSN(0x30, 0, 0, 0, 0)))},
    {"write-r13", "writes to register 13", ATTACH(REJECT_REGISTER),
     PATCH(SLOT(0, MOV(13, 0)), SLOT(1, INSN(0xdb, 1, 0, 0, 0)), SLOT(2, EXIT))},
    {"read-r13", "reads register 13", ATTACH(REJECT_REGISTER),
     PATCH(SLOT(0, INSN(0xbf, 0, 13, 0, 0)), SLOT(1, EXIT)), .is_search = true},
    {"write-r10", "writes to the frame pointer", ATTACH(REJECT_R10_WRITE),
     PATCH(SLOT(0, MOV(10, 0)))},
    {"fetch-r10", "the same by an atomic operation", ATTACH(REJECT_R10_WRITE),
     PATCH(SLOT(0, INSN(0xdb, 1, 10, 0, 1)))},
    {"atomic", "has an atomic operation that is none", ATTACH(REJECT_ATOMIC),
     PATCH(SLOT(0, INSN(0xdb, 1, 2, 0, 0x20)))},
    {"swap-width", "swaps 24 bits", ATTACH(REJECT_WIDTH), PATCH(SLOT(0, INSN(0xd4, 0, 0, 0, 24)))},
    {"move-form", "moves by a form that there is not", ATTACH(REJECT_OFFSET),
     PATCH(SLOT(0, INSN(0xbf, 0, 1, 7, 0)))},
    {"reserved", "has a field that must be 0", ATTACH(REJECT_RESERVED),
     PATCH(SLOT(0, INSN(0x95, 0, 0, 0, 1)))},
    {"jump-far", "jumps out of the code", ATTACH(REJECT_JUMP_TARGET), PATCH(SLOT(0, JA(0x7fff)))},
    {"jump-back", "jumps to before the code", ATTACH(REJECT_JUMP_TARGET), PATCH(SLOT(0, JA(-2)))},
    {"jump-to-data", "jumps to instructions in the request", ATTACH(REJECT_JUMP_TARGET),
     PATCH({JUMP_TO_REQUEST, 0, 0, 8, 0},
           SECTION(REQUEST, WANTED_RUN, 8, CALL_HELPER(GROUND_HELPER_VALVE)),
           SECTION(REQUEST, WANTED_PRIVATE, 8, EXIT))},
    {"jump-into-lddw", "jumps to the middle of an instruction", ATTACH(REJECT_JUMP_INTO_LDDW),
     PATCH(SLOT(0, JA(1)), SLOT(1, INSN(0x18, 0, 0, 0, 0)), SLOT(2, 0))},
    {"hide-in-lddw", "jumps to one that it hides in another", ATTACH(REJECT_LDDW_SECOND),
     PATCH(SLOT(0, JA(1)), SLOT(1, INSN(0x18, 0, 0, 0, 0)),
           SLOT(2, CALL_HELPER(GROUND_HELPER_VALVE)))},
    {"cut-lddw", "ends in the middle of an instruction", ATTACH(REJECT_LDDW_CUT),
     PATCH(SLOT(-1, INSN(0x18, 0, 0, 0, 0)))},
    {"map", "names a map of Linux", ATTACH(REJECT_LDDW_SOURCE),
     PATCH(SLOT(0, INSN(0x18, 1, 1, 0, 1)), SLOT(1, 0))},
    {"fall-off", "ends without an end", ATTACH(REJECT_FALLS_OFF), PATCH(SLOT(-1, MOV(0, 0)))},
    {"call-into", "calls the middle of a function by number", ATTACH(REJECT_CALL_TARGET),
     PATCH(SLOT(0, INSN(0x85, 0, 1, 0, 1)))},
    {"call-btf", "calls a function of Linux's kernel", ATTACH(REJECT_CALL_BTF),
     PATCH(SLOT(0, INSN(0x85, 0, 2, 0, 1)))},
    {"call-kind", "makes a call of no kind", ATTACH(REJECT_CALL_KIND),
     PATCH(SLOT(0, INSN(0x85, 0, 3, 0, 1)))},
    {"lie-depth", "says that it calls nothing, and calls", ATTACH(REJECT_CALL_DEPTH),
     PATCH(SECTION(FUNCTIONS, RECORD_OBEY + FUNCTION_DEPTH, 1, 1))},
    {"lie-stack", "says that it needs less stack than its calls do", ATTACH(REJECT_CALL_STACK),
     ON(GROUND_GUEST, "look_down"),
     PATCH(SECTION(FUNCTIONS, RECORD_LOOK_DOWN + FUNCTION_STACK, 2, 0)), .is_search = true},
    {"lie-entry", "lists its functions out of order", ATTACH(REJECT_FUNCTION),
     PATCH(SECTION(FUNCTIONS, 8 + FUNCTION_ENTRY, 2, 0))},
    {"lie-frame", "has a frame larger than any", ATTACH(REJECT_FUNCTION),
     PATCH(SECTION(FUNCTIONS, RECORD_OBEY + FUNCTION_FRAME, 2, 520))},
    {"frame-none", "says that it has no frame, and uses one", FAULT(BOUNDS), ORDER(SEARCH_STACK, 0),
     PATCH(SECTION(FUNCTIONS, RECORD_SEARCH_STACK + FUNCTION_FRAME, 2, 0),
           SECTION(FUNCTIONS, RECORD_SEARCH_STACK + FUNCTION_STACK, 2, 0))},
};

static const struct attempt image_attempts[] = {
    {"magic", "is no image", ATTACH(IMAGE_MAGIC), PATCH(HEADER(0, 1, 'R'))},
    {"version", "is of a version to come", ATTACH(IMAGE_VERSION), PATCH(HEADER(4, 2, 2))},
    {"cut", "is cut short", ATTACH(IMAGE_SIZE), .cut_bytes = 8},
    {"sections", "has 65,535 sections", ATTACH(IMAGE_SIZE), PATCH(HEADER(6, 2, 0xffff))},
    {"section-2-gib", "has constants of 2 GiB", ATTACH(IMAGE_SECTION),
     PATCH(ROW(RODATA, ROW_SIZE, 4, 0x7ffffff1u))},
    {"section-wrap", "has constants so long that their end wraps", ATTACH(IMAGE_SECTION),
     PATCH(ROW(RODATA, ROW_SIZE, 4, 0xfffffff0u))},
    {"section-back", "has constants that begin before the image", ATTACH(IMAGE_SECTION),
     PATCH(ROW(RODATA, ROW_OFFSET, 4, 0xffffffe0u))},
    {"section-kind", "has a section that nobody knows", ATTACH(IMAGE_SECTION),
     PATCH(ROW(ENTRIES, 0, 2, 6))},
    {"request-short", "asks in fewer bytes than that takes", ATTACH(IMAGE_SECTION),
     PATCH(ROW(REQUEST, ROW_SIZE, 4, 40))},
    {"data-more", "has a variable more than there is memory for", ATTACH(ERR_DATA_TOO_SMALL),
     ORDER(READ, DATA + DATA_BYTES), PATCH(ROW(DATA, ROW_EXTRA, 4, DATA_BYTES + 8u))},
    {"entry-no-function", "has an entry point that is no function", ATTACH(IMAGE_ENTRIES),
     PATCH(SECTION(ENTRIES, 4, 2, 200))},
    {"entry-name-behind", "has an entry point whose name lies behind all", ATTACH(IMAGE_ENTRIES),
     PATCH(SECTION(ENTRIES, 6, 2, 0xfff0))},
    {"entry-unknown", "is to begin at an entry that it has not", ATTACH(IMAGE_NO_ENTRY),
     ON(GROUND_GUEST, "root")},
    {"misaligned", "lies at no multiple of 8", ATTACH(ERR_ARGUMENT), .is_misaligned = true},
};

#define GROUP(title, table)                                                                        \
    {                                                                                              \
        (title), (table), sizeof(table) / sizeof(table)[0]                                         \
    }

const struct attempt_group attempt_groups[] = {
    GROUP("memory", memory_attempts),          GROUP("pointers given to helpers", pointer_attempts),
    GROUP("others' stores", store_attempts),   GROUP("quotas", quota_attempts),
    GROUP("helpers and calls", call_attempts), GROUP("time, and the log", time_attempts),
    GROUP("hooks", firing_attempts),           GROUP("what others left", leak_attempts),
    GROUP("rights", rights_attempts),          GROUP("code", code_attempts),
    GROUP("images", image_attempts),
};
const uint32_t attempt_group_count = sizeof attempt_groups / sizeof attempt_groups[0];
