/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "machine.h"

#define BUDGET_INSNS 10000000u

static enum rbpf_status make_vm(struct machine *machine)
{
    const struct rbpf_vm_config config = {
        .program = &machine->program,
        .regions = machine->regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = machine->frames,
        .frame_count = MACHINE_FRAMES,
        .stack = machine->stack,
        .stack_bytes = sizeof machine->stack,
        .rodata = machine->image.rodata,
        .rodata_bytes = machine->image.rodata_bytes,
    };

    return rbpf_vm_init(&machine->vm, &config);
}

enum rbpf_status machine_load(struct machine *machine, const void *image, size_t bytes,
                              const struct rbpf_helpers *helpers)
{
    enum rbpf_status status = rbpf_image_open(&machine->image, image, bytes);

    if (status == RBPF_OK)
        status = rbpf_image_find_entry(&machine->image, NULL, &machine->function);
    if (status != RBPF_OK)
        return status;
    machine->code = rbpf_image_code(&machine->image, helpers);
    status = rbpf_program_load(&machine->program, &machine->code, NULL);
    return status == RBPF_OK ? make_vm(machine) : status;
}

enum rbpf_status machine_run(struct machine *machine, rbpf_loop_fn loop,
                             const struct rbpf_grant *context)
{
    enum rbpf_status status = rbpf_vm_start(&machine->vm, machine->function, context);

    return status == RBPF_OK ? rbpf_run_with(&machine->vm, BUDGET_INSNS, loop) : status;
}
