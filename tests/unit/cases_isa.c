/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Witnesses for the table of instructions: what RFC 9669 lists, told again by
 * classes and codes, with the numbers of Linux's headers.
 */
#include <stdbool.h>
#include <string.h>

#include <rbpf/isa.h>

#include "asm.h"
#include "cases.h"

/* RFC 9669, section 4.1, in the order of the codes. */
static const char *const alu_codes[16] = {"ADD", "SUB", "MUL", "DIV", "OR",   "AND", "LSH", "RSH",
                                          "NEG", "MOD", "XOR", "MOV", "ARSH", "END", NULL,  NULL};

/* RFC 9669, section 4.3. */
static const char *const jump_codes[16] = {"JA",   "JEQ",  "JGT",  "JGE",  "JSET", "JNE",
                                           "JSGT", "JSGE", "CALL", "EXIT", "JLT",  "JLE",
                                           "JSLT", "JSLE", NULL,   NULL};

/* The codes of both lists are those of Linux. */
_Static_assert(BPF_ADD == 0x00 && BPF_SUB == 0x10 && BPF_MUL == 0x20 && BPF_DIV == 0x30, "");
_Static_assert(BPF_OR == 0x40 && BPF_AND == 0x50 && BPF_LSH == 0x60 && BPF_RSH == 0x70, "");
_Static_assert(BPF_NEG == 0x80 && BPF_MOD == 0x90 && BPF_XOR == 0xa0 && BPF_MOV == 0xb0, "");
_Static_assert(BPF_ARSH == 0xc0 && BPF_END == 0xd0, "");
_Static_assert(BPF_JA == 0x00 && BPF_JEQ == 0x10 && BPF_JGT == 0x20 && BPF_JGE == 0x30, "");
_Static_assert(BPF_JSET == 0x40 && BPF_JNE == 0x50 && BPF_JSGT == 0x60 && BPF_JSGE == 0x70, "");
_Static_assert(BPF_CALL == 0x80 && BPF_EXIT == 0x90 && BPF_JLT == 0xa0 && BPF_JLE == 0xb0, "");
_Static_assert(BPF_JSLT == 0xc0 && BPF_JSLE == 0xd0, "");
_Static_assert(BPF_TO_LE == BPF_K && BPF_TO_BE == BPF_X, "");

struct name {
    char text[16];
};

static void append(struct name *name, const char *text)
{
    size_t length = strlen(name->text);
    size_t i;

    for (i = 0; text[i] && length + i + 1u < sizeof name->text; i++)
        name->text[length + i] = text[i];
    name->text[length + i] = 0;
}

static const char *size_suffix(unsigned opcode)
{
    switch (opcode & 0x18u) {
    case BPF_W:
        return "W";
    case BPF_H:
        return "H";
    case BPF_B:
        return "B";
    default:
        return "DW";
    }
}

/* ADD64_IMM from the operation and the class and source in the opcode. */
static void name_two_operands(struct name *name, unsigned opcode, const char *operation)
{
    unsigned class = opcode & 7u;

    append(name, operation);
    append(name, class == BPF_ALU64 || class == BPF_JMP ? "64" : "32");
    append(name, opcode & BPF_X ? "_REG" : "_IMM");
}

static void name_swap(struct name *name, unsigned opcode)
{
    if (opcode == (BPF_ALU64 | BPF_END | BPF_K))
        append(name, "BSWAP");
    else if ((opcode & 7u) == BPF_ALU)
        append(name, opcode & BPF_TO_BE ? "BE" : "LE");
}

static void name_arithmetic(struct name *name, unsigned opcode)
{
    const char *operation = alu_codes[opcode >> 4];
    unsigned code = opcode & 0xf0u;

    if (code == BPF_END) {
        name_swap(name, opcode);
    } else if (code == BPF_NEG) {
        if (!(opcode & BPF_X))
            append(name, (opcode & 7u) == BPF_ALU64 ? "NEG64" : "NEG32");
    } else if (operation) {
        name_two_operands(name, opcode, operation);
    }
}

static void name_jump(struct name *name, unsigned opcode)
{
    bool wide = (opcode & 7u) == BPF_JMP;
    const char *operation = jump_codes[opcode >> 4];

    switch (opcode & 0xf0u) {
    case BPF_JA:
        append(name, opcode & BPF_X ? "" : wide ? "JA" : "JA32");
        break;
    case BPF_CALL:
        append(name, !wide ? "" : opcode & BPF_X ? "CALLX" : "CALL");
        break;
    case BPF_EXIT:
        append(name, wide && !(opcode & BPF_X) ? "EXIT" : "");
        break;
    default:
        if (operation)
            name_two_operands(name, opcode, operation);
    }
}

static void name_sized(struct name *name, unsigned opcode, const char *prefix)
{
    append(name, prefix);
    append(name, size_suffix(opcode));
}

static void name_load(struct name *name, unsigned opcode)
{
    bool wide = (opcode & 0x18u) == BPF_DW;

    if ((opcode & 0xe0u) == BPF_MEM)
        name_sized(name, opcode, "LDX");
    else if ((opcode & 0xe0u) == BPF_MEMSX && !wide)
        name_sized(name, opcode, "LDXS");
}

static void name_special_load(struct name *name, unsigned opcode)
{
    bool wide = (opcode & 0x18u) == BPF_DW;
    unsigned mode = opcode & 0xe0u;

    if (mode == BPF_IMM && wide)
        append(name, "LDDW");
    else if (mode == BPF_ABS && !wide)
        name_sized(name, opcode, "LDABS");
    else if (mode == BPF_IND && !wide)
        name_sized(name, opcode, "LDIND");
}

static void name_store(struct name *name, unsigned opcode)
{
    bool from_register = (opcode & 7u) == BPF_STX;
    unsigned size = opcode & 0x18u;

    if ((opcode & 0xe0u) == BPF_MEM)
        name_sized(name, opcode, from_register ? "STX" : "ST");
    else if (from_register && (opcode & 0xe0u) == BPF_ATOMIC && (size == BPF_W || size == BPF_DW))
        append(name, size == BPF_W ? "ATOMIC32" : "ATOMIC64");
}

/* What RFC 9669 calls an opcode, in the words of the library; empty if it lists none. */
static struct name expected_name(unsigned opcode)
{
    struct name name = {""};

    switch (opcode & 7u) {
    case BPF_LD:
        name_special_load(&name, opcode);
        break;
    case BPF_LDX:
        name_load(&name, opcode);
        break;
    case BPF_ST:
    case BPF_STX:
        name_store(&name, opcode);
        break;
    case BPF_ALU:
    case BPF_ALU64:
        name_arithmetic(&name, opcode);
        break;
    default:
        name_jump(&name, opcode);
    }
    return name;
}

static struct verdict opcode_run(size_t row)
{
    struct name expected = expected_name((unsigned)row);
    const char *actual = rbpf_opcode_name((uint8_t)row);
    struct rbpf_insn insn = {.opcode = (uint8_t)row};

    CHECK_EQUAL(actual != NULL, expected.text[0] != 0);
    CHECK(!actual || strcmp(actual, expected.text) == 0);
    CHECK_EQUAL(rbpf_insn_groups(&insn) != 0, expected.text[0] != 0);
    return PASSED;
}

static const char *opcode_row_name(size_t row)
{
    static char name[24];
    static const char digits[] = "0123456789abcdef";
    struct name expected = expected_name((unsigned)row);

    name[0] = digits[row >> 4];
    name[1] = digits[row & 15u];
    name[2] = ' ';
    memcpy(name + 3, expected.text, sizeof expected.text);
    return name;
}

const struct case_set isa_opcodes = {"isa_opcodes", 256, opcode_row_name, opcode_run};

/*
 * Groups: the text of RFC 9669, sections 2.4 to 5.5, which outranks its
 * appendix A. V4 and CALLX are the library's own.
 */
#define B32 RBPF_GROUP_BASE32
#define B64 RBPF_GROUP_BASE64
#define A32 RBPF_GROUP_ATOMIC32
#define A64 RBPF_GROUP_ATOMIC64
#define D32 RBPF_GROUP_DIVMUL32
#define D64 RBPF_GROUP_DIVMUL64
#define V4 RBPF_GROUP_V4

struct group_case {
    const char *name;
    uint64_t insn;
    uint32_t groups;
};

/* The four forms of an operation that is base32 in 32 bits and base64 in 64. */
#define GROUPS_OF_ALU(op)                                                                          \
    {#op " K 32", ALU32_K(op, 1, 1), B32}, {#op " X 32", ALU32_X(op, 1, 2), B32},                  \
        {#op " K 64", ALU64_K(op, 1, 1), B64},                                                     \
    {                                                                                              \
#op " X 64", ALU64_X(op, 1, 2), B64                                                        \
    }

#define GROUPS_OF_DIVMUL(op)                                                                       \
    {#op " K 32", ALU32_K(op, 1, 1), D32}, {#op " X 32", ALU32_X(op, 1, 2), D32},                  \
        {#op " K 64", ALU64_K(op, 1, 1), D64},                                                     \
    {                                                                                              \
#op " X 64", ALU64_X(op, 1, 2), D64                                                        \
    }

#define GROUPS_OF_SIGNED(op)                                                                       \
    {#op " signed K 32", INSN(BPF_ALU | op | BPF_K, 1, 0, 1, 1), D32 | V4},                        \
        {#op " signed X 32", INSN(BPF_ALU | op | BPF_X, 1, 2, 1, 0), D32 | V4},                    \
        {#op " signed K 64", INSN(BPF_ALU64 | op | BPF_K, 1, 0, 1, 1), D64 | V4},                  \
    {                                                                                              \
#op " signed X 64", INSN(BPF_ALU64 | op | BPF_X, 1, 2, 1, 0), D64 | V4                     \
    }

#define GROUPS_OF_JUMP(op)                                                                         \
    {#op " K 32", JMP32_K(op, 1, 1, 0), B32}, {#op " X 32", JMP32_X(op, 1, 2, 0), B32},            \
        {#op " K 64", JMP_K(op, 1, 1, 0), B64},                                                    \
    {                                                                                              \
#op " X 64", JMP_X(op, 1, 2, 0), B64                                                       \
    }

#define GROUPS_OF_SWAP(name, code, extra)                                                          \
    {name "16", INSN(code, 1, 0, 0, 16), B32 | (extra)},                                           \
        {name "32", INSN(code, 1, 0, 0, 32), B32 | (extra)},                                       \
    {                                                                                              \
        name "64", INSN(code, 1, 0, 0, 64), B64 | (extra)                                          \
    }

#define GROUPS_OF_ATOMIC(op)                                                                       \
    {#op " 32", ATOMIC(BPF_W, op, 1, 2, 0), A32},                                                  \
    {                                                                                              \
#op " 64", ATOMIC(BPF_DW, op, 1, 2, 0), A64                                                \
    }

static const struct group_case groups[] = {
    GROUPS_OF_ALU(BPF_ADD),
    GROUPS_OF_ALU(BPF_SUB),
    GROUPS_OF_ALU(BPF_OR),
    GROUPS_OF_ALU(BPF_AND),
    GROUPS_OF_ALU(BPF_LSH),
    GROUPS_OF_ALU(BPF_RSH),
    GROUPS_OF_ALU(BPF_XOR),
    GROUPS_OF_ALU(BPF_MOV),
    GROUPS_OF_ALU(BPF_ARSH),
    GROUPS_OF_DIVMUL(BPF_MUL),
    GROUPS_OF_DIVMUL(BPF_DIV),
    GROUPS_OF_DIVMUL(BPF_MOD),
    GROUPS_OF_SIGNED(BPF_DIV),
    GROUPS_OF_SIGNED(BPF_MOD),
    {"BPF_NEG 32", INSN(BPF_ALU | BPF_NEG, 1, 0, 0, 0), B32},
    {"BPF_NEG 64", INSN(BPF_ALU64 | BPF_NEG, 1, 0, 0, 0), B64},
    {"MOVSX 8 32", INSN(BPF_ALU | BPF_MOV | BPF_X, 1, 2, 8, 0), B32 | V4},
    {"MOVSX 16 32", INSN(BPF_ALU | BPF_MOV | BPF_X, 1, 2, 16, 0), B32 | V4},
    {"MOVSX 8 64", INSN(BPF_ALU64 | BPF_MOV | BPF_X, 1, 2, 8, 0), B64 | V4},
    {"MOVSX 16 64", INSN(BPF_ALU64 | BPF_MOV | BPF_X, 1, 2, 16, 0), B64 | V4},
    {"MOVSX 32 64", INSN(BPF_ALU64 | BPF_MOV | BPF_X, 1, 2, 32, 0), B64 | V4},
    GROUPS_OF_SWAP("le", BPF_ALU | BPF_END | BPF_TO_LE, 0),
    GROUPS_OF_SWAP("be", BPF_ALU | BPF_END | BPF_TO_BE, 0),
    GROUPS_OF_SWAP("bswap", BPF_ALU64 | BPF_END, V4),
    {"BPF_JA", JA(1), B32},
    {"BPF_JA 32", JA32(1), B32 | V4},
    {"call helper", CALL_HELPER(1), B32},
    {"call local", CALL_LOCAL(1), B32},
    {"exit", EXIT(), B32},
    GROUPS_OF_JUMP(BPF_JEQ),
    GROUPS_OF_JUMP(BPF_JGT),
    GROUPS_OF_JUMP(BPF_JGE),
    GROUPS_OF_JUMP(BPF_JSET),
    GROUPS_OF_JUMP(BPF_JNE),
    GROUPS_OF_JUMP(BPF_JSGT),
    GROUPS_OF_JUMP(BPF_JSGE),
    GROUPS_OF_JUMP(BPF_JLT),
    GROUPS_OF_JUMP(BPF_JLE),
    GROUPS_OF_JUMP(BPF_JSLT),
    GROUPS_OF_JUMP(BPF_JSLE),
    {"lddw", INSN(BPF_LD | BPF_IMM | BPF_DW, 1, 0, 0, 1), B64},
    {"ldx b", LDX(BPF_B, 1, 2, 0), B32},
    {"ldx h", LDX(BPF_H, 1, 2, 0), B32},
    {"ldx w", LDX(BPF_W, 1, 2, 0), B32},
    {"ldx dw", LDX(BPF_DW, 1, 2, 0), B64},
    {"ldxsx b", LDXSX(BPF_B, 1, 2, 0), B32 | V4},
    {"ldxsx h", LDXSX(BPF_H, 1, 2, 0), B32 | V4},
    {"ldxsx w", LDXSX(BPF_W, 1, 2, 0), B32 | V4},
    {"st b", ST(BPF_B, 1, 0, 2), B32},
    {"st h", ST(BPF_H, 1, 0, 2), B32},
    {"st w", ST(BPF_W, 1, 0, 2), B32},
    {"st dw", ST(BPF_DW, 1, 0, 2), B64},
    {"stx b", STX(BPF_B, 1, 2, 0), B32},
    {"stx h", STX(BPF_H, 1, 2, 0), B32},
    {"stx w", STX(BPF_W, 1, 2, 0), B32},
    {"stx dw", STX(BPF_DW, 1, 2, 0), B64},
    GROUPS_OF_ATOMIC(BPF_ADD),
    GROUPS_OF_ATOMIC(BPF_OR),
    GROUPS_OF_ATOMIC(BPF_AND),
    GROUPS_OF_ATOMIC(BPF_XOR),
    GROUPS_OF_ATOMIC(BPF_ADD | BPF_FETCH),
    GROUPS_OF_ATOMIC(BPF_OR | BPF_FETCH),
    GROUPS_OF_ATOMIC(BPF_AND | BPF_FETCH),
    GROUPS_OF_ATOMIC(BPF_XOR | BPF_FETCH),
    GROUPS_OF_ATOMIC(BPF_XCHG),
    GROUPS_OF_ATOMIC(BPF_CMPXCHG),
    {"ld abs w", INSN(BPF_LD | BPF_ABS | BPF_W, 0, 0, 0, 1), RBPF_GROUP_PACKET},
    {"ld abs h", INSN(BPF_LD | BPF_ABS | BPF_H, 0, 0, 0, 1), RBPF_GROUP_PACKET},
    {"ld abs b", INSN(BPF_LD | BPF_ABS | BPF_B, 0, 0, 0, 1), RBPF_GROUP_PACKET},
    {"ld ind w", INSN(BPF_LD | BPF_IND | BPF_W, 0, 1, 0, 1), RBPF_GROUP_PACKET},
    {"ld ind h", INSN(BPF_LD | BPF_IND | BPF_H, 0, 1, 0, 1), RBPF_GROUP_PACKET},
    {"ld ind b", INSN(BPF_LD | BPF_IND | BPF_B, 0, 1, 0, 1), RBPF_GROUP_PACKET},
    {"callx", CALL_REG(1), RBPF_GROUP_CALLX},
    {"no such opcode", INSN(0xff, 0, 0, 0, 0), 0},
    {"second half", INSN(0, 0, 0, 0, 0), 0},
};

static struct rbpf_insn decode(const uint64_t *slot)
{
    uint8_t bytes[9];

    /* At an odd address: decoding asks for no alignment. */
    memcpy(bytes + 1, slot, 8);
    return rbpf_insn_decode(bytes + 1);
}

static struct verdict check_groups(const struct group_case *row)
{
    struct rbpf_insn insn = decode(&row->insn);

    CHECK_EQUAL(rbpf_insn_groups(&insn), row->groups);
    return PASSED;
}

CASE_SET(isa_groups, groups, check_groups);

/* The names of RFC 9669, section 2.4, and of what it leaves open. */
struct group_name_case {
    const char *name;
    uint32_t groups;
};

static const struct group_name_case group_names[] = {
    {"none", 0},
    {"none", 1u << 31},
    {"base32", RBPF_GROUP_BASE32},
    {"base64", RBPF_GROUP_BASE64},
    {"atomic32", RBPF_GROUP_ATOMIC32},
    {"atomic64", RBPF_GROUP_ATOMIC64},
    {"divmul32", RBPF_GROUP_DIVMUL32},
    {"divmul64", RBPF_GROUP_DIVMUL64},
    {"packet", RBPF_GROUP_PACKET},
    {"callx", RBPF_GROUP_CALLX},
    {"v4", RBPF_GROUP_V4},
    {"atomic32", RBPF_GROUP_V4 | RBPF_GROUP_ATOMIC64 | RBPF_GROUP_ATOMIC32},
};

static struct verdict check_group_name(const struct group_name_case *row)
{
    CHECK(strcmp(rbpf_group_name(row->groups), row->name) == 0);
    return PASSED;
}

CASE_SET(isa_group_names, group_names, check_group_name);

struct decode_case {
    const char *name;
    uint8_t bytes[8];
    struct rbpf_insn insn;
};

static const struct decode_case decodes[] = {
    {"RFC 9669's example", {0x07, 0x01, 0, 0, 0x44, 0x33, 0x22, 0x11}, {7, 1, 0, 0, 0x11223344}},
    {"zeros", {0}, {0, 0, 0, 0, 0}},
    {"ones", {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, {0xff, 15, 15, -1, -1}},
    {"registers", {0xbf, 0xa9, 0, 0, 0, 0, 0, 0}, {0xbf, 9, 10, 0, 0}},
    {"largest offset", {0x05, 0, 0xff, 0x7f, 0, 0, 0, 0}, {5, 0, 0, 32767, 0}},
    {"smallest offset", {0x05, 0, 0x00, 0x80, 0, 0, 0, 0}, {5, 0, 0, -32768, 0}},
    {"offset -2", {0x05, 0, 0xfe, 0xff, 0, 0, 0, 0}, {5, 0, 0, -2, 0}},
    {"largest immediate", {0xb7, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f}, {0xb7, 0, 0, 0, INT32_MAX}},
    {"smallest immediate", {0xb7, 0, 0, 0, 0, 0, 0, 0x80}, {0xb7, 0, 0, 0, INT32_MIN}},
    {"byte order",
     {0x61, 0x21, 0x34, 0x12, 0x78, 0x56, 0x34, 0x12},
     {0x61, 1, 2, 0x1234, 0x12345678}},
};

static struct verdict check_same(const struct rbpf_insn *actual, const struct rbpf_insn *expected)
{
    CHECK_EQUAL(actual->opcode, expected->opcode);
    CHECK_EQUAL(actual->dst, expected->dst);
    CHECK_EQUAL(actual->src, expected->src);
    CHECK_EQUAL(actual->offset, expected->offset);
    CHECK_EQUAL(actual->imm, expected->imm);
    return PASSED;
}

/* Linux's struct has the host's byte order, so it is a witness on little-endian hosts only. */
static struct verdict check_as_linux(const uint8_t *bytes, const struct rbpf_insn *expected)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    struct bpf_insn theirs = {
        .code = expected->opcode,
        .dst_reg = expected->dst & 15u,
        .src_reg = expected->src & 15u,
        .off = expected->offset,
        .imm = expected->imm,
    };

    CHECK_EQUAL(sizeof theirs, 8);
    CHECK(memcmp(&theirs, bytes, 8) == 0);
#else
    (void)bytes;
    (void)expected;
#endif
    return PASSED;
}

static struct verdict check_decode(const struct decode_case *row)
{
    uint8_t moved[16];
    struct rbpf_insn insn;
    size_t shift;

    CHECK_PASSED(check_as_linux(row->bytes, &row->insn));
    for (shift = 0; shift < 8; shift++) {
        memcpy(moved + shift, row->bytes, 8);
        insn = rbpf_insn_decode(moved + shift);
        CHECK_PASSED(check_same(&insn, &row->insn));
    }
    return PASSED;
}

CASE_SET(isa_decode, decodes, check_decode);
