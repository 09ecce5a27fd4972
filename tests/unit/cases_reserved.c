/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Every field of every opcode: which are used is told here once more, from the
 * classes and codes of RFC 9669, sections 3 to 5. "Unused fields shall be
 * cleared to zero" (section 3.1).
 */
#include <rbpf/isa.h>

#include "verify_case.h"

/* What an opcode uses, with an instruction of it that is legal. */
struct usage {
    bool known;
    bool dst, src, offset, imm;
    bool writes_dst;
    struct rbpf_insn legal;
};

static unsigned class_of(unsigned opcode)
{
    return opcode & 7u;
}

static unsigned code_of(unsigned opcode)
{
    return opcode & 0xf0u;
}

/* Sections 4.1 and 4.2. */
static struct usage arithmetic_usage(unsigned opcode)
{
    bool from_register = opcode & BPF_X;
    unsigned code = code_of(opcode);
    struct usage usage = {.known = code <= BPF_END, .dst = true, .writes_dst = true};

    usage.src = from_register;
    usage.imm = !from_register;
    /* SDIV and SMOD by an offset of 1; MOVSX by register only. */
    usage.offset = code == BPF_DIV || code == BPF_MOD || (code == BPF_MOV && from_register);
    if (code == BPF_NEG) {
        usage.known = !from_register;
        usage.imm = false;
    }
    if (code == BPF_END) {
        usage.known = class_of(opcode) == BPF_ALU || !from_register;
        usage.src = false;
        usage.imm = true;
        usage.legal.imm = 32;
    }
    return usage;
}

/* Section 4.3. */
static struct usage jump_usage(unsigned opcode)
{
    bool wide = class_of(opcode) == BPF_JMP;
    bool from_register = opcode & BPF_X;

    switch (code_of(opcode)) {
    case BPF_JA:
        return (struct usage){.known = !from_register, .offset = wide, .imm = !wide};
    case BPF_CALL:
        if (from_register)
            return (struct usage){.known = wide, .dst = true};
        return (struct usage){.known = wide, .src = true, .imm = true};
    case BPF_EXIT:
        return (struct usage){.known = wide && !from_register};
    default:
        return (struct usage){.known = code_of(opcode) <= BPF_JSLE,
                              .dst = true,
                              .src = from_register,
                              .offset = true,
                              .imm = !from_register};
    }
}

/* Section 5; packet access is known to be refused and is not looked at here. */
static struct usage memory_usage(unsigned opcode)
{
    unsigned class = class_of(opcode);
    unsigned mode = opcode & 0xe0u;
    bool wide = (opcode & 0x18u) == BPF_DW;
    bool word = (opcode & 0x18u) == BPF_W;

    if (class == BPF_LD)
        return (struct usage){.known = opcode == (BPF_LD | BPF_IMM | BPF_DW),
                              .dst = true,
                              .src = true,
                              .imm = true,
                              .writes_dst = true};
    if (class == BPF_LDX)
        return (struct usage){.known = mode == BPF_MEM || (mode == BPF_MEMSX && !wide),
                              .dst = true,
                              .src = true,
                              .offset = true,
                              .writes_dst = true};
    if (class == BPF_ST)
        return (struct usage){.known = mode == BPF_MEM, .dst = true, .offset = true, .imm = true};
    return (struct usage){.known = mode == BPF_MEM || (mode == BPF_ATOMIC && (wide || word)),
                          .dst = true,
                          .src = true,
                          .offset = true,
                          .imm = mode == BPF_ATOMIC};
}

static struct usage usage_of(unsigned opcode)
{
    struct usage usage;

    switch (class_of(opcode)) {
    case BPF_ALU:
    case BPF_ALU64:
        usage = arithmetic_usage(opcode);
        break;
    case BPF_JMP:
    case BPF_JMP32:
        usage = jump_usage(opcode);
        break;
    default:
        usage = memory_usage(opcode);
    }
    usage.legal.opcode = (uint8_t)opcode;
    usage.legal.dst = usage.dst;
    return usage;
}

static bool is_packet(unsigned opcode)
{
    unsigned mode = opcode & 0xe0u;

    return class_of(opcode) == BPF_LD && (mode == BPF_ABS || mode == BPF_IND) &&
           (opcode & 0x18u) != BPF_DW;
}

/* The instruction, with a second half if it is an LDDW, before two exits. */
static enum rbpf_status load_insn(const struct rbpf_insn *insn, uint32_t *where)
{
    bool lddw = insn->opcode == (BPF_LD | BPF_IMM | BPF_DW);
    const uint64_t insns[] = {INSN(insn->opcode, insn->dst, insn->src, insn->offset, insn->imm),
                              lddw ? 0 : EXIT(), EXIT()};
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

static struct verdict check_unused_registers(const struct usage *usage)
{
    struct rbpf_insn insn;
    size_t i;

    for (i = 0; i < COUNT_OF(nonzero_fields); i++) {
        insn = usage->legal;
        insn.dst = (uint8_t)nonzero_fields[i];
        if (!usage->dst)
            CHECK_PASSED(expect("unused dst", &insn, RBPF_REJECT_RESERVED));
        insn = usage->legal;
        insn.src = (uint8_t)nonzero_fields[i];
        if (!usage->src)
            CHECK_PASSED(expect("unused src", &insn, RBPF_REJECT_RESERVED));
    }
    return PASSED;
}

static struct verdict check_unused_offset(const struct usage *usage)
{
    struct rbpf_insn insn = usage->legal;
    size_t i;

    for (i = 0; i < COUNT_OF(nonzero_offsets) && !usage->offset; i++) {
        insn.offset = (int16_t)nonzero_offsets[i];
        CHECK_PASSED(expect("unused offset", &insn, RBPF_REJECT_RESERVED));
    }
    return PASSED;
}

static struct verdict check_unused_imm(const struct usage *usage)
{
    struct rbpf_insn insn = usage->legal;
    size_t i;

    for (i = 0; i < COUNT_OF(nonzero_imms) && !usage->imm; i++) {
        insn.imm = nonzero_imms[i];
        CHECK_PASSED(expect("unused imm", &insn, RBPF_REJECT_RESERVED));
    }
    return PASSED;
}

static enum rbpf_status verdict_on_offset(unsigned opcode, int32_t offset)
{
    bool is_move = code_of(opcode) == BPF_MOV;
    bool is_wide = class_of(opcode) == BPF_ALU64;
    bool legal = is_move ? offset == 8 || offset == 16 || (offset == 32 && is_wide) : offset == 1;

    return offset == 0 || legal ? RBPF_OK : RBPF_REJECT_OFFSET;
}

/* DIV, MOD and MOV: every offset there is. */
static struct verdict check_selecting_offset(const struct usage *usage)
{
    bool arithmetic =
        class_of(usage->legal.opcode) == BPF_ALU || class_of(usage->legal.opcode) == BPF_ALU64;
    struct rbpf_insn insn = usage->legal;
    int32_t offset;

    for (offset = INT16_MIN; offset <= INT16_MAX && arithmetic && usage->offset; offset++) {
        insn.offset = (int16_t)offset;
        CHECK_PASSED(
            expect("selecting offset", &insn, verdict_on_offset(usage->legal.opcode, offset)));
    }
    return PASSED;
}

static bool is_width(int32_t imm)
{
    return imm == 16 || imm == 32 || imm == 64;
}

static bool is_atomic_operation(int32_t imm)
{
    switch (imm) {
    case BPF_ADD:
    case BPF_OR:
    case BPF_AND:
    case BPF_XOR:
    case BPF_ADD | BPF_FETCH:
    case BPF_OR | BPF_FETCH:
    case BPF_AND | BPF_FETCH:
    case BPF_XOR | BPF_FETCH:
    case BPF_XCHG:
    case BPF_CMPXCHG:
        return true;
    default:
        return false;
    }
}

/* Is END, the operation whose immediate is a width? */
static bool is_swap(unsigned opcode)
{
    return code_of(opcode) == BPF_END &&
           (class_of(opcode) == BPF_ALU || class_of(opcode) == BPF_ALU64);
}

static bool is_atomic(unsigned opcode)
{
    return class_of(opcode) == BPF_STX && (opcode & 0xe0u) == BPF_ATOMIC;
}

static struct verdict check_one_selecting_imm(const struct usage *usage, int32_t imm)
{
    struct rbpf_insn insn = usage->legal;

    insn.imm = imm;
    if (is_swap(insn.opcode))
        return expect("width", &insn, is_width(imm) ? RBPF_OK : RBPF_REJECT_WIDTH);
    if (is_atomic(insn.opcode))
        return expect("operation", &insn, is_atomic_operation(imm) ? RBPF_OK : RBPF_REJECT_ATOMIC);
    return PASSED;
}

static struct verdict check_selecting_imm(const struct usage *usage)
{
    int32_t imm;
    size_t i;

    for (imm = -512; imm <= 1024; imm++)
        CHECK_PASSED(check_one_selecting_imm(usage, imm));
    for (i = 0; i < COUNT_OF(nonzero_imms); i++)
        CHECK_PASSED(check_one_selecting_imm(usage, nonzero_imms[i]));
    /* Legal operations with something in the bytes above. */
    for (i = 8; i < 32; i++) {
        CHECK_PASSED(check_one_selecting_imm(usage, (int32_t)(BPF_XCHG | (uint32_t)1 << i)));
        CHECK_PASSED(check_one_selecting_imm(usage, (int32_t)(16u | (uint32_t)1 << i)));
    }
    return PASSED;
}

static struct verdict reserved_run(size_t row)
{
    struct usage usage = usage_of((unsigned)row);

    if (is_packet((unsigned)row))
        return expect("packet access", &usage.legal, RBPF_REJECT_PACKET);
    if (!usage.known)
        return expect("unknown opcode", &usage.legal, RBPF_REJECT_OPCODE);
    CHECK_PASSED(expect("legal", &usage.legal, RBPF_OK));
    CHECK_PASSED(check_unused_registers(&usage));
    CHECK_PASSED(check_unused_offset(&usage));
    CHECK_PASSED(check_unused_imm(&usage));
    CHECK_PASSED(check_selecting_offset(&usage));
    return check_selecting_imm(&usage);
}

/* The source of CALL and LDDW is not a register. */
static bool src_is_register(const struct usage *usage)
{
    return usage->src && class_of(usage->legal.opcode) != BPF_LD &&
           usage->legal.opcode != (BPF_JMP | BPF_CALL);
}

static struct verdict check_registers_of(const struct usage *usage, bool fetches)
{
    struct rbpf_insn insn;
    uint8_t reg;

    for (reg = 0; reg < 16; reg++) {
        bool r10_written = reg == 10 && usage->writes_dst;

        insn = usage->legal;
        insn.dst = reg;
        if (usage->dst)
            CHECK_PASSED(expect("dst", &insn,
                                reg > 10      ? RBPF_REJECT_REGISTER
                                : r10_written ? RBPF_REJECT_R10_WRITE
                                              : RBPF_OK));
        insn = usage->legal;
        insn.src = reg;
        if (src_is_register(usage))
            CHECK_PASSED(expect("src", &insn,
                                reg > 10               ? RBPF_REJECT_REGISTER
                                : reg == 10 && fetches ? RBPF_REJECT_R10_WRITE
                                                       : RBPF_OK));
    }
    return PASSED;
}

/* FETCH writes the source register, but CMPXCHG writes r0 (section 5.3). */
static struct verdict check_atomic_registers(struct usage usage)
{
    int32_t imm;

    for (imm = 0; imm < 256; imm++) {
        usage.legal.imm = imm;
        if (is_atomic_operation(imm))
            CHECK_PASSED(check_registers_of(&usage, (imm & BPF_FETCH) && imm != BPF_CMPXCHG));
    }
    return PASSED;
}

static struct verdict registers_run(size_t row)
{
    struct usage usage = usage_of((unsigned)row);

    if (!usage.known)
        return PASSED;
    if (is_atomic((unsigned)row))
        return check_atomic_registers(usage);
    return check_registers_of(&usage, false);
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
