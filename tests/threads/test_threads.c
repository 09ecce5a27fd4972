/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * usage: test_threads [ROUNDS | SECONDSs]
 * Threads that fire, attach, detach, list, reset, write to stores and stop runs, all at once. In
 * rounds, at whose end all counts must be exact; under ThreadSanitizer in the preset tsan.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "actors.h"
#include "world.h"

#define FIRINGS 1000u
#define STOPS 20u

static const struct {
    void *(*run)(void *actor);
    uint32_t times; /* 0: until the others have ended */
} parts[] = {
    {actor_fires, FIRINGS},
    {actor_fires, FIRINGS},
    {actor_fires, FIRINGS},
    {actor_fires_in_slices, FIRINGS / 2u},
    {actor_runs_to_be_stopped, STOPS},
    {actor_stops, 0},
    {actor_attaches, 0},
    {actor_lists, 0},
    {actor_stores, 0},
    {actor_resets, 0},
    {actor_runs_posted, 0},
};
#define PARTS (sizeof parts / sizeof parts[0])

/* Over all rounds. */
static struct totals {
    struct events events;
    uint64_t runs, faults, busy, over_rate, passed_over, posted, replaced, atomics;
} totals;

static void add_events(const struct events *events)
{
    totals.events.detached_late += events->detached_late;
    totals.events.attached += events->attached;
    totals.events.not_attached += events->not_attached;
    totals.events.reset += events->reset;
    totals.events.listed += events->listed;
    totals.events.stored += events->stored;
    totals.events.suspended += events->suspended;
    totals.events.cancelled += events->cancelled;
    totals.events.stopped += events->stopped;
}

static void add_counts(void)
{
    uint32_t i;

    for (i = 0; i < CONTAINERS; i++) {
        totals.runs += world.tallies[i].ok;
        totals.faults += world.tallies[i].bounds + world.tallies[i].budget;
    }
    for (i = 0; i < HOOKS; i++) {
        totals.busy += world.seen[i].busy;
        totals.over_rate += world.seen[i].over_rate;
    }
    totals.passed_over += world.seen[HOOK_FAULTY].passed_over;
    totals.posted += world.posted;
    totals.replaced += world.posts - world.posted;
    totals.atomics += world.atomics;
}

static void run_threads(uint32_t round)
{
    static struct actor actors[PARTS];
    pthread_t threads[PARTS];
    uint32_t i;

    for (i = 0; i < PARTS; i++) {
        actors[i] = (struct actor){.seed = (round + 1u) * 2654435761u + i * 40503u + 1u,
                                   .times = parts[i].times};
        if (pthread_create(&threads[i], NULL, parts[i].run, &actors[i])) {
            world_wrong("no thread", i);
            exit(2);
        }
    }
    for (i = 0; i < PARTS; i++)
        if (parts[i].times)
            pthread_join(threads[i], NULL);
    atomic_store(&world.over, true);
    for (i = 0; i < PARTS; i++) {
        if (!parts[i].times)
            pthread_join(threads[i], NULL);
        add_events(&actors[i].events);
    }
}

static void run_round(uint32_t round)
{
    uint32_t posted;

    world_begin();
    run_threads(round);
    while ((posted = rbpf_engine_run_posted(&world_engine)) > 0)
        atomic_fetch_add(&world.posted, posted);
    world_check();
    add_counts();
}

/* All of these have to happen, or the rest of the test is about nothing. */
static bool print_totals(uint32_t rounds)
{
    const struct {
        const char *what;
        uint64_t count;
    } rows[] = {
        {"runs that ended well", totals.runs},
        {"faults", totals.faults},
        {"refused, busy", totals.busy},
        {"refused by a rate", totals.over_rate},
        {"passed over in quarantine", totals.passed_over},
        {"ends of a quarantine", totals.events.reset},
        {"waits for a helper", totals.events.suspended},
        {"cancelled", totals.events.cancelled},
        {"hooks fired by guests", totals.posted},
        {"replaced by a newer firing", totals.replaced},
        {"atomic operations", 2u * totals.atomics},
        {"attached", totals.events.attached},
        {"not attached: the number is taken", totals.events.not_attached},
        {"detached when a run had ended", totals.events.detached_late},
        {"containers listed", totals.events.listed},
        {"host's writes to stores", totals.events.stored},
        {"runs that were stopped", totals.events.stopped},
    };
    bool all = true;
    uint32_t i;

    printf("%" PRIu32 " rounds, %u threads\n", rounds, (unsigned)PARTS);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        printf("%10" PRIu64 " %s\n", rows[i].count, rows[i].what);
        all = all && rows[i].count > 0;
    }
    return all;
}

int main(int count, char **words)
{
    const char *limit = count > 1 ? words[1] : "50";
    const uint32_t most = (uint32_t)strtoul(limit, NULL, 10);
    const bool is_seconds = strchr(limit, 's') != NULL;
    const time_t begin = time(NULL);
    uint32_t rounds = 0;
    bool all;

    actor_prepare();
    while ((is_seconds ? (uint64_t)(time(NULL) - begin) : rounds) < most &&
           atomic_load(&world.wrong) == 0) {
        run_round(rounds++);
        if (rounds % 100u == 0) {
            printf("round %" PRIu32 "\n", rounds);
            fflush(stdout);
        }
    }
    all = print_totals(rounds);
    if (!all)
        puts("something did not happen at all");
    return !all || atomic_load(&world.wrong) > 0;
}
