/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "counter.h"

#define BUDGET_INSNS 10000000u

static union workload_context context;

void runs_print(const char *workload, const char *variant, uint32_t count)
{
    printf("%s,%s,%s,%" PRId32 "\n", workload, BENCH_CPU, variant, (int32_t)count);
}

uint32_t runs_count(uint32_t context_bytes, const struct variant *variant)
{
    const struct rbpf_grant grant = {context.bytes, context_bytes, true};
    enum rbpf_status status;
    uint32_t insns;

    counter_begin();
    status = rbpf_vm_start(&machine.vm, machine.function, &grant);
    if (status == RBPF_OK)
        status = variant->run(&machine.vm, BUDGET_INSNS);
    insns = counter_end();
    machine_expect(status, RBPF_OK, variant->name);
    return insns;
}

/* All zero behind what the workload fills. */
static void fill(const struct workload *workload)
{
    memset(&context, 0, sizeof context);
    workload->fill(&context);
}

static uint32_t count_native(const struct workload *workload, uint64_t *result)
{
    uint32_t insns;

    fill(workload);
    counter_begin();
    *result = workload->native(&context);
    insns = counter_end();
    return insns;
}

/* Natively, and what a guest has to agree with. */
static uint64_t bench_native(const struct workload *workload, union workload_context *after)
{
    uint64_t result;

    count_native(workload, &result);
    runs_print(workload->name, "native", count_native(workload, &result));
    *after = context;
    return result;
}

/* The second run of the loaded program. */
static uint32_t count_guest(const struct workload *workload, const struct variant *variant,
                            const union workload_context *after, uint64_t result)
{
    uint32_t insns = 0;

    for (int i = 0; i < 2; i++) {
        fill(workload);
        insns = runs_count(workload->context_bytes, variant);
        if (rbpf_vm_result(&machine.vm) != result ||
            memcmp(after->bytes, context.bytes, sizeof context.bytes) != 0)
            machine_fail("a guest's result is not that of the same C, compiled natively");
    }
    return insns;
}

void runs_bench(const struct workload *workload)
{
    static union workload_context after;
    uint64_t result = bench_native(workload, &after);

    machine_load_image(workload->v3.bytes, workload->v3.size, &workload_helpers);
    for (uint32_t i = 0; i < VARIANT_COUNT; i++)
        runs_print(workload->name, variants[i].name,
                   count_guest(workload, &variants[i], &after, result));
    if (!workload->v2.bytes)
        return;
    machine_load_image(workload->v2.bytes, workload->v2.size, &workload_helpers);
    runs_print(workload->name, "goto v2", count_guest(workload, &variants[0], &after, result));
}
