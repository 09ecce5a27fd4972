/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The list of functions of raw instructions, which bring none. Reads
 * instructions that nobody has verified and relies on nothing but their number.
 */
#include "isa/isa.h"
#include "verify/functions.h"

struct rbpf_function rbpf_function_make(const struct rbpf_function_info *info)
{
    struct rbpf_function function;

    rbpf_store16(function.bytes, info->entry);
    rbpf_store16(function.bytes + 2, info->frame_bytes);
    rbpf_store16(function.bytes + 4, info->stack_bytes);
    function.bytes[6] = info->depth;
    function.bytes[7] = info->flags;
    return function;
}

static bool is_plain_access(enum rbpf_kind kind, uint8_t opcode)
{
    bool loads = kind == RBPF_KIND_WRITES && (opcode & 7u) == 1u;

    return loads || kind == RBPF_KIND_STORES || kind == RBPF_KIND_ATOMIC;
}

/* Does r10's value get anywhere but into the address of one access? */
static bool r10_escapes(const struct rbpf_insn *insn)
{
    enum rbpf_kind kind = rbpf_opcode_kind(insn->opcode);
    bool loads = kind == RBPF_KIND_WRITES && (insn->opcode & 7u) == 1u;

    if (loads || kind == RBPF_KIND_LOADS_IMM || kind == RBPF_KIND_CALLS)
        return false;
    return insn->src == 10 || (insn->dst == 10 && !is_plain_access(kind, insn->opcode));
}

/* How far below r10 does one access reach? */
static uint32_t reach_below_r10(const struct rbpf_insn *insn)
{
    enum rbpf_kind kind = rbpf_opcode_kind(insn->opcode);
    uint8_t base = kind == RBPF_KIND_WRITES ? insn->src : insn->dst;

    if (base != 10 || insn->offset >= 0 || !is_plain_access(kind, insn->opcode))
        return 0;
    return (uint32_t)-insn->offset;
}

uint16_t rbpf_frame_bytes(const uint8_t *insns, uint32_t begin, uint32_t end)
{
    uint32_t lowest = 0;
    uint32_t slot;

    for (slot = begin; slot < end; slot++) {
        struct rbpf_insn insn = rbpf_insn_at(insns + (size_t)slot * RBPF_INSN_BYTES);
        uint32_t reach = reach_below_r10(&insn);

        if (r10_escapes(&insn))
            return RBPF_FRAME_MAX;
        if (reach > lowest)
            lowest = reach;
    }
    return (uint16_t)(lowest > RBPF_FRAME_MAX ? RBPF_FRAME_MAX : (lowest + 7u) & ~7u);
}

struct list {
    struct rbpf_function *records;
    size_t capacity;
    uint32_t count;
};

static enum rbpf_status insert(struct list *list, uint32_t entry)
{
    uint32_t at = rbpf_function_search(list->records, list->count, entry);
    struct rbpf_function moved = rbpf_function_make(
        &(struct rbpf_function_info){.entry = (uint16_t)entry, .flags = RBPF_FUNCTION_CALLABLE});

    if (at < list->count && rbpf_function_entry(&list->records[at]) == entry)
        return RBPF_OK;
    if (list->count >= list->capacity)
        return RBPF_ERR_TOO_MANY_FUNCTIONS;
    /* By swaps, which no compiler makes a call of memmove() of. */
    for (; at < list->count; at++) {
        struct rbpf_function next = list->records[at];

        list->records[at] = moved;
        moved = next;
    }
    list->records[list->count++] = moved;
    return RBPF_OK;
}

/* Targets outside the program are left to the verifier, which refuses the call. */
static enum rbpf_status insert_targets(struct list *list, const uint8_t *insns, uint32_t count)
{
    enum rbpf_status status = insert(list, 0);
    uint32_t slot;

    for (slot = 0; slot < count && status == RBPF_OK; slot++) {
        struct rbpf_insn insn = rbpf_insn_at(insns + (size_t)slot * RBPF_INSN_BYTES);
        int64_t target = (int64_t)slot + 1 + insn.imm;

        if (insn.opcode == RBPF_OP_CALL && insn.src == RBPF_CALL_LOCAL && target >= 0 &&
            target < count)
            status = insert(list, (uint32_t)target);
    }
    return status;
}

static bool calls_functions(const uint8_t *insns, uint32_t begin, uint32_t end)
{
    uint32_t slot;

    for (slot = begin; slot < end; slot++) {
        struct rbpf_insn insn = rbpf_insn_at(insns + (size_t)slot * RBPF_INSN_BYTES);

        if (insn.opcode == RBPF_OP_CALLX ||
            (insn.opcode == RBPF_OP_CALL && insn.src == RBPF_CALL_LOCAL))
            return true;
    }
    return false;
}

/* What calls nothing has a depth; of the rest nothing is promised. */
static void complete(struct list *list, const uint8_t *insns, uint32_t count)
{
    uint32_t end = count;
    uint32_t i;

    for (i = list->count; i-- > 0;) {
        struct rbpf_function_info info = rbpf_function_read(&list->records[i]);

        info.frame_bytes = rbpf_frame_bytes(insns, info.entry, end);
        if (!calls_functions(insns, info.entry, end)) {
            info.depth = 1;
            info.stack_bytes = info.frame_bytes;
        }
        list->records[i] = rbpf_function_make(&info);
        end = info.entry;
    }
}

enum rbpf_status rbpf_functions_find(struct rbpf_code *code, struct rbpf_function *functions,
                                     size_t capacity)
{
    struct list list = {functions, capacity, 0};
    enum rbpf_status status;
    uint32_t count;

    if (!code || !functions || !code->insns || (uintptr_t)code->insns % RBPF_INSN_BYTES != 0)
        return RBPF_ERR_ARGUMENT;
    if (code->insns_bytes == 0)
        return RBPF_REJECT_EMPTY;
    if (code->insns_bytes % RBPF_INSN_BYTES != 0 ||
        code->insns_bytes / RBPF_INSN_BYTES > RBPF_INSNS_MAX)
        return RBPF_REJECT_LENGTH;

    count = (uint32_t)(code->insns_bytes / RBPF_INSN_BYTES);
    status = insert_targets(&list, code->insns, count);
    if (status != RBPF_OK)
        return status;
    complete(&list, code->insns, count);
    code->functions = functions;
    code->function_count = list.count;
    return RBPF_OK;
}
