/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "machine.h"

#include <string.h>

#include "left_out.h"

struct machine shared_machine;

/* Offsets in the arena by region; the guards are what lies between. */
struct place {
    uint32_t offset;
    uint32_t bytes;
};

static const struct place places[RBPF_REGION_COUNT(2)] = {
    [RBPF_REGION_STACK] = {17, MACHINE_STACK_BYTES},
    [RBPF_REGION_RODATA] = {1539, MACHINE_IMAGE_BYTES},
    [RBPF_REGION_DATA] = {1581, MACHINE_IMAGE_BYTES},
    [MACHINE_REGION_READ_ONLY] = {1623, MACHINE_READ_ONLY_BYTES},
    [MACHINE_REGION_WRITABLE] = {1661, MACHINE_WRITABLE_BYTES},
    [MACHINE_REGION_CONTEXT] = {1701, MACHINE_CONTEXT_MAX},
};

uint8_t *machine_region(struct machine *machine, uint32_t region)
{
    return machine->arena + places[region].offset;
}

void machine_fill(struct machine *machine)
{
    uint32_t region, i;

    memset(machine->arena, MACHINE_GUARD, sizeof machine->arena);
    for (region = RBPF_REGION_RODATA; region < MACHINE_REGION_CONTEXT; region++)
        for (i = 0; i < places[region].bytes; i++)
            machine_region(machine, region)[i] = MACHINE_PATTERN(i);
}

enum rbpf_status machine_load(struct machine *machine, const struct machine_setup *setup)
{
    struct rbpf_code code = {.insns = setup->insns,
                             .insns_bytes = setup->insns_bytes,
                             .functions = machine->functions,
                             .function_count = setup->function_count,
                             .helpers = setup->helpers};
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    left_out_note_program(setup->insns, setup->insns_bytes);
    for (i = 0; setup->functions && i < setup->function_count; i++)
        machine->functions[i] = rbpf_function_make(&setup->functions[i]);
    if (!setup->functions)
        status = rbpf_functions_find(&code, machine->functions, MACHINE_FUNCTIONS_MAX);
    if (status == RBPF_OK)
        status = rbpf_program_load(&machine->program, &code, &machine->report);
    if (status == RBPF_OK)
        status = rbpf_program_facts(&machine->program, &machine->facts);
    machine->function_count = code.function_count;
    return status;
}

static enum rbpf_status map_host_regions(struct machine *machine)
{
    const struct rbpf_grant read_only = {machine_region(machine, MACHINE_REGION_READ_ONLY),
                                         MACHINE_READ_ONLY_BYTES, false};
    const struct rbpf_grant writable = {machine_region(machine, MACHINE_REGION_WRITABLE),
                                        MACHINE_WRITABLE_BYTES, true};
    enum rbpf_status status = rbpf_vm_map(&machine->vm, MACHINE_REGION_READ_ONLY, &read_only);

    return status == RBPF_OK ? rbpf_vm_map(&machine->vm, MACHINE_REGION_WRITABLE, &writable)
                             : status;
}

enum rbpf_status machine_init(struct machine *machine, const struct machine_setup *setup)
{
    const struct rbpf_vm_config config = {
        .program = &machine->program,
        .regions = machine->regions,
        .region_count = COUNT_OF(machine->regions),
        .frames = machine->frames,
        .frame_count = setup->frame_count ? setup->frame_count : MACHINE_FRAMES,
        .stack = machine_region(machine, RBPF_REGION_STACK),
        .stack_bytes = setup->stack_bytes ? setup->stack_bytes : MACHINE_STACK_BYTES,
        .rodata = machine_region(machine, RBPF_REGION_RODATA),
        .rodata_bytes = MACHINE_IMAGE_BYTES,
        .data = machine_region(machine, RBPF_REGION_DATA),
        .data_bytes = MACHINE_IMAGE_BYTES,
        .user = setup->user,
    };
    enum rbpf_status status;

    machine_fill(machine);
    status = rbpf_vm_init(&machine->vm, &config);
    return status == RBPF_OK ? map_host_regions(machine) : status;
}

enum rbpf_status machine_start(struct machine *machine, const struct machine_setup *setup,
                               uint32_t function)
{
    uint8_t *context = machine_region(machine, MACHINE_REGION_CONTEXT);
    const struct rbpf_grant grant = {context, setup->context_bytes, true};

    if (setup->context_bytes)
        memcpy(context, setup->context, setup->context_bytes);
    return rbpf_vm_start(&machine->vm, function, &grant);
}

enum rbpf_status machine_ready(struct machine *machine, const struct machine_setup *setup)
{
    enum rbpf_status status = machine_load(machine, setup);

    if (status == RBPF_OK)
        status = machine_init(machine, setup);
    return status == RBPF_OK ? machine_start(machine, setup, 0) : status;
}

static bool is_in_a_region(uint32_t offset)
{
    uint32_t region;

    for (region = RBPF_REGION_STACK; region <= MACHINE_REGION_CONTEXT; region++)
        if (offset >= places[region].offset &&
            offset - places[region].offset < places[region].bytes)
            return true;
    return false;
}

bool machine_guards_hold(const struct machine *machine)
{
    uint32_t i;

    for (i = 0; i < sizeof machine->arena; i++)
        if (machine->arena[i] != MACHINE_GUARD && !is_in_a_region(i))
            return false;
    return true;
}
