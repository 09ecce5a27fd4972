/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What sensor_filter should print, computed in another way than its guest does. */
#include <inttypes.h>
#include <stdio.h>

#include "sensor_filter/readings.h"

static int64_t average(uint32_t end)
{
    uint32_t begin = end < 4 ? 0 : end - 4;
    int64_t sum = 0;

    for (uint32_t i = begin; i < end; i++)
        sum += readings[i];
    return sum / (int64_t)(end - begin);
}

int main(void)
{
    const char *alarm = "off";

    for (uint32_t i = 0; i < READING_COUNT; i++) {
        int64_t threshold = i < LATE_FROM ? 30000 : LATE_THRESHOLD;
        int64_t value = average(i + 1);

        if (value > threshold)
            alarm = "on";
        if (value < threshold - 1000)
            alarm = "off";
        printf("%3" PRIu32 " s  %6" PRId32 "  average %6" PRId64 "  alarm %s\n", i * 10,
               readings[i], value, alarm);
    }
    return 0;
}
