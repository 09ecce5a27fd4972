/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The moving average of a temperature, and an alarm: on above a threshold, off again one degree
 * below it. The state lies in .data, which the VM keeps from run to run.
 */
#include <rbpf/guest.h>

#include "sensor.h"

#define WINDOW 4u
#define HYSTERESIS 1000

RBPF_HELPER(SENSOR_READ, int64_t, sensor_read, (uint32_t channel, struct sensor_reading *reading));
RBPF_HELPER(SET_OUTPUT, int64_t, set_output, (uint32_t output, uint32_t on));

static struct {
    int32_t threshold;
    int32_t window[WINDOW];
    uint32_t readings;
    bool alarm;
} state = {.threshold = 30000};

static int32_t average(void)
{
    uint32_t count = state.readings < WINDOW ? state.readings : WINDOW;
    int64_t sum = 0;

    for (uint32_t i = 0; i < count; i++)
        sum += state.window[i];
    return (int32_t)rbpf_sdiv(sum, count);
}

static void set_alarm(bool on)
{
    if (on == state.alarm)
        return;
    state.alarm = on;
    set_output(OUTPUT_ALARM, on);
}

/* Every ten seconds. The result is the average. */
RBPF_ENTRY int64_t on_timer(void)
{
    struct sensor_reading reading;
    int32_t value;

    sensor_read(CHANNEL_TEMPERATURE, &reading);
    state.window[state.readings % WINDOW] = reading.value;
    state.readings++;
    value = average();
    if (value > state.threshold)
        set_alarm(true);
    else if (value < state.threshold - HYSTERESIS)
        set_alarm(false);
    return value;
}

/* The context is the new threshold; the result is the old one. */
RBPF_ENTRY int64_t set_threshold(const int32_t *threshold, uint64_t bytes)
{
    int32_t old = state.threshold;

    if (bytes == sizeof *threshold)
        state.threshold = *threshold;
    return old;
}
