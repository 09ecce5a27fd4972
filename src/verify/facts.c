/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What a host may want to know of a program before it admits it. Relies on the verifier. */
#include "isa/isa.h"
#include "verify/functions.h"

/* Sums up the records. A single depth 0 leaves the program's depth unknown. */
static void note_functions(struct rbpf_facts *facts, const struct rbpf_code *code)
{
    bool bounded = true;
    uint32_t i;

    for (i = 0; i < code->function_count; i++) {
        struct rbpf_function_info info = rbpf_function_read(&code->functions[i]);

        bounded &= info.depth > 0;
        if (info.depth > facts->call_depth)
            facts->call_depth = info.depth;
        if (info.stack_bytes > facts->stack_bytes)
            facts->stack_bytes = info.stack_bytes;
    }
    if (!bounded) {
        facts->call_depth = 0;
        facts->stack_bytes = 0;
    }
}

static void note_transfer(struct rbpf_facts *facts, const struct rbpf_insn *insn)
{
    uint32_t id = (uint32_t)insn->imm;

    if (insn->opcode == RBPF_OP_CALLX)
        facts->has_callx = true;
    if (insn->opcode == RBPF_OP_CALL && insn->src == RBPF_CALL_HELPER)
        facts->helpers[id / 32u] |= 1u << id % 32u;
}

/* Does a straight run end here? A branch may go on. A jump backwards makes a loop. */
static bool ends_run(struct rbpf_facts *facts, const struct rbpf_insn *insn)
{
    switch (rbpf_opcode_kind(insn->opcode)) {
    case RBPF_KIND_BRANCHES:
        facts->has_loops |= insn->offset < 0;
        return false;
    case RBPF_KIND_JUMPS:
        facts->has_loops |= insn->offset < 0;
        break;
    case RBPF_KIND_JUMPS32:
        facts->has_loops |= insn->imm < 0;
        break;
    case RBPF_KIND_CALLS:
    case RBPF_KIND_CALLS_REG:
    case RBPF_KIND_EXITS:
        note_transfer(facts, insn);
        break;
    default:
        return false;
    }
    return true;
}

enum rbpf_status rbpf_program_facts(const struct rbpf_program *program, struct rbpf_facts *facts)
{
    const struct rbpf_code *code;
    uint32_t straight_insns = 0;
    size_t at;

    if (!facts)
        return RBPF_ERR_ARGUMENT;
    *facts = (struct rbpf_facts){0};
    if (!program || program->code.insns_bytes == 0)
        return RBPF_ERR_NOT_VERIFIED;
    code = &program->code;
    note_functions(facts, code);
    for (at = 0; at < code->insns_bytes; at += RBPF_INSN_BYTES) {
        struct rbpf_insn insn = rbpf_insn_at((const uint8_t *)code->insns + at);

        straight_insns++;
        if (straight_insns > facts->longest_run_insns)
            facts->longest_run_insns = straight_insns;
        if (ends_run(facts, &insn))
            straight_insns = 0;
        if (insn.opcode == RBPF_OP_LDDW)
            at += RBPF_INSN_BYTES;
    }
    return RBPF_OK;
}
