/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The host: no files, no heap, the image is an array. Runs the guest on each of five samples. */
#include <inttypes.h>
#include <stdio.h>

#include <average_image.h>
#include <rbpf/rbpf.h>

#define FRAMES 4u
#define STACK_BYTES 512u
#define DATA_BYTES 64u
#define BUDGET_INSNS 10000u

static const uint32_t samples[] = {20, 24, 28, 32, 60};

static enum rbpf_status read_sensor(struct rbpf_call *call)
{
    uint64_t channel = rbpf_call_arg(call, 1);

    rbpf_call_return(call, channel < sizeof samples / sizeof samples[0] ? samples[channel] : 0);
    return RBPF_OK;
}

static const struct rbpf_helper table[] = {[7] = {.fn = read_sensor, .name = "read_sensor"}};
static const struct rbpf_helpers helpers = {table, sizeof table / sizeof table[0], NULL};

static struct rbpf_image image;
static struct rbpf_program program;
static struct rbpf_region regions[RBPF_REGION_COUNT(0)];
static struct rbpf_frame frames[FRAMES];
static uint8_t stack[STACK_BYTES];
static uint8_t data[DATA_BYTES];
static struct rbpf_vm vm;

static enum rbpf_status load(void)
{
    enum rbpf_status status = rbpf_image_open(&image, average_image, AVERAGE_IMAGE_BYTES);
    struct rbpf_code code;

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(&image, &helpers);
    status = rbpf_program_load(&program, &code, NULL);
    return status == RBPF_OK ? rbpf_image_init_data(&image, data, sizeof data) : status;
}

static enum rbpf_status init(void)
{
    const struct rbpf_vm_config config = {
        .program = &program,
        .regions = regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = frames,
        .frame_count = FRAMES,
        .stack = stack,
        .stack_bytes = sizeof stack,
        .rodata = image.rodata,
        .rodata_bytes = image.rodata_bytes,
        .data = data,
        .data_bytes = image.data_bytes,
    };

    return rbpf_vm_init(&vm, &config);
}

static enum rbpf_status run(uint32_t channel)
{
    const struct rbpf_grant context = {.base = &channel, .bytes = sizeof channel};
    enum rbpf_status status;
    uint32_t function;

    if (rbpf_image_find_entry(&image, "on_sample", &function) != RBPF_OK || image.entry_count != 1)
        return RBPF_IMAGE_NO_ENTRY;
    status = rbpf_vm_start(&vm, function, &context);
    return status == RBPF_OK ? rbpf_run(&vm, BUDGET_INSNS) : status;
}

int main(void)
{
    enum rbpf_status status = load();

    if (status == RBPF_OK)
        status = init();
    for (uint32_t i = 0; status == RBPF_OK && i < sizeof samples / sizeof samples[0]; i++) {
        status = run(i);
        printf("%" PRIu64 "\n", rbpf_vm_result(&vm));
    }
    printf("status %d\n", (int)status);
    return status != RBPF_OK;
}
