/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Reads a thermometer whenever the timer fires, and keeps the average of its last readings. */
#include <rbpf/guest_container.h>

#include "average.h"

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
           .stores = {[RBPF_SCOPE_TENANT] = {.entries = 1, .bytes = sizeof(struct average)}});

static void add_reading(struct average *average, const struct rbpf_sensed *sensed)
{
    if (average->next >= AVERAGE_OF)
        average->next = 0;
    average->readings[average->next++] = sensed->val[0];
    average->scale = sensed->scale;
    if (average->count < AVERAGE_OF)
        average->count++;
}

/* Division has no sign in cpu v3. */
static int16_t mean(const struct average *average)
{
    uint32_t count = average->count;
    int32_t sum = 0;

    for (uint32_t i = 0; i < AVERAGE_OF; i++)
        sum += i < count ? average->readings[i] : 0;
    if (sum < 0)
        return (int16_t) - (int32_t)(((uint32_t)-sum + count / 2) / count);
    return (int16_t)(((uint32_t)sum + count / 2) / count);
}

RBPF_ENTRY int64_t on_timer(void)
{
    struct average average = {.count = 0};
    struct rbpf_sensed sensed;

    if (rbpf_sensor_read(rbpf_sensor_of_type(THERMOMETER), &sensed) < 1)
        return -1;
    rbpf_tenant_get(AVERAGE_KEY, &average, sizeof average);
    add_reading(&average, &sensed);
    average.value = mean(&average);
    return rbpf_tenant_set(AVERAGE_KEY, &average, sizeof average) ? -1 : average.count;
}
