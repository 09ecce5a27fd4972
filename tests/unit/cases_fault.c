/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Fault records as bytes: one record written byte by byte after the drawing in
 * <rbpf/fault.h>, and for each rule the change that breaks it, or just does not.
 */
#include <string.h>

#include <rbpf/fault.h>

#include "asm.h"
#include "cases.h"
#include "machine.h"

/* clang-format off */
static const uint8_t argument_record[RBPF_FAULT_BYTES] = {
    'r', 'F', 1, 1, 0xa0, 0xff, 0x34, 0x12,                         /* -96 at slot 0x1234 */
    0x10, 0, 0, 0, 7, 0, 0, 0,    5, 0, 0, 0, 1, 0, 0, 0,           /* 2^32 + 5 bytes */
    0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
    12, 0, 0, 0,    7, 0, 0, 0,    33, 0, 0, 0,    0, 0, 0, 0,
    3, 0, 0, 0,    1, 0, 0xff, 0xff, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    5, 0, 0, 0,
};
static const uint8_t failed_record[RBPF_FAULT_BYTES] = {
    'r', 'F', 1, 0, 0x99, 0xff, 9, 0,                               /* -103 at slot 9 */
    0, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,
    2, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0,    5, 0, 0, 0,    1, 0, 0, 0,    0xfe, 0xff, 0xff, 0xff,
    9, 0, 0, 0,    1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0,
    0, 0, 0, 0,
};
/* clang-format on */

static const struct rbpf_fault argument_fault = {
    .cause = RBPF_FAULT_BOUNDS,
    .insn = 0x1234,
    .address = 0x700000010,
    .size = 0x100000005,
    .write = true,
    .region_bytes = 12,
    .context_region = 7,
    .executed_insns = 0x1122334455667788,
    .helper = 33,
    .argument = 5,
    .depth = 3,
    .chain = {1, 0xffff, 0x8000},
};
static const struct rbpf_fault failed_fault = {
    .cause = RBPF_FAULT_HELPER_FAILED,
    .insn = 9,
    .context_region = 5,
    .executed_insns = 2,
    .helper = 1,
    .helper_status = -2,
    .depth = 9,
    .chain = {1, 2, 3, 4, 5, 6, 7, 8},
};

struct record_case {
    const char *name;
    const uint8_t *base;
    /* Byte `at` becomes `value`. */
    uint8_t at;
    uint8_t value;
    enum rbpf_status status;
};

static const struct record_case cases[] = {
    {"argument", argument_record, 0, 'r', RBPF_OK},
    {"helper that failed", failed_record, 0, 'r', RBPF_OK},
    {"magic", argument_record, 0, 'R', RBPF_ERR_RECORD},
    {"second byte of the magic", argument_record, 1, 'B', RBPF_ERR_RECORD},
    {"version 0", argument_record, 2, 0, RBPF_ERR_RECORD},
    {"version 2", argument_record, 2, 2, RBPF_ERR_RECORD},
    {"read", argument_record, 3, 0, RBPF_OK},
    {"flag 1", argument_record, 3, 2, RBPF_ERR_RECORD},
    {"flag 7", argument_record, 3, 0x81, RBPF_ERR_RECORD},
    {"cause -95", argument_record, 4, 0xa1, RBPF_ERR_RECORD},
    {"cause -104", argument_record, 4, 0x98, RBPF_OK},
    {"cause -105", argument_record, 4, 0x97, RBPF_ERR_RECORD},
    {"cause 160", argument_record, 5, 0, RBPF_ERR_RECORD},
    {"argument 0", argument_record, 68, 0, RBPF_OK},
    {"argument 6", argument_record, 68, 6, RBPF_ERR_RECORD},
    {"helper 255", argument_record, 40, 255, RBPF_OK},
    {"status of a helper that did not fail", argument_record, 44, 1, RBPF_ERR_RECORD},
    {"failed with status 254", failed_record, 45, 0, RBPF_OK},
    {"caller behind the chain", argument_record, 58, 1, RBPF_ERR_RECORD},
    {"high byte of the last caller", argument_record, 67, 1, RBPF_ERR_RECORD},
    {"depth below the chain", argument_record, 48, 2, RBPF_ERR_RECORD},
    {"depth above the chain", argument_record, 48, 4, RBPF_OK},
    {"depth of 2^24 and more", argument_record, 51, 1, RBPF_OK},
    {"first zero", argument_record, 69, 1, RBPF_ERR_RECORD},
    {"last zero", argument_record, 71, 0x80, RBPF_ERR_RECORD},
};

static struct verdict same_fault(const struct rbpf_fault *a, const struct rbpf_fault *b)
{
    CHECK_STATUS(a->cause, b->cause);
    CHECK_EQUAL(a->insn, b->insn);
    CHECK_EQUAL(a->address, b->address);
    CHECK_EQUAL(a->size, b->size);
    CHECK_EQUAL(a->write, b->write);
    CHECK_EQUAL(a->region_bytes, b->region_bytes);
    CHECK_EQUAL(a->context_region, b->context_region);
    CHECK_EQUAL(a->executed_insns, b->executed_insns);
    CHECK_EQUAL(a->helper, b->helper);
    CHECK_EQUAL(a->argument, b->argument);
    CHECK_STATUS(a->helper_status, b->helper_status);
    CHECK_EQUAL(a->depth, b->depth);
    CHECK(memcmp(a->chain, b->chain, sizeof a->chain) == 0);
    return PASSED;
}

static struct verdict check_record(const struct record_case *row)
{
    uint8_t bytes[RBPF_FAULT_BYTES];
    uint8_t again[RBPF_FAULT_BYTES];
    struct rbpf_fault fault = {.insn = 4711};

    memcpy(bytes, row->base, sizeof bytes);
    bytes[row->at] = row->value;
    CHECK_STATUS(rbpf_fault_decode(&fault, bytes), row->status);
    if (row->status != RBPF_OK) {
        CHECK_EQUAL(fault.insn, 4711);
        return PASSED;
    }
    memset(again, 0xa5, sizeof again);
    rbpf_fault_encode(&fault, again);
    CHECK(memcmp(again, bytes, sizeof bytes) == 0);
    return PASSED;
}

CASE_SET(fault_records, cases, check_record);

static struct verdict both_ways(const struct rbpf_fault *fault, const uint8_t *record)
{
    uint8_t bytes[RBPF_FAULT_BYTES];
    struct rbpf_fault found;

    memset(bytes, 0xa5, sizeof bytes);
    rbpf_fault_encode(fault, bytes);
    CHECK(memcmp(bytes, record, sizeof bytes) == 0);
    CHECK_STATUS(rbpf_fault_decode(&found, record), RBPF_OK);
    return same_fault(&found, fault);
}

static struct verdict the_drawing(void)
{
    CHECK_PASSED(both_ways(&argument_fault, argument_record));
    return both_ways(&failed_fault, failed_record);
}

static struct verdict no_fault_is_no_record(void)
{
    const struct rbpf_fault none = {.helper = RBPF_FAULT_NO_HELPER};
    uint8_t bytes[RBPF_FAULT_BYTES];
    struct rbpf_fault found;

    rbpf_fault_encode(&none, bytes);
    CHECK_STATUS(rbpf_fault_decode(&found, bytes), RBPF_ERR_RECORD);
    return PASSED;
}

static struct verdict argument_without_helper(void)
{
    struct rbpf_fault fault = argument_fault;
    uint8_t bytes[RBPF_FAULT_BYTES];

    fault.helper = RBPF_FAULT_NO_HELPER;
    rbpf_fault_encode(&fault, bytes);
    CHECK_STATUS(rbpf_fault_decode(&fault, bytes), RBPF_ERR_RECORD);
    return PASSED;
}

/* Whatever is accepted is encoded to the bytes it came from. */
static struct verdict any_byte_changed(void)
{
    uint8_t bytes[RBPF_FAULT_BYTES];
    uint8_t again[RBPF_FAULT_BYTES];
    struct rbpf_fault fault;
    uint32_t at;
    uint32_t value;

    for (at = 0; at < RBPF_FAULT_BYTES; at++) {
        for (value = 0; value < 256; value++) {
            memcpy(bytes, argument_record, sizeof bytes);
            bytes[at] = (uint8_t)value;
            if (rbpf_fault_decode(&fault, bytes) != RBPF_OK)
                continue;
            rbpf_fault_encode(&fault, again);
            CHECK(memcmp(again, bytes, sizeof bytes) == 0);
        }
    }
    return PASSED;
}

/* A load at `address`: what the record says of the region. */
static struct verdict region_facts(uint32_t region, uint32_t offset, uint32_t region_bytes)
{
    uint64_t insns[4];
    struct machine_setup setup = {.insns = insns, .insns_bytes = sizeof insns};
    struct machine *m = &shared_machine;
    struct rbpf_fault fault;
    const uint64_t address = RBPF_ADDRESS(region, offset);
    const uint64_t text[4] = {LDDW(1, address), LDX(BPF_DW, 0, 1, 0), EXIT()};

    memcpy(insns, text, sizeof insns);
    setup.context = (const uint8_t *)"0123456789ab";
    setup.context_bytes = 12;
    CHECK_STATUS(machine_load(m, &setup), RBPF_OK);
    CHECK_STATUS(machine_init(m, &setup), RBPF_OK);
    CHECK_STATUS(machine_start(m, &setup, 0), RBPF_OK);
    CHECK_STATUS(rbpf_run(&m->vm, 100), RBPF_FAULT_BOUNDS);
    rbpf_vm_fault(&m->vm, &fault);
    CHECK_EQUAL(fault.address, address);
    CHECK_EQUAL(fault.region_bytes, region_bytes);
    CHECK_EQUAL(fault.context_region, MACHINE_REGION_CONTEXT);
    CHECK_EQUAL(fault.executed_insns, 1);
    return PASSED;
}

static struct verdict regions_that_were_missed(void)
{
    CHECK_PASSED(region_facts(0, 8, 0));
    CHECK_PASSED(region_facts(MACHINE_REGION_CONTEXT, 8, 12));
    CHECK_PASSED(region_facts(MACHINE_REGION_CONTEXT, 0xfffffff8, 12));
    CHECK_PASSED(region_facts(MACHINE_REGION_CONTEXT + 1u, 0, 0));
    return region_facts(0xffffffffu, 0, 0);
}

static const struct case_function functions[] = {
    {"the drawing", the_drawing},
    {"no fault is no record", no_fault_is_no_record},
    {"argument without helper", argument_without_helper},
    {"any byte changed", any_byte_changed},
    {"regions that were missed", regions_that_were_missed},
};

CASE_SET(fault_bytes, functions, run_case_function);
