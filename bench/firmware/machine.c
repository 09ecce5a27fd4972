/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <stdio.h>

#include <board.h>

#include "machine.h"

struct machine machine;

static enum rbpf_status run_switch(struct rbpf_vm *vm, uint64_t budget_insns)
{
    return rbpf_run_with(vm, budget_insns, rbpf_loop_switch);
}

static enum rbpf_status run_small(struct rbpf_vm *vm, uint64_t budget_insns)
{
    return rbpf_run_with(vm, budget_insns, rbpf_loop_small);
}

const struct variant variants[VARIANT_COUNT] = {
    {"goto", rbpf_loop_goto, rbpf_run},
    {"switch", rbpf_loop_switch, run_switch},
    {"small", rbpf_loop_small, run_small},
};

#if defined(__ARM_FEATURE_UNALIGNED)

#define CCR (*(volatile uint32_t *)0xe000ed14u)
#define CCR_UNALIGN_TRP (1u << 3)

void machine_start(void)
{
    CCR &= ~CCR_UNALIGN_TRP;
}

#else

void machine_start(void)
{
}

#endif

_Noreturn void machine_fail(const char *what)
{
    printf("ERROR %s\n", what);
    board_exit(1);
}

void machine_expect(enum rbpf_status status, enum rbpf_status expected, const char *what)
{
    if (status == expected)
        return;
    printf("ERROR %s: status %d, not %d\n", what, (int)status, (int)expected);
    board_exit(1);
}

static void load(void)
{
    machine_expect(rbpf_program_load(&machine.program, &machine.code, &machine.report), RBPF_OK,
                   "load");
    machine.config = (struct rbpf_vm_config){
        .program = &machine.program,
        .regions = machine.regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = machine.frames,
        .frame_count = MACHINE_FRAMES,
        .stack = machine.stack,
        .stack_bytes = sizeof machine.stack,
    };
    machine_expect(rbpf_vm_init(&machine.vm, &machine.config), RBPF_OK, "init");
}

void machine_load_insns(const uint64_t *insns, size_t insns_bytes,
                        const struct rbpf_helpers *helpers)
{
    machine.code = (struct rbpf_code){.insns = insns, .insns_bytes = insns_bytes};
    machine.code.helpers = helpers;
    machine_expect(rbpf_functions_find(&machine.code, machine.functions, MACHINE_FUNCTIONS),
                   RBPF_OK, "functions");
    machine.function = 0;
    load();
}

void machine_load_image(const uint8_t *bytes, size_t size, const struct rbpf_helpers *helpers)
{
    machine_expect(rbpf_image_open(&machine.image, bytes, size), RBPF_OK, "image");
    machine.code = rbpf_image_code(&machine.image, helpers);
    machine_expect(rbpf_image_find_entry(&machine.image, NULL, &machine.function), RBPF_OK,
                   "entry");
    load();
}
