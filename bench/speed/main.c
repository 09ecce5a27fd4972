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
 *                  long, in the geometric mean of all workloads that count
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entrants.h"
#include "options.h"
#include "race.h"

#define MARK 17.0

struct options {
    const char *csv;
    const char *only;
    bool mark;
    struct effort effort;
};

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

static bool parse(char **args, struct options *options)
{
    for (; *args; args++) {
        bool known = true;

        if (strcmp(*args, "--quick") == 0)
            options->effort = (struct effort)CONTEST_QUICK;
        else if (strcmp(*args, "--mark") == 0)
            options->mark = true;
        else if (strcmp(*args, "--csv") == 0)
            known = (options->csv = *++args) != NULL;
        else if (strcmp(*args, "--only") == 0)
            known = (options->only = *++args) != NULL;
        else if (strcmp(*args, "--rounds") == 0)
            known = options_number(*++args, CONTEST_ROUNDS_MOST, &options->effort.rounds);
        else
            known = false;
        if (!known)
            return false;
    }
    return !options->mark || !options->only;
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

/* False: it has said what is wrong. */
static bool race_all(const struct options *options, FILE *csv, struct means *means)
{
    uint32_t raced = 0;
    uint32_t i;

    print_head(csv);
    for (i = 0; i < ENTRANTS; i++) {
        const char *name = entrants[i].workload.name;
        struct ratio ratios[WAYS];

        if (options->only && strcmp(options->only, name) != 0)
            continue;
        fprintf(stderr, "%s...\n", name);
        if (!race(&entrants[i], &options->effort, ratios))
            return false;
        print_row(name, ratios, csv);
        raced++;
        if (entrants[i].counts)
            add_to_means(means, ratios);
    }
    if (raced == 0)
        fail(options->only, "there is no such workload");
    if (options->only)
        return raced != 0;
    finish_means(means);
    print_means(means, csv);
    return true;
}

int main(int argc, char **argv)
{
    struct options options = {.effort = CONTEST_EFFORT};
    struct means means = {0};
    FILE *csv = NULL;
    bool done;

    if (argc < 1 || !parse(argv + 1, &options))
        return fail("usage", "[--csv FILE] [--only WORKLOAD] [--rounds N] [--quick] [--mark]");
    if (options.csv && !(csv = fopen(options.csv, "w")))
        return fail(options.csv, "cannot be written");
    entrants_make();
    done = race_all(&options, csv, &means);
    if (csv && fclose(csv) != 0)
        return fail(options.csv, "cannot be written");
    if (!done)
        return EXIT_FAILURE;
    return options.mark && !(means.best[WAY_GOTO] <= MARK)
               ? fail("the mark", "guests take too long")
               : EXIT_SUCCESS;
}
