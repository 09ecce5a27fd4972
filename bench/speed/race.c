/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Contexts are filled outside of what is timed: many at once, so that reading the clock weighs
 * nothing; or one for all runs, if a run leaves it as it was. No more than a first-level cache
 * holds beside them.
 */
#include "race.h"

#include <stdio.h>
#include <string.h>

#define POOL_BYTES 16384u

struct racer {
    const struct entrant *entrant;
    struct guest_vm guests[CPUS];
    /* Contexts, and from one to the next; 0: there is one. */
    uint32_t contexts;
    uint32_t stride;
    uint64_t result;
};

const struct way_names way_names[WAYS] = {
    [WAY_NATIVE] = {"native", ""},   [WAY_GOTO] = {"goto", "v3"},   [WAY_GOTO_V2] = {"goto", "v2"},
    [WAY_SWITCH] = {"switch", "v3"}, [WAY_SMALL] = {"small", "v3"},
};

static const struct {
    rbpf_loop_fn loop;
    enum cpu cpu;
} engines[WAYS] = {
    [WAY_GOTO] = {rbpf_loop_goto, CPU_V3},
    [WAY_GOTO_V2] = {rbpf_loop_goto, CPU_V2},
    [WAY_SWITCH] = {rbpf_loop_switch, CPU_V3},
    [WAY_SMALL] = {rbpf_loop_small, CPU_V3},
};

static _Alignas(64) uint8_t pool[POOL_BYTES];
static struct racer racer;

static enum rbpf_status load(struct racer *what, enum cpu cpu)
{
    const struct workload *workload = &what->entrant->workload;

    return guest_vm_load(&what->guests[cpu], cpu == CPU_V2 ? &workload->v2 : &workload->v3);
}

static bool complain(const struct entrant *entrant, enum way way, const char *why)
{
    fprintf(stderr, "bench_speed: %s, %s %s: %s\n", entrant->workload.name, way_names[way].variant,
            way_names[way].guest, why);
    return false;
}

static union workload_context *context_at(const struct racer *what, uint32_t i)
{
    return (union workload_context *)(void *)(pool + i * what->stride);
}

/* Volatile, so that the compiler knows nothing of what is called. Returns the sum of results. */
static uint64_t run_native(const struct racer *what, uint32_t times)
{
    uint64_t (*const volatile native)(union workload_context *) = what->entrant->workload.native;
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < times; i++)
        sum += native(context_at(what, i));
    return sum;
}

static enum rbpf_status run_guest(struct racer *what, enum way way, uint32_t times, uint64_t *sum)
{
    const struct entrant *entrant = what->entrant;
    enum cpu cpu = engines[way].cpu;
    struct guest_vm *guest = &what->guests[cpu];
    struct rbpf_grant grant = {pool, entrant->workload.context_bytes, true};
    enum rbpf_status status = RBPF_OK;

    for (; times > 0 && status == RBPF_OK; times--) {
        if (entrant->is_cold)
            status = load(what, cpu);
        if (status == RBPF_OK)
            status = guest_vm_run(guest, engines[way].loop, &grant);
        *sum += rbpf_vm_result(&guest->vm);
        grant.base = (const uint8_t *)grant.base + what->stride;
    }
    return status;
}

static bool run(struct racer *what, enum way way, uint32_t times, struct sample *sample)
{
    enum rbpf_status status = RBPF_OK;
    uint64_t sum = 0;

    sample_begin(sample);
    if (way == WAY_NATIVE)
        sum = run_native(what, times);
    else
        status = run_guest(what, way, times, &sum);
    sample_end(sample);
    if (status != RBPF_OK)
        return complain(what->entrant, way, rbpf_status_text(status));
    return sum == what->result * times || complain(what->entrant, way, "another result");
}

static void fill(const struct racer *what)
{
    uint32_t i;

    for (i = 0; i < what->contexts; i++)
        what->entrant->workload.fill(context_at(what, i));
}

static bool take(void *subject, uint32_t way, uint32_t times, struct sample *sample)
{
    struct racer *what = subject;

    while (times > 0) {
        uint32_t part = what->stride && times > what->contexts ? what->contexts : times;

        fill(what);
        if (!run(what, (enum way)way, part, sample))
            return false;
        times -= part;
    }
    return true;
}

static bool load_all(struct racer *what)
{
    uint32_t cpu;

    for (cpu = 0; cpu < CPUS; cpu++) {
        enum rbpf_status status = load(what, (enum cpu)cpu);

        if (status != RBPF_OK)
            return complain(what->entrant, cpu == CPU_V2 ? WAY_GOTO_V2 : WAY_GOTO,
                            rbpf_status_text(status));
    }
    return true;
}

/* The native result, whether contexts stay as they are, and that all ways do the same. */
static bool check(struct racer *what)
{
    static uint8_t before[POOL_BYTES];
    static uint8_t after[POOL_BYTES];
    uint32_t bytes = what->entrant->workload.context_bytes;
    uint32_t way;

    what->contexts = 1;
    what->stride = 0;
    fill(what);
    memcpy(before, pool, bytes);
    what->result = run_native(what, 1);
    memcpy(after, pool, bytes);
    for (way = WAY_NATIVE + 1; way < WAYS; way++) {
        struct sample sample = {0};

        if (!take(what, way, 1, &sample))
            return false;
        if (memcmp(after, pool, bytes) != 0)
            return complain(what->entrant, (enum way)way, "leaves another context");
    }
    if (memcmp(before, after, bytes) != 0) {
        what->stride = (bytes + 7u) / 8u * 8u;
        what->contexts = POOL_BYTES / what->stride;
    }
    return true;
}

static bool prepare(struct contest *contest)
{
    uint32_t way;

    contest->ways = WAYS;
    contest->subject = &racer;
    contest->take = take;
    for (way = 0; way < WAYS; way++) {
        contest->times[way] = contest_find_times(contest, way);
        if (contest->times[way] == 0)
            return false;
    }
    return true;
}

bool race(const struct entrant *entrant, struct contest *contest, uint32_t begin, uint32_t end)
{
    racer.entrant = entrant;
    if (entrant->workload.context_bytes > POOL_BYTES)
        return complain(entrant, WAY_NATIVE, "too large a context");
    return load_all(&racer) && check(&racer) && prepare(contest) &&
           contest_run(contest, begin, end);
}
