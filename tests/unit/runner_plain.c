/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The runner for targets without cmocka. */
#include <inttypes.h>
#include <stdio.h>

#include "left_out.h"
#include "runner.h"

struct tally {
    unsigned run;
    unsigned failed;
    unsigned skipped;
};

static void run_row(const struct case_set *set, size_t row, struct tally *tally)
{
    struct verdict verdict;

    left_out_begin();
    verdict = set->run(row);
    tally->run++;
    if (!verdict.what)
        return;
    if (left_out_any()) {
        tally->skipped++;
        return;
    }
    tally->failed++;
    printf("FAILED %s: %s: %s is 0x%" PRIx64 ", not 0x%" PRIx64 "\n", set->name, set->row_name(row),
           verdict.what, verdict.actual, verdict.expected);
}

int run_case_sets(const char *group, const struct case_set *const *sets)
{
    struct tally tally = {0, 0, 0};
    size_t row;

    for (; *sets; sets++)
        for (row = 0; row < (*sets)->count; row++)
            run_row(*sets, row, &tally);
    printf("%s: %u rows, %u failed, %u skipped\n", group, tally.run, tally.failed, tally.skipped);
    return tally.failed > 0 || tally.skipped == tally.run;
}
