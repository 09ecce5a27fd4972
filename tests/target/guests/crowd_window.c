/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The sum of the last values. */
#include <rbpf/guest_container.h>

#include "crowd.h"

static uint32_t window[WINDOW];
static uint32_t next;

RBPF_ENTRY int64_t sum_window(const struct crowd_event *event)
{
    int64_t sum = 0;

    window[next++ % WINDOW] = event->value;
    for (uint32_t i = 0; i < WINDOW; i++)
        sum += window[i];
    return sum;
}
