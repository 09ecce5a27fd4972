/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the simulated sensor measures: one value each ten seconds. */
#ifndef READINGS_H
#define READINGS_H

#include <stdint.h>

static const int32_t readings[] = {
    21500, 21900, 24100, 28700, 33200, 36400, 35100, 31000,
    27500, 24200, 22000, 6100,  -4900, -8400, -7700, -3000,
};

#define READING_COUNT (sizeof readings / sizeof readings[0])
#define READING_INTERVAL_S 10u

/* From this reading on, the threshold is another. */
#define LATE_FROM 12u
#define LATE_THRESHOLD 5000

#endif
