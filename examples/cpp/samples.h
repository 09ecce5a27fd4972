/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A signal with two spikes and a step. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include <stdint.h>

static const int32_t samples[] = {
    100, 102, 101, 900, 103, 102, -800, 101, 100, -50, -52, -51,
};

#define SAMPLES_PER_RUN 4u
#define SAMPLE_COUNT (sizeof samples / sizeof samples[0])

#endif
