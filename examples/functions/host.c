/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Has expressions calculated by a guest of several functions. */
#include <inttypes.h>
#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "expression.h"
#include "guest_image.h"

#define BUDGET_INSNS 100000u

static const char *const expressions[] = {
    "2 3 + 4 *", "10 4 - 25 -", "3 4 e 17 %", "1071 462 g", "1 +", "1 2", "1 2 ?",
};

struct machine {
    struct rbpf_image image;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    /* `rbpf build` says what is needed: here 72 bytes, and calls 4 deep. */
    struct rbpf_frame frames[4];
    _Alignas(8) uint8_t stack[128];
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
        /* The tables lie here. */
        .rodata = machine->image.rodata,
        .rodata_bytes = machine->image.rodata_bytes,
    };

    return rbpf_vm_init(&machine->vm, &config);
}

static enum rbpf_status calculate(struct machine *machine, const struct rbpf_grant *context)
{
    uint32_t function;
    enum rbpf_status status = rbpf_image_find_entry(&machine->image, "calculate", &function);

    if (status == RBPF_OK)
        status = rbpf_vm_start(&machine->vm, function, context);
    return status == RBPF_OK ? rbpf_run(&machine->vm, BUDGET_INSNS) : status;
}

static enum rbpf_status show(struct machine *machine, const char *text)
{
    /* As bytes: guest memory is little-endian on every host. */
    uint8_t bytes[sizeof(struct expression)] = {0};
    const struct rbpf_grant context = {.base = bytes, .bytes = sizeof bytes, .writable = true};
    enum rbpf_status status;

    snprintf((char *)bytes + offsetof(struct expression, text), EXPRESSION_TEXT_BYTES, "%s", text);
    status = calculate(machine, &context);
    if (status != RBPF_OK)
        return status;
    if (rbpf_vm_result(&machine->vm) == EXPRESSION_OK)
        printf("%-12s = %" PRId64 "\n", text, (int64_t)rbpf_load64(bytes));
    else
        printf("%-12s error %" PRIu64 "\n", text, rbpf_vm_result(&machine->vm));
    return RBPF_OK;
}

int main(void)
{
    struct machine machine;
    enum rbpf_status status = load(&machine);

    if (status == RBPF_OK)
        status = init(&machine);
    for (size_t i = 0; status == RBPF_OK && i < sizeof expressions / sizeof expressions[0]; i++)
        status = show(&machine, expressions[i]);
    if (status != RBPF_OK)
        fprintf(stderr, "functions: %s\n", rbpf_status_text(status));
    return status == RBPF_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
