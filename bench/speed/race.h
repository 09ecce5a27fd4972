/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A workload, natively and by each loop, on the same contexts. */
#ifndef RACE_H
#define RACE_H

#include "contest.h"
#include "guest_vm.h"
#include "workloads.h"

enum way { WAY_NATIVE, WAY_GOTO, WAY_GOTO_V2, WAY_SWITCH, WAY_SMALL, WAYS };

/* Of the clang that compiles guests: -mcpu. */
enum cpu { CPU_V3, CPU_V2, CPUS };

struct entrant {
    struct workload workload;
    /* Has each run begin with the image: opened, verified, and made into a VM. */
    bool is_cold;
    /* Is one of those whose mean is taken. */
    bool counts;
};

/* What tables call a way. */
struct way_names {
    const char *variant;
    const char *guest;
};
extern const struct way_names way_names[WAYS];

/* Compares results and contexts of all ways with the native ones, and then takes rounds as
 * contest_run() does. The effort is the caller's, all else of the contest begins as zero. False: it
 * has said what is wrong. */
bool race(const struct entrant *entrant, struct contest *contest, uint32_t begin, uint32_t end);

#endif
