/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What threads and interrupts do to the world: a step at a time, each by chance. */
#ifndef ACTORS_H
#define ACTORS_H

#include "world.h"

/* What has to happen at all, or a test that passes has not tested it. */
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

#define PIECES 2u

/* One for each thread or interrupt. All zero but the seed and `own`. */
struct actor {
    /* Of the random numbers; not 0. */
    uint32_t seed;
    /* The container that it attaches, and nobody else; 0: both guests. */
    uint32_t own;
    struct events events;
    /* Firings in slices. */
    struct piece pieces[PIECES];
    bool in_pieces[PIECES];
    /* What was listed last. */
    struct rbpf_container last[CONTAINERS];
};

/* Once, before all others. */
void actor_prepare(void);

/* Fires a hook. */
void actor_fires(struct actor *actor);

/* Begins or goes on with one of two firings in slices, and ends both. */
void actor_fires_a_slice(struct actor *actor);
void actor_ends_slices(struct actor *actor);

/* Attaches and detaches its own. */
void actor_attaches(struct actor *actor);
void actor_detaches_all(struct actor *actor);

void actor_lists(struct actor *actor);
void actor_stores(struct actor *actor);
void actor_resets(struct actor *actor);

/* In one thread at a time. */
void actor_runs_posted(struct actor *actor);

/* A run that only a stop ends, and one who stops it. */
void actor_runs_to_be_stopped(struct actor *actor);
void actor_stops(struct actor *actor);

#endif
