/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * usage: test_threads [ROUNDS | SECONDSs]
 * Threads that fire, attach, detach, list, reset, write to stores and stop runs, all at once. In
 * rounds, at whose end all counts must be exact; under ThreadSanitizer in the preset tsan.
 */
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "totals.h"

#define FIRINGS 1000u
#define STOPS 20u

static const struct part {
    void (*step)(struct actor *actor);
    void (*end)(struct actor *actor);
    uint32_t times; /* 0: until the others have ended */
    uint32_t own;
} parts[] = {
    {actor_fires, NULL, FIRINGS, 0},
    {actor_fires, NULL, FIRINGS, 0},
    {actor_fires, NULL, FIRINGS, 0},
    {actor_fires_a_slice, actor_ends_slices, FIRINGS, 0},
    {actor_runs_to_be_stopped, NULL, STOPS, 0},
    {actor_stops, NULL, 0, 0},
    {actor_attaches, actor_detaches_all, 0, GUEST_ANNA},
    {actor_attaches, actor_detaches_all, 0, GUEST_BEN},
    {actor_lists, NULL, 0, 0},
    {actor_stores, NULL, 0, 0},
    {actor_resets, NULL, 0, 0},
    {actor_runs_posted, NULL, 0, 0},
};
#define PARTS (sizeof parts / sizeof parts[0])

static struct actor actors[PARTS];
static atomic_bool is_over;
static _Thread_local uint32_t thread_time;

/* What rbpf_run() runs, by CMakeLists.txt: slices, also those of one run, by both loops. */
enum rbpf_status loop_in_turn(struct rbpf_vm *vm);

enum rbpf_status loop_in_turn(struct rbpf_vm *vm)
{
    static _Thread_local uint32_t slices;

    return slices++ % 2u ? rbpf_loop_small(vm) : rbpf_loop_goto(vm);
}

void world_pause(void)
{
    sched_yield();
}

uint32_t *world_thread_time(void)
{
    return &thread_time;
}

static void *play(void *me)
{
    struct actor *actor = me;
    const struct part *part = &parts[actor - actors];
    uint32_t i;

    for (i = 0; i < part->times; i++)
        part->step(actor);
    while (!part->times && !atomic_load(&is_over)) {
        part->step(actor);
        sched_yield();
    }
    if (part->end)
        part->end(actor);
    return NULL;
}

static void run_threads(uint32_t round)
{
    pthread_t threads[PARTS];
    uint32_t i;

    atomic_store(&is_over, false);
    for (i = 0; i < PARTS; i++) {
        actors[i] = (struct actor){.seed = (round + 1u) * 2654435761u + i * 40503u + 1u,
                                   .own = parts[i].own};
        if (pthread_create(&threads[i], NULL, play, &actors[i])) {
            world_wrong("no thread", i);
            exit(2);
        }
    }
    for (i = 0; i < PARTS; i++)
        if (parts[i].times)
            pthread_join(threads[i], NULL);
    atomic_store(&is_over, true);
    for (i = 0; i < PARTS; i++) {
        if (!parts[i].times)
            pthread_join(threads[i], NULL);
        totals_add_events(&actors[i].events);
    }
}

static void run_round(uint32_t round)
{
    world_begin();
    run_threads(round);
    while (world_run_posted() > 0)
        ;
    world_check();
    totals_add_round();
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
    printf("%" PRIu32 " rounds, %u threads\n", rounds, (unsigned)PARTS);
    all = totals_print();
    return !all || atomic_load(&world.wrong) > 0;
}
