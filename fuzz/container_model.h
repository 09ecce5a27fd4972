/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the headers promise of the engine, done in the simplest way there is: arrays, no log that is
 * replayed, no runner that is kept. It runs first, and foretells each call of a helper or service.
 */
#ifndef RBPF_FUZZ_CONTAINER_MODEL_H
#define RBPF_FUZZ_CONTAINER_MODEL_H

#include "container_case.h"

#define EVENTS_MAX 2048u
#define NO_STEP (-1)
/* Steps within steps. */
#define DEPTH_MAX 24u

struct model_entry {
    uint32_t key;
    uint16_t owner;
    uint8_t size;
    uint8_t value[VALUE_MAX];
};

struct model_store {
    uint32_t slots;
    uint32_t value_bytes;
    uint32_t count;
    struct model_entry entries[SLOTS_MAX];
};

struct model_container {
    bool attached;
    uint8_t hook;
    uint8_t tenant;
    uint8_t store;
    uint8_t order;
    uint16_t number;
    const struct plan *plan;
    struct rbpf_rights rights;
    uint64_t insns, ticks;
    uint32_t runs;
    uint16_t refused;
    uint8_t faults[RBPF_CAUSES];
    uint8_t strikes;
    bool running, leaving, quarantined;
    /* Its variables get their first values before its next run. */
    bool stale;
    uint64_t owed_insns;
    uint64_t second;
};

/* Firings by guests. */
struct model_mailbox {
    bool pending;
    uint8_t replaced;
    uint8_t size;
    uint8_t context[RBPF_VALUE_MAX];
};

struct model_hook {
    uint32_t fired, failed;
    uint32_t count;
    /* Containers, as they run. */
    uint8_t list[CONTAINERS];
    struct model_mailbox mailbox;
};

/* What comes of a step. */
struct answer {
    enum rbpf_status status;
    int64_t result;
    uint8_t context[CONTEXT_BYTES];
    struct rbpf_rights missing;
    struct model_entry entry;
};

enum event_kind {
    EVENT_NOTE,
    EVENT_STEP,
    EVENT_LOG,
    EVENT_NOW,
    EVENT_TICKS,
    EVENT_RANDOM,
    EVENT_FAULT,
    EVENT_COMBINE
};

/* A call of a helper or service. */
struct event {
    enum event_kind kind;
    /* The container that is at work, where the call says so. */
    uint8_t container;
    uint64_t values[3];
    /* The spare step that is done meanwhile, and its answer. */
    int step;
    struct answer answer;
};

struct model {
    const struct scene *scene;
    struct model_hook hooks[HOOKS];
    struct model_container containers[CONTAINERS];
    struct model_store stores[STORES];
    uint8_t data[CONTAINERS][DATA_BYTES];
    /* Whether the first values are there already, or still to come, is left open. */
    bool data_open[CONTAINERS];
    uint8_t regions[REGIONS][REGION_BYTES];
    uint64_t now_ms;
    uint32_t random;
    uint32_t ticks;
    uint32_t busy_runners;
    /* Calls of services until the one that is interrupted, by which spare step. */
    bool armed;
    uint32_t countdown;
    uint32_t armed_step;
    /* Too much happens for this to be of use. */
    bool overflow;
    uint32_t depth;
    uint32_t event_count;
    struct event events[EVENTS_MAX];
};

void model_begin(struct model *m, const struct scene *scene);
void model_step(struct model *m, const struct step *step, struct answer *answer);

/* What RBPF_POLICY_HOST does here. */
static inline bool combine_results(int64_t result, int64_t *combined)
{
    *combined = (int64_t)((uint64_t)*combined * 3u + (uint64_t)result);
    return result % 2 == 0;
}

#endif
