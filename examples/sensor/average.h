/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What reader, responder and firmware agree on: what lies in the tenant's store. Little-endian. */
#ifndef AVERAGE_H
#define AVERAGE_H

#include <stdint.h>

/* The type of a thermometer, as in RIOT. */
#define THERMOMETER 0x82

/* The last readings, of which there are `count`; the next one goes to `next`. */
#define WINDOW_KEY 1u
#define WINDOW_LENGTH 8u
struct window {
    int16_t readings[WINDOW_LENGTH];
    uint8_t next;
    uint8_t count;
};

/* Their average times 10^scale, rounded to the nearest. */
#define AVERAGE_KEY 2u
struct average {
    int16_t value;
    int8_t scale;
    /* Of how many readings. */
    uint8_t count;
};

#endif
