/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Reads a thermometer whenever the timer fires, and keeps the average of its last readings. */
#include <rbpf/guest_container.h>

#include "average.h"

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
           .stores = {[RBPF_SCOPE_TENANT] = {
                          .entries = 2, .bytes = sizeof(struct window) + sizeof(struct average)}});

static void add_reading(struct window *window, int16_t reading)
{
    if (window->next >= WINDOW_LENGTH)
        window->next = 0;
    window->readings[window->next++] = reading;
    if (window->count < WINDOW_LENGTH)
        window->count++;
}

/* The processor's division knows no sign. */
static int16_t average_of(const struct window *window)
{
    uint32_t count = window->count;
    int32_t sum = 0;

    for (uint32_t i = 0; i < WINDOW_LENGTH; i++)
        sum += i < count ? window->readings[i] : 0;
    if (sum < 0)
        return (int16_t) - (int32_t)(((uint32_t)-sum + count / 2) / count);
    return (int16_t)(((uint32_t)sum + count / 2) / count);
}

RBPF_ENTRY int64_t on_timer(void)
{
    struct window window = {.count = 0};
    struct average average;
    struct rbpf_sensed sensed;

    if (rbpf_sensor_read(rbpf_sensor_of_type(THERMOMETER), &sensed) < 1)
        return -1;
    rbpf_tenant_get(WINDOW_KEY, &window, sizeof window);
    add_reading(&window, sensed.val[0]);
    average = (struct average){average_of(&window), sensed.scale, window.count};
    if (rbpf_tenant_set(WINDOW_KEY, &window, sizeof window) ||
        rbpf_tenant_set(AVERAGE_KEY, &average, sizeof average))
        return -1;
    return average.count;
}
