/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the threads of test_threads do until the world is over, or as often as they are told. */
#ifndef ACTORS_H
#define ACTORS_H

#include <stdint.h>

/* What has to happen at all, or a test that passes has not tested it; over all rounds. */
struct events {
    uint64_t detached_late;
    uint64_t attached;
    uint64_t not_attached;
    uint64_t reset;
    uint64_t listed;
    uint64_t stored;
    uint64_t suspended;
    uint64_t cancelled;
    uint64_t stopped;
};

struct actor {
    /* Of the random numbers; not 0. */
    uint32_t seed;
    uint32_t times;
    struct events events;
};

/* Before the threads begin. */
void actor_prepare(void);

/* For pthread_create(); each gets its struct actor. The first three do something `times` times, the
 * others go on until the world is over. */
void *actor_fires(void *actor);
void *actor_fires_in_slices(void *actor);
void *actor_runs_to_be_stopped(void *actor);
void *actor_stops(void *actor);
void *actor_attaches(void *actor);
void *actor_lists(void *actor);
void *actor_stores(void *actor);
void *actor_resets(void *actor);
void *actor_runs_posted(void *actor);

#endif
