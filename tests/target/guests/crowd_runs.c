/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Counts its runs in a variable of its own, and adds what it is told. */
#include <rbpf/guest_container.h>

#include "crowd.h"

static uint32_t runs = RUNS_BEGIN;

RBPF_ENTRY int64_t count_runs(const struct crowd_event *event)
{
    runs++;
    return runs + event->value;
}
