/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#define _POSIX_C_SOURCE 200809L
#include "contest.h"

#include <float.h>
#include <stdlib.h>
#include <time.h>

#define TIMES_MOST (1u << 28)

static double now_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The clock of CPU time is a system call: outside of the other's. */
void sample_begin(struct sample *sample)
{
    sample->cpu_ns -= now_ns(CLOCK_PROCESS_CPUTIME_ID);
    sample->wall_ns -= now_ns(CLOCK_MONOTONIC);
}

void sample_end(struct sample *sample)
{
    sample->wall_ns += now_ns(CLOCK_MONOTONIC);
    sample->cpu_ns += now_ns(CLOCK_PROCESS_CPUTIME_ID);
}

uint32_t contest_find_times(const struct contest *contest, uint32_t way)
{
    double turn_ns = contest->effort.turn_us * 1000.0;
    uint32_t times;

    for (times = 1; times < TIMES_MOST; times *= 2) {
        struct sample sample = {0};

        if (!contest->take(contest->subject, way, times, &sample))
            return 0;
        if (sample.wall_ns >= turn_ns / 2)
            return (uint32_t)(times * turn_ns / sample.wall_ns) + 1u;
    }
    return times;
}

static void keep_least(struct sample *least, const struct sample *sample)
{
    if (sample->wall_ns < least->wall_ns)
        least->wall_ns = sample->wall_ns;
    if (sample->cpu_ns < least->cpu_ns)
        least->cpu_ns = sample->cpu_ns;
}

/* Each way is first, second... as often, and follows each other one. */
static uint32_t way_of_turn(uint32_t ways, uint32_t turn, uint32_t i)
{
    return ((turn % 2 ? ways - 1u - i : i) + turn / 2) % ways;
}

static bool take_turn(struct contest *contest, uint32_t way, uint32_t round)
{
    uint32_t times = contest->times[way];
    struct sample sample = {0};

    if (!contest->take(contest->subject, way, times, &sample))
        return false;
    sample.wall_ns /= times;
    sample.cpu_ns /= times;
    keep_least(&contest->samples[way][round], &sample);
    return true;
}

static bool take_round(struct contest *contest, uint32_t round)
{
    uint32_t turns = contest->effort.turns;
    uint32_t turn;
    uint32_t i;

    for (i = 0; i < contest->ways; i++)
        contest->samples[i][round] = (struct sample){DBL_MAX, DBL_MAX};
    for (turn = 0; turn < turns; turn++)
        for (i = 0; i < contest->ways; i++)
            if (!take_turn(contest, way_of_turn(contest->ways, round * turns + turn, i), round))
                return false;
    return true;
}

bool contest_run(struct contest *contest, uint32_t begin, uint32_t end)
{
    uint32_t round;

    /* The one that warms up: the next takes its place. */
    if (!take_round(contest, begin))
        return false;
    for (round = begin; round < end; round++)
        if (!take_round(contest, round))
            return false;
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

struct sample contest_best(const struct contest *contest, uint32_t way)
{
    struct sample least = contest->samples[way][0];
    uint32_t i;

    for (i = 1; i < contest->effort.rounds; i++)
        keep_least(&least, &contest->samples[way][i]);
    return least;
}

struct ratio contest_compare(const struct contest *contest, uint32_t way, uint32_t against)
{
    static double wall[CONTEST_ROUNDS_MOST];
    static double cpu[CONTEST_ROUNDS_MOST];
    const struct sample *samples = contest->samples[way];
    const struct sample *others = contest->samples[against];
    uint32_t rounds = contest->effort.rounds;
    uint32_t i;

    for (i = 0; i < rounds; i++) {
        wall[i] = samples[i].wall_ns / others[i].wall_ns;
        cpu[i] = samples[i].cpu_ns / others[i].cpu_ns;
    }
    qsort(wall, rounds, sizeof *wall, compare_doubles);
    qsort(cpu, rounds, sizeof *cpu, compare_doubles);
    return (struct ratio){
        .median = quantile(wall, rounds, 0.5),
        .low = quantile(wall, rounds, 0.25),
        .high = quantile(wall, rounds, 0.75),
        .best = contest_best(contest, way).wall_ns / contest_best(contest, against).wall_ns,
        .cpu = quantile(cpu, rounds, 0.5),
    };
}
