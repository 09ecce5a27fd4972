/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What host and guest agree on. Temperatures are in thousandths of a degree Celsius. */
#ifndef SENSOR_H
#define SENSOR_H

#include <stdint.h>

/* Ids of helpers. */
#define SENSOR_READ 1
#define SET_OUTPUT 2

#define CHANNEL_TEMPERATURE 0u
#define OUTPUT_ALARM 0u

struct sensor_reading {
    int32_t value;
    uint32_t time_s;
};

#endif
