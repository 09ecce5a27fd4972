/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Loops that end by a conditional jump over a jump back: which of them are made to end by one jump,
 * into what, and that nothing else of the image changes, not even the verifier's word on it.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rbpf/rbpf.h>

#include "asm.h"
#include "object.h"
#include "tools/convert.h"
#include "tools/guest.h"

#define MAIN                                                                                       \
    {                                                                                              \
        "main", GLOBAL_FUNC, 1, 0                                                                  \
    }
#define CODE(...) .text = {__VA_ARGS__}, .bytes = sizeof((const uint64_t[]){__VA_ARGS__})
#define AFTER(...) .after = {__VA_ARGS__}

#define SLOTS_MAX 16u
#define ROUND ADD64_K(0, 1)
#define OVER(offset) JMP_K(BPF_JGT, 0, 4, offset)
#define BACK(offset) JMP_K(BPF_JLE, 0, 4, offset)
/* A loop of one round, which ends by two jumps, and by one. */
#define TWO ROUND, OVER(1), JA(-3)
#define ONE ROUND, BACK(-2), JA(0)

/* A text, and what becomes of it. */
struct inversion_case {
    const char *name;
    uint64_t text[SLOTS_MAX];
    size_t bytes;
    /* All 0: nothing does. */
    uint64_t after[SLOTS_MAX];
    /* A function begins here besides at 0; 0: none. */
    uint64_t function;
    /* So many slots are a section of their own; 0: none. */
    uint64_t first_section;
};

/* The second half of an LDDW that looks like a condition. */
#define LDDW_HIDING(insn) INSN(BPF_LD | BPF_IMM | BPF_DW, 1, 0, 0, 7), insn

static const struct inversion_case cases[] = {
    {"a loop", CODE(TWO, EXIT()), AFTER(ONE, EXIT())},
    {"a loop of one condition", CODE(OVER(1), JA(-2), EXIT()), AFTER(BACK(-1), JA(0), EXIT())},
    {"a loop by goto32", CODE(ROUND, OVER(1), JA32(-3), EXIT()), AFTER(ONE, EXIT())},
    {"two loops", CODE(TWO, TWO, EXIT()), AFTER(ONE, ONE, EXIT())},
    {"a loop in a loop", CODE(ROUND, TWO, OVER(1), JA(-6), EXIT()),
     AFTER(ROUND, ONE, BACK(-5), JA(0), EXIT())},
    {"a loop at the end of another", CODE(ROUND, TWO, JA(-5), EXIT()),
     AFTER(ROUND, ONE, JA(-5), EXIT())},
    {"a loop that is entered in the middle", CODE(JA(1), TWO, EXIT()), AFTER(JA(1), ONE, EXIT())},
    {"a loop that is left for its end", CODE(JMP_K(BPF_JEQ, 1, 0, 3), TWO, EXIT()),
     AFTER(JMP_K(BPF_JEQ, 1, 0, 3), ONE, EXIT())},
    {"a loop of the second function", CODE(EXIT(), TWO, EXIT()), AFTER(EXIT(), ONE, EXIT()),
     .function = 8},
    {"a loop of the second section", CODE(EXIT(), TWO, EXIT()), AFTER(EXIT(), ONE, EXIT()),
     .first_section = 1},
    {"a loop around what another went back to",
     CODE(ROUND, ROUND, JMP_K(BPF_JEQ, 1, 0, -2), OVER(1), JA(-5), EXIT()),
     AFTER(ROUND, ROUND, JMP_K(BPF_JEQ, 1, 0, -2), BACK(-4), JA(0), EXIT())},
    {"a loop in a loop of one condition",
     CODE(ROUND, ROUND, OVER(1), JA(-3), JMP_K(BPF_JEQ, 1, 0, -5), EXIT()),
     AFTER(ROUND, ROUND, BACK(-2), JA(0), JMP_K(BPF_JEQ, 1, 0, -5), EXIT())},

    {"out of a loop inside it",
     CODE(ROUND, ROUND, OVER(1), JA(-4), JMP_K(BPF_JEQ, 1, 0, -4), EXIT())},
    {"out of a loop that the condition begins",
     CODE(ROUND, OVER(1), JA(-3), JMP_K(BPF_JEQ, 1, 0, -3), EXIT())},
    {"not the last to go there", CODE(TWO, JMP_K(BPF_JEQ, 1, 0, -4), EXIT())},
    {"a jump forth", CODE(OVER(1), JA(1), ROUND, EXIT())},
    {"a jump to the next", CODE(ROUND, OVER(1), JA(0), EXIT())},
    {"a jump to itself", CODE(ROUND, OVER(1), JA(-1), EXIT())},
    {"no jump", CODE(ROUND, OVER(1), ROUND, EXIT())},
    {"a condition of bits", CODE(ROUND, JMP_K(BPF_JSET, 0, 4, 1), JA(-3), EXIT())},
    {"a condition of bits in a register", CODE(ROUND, JMP_X(BPF_JSET, 0, 1, 1), JA(-3), EXIT())},
    {"a condition of bits in 32", CODE(ROUND, JMP32_K(BPF_JSET, 0, 4, 1), JA(-3), EXIT())},
    {"a call as the condition", CODE(ROUND, INSN(BPF_JMP | BPF_CALL, 0, 0, 1, 1), JA(-3), EXIT())},
    {"an exit as the condition", CODE(ROUND, INSN(BPF_JMP | BPF_EXIT, 0, 0, 1, 0), JA(-3), EXIT())},
    {"a jump as the condition", CODE(ROUND, JA(1), JA(-3), EXIT())},
    {"an addition as the condition",
     CODE(ROUND, INSN(BPF_ALU64 | BPF_SUB, 0, 0, 1, 1), JA(-3), EXIT())},
    {"an opcode that is none", CODE(ROUND, INSN(BPF_JMP | 0xe0, 0, 0, 1, 4), JA(-3), EXIT())},
    {"a condition over nothing", CODE(ROUND, OVER(0), JA(-3), EXIT())},
    {"a condition over two", CODE(ROUND, OVER(2), JA(-3), ROUND, EXIT())},
    {"a condition that goes back", CODE(ROUND, OVER(-1), JA(-3), EXIT())},
    {"the jump is a target from before", CODE(JMP_K(BPF_JEQ, 1, 0, 2), TWO, EXIT())},
    {"the jump is a target from behind", CODE(TWO, JMP_K(BPF_JEQ, 1, 0, -2), EXIT())},
    {"the jump is a target of goto32", CODE(TWO, JA32(-2), EXIT())},
    {"the jump is called", CODE(CALL_LOCAL(2), TWO, EXIT())},
    {"the jump begins a function", CODE(TWO, EXIT()), .function = 16},
    {"the jump begins a section", CODE(TWO, EXIT()), .first_section = 2},
    {"the jump leaves the function", CODE(ROUND, OVER(1), JA(-3), EXIT()), .function = 8},
    {"the jump leaves the section", CODE(ROUND, OVER(1), JA(-3), EXIT()), .first_section = 1},
    {"the jump leaves the text", CODE(ROUND, OVER(1), JA(-4), EXIT())},
    {"the jump leaves all numbers", CODE(ROUND, OVER(1), JA32(INT32_MIN), EXIT())},
    {"a function begins behind", CODE(TWO, EXIT()), .function = 24},
    {"a section begins behind", CODE(TWO, EXIT()), .first_section = 3},
    {"nothing is behind", CODE(TWO)},
    {"two slots", CODE(OVER(1), JA(-2))},
    {"one slot", CODE(OVER(1))},
    {"the condition is half of an LDDW", CODE(ROUND, LDDW_HIDING(OVER(1)), JA(-4), EXIT())},
    {"the jump goes into an LDDW", CODE(LDDW(1, 7), OVER(1), JA(-3), EXIT())},
    {"no instruction is behind", CODE(TWO, 0, EXIT())},
    {"the jump has a register", CODE(ROUND, OVER(1), INSN(BPF_JMP | BPF_JA, 1, 0, -3, 0), EXIT())},
    {"the jump has a source", CODE(ROUND, OVER(1), INSN(BPF_JMP | BPF_JA, 0, 1, -3, 0), EXIT())},
    {"the jump has a number", CODE(ROUND, OVER(1), INSN(BPF_JMP | BPF_JA, 0, 0, -3, 1), EXIT())},
    {"goto32 has a register", CODE(ROUND, OVER(1), INSN(BPF_JMP32 | BPF_JA, 1, 0, 0, -3), EXIT())},
    {"goto32 has a source", CODE(ROUND, OVER(1), INSN(BPF_JMP32 | BPF_JA, 0, 1, 0, -3), EXIT())},
    {"goto32 has an offset", CODE(ROUND, OVER(1), INSN(BPF_JMP32 | BPF_JA, 0, 0, 1, -3), EXIT())},
};

static struct object object;

static void build_text(const uint64_t *text, size_t bytes)
{
    const struct object_spec spec = {
        {{.name = ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, text, bytes, 0, 8}}, {MAIN}};

    object_build(&object, &spec);
}

static void build_case(const struct inversion_case *row)
{
    uint64_t first = row->first_section ? 8u * row->first_section : row->bytes;
    struct object_spec spec = {
        {{.name = ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, row->text, first, 0, 8}},
        {MAIN}};

    if (row->first_section)
        spec.sections[1] = (struct object_section){".text.second",
                                                   SHT_PROGBITS,
                                                   SHF_ALLOC | SHF_EXECINSTR,
                                                   (const uint8_t *)row->text + first,
                                                   row->bytes - first,
                                                   0,
                                                   8};
    if (row->function)
        spec.symbols[1] = (struct object_symbol){"second", LOCAL_FUNC, 1, row->function};
    object_build(&object, &spec);
}

static struct image_out convert(bool keep_jumps)
{
    const struct object_in in = {
        .bytes = object.bytes, .size = object.size, .keep_jumps = keep_jumps};
    struct message message;
    struct image_out out;

    if (!convert_object(&in, &out, NULL, &message))
        fail_msg("%s", message.text);
    return out;
}

/* What the verifier says of an image, and where. */
struct verdict {
    enum rbpf_status status;
    uint32_t where;
};

static struct verdict verify(const struct image_out *out)
{
    struct rbpf_report report = {0};
    struct rbpf_program program;
    struct rbpf_image image;
    struct rbpf_code code;
    enum rbpf_status status;

    assert_int_equal(rbpf_image_open(&image, out->bytes, out->size), RBPF_OK);
    code = rbpf_image_code(&image, NULL);
    status = rbpf_program_load(&program, &code, &report);
    return (struct verdict){status, report.where};
}

static const uint8_t *text_of(const struct image_out *out)
{
    struct rbpf_image image;

    assert_int_equal(rbpf_image_open(&image, out->bytes, out->size), RBPF_OK);
    return image.text;
}

static void expect_slot(const struct image_out *out, uint32_t slot, uint64_t expected)
{
    uint64_t found;

    memcpy(&found, text_of(out) + 8u * (size_t)slot, 8);
    if (found != expected)
        fail_msg("slot %" PRIu32 ": %016" PRIx64 ", not %016" PRIx64, slot, found, expected);
}

static void test_text(void **state)
{
    const struct inversion_case *row = *state;
    bool is_left = row->after[0] == 0;
    struct image_out kept;
    struct image_out inverted;
    struct verdict before;
    struct verdict after;

    build_case(row);
    kept = convert(true);
    inverted = convert(false);
    before = verify(&kept);
    after = verify(&inverted);
    for (uint32_t slot = 0; slot < row->bytes / 8u; slot++) {
        /* A call within the text is the same before and behind its relocation. */
        expect_slot(&kept, slot, row->text[slot]);
        expect_slot(&inverted, slot, is_left ? row->text[slot] : row->after[slot]);
    }
    memcpy((uint8_t *)(uintptr_t)text_of(&inverted), text_of(&kept), row->bytes);
    assert_int_equal(inverted.size, kept.size);
    assert_memory_equal(inverted.bytes, kept.bytes, kept.size);
    assert_int_equal(after.status, before.status);
    assert_int_equal(after.where, before.where);
    if (!is_left)
        assert_int_equal(after.status, RBPF_OK);
    free(kept.bytes);
    free(inverted.bytes);
}

/* A loop of so many slots, the condition among them, that goes back by `jump`. */
static struct image_out long_loop(uint32_t slots, uint64_t jump)
{
    static uint64_t text[32800];

    for (uint32_t slot = 0; slot < slots; slot++)
        text[slot] = ROUND;
    text[slots - 1u] = OVER(1);
    text[slots] = jump;
    text[slots + 1u] = EXIT();
    build_text(text, 8u * ((size_t)slots + 2u));
    return convert(false);
}

static void expect_long(uint32_t slots, uint64_t jump, uint64_t condition, uint64_t behind)
{
    struct image_out out = long_loop(slots, jump);

    expect_slot(&out, slots - 1u, condition);
    expect_slot(&out, slots, behind);
    assert_int_equal(verify(&out).status, RBPF_OK);
    free(out.bytes);
}

static void test_offsets_end_with_16_bits(void **state)
{
    (void)state;
    expect_long(32767, JA(-32768), BACK(-32767), JA(0));
    expect_long(32767, JA32(-32768), BACK(-32767), JA(0));
    expect_long(32768, JA32(-32769), BACK(-32768), JA(0));
    expect_long(32769, JA32(-32770), OVER(1), JA32(-32770));
}

/* ---- what they compute ---- */

static const struct condition {
    unsigned operation;
    unsigned inverse;
} conditions[] = {
    {BPF_JEQ, BPF_JNE},   {BPF_JNE, BPF_JEQ},   {BPF_JGT, BPF_JLE},   {BPF_JLE, BPF_JGT},
    {BPF_JGE, BPF_JLT},   {BPF_JLT, BPF_JGE},   {BPF_JSGT, BPF_JSLE}, {BPF_JSLE, BPF_JSGT},
    {BPF_JSGE, BPF_JSLT}, {BPF_JSLT, BPF_JSGE},
};

/* In 32 bits, in 64, and extended from 32: less, equal and more differ by all of them. */
static const int64_t operands[] = {0,
                                   1,
                                   -1,
                                   5,
                                   -5,
                                   INT32_MAX,
                                   INT32_MIN,
                                   0x100000005LL,
                                   INT64_MAX,
                                   INT64_MIN,
                                   5LL << 32,
                                   0x80000000LL,
                                   -(5LL << 32),
                                   0xffffffffLL};

static uint64_t run(const struct image_out *out)
{
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_program program;
    struct rbpf_image image;
    struct rbpf_code code;
    struct rbpf_vm vm;
    const struct rbpf_vm_config config = {
        .program = &program, .regions = regions, .region_count = RBPF_REGION_COUNT(0)};

    assert_int_equal(rbpf_image_open(&image, out->bytes, out->size), RBPF_OK);
    code = rbpf_image_code(&image, NULL);
    assert_int_equal(rbpf_program_load(&program, &code, NULL), RBPF_OK);
    assert_int_equal(rbpf_vm_init(&vm, &config), RBPF_OK);
    assert_int_equal(rbpf_vm_start(&vm, 0, NULL), RBPF_OK);
    assert_int_equal(rbpf_run(&vm, 100), RBPF_OK);
    return rbpf_vm_result(&vm);
}

/* r0 counts rounds: one if the condition holds, else three. */
static void compare(uint64_t over, uint64_t back, int64_t left, int64_t right)
{
    const uint64_t text[] = {LDDW(1, left), LDDW(2, right), ROUND, JMP_K(BPF_JGT, 0, 2, 2),
                             over,          JA(-4),         EXIT()};
    struct image_out kept;
    struct image_out inverted;
    uint64_t rounds;

    build_text(text, sizeof text);
    kept = convert(true);
    inverted = convert(false);
    expect_slot(&kept, 6, over);
    expect_slot(&inverted, 6, back);
    rounds = run(&kept);
    assert_true(rounds == 1 || rounds == 3);
    assert_int_equal(run(&inverted), rounds);
    free(kept.bytes);
    free(inverted.bytes);
}

static void test_each_condition_computes_the_same(void **state)
{
    const struct condition *c = *state;

    for (size_t i = 0; i < sizeof operands / sizeof *operands; i++) {
        for (size_t j = 0; j < sizeof operands / sizeof *operands; j++) {
            int64_t a = operands[i];
            int64_t b = operands[j];

            compare(JMP_K(c->operation, 1, b, 1), JMP_K(c->inverse, 1, b, -3), a, b);
            compare(JMP_X(c->operation, 1, 2, 1), JMP_X(c->inverse, 1, 2, -3), a, b);
            compare(JMP32_K(c->operation, 1, b, 1), JMP32_K(c->inverse, 1, b, -3), a, b);
            compare(JMP32_X(c->operation, 1, 2, 1), JMP32_X(c->inverse, 1, 2, -3), a, b);
        }
    }
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct CMUnitTest row(const char *name, CMUnitTestFunction test, const void *state)
{
    return (struct CMUnitTest){name, test, NULL, NULL, (void *)(uintptr_t)state};
}

int main(void)
{
    static const char *const names[] = {"==", "!=", ">", "<=", ">=", "<", "s>", "s<=", "s>=", "s<"};
    struct CMUnitTest tests[COUNT(cases) + COUNT(conditions) + 1u];
    size_t count = 0;

    for (size_t i = 0; i < COUNT(cases); i++)
        tests[count++] = row(cases[i].name, test_text, &cases[i]);
    for (size_t i = 0; i < COUNT(conditions); i++)
        tests[count++] = row(names[i], test_each_condition_computes_the_same, &conditions[i]);
    tests[count++] = row("offsets end with 16 bits", test_offsets_end_with_16_bits, NULL);
    return cmocka_run_group_tests_name("invert", tests, NULL, NULL);
}
