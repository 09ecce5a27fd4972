/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A thermometer that is none: a winter's day, over and over, in hundredths of a degree. */
#ifndef THERMOMETER_H
#define THERMOMETER_H

#include <stdint.h>

#include <rbpf/sensor.h>

#define THERMOMETER_TYPE 0x82
/* Of RIOT's phydat.h. */
#define UNIT_CELSIUS 2

/* A row of the engine's sensors; user: a uint32_t that counts the readings. */
int32_t thermometer_read(void *user, struct rbpf_reading *reading);

#endif
