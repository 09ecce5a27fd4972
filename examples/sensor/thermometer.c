/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "thermometer.h"

/* clang-format off */
static const int16_t day[] = {
    -310, -295, -240, -180, -95, -20, 64, 130,
    215, 290, 345, 402, 425, 398, 350, 271,
    180, 95, 12, -66, -124, -190, -243, -288,
};
/* clang-format on */

int32_t thermometer_read(void *user, struct rbpf_reading *reading)
{
    uint32_t *count = user;

    reading->val[0] = day[(*count)++ % (sizeof day / sizeof day[0])];
    reading->unit = UNIT_CELSIUS;
    reading->scale = -2;
    return 1;
}
