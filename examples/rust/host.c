/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Has frames checked by a guest in Rust. */
#include <inttypes.h>
#include <rbpf/rbpf.h>
#include <stdio.h>
#include <stdlib.h>

#include "guest_image.h"

#define BUDGET_INSNS 10000u

/* 0x29b1 is the CRC of "123456789", the check value of the catalogues. */
static const uint8_t good[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9', 0x29, 0xb1};
static const uint8_t flipped[] = {'1', '2', '3', '4', '5', '6', '7', '8', '8', 0x29, 0xb1};
static const uint8_t empty[] = {0xff, 0xff};
static const uint8_t too_short[] = {0xff};

static const struct frame {
    const char *name;
    const void *bytes;
    uint32_t size;
} frames[] = {
    {"good", good, sizeof good},
    {"one bit flipped", flipped, sizeof flipped},
    {"nothing but a CRC", empty, sizeof empty},
    {"too short", too_short, sizeof too_short},
    {"no bytes at all", NULL, 0},
};

struct machine {
    struct rbpf_image image;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[2];
    _Alignas(8) uint8_t stack[64];
    struct rbpf_vm vm;
};

static enum rbpf_status load(struct machine *machine)
{
    struct rbpf_code code;
    enum rbpf_status status = rbpf_image_open(&machine->image, guest_image, sizeof guest_image);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(&machine->image, NULL);
    return rbpf_program_load(&machine->program, &code, NULL);
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
    };

    return rbpf_vm_init(&machine->vm, &config);
}

static enum rbpf_status check(struct machine *machine, const struct frame *frame)
{
    const struct rbpf_grant context = {.base = frame->bytes, .bytes = frame->size};
    uint32_t function;
    enum rbpf_status status = rbpf_image_find_entry(&machine->image, "check", &function);

    if (status == RBPF_OK)
        status = rbpf_vm_start(&machine->vm, function, &context);
    if (status == RBPF_OK)
        status = rbpf_run(&machine->vm, BUDGET_INSNS);
    if (status == RBPF_OK)
        printf("%-17s %2" PRId64 "\n", frame->name, (int64_t)rbpf_vm_result(&machine->vm));
    return status;
}

int main(void)
{
    struct machine machine;
    enum rbpf_status status = load(&machine);

    if (status == RBPF_OK)
        status = init(&machine);
    for (size_t i = 0; status == RBPF_OK && i < sizeof frames / sizeof frames[0]; i++)
        status = check(&machine, &frames[i]);
    if (status != RBPF_OK)
        fprintf(stderr, "rust: %s\n", rbpf_status_text(status));
    return status == RBPF_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
