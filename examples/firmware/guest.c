/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Averages four samples, and lights the LED if they are above 25. */
#include <rbpf/guest.h>

#include "led.h"

#define LIMIT 25

RBPF_HELPER(LED_SET, int64_t, led_set, (uint32_t on));

/* It trusts the host that there are four samples: where there are not, the VM stops it. */
RBPF_ENTRY int64_t on_samples(const int32_t *samples)
{
    int64_t sum = 0;
    int64_t average;

    for (uint32_t i = 0; i < SAMPLE_COUNT; i++)
        sum += samples[i];
    average = rbpf_sdiv(sum, SAMPLE_COUNT);
    led_set(average > LIMIT);
    return average;
}
