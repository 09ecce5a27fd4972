/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * How much longer a guest takes than the same C compiled natively: README.md in the folder above.
 *
 *     bench_speed [--csv FILE] [--only WORKLOAD] [--rounds N] [--quick] [--mark]
 *
 * --csv FILE       writes the ratios there
 * --only WORKLOAD  that one alone
 * --rounds N       how often everything is measured
 * --quick          hardly measures: for a test that all of it works
 * --mark           fails if guests of v3 in the loop of computed gotos take more than 17 times as
 *                  long in their fastest turns, in the geometric mean of all workloads that count
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entrants.h"
#include "options.h"
#include "race.h"

#define MARK 17.0

#define ROUNDS_OF_PASS 8u

struct speed_options {
    struct options shared;
    const char *only;
};

static struct contest contests[ENTRANTS];

/* Sums of logarithms. */
struct means {
    uint32_t count;
    double best[WAYS];
    double median[WAYS];
};

static int fail(const char *what, const char *why)
{
    return options_fail("bench_speed", what, why);
}

static bool parse(char **args, struct speed_options *options)
{
    for (; *args; args++) {
        bool known;

        if (strcmp(*args, "--only") == 0)
            known = (options->only = *++args) != NULL;
        else
            known = options_take(&args, &options->shared);
        if (!known)
            return false;
    }
    return !options->shared.mark || !options->only;
}

static void print_head(FILE *csv)
{
    uint32_t way;

    printf("time against native code: best of all turns, (median)\n%-14s", "");
    for (way = WAY_NATIVE + 1; way < WAYS; way++)
        printf(" %10s %-5s", way_names[way].variant, way_names[way].guest);
    printf("\n");
    if (csv)
        fprintf(csv, "workload,variant,guest,best,median,low,high\n");
}

static void print_row(const char *name, const struct ratio ratios[WAYS], FILE *csv)
{
    uint32_t way;

    printf("%-14s", name);
    for (way = WAY_NATIVE + 1; way < WAYS; way++) {
        const struct ratio *ratio = &ratios[way];

        printf(" %7.2f (%6.2f)", ratio->best, ratio->median);
        if (csv)
            fprintf(csv, "%s,%s,%s,%.2f,%.2f,%.2f,%.2f\n", name, way_names[way].variant,
                    way_names[way].guest, ratio->best, ratio->median, ratio->low, ratio->high);
    }
    printf("\n");
    fflush(stdout);
}

static void add_to_means(struct means *means, const struct ratio ratios[WAYS])
{
    uint32_t way;

    for (way = 0; way < WAYS; way++) {
        means->best[way] += log(ratios[way].best);
        means->median[way] += log(ratios[way].median);
    }
    means->count++;
}

/* Of logarithms, in place. */
static void finish_means(struct means *means)
{
    uint32_t way;

    for (way = 0; way < WAYS; way++) {
        means->best[way] = exp(means->best[way] / means->count);
        means->median[way] = exp(means->median[way] / means->count);
    }
}

static void print_means(const struct means *means, FILE *csv)
{
    uint32_t way;

    printf("%-14s", "mean");
    for (way = WAY_NATIVE + 1; way < WAYS; way++) {
        printf(" %7.2f (%6.2f)", means->best[way], means->median[way]);
        if (csv)
            fprintf(csv, "mean,%s,%s,%.2f,%.2f,,\n", way_names[way].variant, way_names[way].guest,
                    means->best[way], means->median[way]);
    }
    printf("\n");
}

static bool is_asked_for(const struct speed_options *options, const struct entrant *entrant)
{
    return !options->only || strcmp(options->only, entrant->workload.name) == 0;
}

/* All entrants take turns as well: each has its rounds in passes that lie far apart, as what
 * disturbs the computer may last for seconds. False: it has said what is wrong. */
static bool race_all(const struct speed_options *options)
{
    uint32_t rounds = options->shared.effort.rounds;
    uint32_t pass;
    uint32_t i;

    for (pass = 0; pass < rounds; pass += ROUNDS_OF_PASS) {
        uint32_t end = rounds - pass < ROUNDS_OF_PASS ? rounds : pass + ROUNDS_OF_PASS;

        fprintf(stderr, "rounds %" PRIu32 " to %" PRIu32 " of %" PRIu32 "...\n", pass + 1u, end,
                rounds);
        for (i = 0; i < ENTRANTS; i++) {
            contests[i].effort = options->shared.effort;
            if (is_asked_for(options, &entrants[i]) && !race(&entrants[i], &contests[i], pass, end))
                return false;
        }
    }
    return true;
}

/* False: there is none. */
static bool print_all(const struct speed_options *options, FILE *csv, struct means *means)
{
    bool any = false;
    uint32_t i;

    print_head(csv);
    for (i = 0; i < ENTRANTS; i++) {
        struct ratio ratios[WAYS];
        uint32_t way;

        if (!is_asked_for(options, &entrants[i]))
            continue;
        for (way = 0; way < WAYS; way++)
            ratios[way] = contest_compare(&contests[i], way, WAY_NATIVE);
        print_row(entrants[i].workload.name, ratios, csv);
        if (entrants[i].counts)
            add_to_means(means, ratios);
        any = true;
    }
    if (!options->only) {
        finish_means(means);
        print_means(means, csv);
    }
    return any;
}

int main(int argc, char **argv)
{
    struct speed_options options = {
        .shared = {.effort = {.rounds = 80, .turns = 5, .turn_us = 1000}}};
    struct means means = {0};
    FILE *csv = NULL;
    bool done;

    if (argc < 1 || !parse(argv + 1, &options))
        return fail("usage", "[--csv FILE] [--only WORKLOAD] [--rounds N] [--quick] [--mark]");
    if (options.shared.csv && !(csv = fopen(options.shared.csv, "w")))
        return fail(options.shared.csv, "cannot be written");
    entrants_make();
    done = race_all(&options) && print_all(&options, csv, &means);
    if (csv && fclose(csv) != 0)
        return fail(options.shared.csv, "cannot be written");
    if (!done)
        return fail("nothing was measured", options.only ? options.only : "see above");
    return options.shared.mark && !(means.best[WAY_GOTO] <= MARK)
               ? fail("the mark", "guests take too long")
               : EXIT_SUCCESS;
}
