/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The longest programs, the farthest jumps, the largest store, wrong arguments. Needs 1 MiB of RAM,
 * which small machines do not have.
 */
#include <string.h>

#include <rbpf/store.h>

#include "left_out.h"
#include "verify_case.h"

/* One slot more than a store can have; above RBPF_INSNS_MAX + 1 instructions. */
#define STORE_BYTES RBPF_STORE_BYTES(UINT16_MAX + 1u, 1u)

static uint64_t insns[STORE_BYTES / 8u + 1u];
static struct rbpf_function records[RBPF_INSNS_MAX + 1u];

static void fill(uint32_t count, uint64_t insn)
{
    uint32_t i;

    for (i = 0; i < count; i++)
        insns[i] = insn;
}

static enum rbpf_status load(uint32_t insn_count, uint32_t function_count,
                             struct rbpf_report *report)
{
    struct rbpf_program program;

    *report = (struct rbpf_report){.where = UINT32_MAX};
    return rbpf_program_load(&program,
                             &(struct rbpf_code){.insns = insns,
                                                 .insns_bytes = (size_t)insn_count * 8u,
                                                 .functions = records,
                                                 .function_count = function_count},
                             report);
}

static struct rbpf_facts facts_of(uint32_t insn_count)
{
    struct rbpf_program program;
    struct rbpf_facts facts = {.longest_run_insns = 0};
    const struct rbpf_code code = {.insns = insns,
                                   .insns_bytes = (size_t)insn_count * 8u,
                                   .functions = records,
                                   .function_count = 1};

    if (rbpf_program_load(&program, &code, NULL) == RBPF_OK)
        (void)rbpf_program_facts(&program, &facts);
    return facts;
}

static void list_one(void)
{
    memset(records, 0, sizeof records);
}

static struct verdict longest_program(void)
{
    struct rbpf_report report;
    uint32_t count;

    list_one();
    for (count = RBPF_INSNS_MAX - 1u; count <= RBPF_INSNS_MAX; count++) {
        fill(count, MOV64_K(0, 0));
        insns[count - 1u] = EXIT();
        CHECK_STATUS(load(count, 1, &report), RBPF_OK);
        CHECK(facts_of(count).longest_run_insns >= count - 1u);
        CHECK(facts_of(count).longest_run_insns <= count);
    }
    fill(count, EXIT());
    CHECK_STATUS(load(count, 1, &report), RBPF_REJECT_LENGTH);
    return PASSED;
}

static struct verdict longest_raw_program(void)
{
    struct rbpf_code code = {.insns = insns, .insns_bytes = RBPF_INSNS_MAX * 8u};

    fill(RBPF_INSNS_MAX, EXIT());
    insns[0] = CALL_LOCAL((int32_t)RBPF_INSNS_MAX - 2);
    CHECK_STATUS(rbpf_functions_find(&code, records, COUNT_OF(records)), RBPF_OK);
    CHECK_EQUAL(code.function_count, 2);
    CHECK_EQUAL(rbpf_function_read(&records[1]).entry, 65535);
    code.insns_bytes += 8u;
    CHECK_STATUS(rbpf_functions_find(&code, records, COUNT_OF(records)), RBPF_REJECT_LENGTH);
    return PASSED;
}

static struct verdict huge_lengths(void)
{
    struct rbpf_program program;
    struct rbpf_code code = {.insns = insns, .functions = records, .function_count = 1};
    static const size_t lengths[] = {SIZE_MAX, SIZE_MAX - 7u, SIZE_MAX / 2u + 1u,
                                     (size_t)RBPF_INSNS_MAX * 8u + 8u};
    size_t i;

    for (i = 0; i < COUNT_OF(lengths); i++) {
        code.insns_bytes = lengths[i];
        CHECK_STATUS(rbpf_program_load(&program, &code, NULL), RBPF_REJECT_LENGTH);
        CHECK_STATUS(rbpf_functions_find(&code, records, 1), RBPF_REJECT_LENGTH);
    }
    return PASSED;
}

static struct verdict most_functions(void)
{
    struct rbpf_report report;
    uint32_t i;

    fill(RBPF_INSNS_MAX, EXIT());
    for (i = 0; i < RBPF_INSNS_MAX; i++)
        records[i] = rbpf_function_make(&(struct rbpf_function_info){.entry = (uint16_t)i});
    CHECK_STATUS(load(RBPF_INSNS_MAX, RBPF_INSNS_MAX, &report), RBPF_OK);
    CHECK_STATUS(load(RBPF_INSNS_MAX, RBPF_INSNS_MAX + 1u, &report), RBPF_REJECT_FUNCTION);
    CHECK_STATUS(load(RBPF_INSNS_MAX, UINT32_MAX, &report), RBPF_REJECT_FUNCTION);
    CHECK_STATUS(load(8, 9, &report), RBPF_REJECT_FUNCTION);
    return PASSED;
}

static struct verdict farthest_jumps(void)
{
    struct rbpf_report report;

    left_out_note_groups(RBPF_GROUP_V4);
    list_one();
    fill(RBPF_INSNS_MAX, EXIT());
    insns[0] = JA(32767);
    insns[32768] = JA(-32768);
    insns[32769] = JMP_K(BPF_JEQ, 0, 0, 32765);
    insns[1] = JA32(65534 - 1);
    insns[65535] = JA32(-65536);
    CHECK_STATUS(load(RBPF_INSNS_MAX, 1, &report), RBPF_OK);
    insns[65535] = JA32(-65537);
    CHECK_STATUS(load(RBPF_INSNS_MAX, 1, &report), RBPF_REJECT_JUMP_TARGET);
    CHECK_EQUAL(report.where, 65535);
    insns[65535] = EXIT();
    insns[1] = JA32(65534);
    CHECK_STATUS(load(RBPF_INSNS_MAX, 1, &report), RBPF_REJECT_JUMP_TARGET);
    CHECK_EQUAL(report.where, 1);
    return PASSED;
}

static struct verdict farthest_calls(void)
{
    struct rbpf_report report;

    list_one();
    records[1] = rbpf_function_make(&(struct rbpf_function_info){.entry = 65535});
    fill(RBPF_INSNS_MAX, EXIT());
    insns[0] = CALL_LOCAL(65534);
    insns[65534] = CALL_LOCAL(-65535);
    insns[65533] = EXIT();
    CHECK_STATUS(load(RBPF_INSNS_MAX, 2, &report), RBPF_REJECT_FALLS_OFF);
    CHECK_EQUAL(report.where, 65534);
    insns[65534] = EXIT();
    insns[65533] = CALL_LOCAL(-65534);
    CHECK_STATUS(load(RBPF_INSNS_MAX, 2, &report), RBPF_OK);
    /* The slots of a call target do not wrap at 16 bits. */
    insns[65533] = CALL_LOCAL(2);
    CHECK_STATUS(load(RBPF_INSNS_MAX, 2, &report), RBPF_REJECT_CALL_TARGET);
    CHECK_EQUAL(report.where, 65533);
    return PASSED;
}

static struct verdict cut_at_the_end(void)
{
    struct rbpf_report report;

    list_one();
    fill(RBPF_INSNS_MAX + 1u, EXIT());
    insns[RBPF_INSNS_MAX - 1u] = INSN(BPF_LD | BPF_IMM | BPF_DW, 0, 0, 0, 0);
    insns[RBPF_INSNS_MAX] = 0;
    CHECK_STATUS(load(RBPF_INSNS_MAX, 1, &report), RBPF_REJECT_LDDW_CUT);
    CHECK_EQUAL(report.where, RBPF_INSNS_MAX - 1u);
    return PASSED;
}

static struct verdict wrong_arguments(void)
{
    struct rbpf_program program;
    struct rbpf_code code = {
        .insns = insns, .insns_bytes = 16, .functions = records, .function_count = 1};
    struct rbpf_code bad = code;
    size_t shift;

    list_one();
    fill(4, EXIT());
    CHECK_STATUS(rbpf_program_load(NULL, &code, NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_program_load(&program, NULL, NULL), RBPF_ERR_ARGUMENT);
    bad.insns = NULL;
    CHECK_STATUS(rbpf_program_load(&program, &bad, NULL), RBPF_ERR_ARGUMENT);
    bad = code;
    bad.functions = NULL;
    CHECK_STATUS(rbpf_program_load(&program, &bad, NULL), RBPF_ERR_ARGUMENT);
    bad = code;
    for (shift = 1; shift < 8; shift++) {
        bad.insns = (const uint8_t *)insns + shift;
        CHECK_STATUS(rbpf_program_load(&program, &bad, NULL), RBPF_ERR_ARGUMENT);
        CHECK_STATUS(rbpf_functions_find(&bad, records, 1), RBPF_ERR_ARGUMENT);
    }
    CHECK_STATUS(rbpf_program_load(&program, &code, NULL), RBPF_OK);
    return PASSED;
}

static struct verdict wrong_arguments_of_find(void)
{
    struct rbpf_code code = {.insns = insns, .insns_bytes = 16};

    CHECK_STATUS(rbpf_functions_find(NULL, records, 1), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_functions_find(&code, NULL, 1), RBPF_ERR_ARGUMENT);
    code.insns = NULL;
    CHECK_STATUS(rbpf_functions_find(&code, records, 1), RBPF_ERR_ARGUMENT);
    return PASSED;
}

static struct verdict records_round_trip(void)
{
    static const uint8_t bytes[8] = {0x34, 0x12, 0xf8, 0x01, 0x18, 0x0a, 0x7f, 0x01};
    struct rbpf_function record;
    struct rbpf_function_info info;

    memcpy(record.bytes, bytes, 8);
    info = rbpf_function_read(&record);
    CHECK_EQUAL(info.entry, 0x1234);
    CHECK_EQUAL(info.frame_bytes, 0x1f8);
    CHECK_EQUAL(info.stack_bytes, 0xa18);
    CHECK_EQUAL(info.depth, 0x7f);
    CHECK_EQUAL(info.flags, 1);
    record = rbpf_function_make(&info);
    CHECK(memcmp(record.bytes, bytes, 8) == 0);
    return PASSED;
}

/* rbpf_frame_bytes() looks at its own slots and no others. */
static struct verdict frame_of_a_range(void)
{
    static const uint64_t code[] = {ST(BPF_B, 10, -64, 0), ST(BPF_B, 10, -8, 0), EXIT(),
                                    MOV64_X(1, 10), EXIT()};
    const uint8_t *bytes = (const uint8_t *)code;

    CHECK_EQUAL(rbpf_frame_bytes(bytes, 0, 3), 64);
    CHECK_EQUAL(rbpf_frame_bytes(bytes, 1, 3), 8);
    CHECK_EQUAL(rbpf_frame_bytes(bytes, 2, 3), 0);
    CHECK_EQUAL(rbpf_frame_bytes(bytes, 2, 5), RBPF_FRAME_MAX);
    CHECK_EQUAL(rbpf_frame_bytes(bytes, 2, 2), 0);
    return PASSED;
}

static struct verdict largest_store(void)
{
    uint8_t *memory = (uint8_t *)insns;
    struct rbpf_store store;

    memset(insns, 0x55, sizeof insns);
    CHECK_STATUS(rbpf_store_format(&store, memory, STORE_BYTES, 1), RBPF_OK);
    CHECK_EQUAL(store.slot_count, UINT16_MAX);
    CHECK_EQUAL(memory[STORE_BYTES - 9u - 1u], 0);
    CHECK_EQUAL(memory[STORE_BYTES - 9u], 0x55);
    return PASSED;
}

static const struct case_function limits[] = {
    {"65535, 65536 and 65537 slots", longest_program},
    {"65536 and 65537 raw slots", longest_raw_program},
    {"lengths near SIZE_MAX", huge_lengths},
    {"as many functions as slots", most_functions},
    {"farthest jumps", farthest_jumps},
    {"farthest calls", farthest_calls},
    {"lddw cut in the last slot", cut_at_the_end},
    {"largest store", largest_store},
    {"null and misaligned arguments", wrong_arguments},
    {"null arguments of rbpf_functions_find", wrong_arguments_of_find},
    {"bytes of a record", records_round_trip},
    {"frame of a range of slots", frame_of_a_range},
};

_Static_assert(COUNT_OF(limits) == VERIFY_LIMITS_COUNT, "what is left out is counted");

CASE_SET(verify_limits, limits, run_case_function);
