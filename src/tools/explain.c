/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Words for people about programs; what the numbers mean is in include/rbpf. */
#include "tools/explain.h"

#include <inttypes.h>

#include "bytes.h"
#include "isa/isa.h"
#include "tools/host_helpers.h"

static void print_insn(FILE *out, const struct guest *guest, uint32_t slot)
{
    struct rbpf_insn insn = guest_insn(guest, slot);
    const char *name = rbpf_opcode_name(insn.opcode);

    fprintf(out, "instruction %" PRIu32 " (%s, dst r%u, src r%u, offset %d, imm %" PRId32 ")", slot,
            name ? name : "unknown opcode", insn.dst, insn.src, insn.offset, insn.imm);
}

void explain_place(FILE *out, const struct guest *guest, uint32_t slot)
{
    uint32_t index = guest_function_at(guest, slot);
    const char *name = guest_function_name(guest, index);
    uint32_t entry = rbpf_function_read(&guest->code.functions[index]).entry;
    struct rbpf_source source;

    if (rbpf_lines_find(&guest->lines, slot, &source)) {
        message_print_name(out, source.file);
        fprintf(out, ":%" PRIu32 ":%" PRIu32 " in ", source.line, source.column);
    }
    if (name)
        message_print_name(out, name);
    else
        fprintf(out, "function %" PRIu32, index);
    fprintf(out, "+%" PRIu32, slot - entry);
}

static void print_helper_hint(FILE *out, uint32_t id)
{
    const struct rbpf_helpers *helpers = host_helpers();

    fprintf(out, ": helper %" PRIu32 " is not one of", id);
    for (uint32_t i = 0; i < helpers->count; i++) {
        if (rbpf_helpers_has(helpers, i))
            fprintf(out, " %" PRIu32 " (%s)", i, helpers->table[i].name);
    }
}

static bool is_about_a_record(enum rbpf_status status)
{
    return status == RBPF_REJECT_FUNCTION;
}

static bool is_about_all(enum rbpf_status status)
{
    return status == RBPF_REJECT_EMPTY || status == RBPF_REJECT_LENGTH ||
           status == RBPF_ERR_ARGUMENT;
}

void explain_refusal(FILE *out, const struct guest *guest, enum rbpf_status status)
{
    uint32_t where = guest->report.where;

    fprintf(out, "refused by rule %s: %s", rbpf_status_name(status), rbpf_status_text(status));
    if (is_about_all(status)) {
        fprintf(out, "\n");
        return;
    }
    if (is_about_a_record(status)) {
        fprintf(out, "; function record %" PRIu32 "\n", where);
        return;
    }
    if (status == RBPF_REJECT_HELPER)
        print_helper_hint(out, (uint32_t)guest_insn(guest, where).imm);
    if (status == RBPF_REJECT_GROUP) {
        struct rbpf_insn insn = guest_insn(guest, where);
        fprintf(out, ": %s", rbpf_group_name(rbpf_insn_groups(&insn) & ~rbpf_groups()));
    }
    fprintf(out, "; ");
    print_insn(out, guest, where);
    fprintf(out, " at ");
    explain_place(out, guest, where);
    fprintf(out, "\n");
}

static void print_helpers(FILE *out, const struct rbpf_facts *facts)
{
    bool any = false;

    fprintf(out, "helpers:      ");
    for (uint32_t id = 0; id < RBPF_HELPERS_MAX; id++) {
        if (!(facts->helpers[id / 32u] >> id % 32u & 1u))
            continue;
        fprintf(out, "%s%s (%" PRIu32 ")", any ? ", " : "", host_helper_name(id), id);
        any = true;
    }
    fprintf(out, "%s%s\n", any ? "" : "none",
            facts->has_callx ? "; more may be called by register" : "");
}

static void print_entries(FILE *out, const struct guest *guest)
{
    for (uint32_t i = 0; i < guest->image.entry_count; i++) {
        fprintf(out, "entry point:  ");
        message_print_name(out, rbpf_image_entry_name(&guest->image, i));
        fprintf(out, "\n");
    }
}

void explain_facts(FILE *out, const struct guest *guest)
{
    const struct rbpf_facts *facts = &guest->facts;

    fprintf(out, "accepted\n");
    fprintf(out, "slots:        %zu\n", guest->code.insns_bytes / 8u);
    fprintf(out, "functions:    %" PRIu32 "\n", guest->code.function_count);
    if (facts->call_depth > 0) {
        fprintf(out, "call depth:   %u\n", facts->call_depth);
        fprintf(out, "stack:        %u bytes\n", facts->stack_bytes);
    } else {
        fprintf(out, "call depth:   not known (recursion, very deep calls, or raw instructions)\n");
        fprintf(out, "stack:        not known\n");
    }
    print_helpers(out, facts);
    fprintf(out, "longest run:  %" PRIu32 " instructions without a jump\n",
            facts->longest_run_insns);
    fprintf(out, "loops:        %s\n", facts->has_loops ? "yes" : "no");
    if (!guest->raw) {
        fprintf(out, "read-only:    %" PRIu32 " bytes\n", guest->image.rodata_bytes);
        fprintf(out, "data:         %" PRIu32 " bytes\n", guest->image.data_bytes);
    }
    print_entries(out, guest);
}
