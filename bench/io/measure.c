/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* In each turn all modes do the same. */
#include "measure.h"

#include <stdio.h>

struct subject {
    const struct cell *cell;
    /* Of headers, natively; negative: not known yet. */
    int64_t sum;
};

const char *const comparison_names[COMPARISONS] = {"firing",  "single",     "vector",
                                                   "batched", "native win", "guest win"};

static const struct {
    enum mode mode;
    enum mode against;
} comparisons[COMPARISONS] = {
    [COMPARE_FIRING] = {MODE_GUEST_FIRING, MODE_NATIVE_SINGLE},
    [COMPARE_SINGLE] = {MODE_GUEST_SINGLE, MODE_NATIVE_SINGLE},
    [COMPARE_VECTOR] = {MODE_GUEST_VECTOR, MODE_NATIVE_SINGLE},
    [COMPARE_BATCHED] = {MODE_GUEST_BATCHED, MODE_NATIVE_BATCHED},
    [COMPARE_NATIVE_WIN] = {MODE_NATIVE_BATCHED, MODE_NATIVE_SINGLE},
    [COMPARE_GUEST_WIN] = {MODE_GUEST_BATCHED, MODE_NATIVE_SINGLE},
};

static bool take(void *subject, uint32_t way, uint32_t times, struct sample *sample)
{
    const struct subject *what = subject;
    const struct cell *cell = what->cell;
    int64_t sum;

    sample_begin(sample);
    sum = cell_run(cell, (enum mode)way, times);
    sample_end(sample);
    if (sum >= 0 && what->sum >= 0 && sum != what->sum) {
        fprintf(stderr, "bench_io: %s, %s: other headers than natively\n",
                workload_names[cell->workload], mode_names[way]);
        return false;
    }
    return sum >= 0;
}

/* Throughput is the inverse of time. */
static struct ratio compare(const struct contest *contest, uint32_t mode, uint32_t other)
{
    struct ratio ratio = contest_compare(contest, other, mode);

    ratio.cpu = contest_compare(contest, mode, other).cpu;
    return ratio;
}

static void evaluate(const struct contest *contest, double bytes, struct measured *measured)
{
    uint32_t i;

    for (i = 0; i < COMPARISONS; i++)
        measured->ratios[i] = compare(contest, comparisons[i].mode, comparisons[i].against);
    for (i = 0; i < MODES; i++)
        measured->mb_per_s[i] = bytes * 1e3 / contest_best(contest, i).wall_ns;
}

bool measure(const struct cell *cell, const struct effort *effort, struct measured *measured)
{
    static struct contest contest;
    struct subject subject = {cell, -1};
    uint32_t times;
    uint32_t i;

    contest.ways = MODES;
    contest.subject = &subject;
    contest.take = take;
    contest.effort = *effort;
    times = contest_find_times(&contest, MODE_NATIVE_SINGLE);
    if (times == 0)
        return false;
    for (i = 0; i < MODES; i++)
        contest.times[i] = times;
    subject.sum = cell_run(cell, MODE_NATIVE_SINGLE, times);
    if (subject.sum < 0 || !contest_run(&contest, 0, effort->rounds))
        return false;
    evaluate(&contest, (double)cell->items * cell->bytes, measured);
    return true;
}
