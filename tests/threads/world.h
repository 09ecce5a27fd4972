/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The firmware that test_threads and test_interrupt play: an engine that all threads and interrupts
 * share, and what has to be true of it when they have ended. */
#ifndef WORLD_H
#define WORLD_H

#include <rbpf/rbpf.h>
#include <stdatomic.h>

/* "Alone": with one container, so that the status of a firing says what became of it. */
enum {
    HOOK_PAIR,
    HOOK_FAULTY, /* alone, and in quarantine at times */
    HOOK_RATE,   /* alone, with a rate */
    HOOK_POSTED, /* alone, fired by guests; WORK_POSTED */
    HOOK_GUESTS, /* whose containers come and go */
    HOOK_FIRST,  /* alone, and uses atomic operations */
    HOOK_SECOND, /* the same in the same memory */
    HOOKS
};

enum {
    PAIR_ANNA,
    PAIR_BEN,
    FAULTY,
    RATE,
    POSTED,
    GUEST_ANNA,
    GUEST_BEN,
    FIRST,
    SECOND,
    CONTAINERS
};

enum { ANNA, BEN, CLEO, TENANTS };

#define GUESTS 2u
#define STORE_SLOTS 16u
#define STORE_VALUE_BYTES 8u

/* What runs reported themselves, by container. */
struct tally {
    atomic_uint ok;
    atomic_uint bounds;
    atomic_uint budget;
    atomic_uint cancelled;
};

/* What those who fired saw, by hook; of hooks that are not alone, `fired` and `wrong` only. */
struct seen {
    atomic_uint fired;
    atomic_uint wrong;
    atomic_uint busy;
    atomic_uint over_rate;
    atomic_uint passed_over;
};

struct world {
    struct rbpf_container containers[CONTAINERS];
    struct rbpf_store private_stores[CONTAINERS];
    struct rbpf_store tenant_stores[TENANTS];
    struct rbpf_store global_store;
    struct tally tallies[CONTAINERS];
    struct seen seen[HOOKS];
    /* Runs that did the atomic operations; posts; hooks that run_posted() fired. */
    atomic_uint atomics;
    atomic_uint posts;
    atomic_uint posted;
    /* What must not be: said at once, and counted. */
    atomic_uint wrong;
    atomic_uint clock;
};

extern struct world world;
extern struct rbpf_hook *const world_hooks[HOOKS];
extern const struct rbpf_engine world_engine;

/* The result of a firing in which no container had one. */
#define NO_RESULT INT64_MIN

/* Two firings at once in one thread: where a helper left what it was asked. */
struct piece {
    struct rbpf_firing firing;
    uint64_t asked;
    int64_t result;
    uint32_t hook;
    uint32_t flags;
    uint8_t event[4];
};

/* Of who runs the test: lets others go on; a number of the thread or interrupt. */
void world_pause(void);
uint32_t *world_thread_time(void);

/* Says what is wrong, and counts it. */
void world_wrong(const char *what, int64_t value);

/* All stores empty, all containers but the guests attached, all counters 0. */
void world_begin(void);

/* Puts a container onto its hook, with a private store that is empty. */
enum rbpf_status world_attach(uint32_t index);

/* The same under a number that is taken, which is refused. */
enum rbpf_status world_attach_twin(uint32_t index);

/* A firing has ended: counts it. */
void world_settle(uint32_t hook, uint32_t flags, enum rbpf_status status, int64_t result);

/* Fires what guests have fired, and counts it; returns how many hooks. */
uint32_t world_run_posted(void);

/* All threads have ended: are all counts as they must be? Then takes all containers off. */
void world_check(void);

/* Is the count of runs of a container, in all of its stores, this one? */
void world_check_stores(uint32_t index, uint32_t count);

uint32_t world_hook_of(uint32_t index);

#endif
