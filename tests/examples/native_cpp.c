/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What cpp should print, computed in another way than its guest does. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cpp/samples.h"

/* Of the sample and the two before it, which are 0 at first. */
static int32_t median(size_t i)
{
    int32_t sorted[3] = {i < 2 ? 0 : samples[i - 2], i < 1 ? 0 : samples[i - 1], samples[i]};

    for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < 2; k++) {
            int32_t first = sorted[k];

            if (first > sorted[k + 1]) {
                sorted[k] = sorted[k + 1];
                sorted[k + 1] = first;
            }
        }
    }
    return sorted[1];
}

int main(void)
{
    double state = 0;

    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        /* Half of the way, with eight binary places; then the nearest integer. */
        state += floor((median(i) - state) * 128.0) / 256.0;
        printf("%5" PRId32 " -> %5" PRId32 "\n", samples[i], (int32_t)floor(state + 0.5));
    }
    return 0;
}
