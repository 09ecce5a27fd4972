/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Prints the rows of bench.csv: workload,cpu,variant,insns. A run is rbpf_vm_start() and
 * rbpf_run_with(), the second of a loaded program; `native` is the same C compiled for this CPU.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <board.h>

#include "asm.h"
#include "counter.h"
#include "hooks.h"
#include "machine.h"
#include "workloads.h"

#define BUDGET_INSNS 10000000u

static union workload_context context;

static void print_row(const char *workload, const char *variant, uint32_t insns)
{
    printf("%s,%s,%s,%" PRIu32 "\n", workload, BENCH_CPU, variant, insns);
}

/* What a run of the loaded program takes. */
static uint32_t count_run(uint32_t context_bytes, const struct variant *variant)
{
    const struct rbpf_grant grant = {context.bytes, context_bytes, true};
    enum rbpf_status status;
    uint32_t insns;

    counter_begin();
    status = rbpf_vm_start(&machine.vm, machine.function, &grant);
    if (status == RBPF_OK)
        status = rbpf_run_with(&machine.vm, BUDGET_INSNS, variant->loop);
    insns = counter_end();
    machine_expect(status, RBPF_OK, variant->name);
    return insns;
}

/* Contexts are all zero behind what is filled. */
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
    print_row(workload->name, "native", count_native(workload, &result));
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
        insns = count_run(workload->context_bytes, variant);
        if (rbpf_vm_result(&machine.vm) != result ||
            memcmp(after->bytes, context.bytes, sizeof context.bytes) != 0)
            counter_fail("a guest's result is not that of the same C, compiled natively");
    }
    return insns;
}

static void bench_workload(const struct workload *workload)
{
    static union workload_context after;
    uint64_t result = bench_native(workload, &after);

    machine_load_image(workload->v3.bytes, workload->v3.size, &workload_helpers);
    for (uint32_t i = 0; i < VARIANT_COUNT; i++)
        print_row(workload->name, variants[i].name,
                  count_guest(workload, &variants[i], &after, result));
    machine_load_image(workload->v2.bytes, workload->v2.size, &workload_helpers);
    print_row(workload->name, "goto v2", count_guest(workload, &variants[0], &after, result));
}

/* The verifier's work, in all and divided by the number of slots, upwards. */
static void bench_load(const struct workload *workload)
{
    enum rbpf_status status;
    char name[32];
    uint32_t insns = 0;
    uint32_t slots;

    machine_load_image(workload->v3.bytes, workload->v3.size, &workload_helpers);
    slots = (uint32_t)(machine.code.insns_bytes / 8u);
    for (int i = 0; i < 2; i++) {
        counter_begin();
        status = rbpf_program_load(&machine.program, &machine.code, &machine.report);
        insns = counter_end();
        machine_expect(status, RBPF_OK, "load");
    }
    snprintf(name, sizeof name, "load %s", workload->name);
    print_row(name, "all", insns);
    print_row(name, "slot", (insns + slots - 1u) / slots);
}

/* From an image in flash to the first result. */
static void bench_cold_start(const struct workload *workload, const struct variant *variant)
{
    uint32_t insns = 0;

    fill(workload);
    for (int i = 0; i < 2; i++) {
        const struct rbpf_grant grant = {context.bytes, workload->context_bytes, true};
        enum rbpf_status status;

        counter_begin();
        machine_load_image(workload->v3.bytes, workload->v3.size, &workload_helpers);
        status = rbpf_vm_start(&machine.vm, machine.function, &grant);
        if (status == RBPF_OK)
            status = rbpf_run_with(&machine.vm, BUDGET_INSNS, variant->loop);
        insns = counter_end();
        machine_expect(status, RBPF_OK, "cold start");
    }
    print_row("cold start", variant->name, insns);
}

static _Alignas(8) const uint64_t with_mov[] = {MOV64_K(0, 1), EXIT(), EXIT()};
static _Alignas(8) const uint64_t with_helper[] = {CALL_HELPER(1), EXIT(), EXIT()};
static _Alignas(8) const uint64_t with_call[] = {CALL_LOCAL(1), EXIT(), EXIT()};

/* Without a stack: each start would zero all of one that a called function may reach. */
static uint32_t count_insns(const uint64_t *insns, size_t bytes, const struct variant *variant)
{
    machine_load_insns(insns, bytes, &workload_helpers);
    machine.config.stack = NULL;
    machine.config.stack_bytes = 0;
    machine_expect(rbpf_vm_init(&machine.vm, &machine.config), RBPF_OK, "init");
    count_run(0, variant);
    return count_run(0, variant);
}

/* What a call, and the return from it, takes more than a MOV in its place. */
static void bench_calls(const struct variant *variant)
{
    uint32_t mov = count_insns(with_mov, sizeof with_mov, variant);

    print_row("helper call", variant->name,
              count_insns(with_helper, sizeof with_helper, variant) - mov);
    print_row("bpf call", variant->name, count_insns(with_call, sizeof with_call, variant) - mov);
}

/* By the loop that the library was built with. */
static void print_hook(const char *workload, uint32_t insns)
{
    print_row(workload, "goto", insns);
}

int main(void)
{
    machine_start();
    counter_start();
    puts("workload,cpu,variant,insns");
    for (uint32_t i = 0; i < WORKLOAD_COUNT; i++)
        bench_workload(&workloads[i]);
    for (uint32_t i = 0; i < WORKLOAD_COUNT; i++)
        bench_load(&workloads[i]);
    for (uint32_t i = 0; i < VARIANT_COUNT; i++) {
        bench_cold_start(&workloads[1], &variants[i]);
        bench_calls(&variants[i]);
    }
    bench_hooks(print_hook);
    puts("end");
    return 0;
}
