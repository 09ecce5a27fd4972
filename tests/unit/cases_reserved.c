/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Every field of every opcode: which are used says rfc_usage.h. "Unused fields shall be cleared to
 * zero" (section 3.1).
 */
#include <rbpf/isa.h>

#include "rfc_usage.h"
#include "verify_case.h"

/* What an opcode uses, with an instruction of it that is legal. */
struct subject {
    struct rfc_usage usage;
    struct rbpf_insn legal;
};

static struct subject subject_of(uint8_t opcode)
{
    struct subject subject = {.usage = rfc_usage(opcode), .legal = {.opcode = opcode}};

    subject.legal.dst = subject.usage.dst;
    subject.legal.imm = rfc_is_swap(opcode) ? 32 : 0;
    return subject;
}

/* The instruction, with a second half if it is an LDDW, before two exits. */
static enum rbpf_status load_insn(const struct rbpf_insn *insn, uint32_t *where)
{
    const uint64_t insns[] = {INSN(insn->opcode, insn->dst, insn->src, insn->offset, insn->imm),
                              rfc_is_lddw(insn->opcode) ? 0 : EXIT(), EXIT()};
    struct verify_case row = {
        .insns = insns, .insns_bytes = sizeof insns, .helpers = &verify_helpers};
    struct rbpf_report report = {.where = UINT32_MAX};
    enum rbpf_status status = verify_load(&row, &report, NULL);

    *where = report.where;
    return status;
}

static struct verdict expect(const char *what, const struct rbpf_insn *insn,
                             enum rbpf_status expected)
{
    uint32_t where = 0;
    enum rbpf_status status = load_insn(insn, &where);

    if (status != expected)
        return (struct verdict){what, (uint64_t)(int64_t)expected, (uint64_t)(int64_t)status};
    if (status != RBPF_OK)
        CHECK_EQUAL(where, 0);
    return PASSED;
}

static const int32_t nonzero_fields[] = {1, 2, 8, 15};
static const int32_t nonzero_offsets[] = {1, 2, -1, 8, 16, 32, 256, -32768, 32767};
static const int32_t nonzero_imms[] = {1, -1, 16, 256, 65536, 1 << 24, INT32_MIN, INT32_MAX};

static struct verdict check_unused_registers(const struct subject *subject)
{
    struct rbpf_insn insn;
    size_t i;

    for (i = 0; i < COUNT_OF(nonzero_fields); i++) {
        insn = subject->legal;
        insn.dst = (uint8_t)nonzero_fields[i];
        if (!subject->usage.dst)
            CHECK_PASSED(expect("unused dst", &insn, RBPF_REJECT_RESERVED));
        insn = subject->legal;
        insn.src = (uint8_t)nonzero_fields[i];
        if (!subject->usage.src)
            CHECK_PASSED(expect("unused src", &insn, RBPF_REJECT_RESERVED));
    }
    return PASSED;
}

static struct verdict check_unused_offset(const struct subject *subject)
{
    struct rbpf_insn insn = subject->legal;
    size_t i;

    for (i = 0; i < COUNT_OF(nonzero_offsets) && !subject->usage.offset; i++) {
        insn.offset = (int16_t)nonzero_offsets[i];
        CHECK_PASSED(expect("unused offset", &insn, RBPF_REJECT_RESERVED));
    }
    return PASSED;
}

static struct verdict check_unused_imm(const struct subject *subject)
{
    struct rbpf_insn insn = subject->legal;
    size_t i;

    for (i = 0; i < COUNT_OF(nonzero_imms) && !subject->usage.imm; i++) {
        insn.imm = nonzero_imms[i];
        CHECK_PASSED(expect("unused imm", &insn, RBPF_REJECT_RESERVED));
    }
    return PASSED;
}

/* DIV, MOD and MOV: every offset there is. */
static struct verdict check_selecting_offset(const struct subject *subject)
{
    struct rbpf_insn insn = subject->legal;
    int32_t offset;

    if (!rfc_has_forms(insn.opcode))
        return PASSED;
    for (offset = INT16_MIN; offset <= INT16_MAX; offset++) {
        insn.offset = (int16_t)offset;
        CHECK_PASSED(expect("selecting offset", &insn,
                            rfc_is_form(insn.opcode, offset) ? RBPF_OK : RBPF_REJECT_OFFSET));
    }
    return PASSED;
}

static struct verdict check_one_selecting_imm(const struct subject *subject, int32_t imm)
{
    struct rbpf_insn insn = subject->legal;

    insn.imm = imm;
    if (rfc_is_swap(insn.opcode))
        return expect("width", &insn, rfc_is_width(imm) ? RBPF_OK : RBPF_REJECT_WIDTH);
    if (rfc_is_atomic(insn.opcode))
        return expect("operation", &insn, rfc_is_operation(imm) ? RBPF_OK : RBPF_REJECT_ATOMIC);
    return PASSED;
}

static struct verdict check_selecting_imm(const struct subject *subject)
{
    int32_t imm;
    size_t i;

    for (imm = -512; imm <= 1024; imm++)
        CHECK_PASSED(check_one_selecting_imm(subject, imm));
    for (i = 0; i < COUNT_OF(nonzero_imms); i++)
        CHECK_PASSED(check_one_selecting_imm(subject, nonzero_imms[i]));
    /* Legal operations with something in the bytes above. */
    for (i = 8; i < 32; i++) {
        CHECK_PASSED(check_one_selecting_imm(subject, (int32_t)(BPF_XCHG | (uint32_t)1 << i)));
        CHECK_PASSED(check_one_selecting_imm(subject, (int32_t)(16u | (uint32_t)1 << i)));
    }
    return PASSED;
}

static struct verdict reserved_run(size_t row)
{
    const struct subject subject = subject_of((uint8_t)row);

    if (subject.usage.is_packet)
        return expect("packet access", &subject.legal, RBPF_REJECT_PACKET);
    if (!subject.usage.known)
        return expect("unknown opcode", &subject.legal, RBPF_REJECT_OPCODE);
    CHECK_PASSED(expect("legal", &subject.legal, RBPF_OK));
    CHECK_PASSED(check_unused_registers(&subject));
    CHECK_PASSED(check_unused_offset(&subject));
    CHECK_PASSED(check_unused_imm(&subject));
    CHECK_PASSED(check_selecting_offset(&subject));
    return check_selecting_imm(&subject);
}

static struct verdict check_registers_of(const struct subject *subject, bool fetches)
{
    struct rbpf_insn insn;
    uint8_t reg;

    for (reg = 0; reg < 16; reg++) {
        bool r10_written = reg == 10 && subject->usage.writes_dst;

        insn = subject->legal;
        insn.dst = reg;
        if (subject->usage.dst)
            CHECK_PASSED(expect("dst", &insn,
                                reg > 10      ? RBPF_REJECT_REGISTER
                                : r10_written ? RBPF_REJECT_R10_WRITE
                                              : RBPF_OK));
        insn = subject->legal;
        insn.src = reg;
        if (subject->usage.src_is_register)
            CHECK_PASSED(expect("src", &insn,
                                reg > 10               ? RBPF_REJECT_REGISTER
                                : reg == 10 && fetches ? RBPF_REJECT_R10_WRITE
                                                       : RBPF_OK));
    }
    return PASSED;
}

/* FETCH writes the source register, but CMPXCHG writes r0 (section 5.3). */
static struct verdict check_atomic_registers(struct subject subject)
{
    uint32_t i;

    for (i = 0; i < RFC_OPERATIONS; i++) {
        subject.legal.imm = rfc_operations[i];
        CHECK_PASSED(check_registers_of(&subject, rfc_operations[i] & BPF_FETCH &&
                                                      rfc_operations[i] != BPF_CMPXCHG));
    }
    return PASSED;
}

static struct verdict registers_run(size_t row)
{
    const struct subject subject = subject_of((uint8_t)row);

    if (!rfc_is_legal((uint8_t)row))
        return PASSED;
    if (rfc_is_atomic((uint8_t)row))
        return check_atomic_registers(subject);
    return check_registers_of(&subject, false);
}

static const char *opcode_row_name(size_t row)
{
    static const char digits[] = "0123456789abcdef";
    static char name[] = "opcode 0x00";

    name[9] = digits[row >> 4];
    name[10] = digits[row & 15u];
    return name;
}

const struct case_set verify_reserved = {"verify_reserved", 256, opcode_row_name, reserved_run};
const struct case_set verify_registers = {"verify_registers", 256, opcode_row_name, registers_run};
