/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "guest_vm.h"

#define BUDGET_INSNS 10000000u

static enum rbpf_status make_vm(struct guest_vm *guest)
{
    const struct rbpf_vm_config config = {
        .program = &guest->program,
        .regions = guest->regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = guest->frames,
        .frame_count = GUEST_VM_FRAMES,
        .stack = guest->stack,
        .stack_bytes = sizeof guest->stack,
        .rodata = guest->image.rodata,
        .rodata_bytes = guest->image.rodata_bytes,
    };

    return rbpf_vm_init(&guest->vm, &config);
}

enum rbpf_status guest_vm_load(struct guest_vm *guest, const struct workload_image *image)
{
    enum rbpf_status status = rbpf_image_open(&guest->image, image->bytes, image->size);

    if (status == RBPF_OK)
        status = rbpf_image_find_entry(&guest->image, NULL, &guest->function);
    if (status != RBPF_OK)
        return status;
    guest->code = rbpf_image_code(&guest->image, &workload_helpers);
    status = rbpf_program_load(&guest->program, &guest->code, NULL);
    return status == RBPF_OK ? make_vm(guest) : status;
}

enum rbpf_status guest_vm_run(struct guest_vm *guest, rbpf_loop_fn loop,
                              const struct rbpf_grant *context)
{
    enum rbpf_status status = rbpf_vm_start(&guest->vm, guest->function, context);

    return status == RBPF_OK ? rbpf_run_with(&guest->vm, BUDGET_INSNS, loop) : status;
}
