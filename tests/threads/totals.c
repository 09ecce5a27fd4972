/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "totals.h"

#include <inttypes.h>
#include <stdio.h>

static struct totals {
    struct events events;
    uint64_t runs, faults, busy, over_rate, passed_over, posted, replaced, atomics;
} totals;

void totals_add_events(const struct events *events)
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

void totals_add_round(void)
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

bool totals_print(void)
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

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        printf("%10" PRIu64 " %s\n", rows[i].count, rows[i].what);
        all = all && rows[i].count > 0;
    }
    if (!all)
        puts("something did not happen at all");
    return all;
}
