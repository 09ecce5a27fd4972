/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Prints the rows of atomic.csv: cpu,variant,operation,insns: the instructions between ENTER and
 * EXIT of the critical section, for which a port masks interrupts, for each atomic operation. The
 * loop with a switch has that of the goto loop. This program is linked with builds of the files in
 * src/exec that have such sections which count them, counted_port.h.
 */
#include <inttypes.h>
#include <stdio.h>

#include <rbpf/port.h>

#include "asm.h"
#include "counter.h"
#include "machine.h"

uint32_t counted_port_ticks;

static const struct operation {
    const char *name;
    int32_t imm;
} operations[] = {
    {"add", BPF_ADD},
    {"or", BPF_OR},
    {"and", BPF_AND},
    {"xor", BPF_XOR},
    {"fetch add", BPF_ADD | BPF_FETCH},
    {"fetch or", BPF_OR | BPF_FETCH},
    {"fetch and", BPF_AND | BPF_FETCH},
    {"fetch xor", BPF_XOR | BPF_FETCH},
    {"xchg", BPF_XCHG},
    {"cmpxchg", BPF_CMPXCHG},
};

static _Alignas(8) uint64_t context;
static const struct rbpf_grant grant = {&context, sizeof context, true};

/* A section with nothing in it, the second time. */
static uint32_t nothing(void)
{
    for (int i = 0; i < 2; i++) {
        RBPF_CRITICAL_ENTER();
        RBPF_CRITICAL_EXIT();
    }
    return counter_insns(counted_port_ticks);
}

/* r0 is what CMPXCHG expects to find. */
static uint32_t count(rbpf_loop_fn loop, const struct operation *operation, unsigned size,
                      uint64_t found)
{
    const uint64_t insns[] = {MOV64_K(0, 5), MOV64_K(2, 3), ATOMIC(size, operation->imm, 1, 2, 0),
                              EXIT()};

    machine_load_insns(insns, sizeof insns, NULL);
    for (int i = 0; i < 2; i++) {
        rbpf_store64((uint8_t *)&context, found);
        machine_expect(rbpf_vm_start(&machine.vm, 0, &grant), RBPF_OK, "start");
        counted_port_ticks = COUNTER_MASK;
        machine_expect(rbpf_run_with(&machine.vm, 100, loop), RBPF_OK, operation->name);
    }
    if (counted_port_ticks == COUNTER_MASK)
        machine_fail("the critical section was not entered");
    return counter_insns(counted_port_ticks) - nothing();
}

/* With what is found as expected and not. */
static uint32_t count_both(rbpf_loop_fn loop, const struct operation *operation, unsigned size)
{
    uint32_t same = count(loop, operation, size, 5);
    uint32_t other = count(loop, operation, size, 6);

    return same > other ? same : other;
}

static void print_rows(const struct variant *variant)
{
    for (uint32_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        printf("%s,%s,%s 32,%" PRIu32 "\n", BENCH_CPU, variant->name, operations[i].name,
               count_both(variant->loop, &operations[i], BPF_W));
        printf("%s,%s,%s 64,%" PRIu32 "\n", BENCH_CPU, variant->name, operations[i].name,
               count_both(variant->loop, &operations[i], BPF_DW));
    }
}

int main(void)
{
    machine_start();
    counter_start();
    counter_begin();
    puts("cpu,variant,operation,insns");
    for (uint32_t i = 0; i < VARIANT_COUNT; i++)
        if (variants[i].loop != rbpf_loop_switch)
            print_rows(&variants[i]);
    puts("end");
    return 0;
}
