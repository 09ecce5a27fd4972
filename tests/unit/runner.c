/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "left_out.h"
#include "runner.h"

struct row {
    const struct case_set *set;
    size_t index;
    char name[96];
};

static void test_row(void **state)
{
    const struct row *row = *state;
    struct verdict verdict;

    left_out_begin();
    verdict = row->set->run(row->index);
    if (verdict.what && left_out_any())
        skip();
    if (verdict.what)
        fail_msg("%s is 0x%" PRIx64 " (%" PRId64 "), not 0x%" PRIx64 " (%" PRId64 ")", verdict.what,
                 verdict.actual, (int64_t)verdict.actual, verdict.expected,
                 (int64_t)verdict.expected);
}

static size_t count_rows(const struct case_set *const *sets)
{
    size_t count = 0;

    for (; *sets; sets++)
        count += (*sets)->count;
    return count;
}

static void add_rows(const struct case_set *set, struct row *rows, struct CMUnitTest *tests)
{
    size_t i;

    for (i = 0; i < set->count; i++) {
        rows[i].set = set;
        rows[i].index = i;
        (void)snprintf(rows[i].name, sizeof rows[i].name, "%s: %s", set->name, set->row_name(i));
        tests[i] = (struct CMUnitTest){rows[i].name, test_row, NULL, NULL, &rows[i]};
    }
}

int run_case_sets(const char *group, const struct case_set *const *sets)
{
    size_t count = count_rows(sets);
    struct row *rows = calloc(count + 1u, sizeof *rows);
    struct CMUnitTest *tests = calloc(count + 1u, sizeof *tests);
    size_t added = 0;
    int failed = -1;

    for (; rows && tests && *sets; sets++) {
        add_rows(*sets, rows + added, tests + added);
        added += (*sets)->count;
    }
    if (rows && tests)
        failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    free(tests);
    free(rows);
    return failed;
}
