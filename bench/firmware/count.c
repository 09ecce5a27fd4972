/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Prints the rows of bench.csv: workload,cpu,variant,insns: what workloads and their parts take.
 * With the counter of cycles.c they are cycles.
 */
#include <stdio.h>

#include "asm.h"
#include "counter.h"
#include "hooks.h"
#include "machine.h"
#include "runs.h"

#define BUDGET_INSNS 10000000u

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
    runs_print(name, "all", insns);
    runs_print(name, "slot", (insns + slots - 1u) / slots);
}

/* From an image in flash to the first result. The context need not be new: the workload leaves it.
 */
static void bench_cold_start(const struct workload *workload, const struct variant *variant)
{
    static union workload_context context;
    const struct rbpf_grant grant = {context.bytes, workload->context_bytes, false};
    uint32_t count = 0;

    workload->fill(&context);
    for (int i = 0; i < 2; i++) {
        enum rbpf_status status;

        counter_begin();
        machine_load_image(workload->v3.bytes, workload->v3.size, &workload_helpers);
        status = rbpf_vm_start(&machine.vm, machine.function, &grant);
        if (status == RBPF_OK)
            status = rbpf_run_with(&machine.vm, BUDGET_INSNS, variant->loop);
        count = counter_end();
        machine_expect(status, RBPF_OK, "cold start");
    }
    runs_print("cold start", variant->name, count);
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
    runs_count(0, variant);
    return runs_count(0, variant);
}

/* What a call, and the return from it, takes more than a MOV in its place. */
static void bench_calls(const struct variant *variant)
{
    uint32_t mov = count_insns(with_mov, sizeof with_mov, variant);

    runs_print("helper call", variant->name,
               count_insns(with_helper, sizeof with_helper, variant) - mov);
    runs_print("bpf call", variant->name, count_insns(with_call, sizeof with_call, variant) - mov);
}

/* By the loop that the library was built with. */
static void print_hook(const char *workload, uint32_t insns)
{
    runs_print(workload, "goto", insns);
}

int main(void)
{
    machine_start();
    counter_start();
    printf("workload,cpu,variant,%s\n", counter_unit);
    for (uint32_t i = 0; i < WORKLOAD_COUNT; i++)
        runs_bench(&workloads[i]);
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
