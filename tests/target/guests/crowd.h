/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the guests of test_crowd.c and the firmware agree on. */
#ifndef CROWD_H
#define CROWD_H

#include <stdint.h>

#define RUNS_BEGIN 40u
#define WINDOW 4u
#define STORE_KEY 7u

/* The context of each hook, little-endian. */
struct crowd_event {
    uint32_t value;
};

#endif
