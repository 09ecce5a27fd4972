/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * In each round all modes do the same, in an order that changes from round to round, and are
 * compared within the round: what disturbs the computer for longer than a round disturbs both.
 */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TURNS 5u

struct sample {
    double wall_ns;
    double cpu_ns;
};

static struct sample samples[MODES][MEASURE_ROUNDS_MOST];

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

static double now_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The sum of headers; negative: something is wrong. */
static int64_t take_sample(const struct cell *cell, enum mode mode, uint32_t batches,
                           struct sample *sample)
{
    double cpu_ns = now_ns(CLOCK_PROCESS_CPUTIME_ID);
    double wall_ns = now_ns(CLOCK_MONOTONIC);
    int64_t sum = cell_run(cell, mode, batches);

    sample->wall_ns = now_ns(CLOCK_MONOTONIC) - wall_ns;
    sample->cpu_ns = now_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu_ns;
    return sum;
}

/* How many batches take a turn; 0: something is wrong. Warms up, too. */
static uint32_t find_batches(const struct cell *cell, const struct effort *effort)
{
    uint32_t batches;

    for (batches = 1; batches < 1u << 20; batches *= 2) {
        struct sample sample;

        if (take_sample(cell, MODE_NATIVE_SINGLE, batches, &sample) < 0)
            return 0;
        if (sample.wall_ns >= effort->turn_us * 500.0)
            return (uint32_t)(batches * effort->turn_us * 1000.0 / sample.wall_ns) + 1u;
    }
    return batches;
}

static bool is_same_sum(const struct cell *cell, enum mode mode, int64_t sum, int64_t native_sum)
{
    if (sum >= 0 && sum != native_sum)
        fprintf(stderr, "bench_io: %s, %s: other headers than natively\n",
                workload_names[cell->workload], mode_names[mode]);
    return sum >= 0 && sum == native_sum;
}

static void keep_least(struct sample *least, const struct sample *sample)
{
    if (sample->wall_ns < least->wall_ns)
        least->wall_ns = sample->wall_ns;
    if (sample->cpu_ns < least->cpu_ns)
        least->cpu_ns = sample->cpu_ns;
}

/* Each mode is first, second... as often, and follows each other one. */
static enum mode mode_of_turn(uint32_t turn, uint32_t i)
{
    return (enum mode)(((turn % 2 ? MODES - 1u - i : i) + turn / 2) % MODES);
}

static bool take_round(const struct cell *cell, uint32_t batches, int64_t sum, uint32_t round)
{
    uint32_t turn;
    uint32_t i;

    for (i = 0; i < MODES; i++)
        samples[i][round] = (struct sample){DBL_MAX, DBL_MAX};
    for (turn = 0; turn < TURNS; turn++) {
        for (i = 0; i < MODES; i++) {
            enum mode mode = mode_of_turn(round * TURNS + turn, i);
            struct sample sample;

            if (!is_same_sum(cell, mode, take_sample(cell, mode, batches, &sample), sum))
                return false;
            keep_least(&samples[mode][round], &sample);
        }
    }
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Of sorted numbers, `part` of the way up. */
static double quantile(const double *sorted, uint32_t count, double part)
{
    double place = part * (count - 1u);
    uint32_t below = (uint32_t)place;
    uint32_t above = below + 1u < count ? below + 1u : below;

    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

static struct sample least_of(enum mode mode, uint32_t rounds)
{
    struct sample least = samples[mode][0];
    uint32_t i;

    for (i = 1; i < rounds; i++)
        keep_least(&least, &samples[mode][i]);
    return least;
}

static struct ratio compare(enum mode mode, enum mode against, uint32_t rounds)
{
    static double wall[MEASURE_ROUNDS_MOST];
    static double cpu[MEASURE_ROUNDS_MOST];
    uint32_t i;

    for (i = 0; i < rounds; i++) {
        wall[i] = samples[against][i].wall_ns / samples[mode][i].wall_ns;
        cpu[i] = samples[mode][i].cpu_ns / samples[against][i].cpu_ns;
    }
    qsort(wall, rounds, sizeof *wall, compare_doubles);
    qsort(cpu, rounds, sizeof *cpu, compare_doubles);
    return (struct ratio){
        .median = quantile(wall, rounds, 0.5),
        .low = quantile(wall, rounds, 0.25),
        .high = quantile(wall, rounds, 0.75),
        .best = least_of(against, rounds).wall_ns / least_of(mode, rounds).wall_ns,
        .cpu = quantile(cpu, rounds, 0.5),
    };
}

static void evaluate(double bytes, uint32_t rounds, struct measured *measured)
{
    uint32_t i;

    for (i = 0; i < COMPARISONS; i++)
        measured->ratios[i] = compare(comparisons[i].mode, comparisons[i].against, rounds);
    for (i = 0; i < MODES; i++) {
        const struct sample least = least_of((enum mode)i, rounds);

        measured->mb_per_s[i] = bytes * 1e3 / least.wall_ns;
        measured->cpu_ns_per_byte[i] = least.cpu_ns / bytes;
    }
}

bool measure(const struct cell *cell, const struct effort *effort, struct measured *measured)
{
    uint32_t batches = find_batches(cell, effort);
    int64_t sum = batches ? cell_run(cell, MODE_NATIVE_SINGLE, batches) : -1;
    uint32_t round;

    /* The first round warms up: the next takes its place. */
    if (sum < 0 || !take_round(cell, batches, sum, 0))
        return false;
    for (round = 0; round < effort->rounds; round++)
        if (!take_round(cell, batches, sum, round))
            return false;
    evaluate((double)batches * cell->items * cell->bytes, effort->rounds, measured);
    return true;
}
