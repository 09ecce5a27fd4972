/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Which records can be of a program, and that no record and no image can harm who explains it. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "asm.h"
#include "tools/explain.h"

/* Slot by slot: call 4; exit; LDDW; r0 = *r1; call helper 1; callx r2; exit; the LDDW that is cut.
 */
static const uint64_t program[] = {
    CALL_LOCAL(3),  EXIT(),      LDDW(1, 16), LDX(BPF_W, 0, 1, 0),
    CALL_HELPER(1), CALL_REG(2), EXIT(),      INSN(BPF_LD | BPF_IMM | BPF_DW, 1, 0, 0, 0)};
enum { CALL_AT = 0, EXIT_AT, LDDW_AT, LOAD_AT = 4, HELPER_AT, CALLX_AT, END_AT, CUT_AT, COUNT_AT };

#define NO_HELPER .helper = RBPF_FAULT_NO_HELPER

struct fit_case {
    const char *name;
    struct rbpf_fault fault;
    bool fits;
};

static const struct fit_case cases[] = {
    {"load", {.cause = RBPF_FAULT_BOUNDS, .insn = LOAD_AT, NO_HELPER}, true},
    {"load that a call has led to",
     {.cause = RBPF_FAULT_BOUNDS, .insn = LOAD_AT, NO_HELPER, .depth = 1, .chain = {CALL_AT}},
     true},
    {"call by register in the chain",
     {.cause = RBPF_FAULT_BOUNDS, .insn = LOAD_AT, NO_HELPER, .depth = 1, .chain = {CALLX_AT}},
     true},
    {"helper in the chain",
     {.cause = RBPF_FAULT_BOUNDS, .insn = LOAD_AT, NO_HELPER, .depth = 1, .chain = {HELPER_AT}},
     false},
    {"eighth of nine callers is no call",
     {.cause = RBPF_FAULT_BOUNDS,
      .insn = LOAD_AT,
      NO_HELPER,
      .depth = 9,
      .chain = {CALL_AT, CALL_AT, CALL_AT, CALL_AT, CALL_AT, CALL_AT, CALL_AT, EXIT_AT}},
     false},
    {"caller behind the program",
     {.cause = RBPF_FAULT_BOUNDS, .insn = LOAD_AT, NO_HELPER, .depth = 1, .chain = {COUNT_AT}},
     false},
    {"behind the program", {.cause = RBPF_FAULT_BOUNDS, .insn = COUNT_AT, NO_HELPER}, false},
    {"exit", {.cause = RBPF_FAULT_BOUNDS, .insn = EXIT_AT, NO_HELPER}, false},
    {"lddw", {.cause = RBPF_FAULT_READ_ONLY, .insn = LDDW_AT, NO_HELPER}, false},
    {"argument", {.cause = RBPF_FAULT_BOUNDS, .insn = HELPER_AT, .helper = 1, .argument = 1}, true},
    {"another helper", {.cause = RBPF_FAULT_BOUNDS, .insn = HELPER_AT, .helper = 2}, false},
    {"helper by register", {.cause = RBPF_FAULT_HELPER, .insn = CALLX_AT, .helper = 77}, true},
    {"helper that a load calls", {.cause = RBPF_FAULT_BOUNDS, .insn = LOAD_AT, .helper = 1}, false},
    {"depth", {.cause = RBPF_FAULT_CALL_DEPTH, .insn = CALL_AT, NO_HELPER}, true},
    {"stack by register", {.cause = RBPF_FAULT_STACK, .insn = CALLX_AT, NO_HELPER}, true},
    {"stack of a helper", {.cause = RBPF_FAULT_STACK, .insn = HELPER_AT, NO_HELPER}, false},
    {"target", {.cause = RBPF_FAULT_CALL_TARGET, .insn = CALLX_AT, NO_HELPER}, true},
    {"target of a plain call",
     {.cause = RBPF_FAULT_CALL_TARGET, .insn = CALL_AT, NO_HELPER},
     false},
    {"failure of no helper",
     {.cause = RBPF_FAULT_HELPER_FAILED, .insn = CALLX_AT, NO_HELPER},
     false},
    {"instruction that should have been refused",
     {.cause = RBPF_FAULT_INSN, .insn = CUT_AT, NO_HELPER},
     true},
};

static struct rbpf_function functions[2];

static struct guest raw_guest(void)
{
    functions[1].bytes[0] = 2;
    return (struct guest){
        .raw = true,
        .code = {.insns = program,
                 .insns_bytes = sizeof program,
                 .functions = functions,
                 .function_count = 2},
    };
}

static FILE *open_nothing(void)
{
    FILE *out = fopen("/dev/null", "w");

    assert_non_null(out);
    return out;
}

static void test_case(void **state)
{
    const struct fit_case *row = *state;
    struct guest guest = raw_guest();
    FILE *out = open_nothing();

    assert_int_equal(fault_fits(&guest, &row->fault), row->fits);
    if (row->fits)
        explain_fault(out, &guest, &row->fault);
    fclose(out);
}

/* The image of tests/tools/test_lines.c's kind: two functions, names, lines; aligned. */
/* clang-format off */
static const uint8_t image[] = {
    'r', 'B', 'P', 'F', 1, 0, 5, 0, 208, 0, 0, 0, 0, 0, 0, 0,
    1, 0, 0, 0,     96, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0,
    2, 0, 0, 0,    120, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0,
    5, 0, 0, 0,    136, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0,
    1, 0x80, 0, 0, 152, 0, 0, 0,  5, 0, 0, 0, 0, 0, 0, 0,
    2, 0x80, 0, 0, 160, 0, 0, 0, 43, 0, 0, 0, 0, 0, 0, 0,
    0x85, 0x10, 0, 0, 0, 0, 0, 0,                          /* call 1 */
    0x61, 0x10, 0, 0, 0, 0, 0, 0,  0x95, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 2, 0,  1, 0, 0, 0, 0, 0, 1, 0,
    1, 0, 0, 0, 0, 0, 8, 0,  'm', 0, 0, 0, 0, 0, 0, 0,
    'm', 0, 0xff, 'f', 0, 0, 0, 0,
    3, 0, 0, 0, 2, 0, 0, 0,
    0, 0, 0, 0, 0, 4, 0, 0,  1, 0, 1, 0, 0, 8, 0, 0,  2, 0, 0, 0, 0, 0, 0, 0,
    'x', '.', 'c', 0, 1, 0xfe, '\n', 'y', 'y', 'y', 0, 0, 0, 0, 0, 0,
};
static const uint8_t record[RBPF_FAULT_BYTES] = {
    'r', 'F', 1, 0, 0xa0, 0xff, 1, 0,
    16, 0, 0, 0, 5, 0, 0, 0,  4, 0, 0, 0, 0, 0, 0, 0,  1, 0, 0, 0, 0, 0, 0, 0,
    16, 0, 0, 0, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1, 0, 0, 0,
};
/* clang-format on */

/* Everything that rbpf explain does with a record and an image, in blocks without a byte to spare.
 */
static bool explains(FILE *out, const uint8_t *image_bytes, const uint8_t *record_bytes)
{
    uint8_t *image_block = malloc(sizeof image);
    uint8_t *record_block = malloc(sizeof record);
    struct rbpf_fault fault;
    struct message message;
    struct guest guest;
    bool ok;

    assert_non_null(image_block);
    assert_non_null(record_block);
    memcpy(image_block, image_bytes, sizeof image);
    memcpy(record_block, record_bytes, sizeof record);
    ok = guest_parse(&guest, image_block, sizeof image, &message) &&
         rbpf_fault_decode(&fault, record_block) == RBPF_OK && fault_fits(&guest, &fault);
    if (ok)
        explain_fault(out, &guest, &fault);
    guest_free(&guest);
    free(record_block);
    free(image_block);
    return ok;
}

static void test_explain_shows_nothing_unprintable(void **state)
{
    static const char words[] = "  at:       ???yyy:2:0 in ?f+0\n"
                                "  code:     instruction 1: w0 = *(u32 *)(r1 + 0x0)\n"
                                "  called:   x.c:1:0 in m+0, instruction 0\n"
                                "  executed: 1 instruction\n";
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_non_null(out);
    assert_true(explains(out, image, record));
    fclose(out);
    assert_non_null(strstr(text, words));
    free(text);
}

static void test_explain_any_byte_of_a_record_changed_does_no_harm(void **state)
{
    FILE *out = open_nothing();
    uint8_t bytes[sizeof record];

    (void)state;
    for (size_t at = 0; at < sizeof record; at++) {
        for (uint32_t value = 0; value < 256; value++) {
            memcpy(bytes, record, sizeof record);
            bytes[at] = (uint8_t)value;
            explains(out, image, bytes);
        }
    }
    fclose(out);
}

static void test_explain_any_byte_of_an_image_changed_does_no_harm(void **state)
{
    FILE *out = open_nothing();
    uint8_t bytes[sizeof image];

    (void)state;
    for (size_t at = 0; at < sizeof image; at++) {
        for (uint32_t value = 0; value < 256; value++) {
            memcpy(bytes, image, sizeof image);
            bytes[at] = (uint8_t)value;
            explains(out, bytes, record);
        }
    }
    fclose(out);
}

static const struct CMUnitTest apart[] = {
    cmocka_unit_test(test_explain_shows_nothing_unprintable),
    cmocka_unit_test(test_explain_any_byte_of_a_record_changed_does_no_harm),
    cmocka_unit_test(test_explain_any_byte_of_an_image_changed_does_no_harm),
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

int main(void)
{
    struct CMUnitTest tests[COUNT(cases) + COUNT(apart)];
    size_t count = 0;

    for (size_t i = 0; i < COUNT(cases); i++)
        tests[count++] =
            (struct CMUnitTest){cases[i].name, test_case, NULL, NULL, (void *)(uintptr_t)&cases[i]};
    for (size_t i = 0; i < COUNT(apart); i++)
        tests[count++] = apart[i];
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
