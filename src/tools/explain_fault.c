/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Faults in words. A record may come from a device, and then from anybody: no number
 * in it is used as an index before it was compared.
 */
#include <inttypes.h>
#include <string.h>

#include <rbpf/disasm.h>

#include "isa/isa.h"
#include "tools/explain.h"
#include "tools/host_helpers.h"

/* Offsets from here on are taken for pointers that went below the start of the next region. */
#define OFFSET_BELOW 0x80000000u

static uint32_t slot_count(const struct guest *guest)
{
    return (uint32_t)(guest->code.insns_bytes / 8u);
}

static bool calls_function(const struct rbpf_insn *insn)
{
    return insn->opcode == RBPF_OP_CALLX ||
           (insn->opcode == RBPF_OP_CALL && insn->src == RBPF_CALL_LOCAL);
}

static bool calls_helper(const struct rbpf_insn *insn, uint32_t id)
{
    return insn->opcode == RBPF_OP_CALLX ||
           (insn->opcode == RBPF_OP_CALL && insn->src == RBPF_CALL_HELPER &&
            (uint32_t)insn->imm == id);
}

/* Loads are of class LDX, stores and atomic operations of ST and STX (RFC 9669, section 3.2). */
static bool accesses_memory(const struct rbpf_insn *insn)
{
    uint32_t class = insn->opcode & 7u;

    return class >= 1 && class <= 3;
}

static bool insn_fits(const struct rbpf_insn *insn, const struct rbpf_fault *fault)
{
    if (fault->helper != RBPF_FAULT_NO_HELPER)
        return calls_helper(insn, fault->helper);
    switch (fault->cause) {
    case RBPF_FAULT_BOUNDS:
    case RBPF_FAULT_READ_ONLY:
    case RBPF_FAULT_ALIGNMENT:
        return accesses_memory(insn);
    case RBPF_FAULT_CALL_DEPTH:
    case RBPF_FAULT_STACK:
        return calls_function(insn);
    case RBPF_FAULT_CALL_TARGET:
        return insn->opcode == RBPF_OP_CALLX;
    default:
        return fault->cause == RBPF_FAULT_INSN;
    }
}

static uint32_t known_callers(const struct rbpf_fault *fault)
{
    return fault->depth < RBPF_FAULT_CHAIN ? fault->depth : RBPF_FAULT_CHAIN;
}

bool fault_fits(const struct guest *guest, const struct rbpf_fault *fault)
{
    struct rbpf_insn insn;

    if (fault->insn >= slot_count(guest))
        return false;
    for (uint32_t i = 0; i < known_callers(fault); i++) {
        if (fault->chain[i] >= slot_count(guest))
            return false;
        insn = guest_insn(guest, fault->chain[i]);
        if (!calls_function(&insn))
            return false;
    }
    insn = guest_insn(guest, fault->insn);
    return insn_fits(&insn, fault);
}

static void print_region(FILE *out, const struct rbpf_fault *fault, uint32_t region)
{
    static const char *const names[] = {"no region (a null pointer?)", "the stack",
                                        "the read-only data", "the data", "the code"};

    if (region < RBPF_REGION_HOST)
        fprintf(out, "%s", names[region]);
    else if (region == fault->context_region)
        fprintf(out, "the context");
    else if (region < fault->context_region)
        fprintf(out, "the host's region %" PRIu32, region);
    else
        fprintf(out, "no region");
}

static bool has_bytes(const struct rbpf_fault *fault, uint32_t region)
{
    return region != 0 && region != RBPF_REGION_CODE && region <= fault->context_region;
}

/* A pointer that was moved down too far stands at the end of the region before. */
static bool lies_below(const struct rbpf_fault *fault)
{
    uint32_t region = (uint32_t)(fault->address >> 32);

    return (uint32_t)fault->address >= OFFSET_BELOW && region != UINT32_MAX &&
           has_bytes(fault, region + 1u);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* How far outside an access is whose region begins at or before it. */
static void print_distance(FILE *out, const struct rbpf_fault *fault)
{
    uint64_t offset = (uint32_t)fault->address;
    uint64_t length = fault->region_bytes;
    uint64_t room = length > offset ? length - offset : 0;

    fprintf(out, ", which has %" PRIu64 " byte%s", length, plural(length));
    if (offset == length)
        fprintf(out, ": begins exactly at its end");
    else if (offset > length)
        fprintf(out, ": begins %" PRIu64 " byte%s behind its end", offset - length,
                plural(offset - length));
    else if (fault->size > room)
        fprintf(out, ": ends %" PRIu64 " byte%s behind its end", fault->size - room,
                plural(fault->size - room));
    else
        fprintf(out, ": the string has no end in it");
}

static void print_why(FILE *out, const struct rbpf_fault *fault, uint32_t region)
{
    if (fault->cause == RBPF_FAULT_READ_ONLY)
        fprintf(out, ", which may only be read");
    else if (fault->cause == RBPF_FAULT_ALIGNMENT)
        fprintf(out, ", which is no multiple of %" PRIu64, fault->size);
    else if (region == RBPF_REGION_CODE)
        fprintf(out, ", which may only be called");
    else if (has_bytes(fault, region))
        print_distance(out, fault);
}

static void print_offset(FILE *out, const struct rbpf_fault *fault)
{
    uint32_t region = (uint32_t)(fault->address >> 32);
    uint32_t offset = (uint32_t)fault->address;

    if (lies_below(fault)) {
        fprintf(out, "%" PRIu32 " byte%s before the start of ", 0u - offset, plural(0u - offset));
        print_region(out, fault, region + 1u);
        return;
    }
    fprintf(out, "offset %" PRIu32 " of ", offset);
    print_region(out, fault, region);
    print_why(out, fault, region);
}

static void print_access(FILE *out, const struct rbpf_fault *fault)
{
    if (fault->cause != RBPF_FAULT_BOUNDS && fault->cause != RBPF_FAULT_READ_ONLY &&
        fault->cause != RBPF_FAULT_ALIGNMENT)
        return;
    fprintf(out, "  address:  0x%" PRIx64 ", %s of %" PRIu64 " byte%s at ", fault->address,
            fault->write ? "write" : "read", fault->size, plural(fault->size));
    print_offset(out, fault);
    fprintf(out, "\n");
}

static void print_target(FILE *out, const struct rbpf_fault *fault)
{
    if (fault->cause != RBPF_FAULT_CALL_TARGET)
        return;
    fprintf(out, "  target:   0x%" PRIx64 ", in ", fault->address);
    print_region(out, fault, (uint32_t)(fault->address >> 32));
    fprintf(out, "\n");
}

static void print_helper(FILE *out, const struct rbpf_fault *fault)
{
    if (fault->helper == RBPF_FAULT_NO_HELPER)
        return;
    fprintf(out, "  helper:   %" PRIu32 " (%s)", fault->helper, host_helper_name(fault->helper));
    if (fault->argument)
        fprintf(out, ", argument %u", fault->argument);
    if (fault->cause == RBPF_FAULT_HELPER_FAILED)
        fprintf(out, ", returned %" PRId32, fault->helper_status);
    fprintf(out, "\n");
}

/* An LDDW that has lost its second half is shown with zeroes. */
static void print_code(FILE *out, const struct guest *guest, uint32_t slot)
{
    const uint8_t *insns = guest->code.insns;
    uint8_t bytes[16] = {0};
    char text[RBPF_DISASM_BYTES];

    memcpy(bytes, insns + (size_t)slot * 8u, slot + 1u < slot_count(guest) ? 16u : 8u);
    rbpf_disassemble(bytes, text, sizeof text);
    fprintf(out, "  code:     instruction %" PRIu32 ": %s\n", slot, text);
}

static void print_chain(FILE *out, const struct guest *guest, const struct rbpf_fault *fault)
{
    uint32_t count = known_callers(fault);

    for (uint32_t i = 0; i < count; i++) {
        fprintf(out, "  called:   ");
        explain_place(out, guest, fault->chain[i]);
        fprintf(out, ", instruction %u\n", fault->chain[i]);
    }
    if (fault->depth > count)
        fprintf(out, "  and %" PRIu32 " more\n", fault->depth - count);
}

void explain_fault(FILE *out, const struct guest *guest, const struct rbpf_fault *fault)
{
    fprintf(out, "the guest faulted: %s (%s)\n", rbpf_status_text(fault->cause),
            rbpf_status_name(fault->cause));
    print_access(out, fault);
    print_target(out, fault);
    print_helper(out, fault);
    fprintf(out, "  at:       ");
    explain_place(out, guest, fault->insn);
    fprintf(out, "\n");
    print_code(out, guest, fault->insn);
    print_chain(out, guest, fault);
    fprintf(out, "  executed: %" PRIu64 " instruction%s\n", fault->executed_insns,
            plural(fault->executed_insns));
}
