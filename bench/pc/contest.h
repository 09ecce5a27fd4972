/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Times several ways of doing the same against each other, on a computer that others use too: the
 * ways take turns within rounds, in an order that changes, and are compared within the round, so
 * that what disturbs the computer for longer than a round disturbs all of them.
 */
#ifndef CONTEST_H
#define CONTEST_H

#include <stdbool.h>
#include <stdint.h>

#define CONTEST_WAYS_MOST 8u
#define CONTEST_ROUNDS_MOST 999u

struct sample {
    double wall_ns;
    /* Of user and kernel. */
    double cpu_ns;
};

struct effort {
    /* 1 to CONTEST_ROUNDS_MOST. */
    uint32_t rounds;
    /* Of each way in a round: the fastest counts. */
    uint32_t turns;
    /* How long a turn should take. */
    uint32_t turn_us;
};

/* Hardly any. */
#define CONTEST_QUICK                                                                              \
    {                                                                                              \
        .rounds = 1, .turns = 1, .turn_us = 1                                                      \
    }

struct contest {
    uint32_t ways;
    void *subject;
    /* Does it `times` times, and times it. False: it has said what is wrong. */
    bool (*take)(void *subject, uint32_t way, uint32_t times, struct sample *sample);
    struct effort effort;
    /* How often each way does it in a turn: by the caller, who may ask contest_find_times(). */
    uint32_t times[CONTEST_WAYS_MOST];
    /* What doing it once took in each round. */
    struct sample samples[CONTEST_WAYS_MOST][CONTEST_ROUNDS_MOST];
};

/* One way against another: quotients of the time for the same work. */
struct ratio {
    /* Of all rounds; the quartiles; and of the fastest turns of each. */
    double median;
    double low;
    double high;
    double best;
    /* Of CPU time; the median. */
    double cpu;
};

/* Begins a sample, and ends it: what is between is added. A sample starts as all zero. */
void sample_begin(struct sample *sample);
void sample_end(struct sample *sample);

/* How often a way does it in a turn. 0: something is wrong. */
uint32_t contest_find_times(const struct contest *contest, uint32_t way);

/* Rounds from `begin` until before `end`, after one that warms up. False: something is wrong. */
bool contest_run(struct contest *contest, uint32_t begin, uint32_t end);

/* Time of `way` divided by that of `against`, when all rounds are over. */
struct ratio contest_compare(const struct contest *contest, uint32_t way, uint32_t against);

/* What doing it once takes, in the fastest turn. */
struct sample contest_best(const struct contest *contest, uint32_t way);

#endif
