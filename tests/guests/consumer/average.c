/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A guest that averages the samples that a helper reads. */
#include "average.h"

RBPF_HELPER(7, uint64_t, read_sensor, (uint32_t channel));

/* Of this file; the other has one of the same name. */
static uint32_t count;

RBPF_ENTRY uint64_t on_sample(const uint32_t *channel)
{
    count++;
    if (memcmp(TEXT, "a b", 3) != 0)
        return 0;
    return window_add((uint32_t)read_sensor(*channel)) / WINDOW * 100u + count;
}
