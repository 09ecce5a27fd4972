/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What I/O costs through the sandbox, against native code: README.md in the folder above.
 *
 *     bench_io [--csv FILE] [--bytes N] [--items N] [--rounds N] [--quick] [--mark]
 *
 * --csv FILE   writes the ratios there
 * --bytes N    items of this size alone, one of the table's
 * --items N    a batch has at most so many items
 * --rounds N   how often everything is measured
 * --quick      hardly measures: for a test that all of it works
 * --mark       fails if batches of 4 KiB are not within 5 % of native throughput, headers not
 * looked at
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forwarder_image.h"
#include "hosted.h"
#include "io.h"
#include "measure.h"
#include "options.h"

#define MARK_BYTES 4096u
#define MARK_THROUGHPUT 0.95

static const uint32_t sizes[] = {64, 256, 1024, 4096, 16384, 65536};
#define SIZES (sizeof sizes / sizeof *sizes)

struct io_options {
    struct options shared;
    uint32_t bytes;
    uint32_t items;
};

static int fail(const char *what, const char *why)
{
    return options_fail("bench_io", what, why);
}

static bool is_measured(uint32_t bytes)
{
    uint32_t i;

    for (i = 0; i < SIZES; i++)
        if (sizes[i] == bytes)
            return true;
    return false;
}

static bool parse(char **args, struct io_options *options)
{
    for (; *args; args++) {
        bool known;

        if (strcmp(*args, "--bytes") == 0)
            known = options_number(*++args, sizes[SIZES - 1], &options->bytes) &&
                    is_measured(options->bytes);
        else if (strcmp(*args, "--items") == 0)
            known = options_number(*++args, IO_ITEMS_MAX, &options->items);
        else
            known = options_take(&args, &options->shared);
        if (!known)
            return false;
    }
    return !options->shared.mark || !options->bytes || options->bytes == MARK_BYTES;
}

static struct cell make_cell(enum workload workload, uint32_t bytes, bool looks, uint32_t items)
{
    struct cell cell = {.workload = workload, .bytes = bytes, .looks = looks};

    if (workload == WORKLOAD_UDP && bytes > CELL_DATAGRAM_MOST)
        cell.bytes = CELL_DATAGRAM_MOST;
    cell.items = cell_items(workload, cell.bytes);
    if (cell.items > items)
        cell.items = items;
    return cell;
}

static void print_head(FILE *csv)
{
    uint32_t i;

    printf("throughput against native code, and CPU time for a byte against that of native code\n");
    printf("%-11s %-7s %6s |", "", "headers", "bytes");
    for (i = 0; i < COMPARISONS; i++)
        printf(" %10s", comparison_names[i]);
    printf(" | CPU:");
    for (i = 0; i < COMPARE_NATIVE_WIN; i++)
        printf(" %7s", comparison_names[i]);
    printf(" | native MB/s, single and batched\n");
    if (csv)
        fprintf(csv, "workload,headers,size,comparison,median,low,high,best,cpu\n");
}

static void print_row(const struct cell *cell, const struct measured *measured)
{
    uint32_t i;

    printf("%-11s %-7s %6" PRIu32 " |", workload_names[cell->workload], cell->looks ? "yes" : "no",
           cell->bytes);
    for (i = 0; i < COMPARISONS; i++)
        printf(" %10.3f", measured->ratios[i].median);
    printf(" |     ");
    for (i = 0; i < COMPARE_NATIVE_WIN; i++)
        printf(" %7.3f", measured->ratios[i].cpu);
    printf(" | %.0f %.0f\n", measured->mb_per_s[MODE_NATIVE_SINGLE],
           measured->mb_per_s[MODE_NATIVE_BATCHED]);
    fflush(stdout);
}

static void write_rows(FILE *csv, const struct cell *cell, const struct measured *measured)
{
    uint32_t i;

    for (i = 0; i < COMPARISONS; i++) {
        const struct ratio *ratio = &measured->ratios[i];

        fprintf(csv, "%s,%s,%" PRIu32 ",%s,%.3f,%.3f,%.3f,%.3f,%.3f\n",
                workload_names[cell->workload], cell->looks ? "yes" : "no", cell->bytes,
                comparison_names[i], ratio->median, ratio->low, ratio->high, ratio->best,
                ratio->cpu);
    }
}

/* Does the mark hold, if it says something of this cell? It is of the helpers, not of what a guest
 * does with the items besides. */
static bool print_mark(const struct cell *cell, const struct measured *measured)
{
    const struct ratio *ratio = &measured->ratios[COMPARE_BATCHED];
    bool holds = ratio->median >= MARK_THROUGHPUT;

    if (cell->bytes != MARK_BYTES)
        return true;
    printf("  batched at 4 KiB: %.3f of native throughput, quartiles %.3f and %.3f: %s 5 %%%s\n",
           ratio->median, ratio->low, ratio->high, holds ? "within" : "NOT within",
           cell->looks ? "; with the guest's own work, so not of the mark" : "");
    return holds || cell->looks;
}

static bool check(const struct cell *cell)
{
    uint32_t i;

    for (i = 0; i < MODES; i++)
        if (!cell_check(cell, (enum mode)i))
            return false;
    return true;
}

/* False: it has said what is wrong. */
static bool run_cell(const struct cell *cell, const struct io_options *options, FILE *csv,
                     bool *holds)
{
    struct measured measured;
    bool done;

    fprintf(stderr, "%s, %" PRIu32 " bytes, headers %s...\n", workload_names[cell->workload],
            cell->bytes, cell->looks ? "yes" : "no");
    if (!cell_begin(cell))
        return false;
    done = check(cell) && measure(cell, &options->shared.effort, &measured);
    cell_end();
    if (!done)
        return false;
    print_row(cell, &measured);
    if (csv)
        write_rows(csv, cell, &measured);
    *holds = print_mark(cell, &measured) && *holds;
    return true;
}

static bool run_all(const struct io_options *options, FILE *csv, bool *holds)
{
    uint32_t i;
    uint32_t j;

    print_head(csv);
    for (i = 0; i < 2u * WORKLOADS; i++) {
        for (j = 0; j < SIZES; j++) {
            const struct cell cell =
                make_cell((enum workload)(i / 2u), sizes[j], i % 2u, options->items);

            if (options->bytes && options->bytes != sizes[j])
                continue;
            if (!run_cell(&cell, options, csv, holds))
                return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    struct io_options options = {.items = IO_ITEMS_MAX,
                                 .shared = {.effort = {.rounds = 40, .turns = 5, .turn_us = 1000}}};
    enum rbpf_status status;
    FILE *csv = NULL;
    bool holds = true;
    bool done;

    if (argc < 1 || !parse(argv + 1, &options))
        return fail("usage", "[--csv FILE] [--bytes 64|256|1024|4096|16384|65536] [--items N] "
                             "[--rounds N] [--quick] [--mark]");
    status = hosted_attach(forwarder_image, sizeof forwarder_image);
    if (status != RBPF_OK)
        return fail("the guest is refused", rbpf_status_text(status));
    if (options.shared.csv && !(csv = fopen(options.shared.csv, "w")))
        return fail(options.shared.csv, "cannot be written");
    done = run_all(&options, csv, &holds);
    if (csv && fclose(csv) != 0)
        return fail(options.shared.csv, "cannot be written");
    if (!done)
        return EXIT_FAILURE;
    return options.shared.mark && !holds ? fail("the mark", "batches of 4 KiB are too slow")
                                         : EXIT_SUCCESS;
}
