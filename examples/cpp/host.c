/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Has samples smoothed by a guest in C++, a few at a time. */
#include <inttypes.h>
#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>
#include <stdio.h>
#include <stdlib.h>

#include "guest_image.h"
#include "samples.h"

#define BUDGET_INSNS 10000u

struct machine {
    struct rbpf_image image;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[8];
    _Alignas(8) uint8_t stack[512];
    _Alignas(8) uint8_t data[128];
    struct rbpf_vm vm;
};

static enum rbpf_status load(struct machine *machine)
{
    struct rbpf_image *image = &machine->image;
    struct rbpf_code code;
    enum rbpf_status status = rbpf_image_open(image, guest_image, sizeof guest_image);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(image, NULL);
    status = rbpf_program_load(&machine->program, &code, NULL);
    return status == RBPF_OK ? rbpf_image_init_data(image, machine->data, sizeof machine->data)
                             : status;
}

static enum rbpf_status init(struct machine *machine)
{
    const struct rbpf_vm_config config = {
        .program = &machine->program,
        .regions = machine->regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = machine->frames,
        .frame_count = sizeof machine->frames / sizeof machine->frames[0],
        .stack = machine->stack,
        .stack_bytes = sizeof machine->stack,
        .rodata = machine->image.rodata,
        .rodata_bytes = machine->image.rodata_bytes,
        .data = machine->data,
        .data_bytes = machine->image.data_bytes,
    };

    return rbpf_vm_init(&machine->vm, &config);
}

static enum rbpf_status smooth(struct machine *machine, const struct rbpf_grant *context)
{
    uint32_t function;
    enum rbpf_status status = rbpf_image_find_entry(&machine->image, "smooth", &function);

    if (status == RBPF_OK)
        status = rbpf_vm_start(&machine->vm, function, context);
    return status == RBPF_OK ? rbpf_run(&machine->vm, BUDGET_INSNS) : status;
}

/* Guest memory is little-endian on every host. */
static enum rbpf_status show(struct machine *machine, const int32_t *sample)
{
    uint8_t bytes[SAMPLES_PER_RUN * 4u];
    const struct rbpf_grant context = {.base = bytes, .bytes = sizeof bytes, .writable = true};
    enum rbpf_status status;

    for (uint32_t i = 0; i < SAMPLES_PER_RUN; i++)
        rbpf_store32(bytes + 4u * i, (uint32_t)sample[i]);
    status = smooth(machine, &context);
    for (uint32_t i = 0; status == RBPF_OK && i < SAMPLES_PER_RUN; i++)
        printf("%5" PRId32 " -> %5" PRId32 "\n", sample[i], (int32_t)rbpf_load32(bytes + 4u * i));
    return status;
}

int main(void)
{
    struct machine machine;
    enum rbpf_status status = load(&machine);

    if (status == RBPF_OK)
        status = init(&machine);
    for (size_t i = 0; status == RBPF_OK && i < SAMPLE_COUNT; i += SAMPLES_PER_RUN)
        status = show(&machine, samples + i);
    if (status != RBPF_OK)
        fprintf(stderr, "cpp: %s\n", rbpf_status_text(status));
    return status == RBPF_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
