/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "entrants.h"

#include <string.h>

#include "local_calls.h"
#include "local_calls_guest_image.h"
#include "local_calls_guest_v2_image.h"

struct entrant entrants[ENTRANTS];

static uint64_t native_local_calls(union workload_context *context)
{
    return local_calls(&context->calls);
}

/* Those that count come first. */
void entrants_make(void)
{
    struct entrant *entrant = entrants;
    struct entrant cold = {.is_cold = true};
    struct entrant local = {.counts = false};
    uint32_t beside;
    uint32_t i;

    for (beside = 0; beside < 2; beside++) {
        for (i = 0; i < WORKLOAD_COUNT; i++) {
            const char *name = workloads[i].name;
            bool counts = strcmp(name, "empty") != 0 && strcmp(name, "calls") != 0;

            if (counts != (beside == 0))
                continue;
            *entrant++ = (struct entrant){.workload = workloads[i], .counts = counts};
            if (strcmp(name, "fletcher32") == 0)
                cold.workload = workloads[i];
            if (strcmp(name, "calls") == 0)
                local.workload = workloads[i];
        }
    }
    local.workload.name = "local calls";
    local.workload.v3 =
        (struct workload_image){local_calls_guest_image, sizeof local_calls_guest_image};
    local.workload.v2 =
        (struct workload_image){local_calls_guest_v2_image, sizeof local_calls_guest_v2_image};
    local.workload.native = native_local_calls;
    *entrant++ = local;
    cold.workload.name = "cold start";
    *entrant = cold;
}
