/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "verify_case.h"

#include <rbpf/call.h>

#include "left_out.h"

static enum rbpf_status do_nothing(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static const struct rbpf_helper table[64] = {
    [0] = {.fn = do_nothing},  [1] = {.fn = do_nothing},  [3] = {.fn = do_nothing},
    [31] = {.fn = do_nothing}, [32] = {.fn = do_nothing}, [63] = {.fn = do_nothing},
};

const struct rbpf_helpers verify_helpers = {.table = table, .count = 64};

enum rbpf_status verify_load(const struct verify_case *row, struct rbpf_report *report,
                             struct rbpf_facts *facts)
{
    static const struct rbpf_function_info whole = {.flags = RBPF_FUNCTION_CALLABLE};
    const struct rbpf_function_info *infos = row->functions ? row->functions : &whole;
    uint32_t count = row->functions ? row->function_count : 1u;
    struct rbpf_function functions[VERIFY_FUNCTIONS_MAX];
    struct rbpf_program program;
    enum rbpf_status status;
    uint32_t i;

    left_out_note_program(row->insns, row->insns_bytes);
    for (i = 0; i < count; i++)
        functions[i] = rbpf_function_make(&infos[i]);
    status = rbpf_program_load(&program,
                               &(struct rbpf_code){
                                   .insns = row->insns,
                                   .insns_bytes = row->insns_bytes,
                                   .functions = functions,
                                   .function_count = count,
                                   .helpers = row->helpers,
                                   .no_callx = row->no_callx,
                               },
                               report);
    return status == RBPF_OK && facts ? rbpf_program_facts(&program, facts) : status;
}

struct verdict check_verify_case(const struct verify_case *row)
{
    struct rbpf_report report = {.where = UINT32_MAX};

    CHECK_STATUS(verify_load(row, &report, NULL), row->status);
    if (row->status != RBPF_OK)
        CHECK_EQUAL(report.where, row->where);
    CHECK_STATUS(verify_load(row, NULL, NULL), row->status);
    return PASSED;
}
