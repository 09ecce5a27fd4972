/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What reader, responder and firmware agree on: an entry of the tenant's store. Little-endian. */
#ifndef AVERAGE_H
#define AVERAGE_H

#include <stdint.h>

/* The type of a thermometer, as in RIOT. */
#define THERMOMETER 0x82

#define AVERAGE_KEY 1u
#define AVERAGE_OF 8u

/* A moving average: of the last readings, as many as there are. */
struct average {
    /* Times 10^scale, rounded to the nearest. */
    int16_t value;
    int16_t readings[AVERAGE_OF];
    int8_t scale;
    uint8_t count;
    /* Where the next reading goes. */
    uint8_t next;
    uint8_t zero;
};

#endif
