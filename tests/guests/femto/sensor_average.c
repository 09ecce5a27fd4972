/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The moving average of the first sensor, for everyone, and how often that was. */
#include <rbpf/guest_femto.h>

#define AVERAGE_KEY 0x50
#define RUNS_KEY 1
#define WINDOW 4

static uint32_t values[WINDOW];
static uint32_t next;

static uint32_t average(void)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < WINDOW; i++)
        sum += values[i];
    return sum / WINDOW;
}

int sensor_average(void *ctx)
{
    bpf_saul_reg_t *sensor = bpf_saul_reg_find_nth(0);
    phydat_t reading;
    uint32_t runs;

    (void)ctx;
    if (!sensor || bpf_saul_reg_read(sensor, &reading) < 0)
        return -1;
    bpf_fetch_local(RUNS_KEY, &runs);
    for (uint32_t i = 0; i < WINDOW && runs == 0; i++)
        values[i] = (uint32_t)reading.val[0];
    if (runs > 0)
        values[next++ % WINDOW] = (uint32_t)reading.val[0];
    bpf_store_local(RUNS_KEY, runs + 1);
    bpf_printf("at %u ms: %d, average %u", bpf_now_ms(), reading.val[0], average());
    return bpf_store_global(AVERAGE_KEY, average());
}
