/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A device with a sensor and an alarm, and a guest that decides what the one means to the other. */
#include <inttypes.h>
#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "guest_image.h"
#include "readings.h"
#include "sensor.h"

#define BUDGET_INSNS 1000u

struct device {
    uint32_t now;
    uint32_t alarm;
};

struct machine {
    struct rbpf_image image;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[4];
    _Alignas(8) uint8_t stack[512];
    _Alignas(8) uint8_t data[64];
    struct rbpf_vm vm;
};

/* int64_t sensor_read(uint32_t channel, struct sensor_reading *reading) */
static enum rbpf_status sensor_read(struct rbpf_call *call)
{
    const struct device *device = rbpf_call_user(call);
    uint8_t *reading = rbpf_call_memory(call, 2).data;

    if (rbpf_call_arg(call, 1) != CHANNEL_TEMPERATURE)
        return RBPF_ERR_ARGUMENT;
    rbpf_store32(reading + offsetof(struct sensor_reading, value), (uint32_t)readings[device->now]);
    rbpf_store32(reading + offsetof(struct sensor_reading, time_s),
                 device->now * READING_INTERVAL_S);
    return RBPF_OK;
}

/* int64_t set_output(uint32_t output, uint32_t on) */
static enum rbpf_status set_output(struct rbpf_call *call)
{
    struct device *device = rbpf_call_user(call);

    if (rbpf_call_arg(call, 1) != OUTPUT_ALARM)
        return RBPF_ERR_ARGUMENT;
    device->alarm = rbpf_call_arg(call, 2) != 0;
    return RBPF_OK;
}

/* The VM has checked whatever a row says before the helper is called. */
static const struct rbpf_helper table[] = {
    [SENSOR_READ] =
        {
            .fn = sensor_read,
            .name = "sensor_read",
            .args = {RBPF_ARG_SCALAR, RBPF_ARG_WRITES_BYTES(sizeof(struct sensor_reading))},
        },
    [SET_OUTPUT] =
        {
            .fn = set_output,
            .name = "set_output",
            .args = {RBPF_ARG_SCALAR, RBPF_ARG_SCALAR},
        },
};

static const struct rbpf_helpers helpers = {
    .table = table,
    .count = sizeof table / sizeof table[0],
};

static enum rbpf_status load(struct machine *machine)
{
    struct rbpf_image *image = &machine->image;
    struct rbpf_code code;
    enum rbpf_status status = rbpf_image_open(image, guest_image, sizeof guest_image);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(image, &helpers);
    status = rbpf_program_load(&machine->program, &code, NULL);
    return status == RBPF_OK ? rbpf_image_init_data(image, machine->data, sizeof machine->data)
                             : status;
}

static enum rbpf_status init(struct machine *machine, struct device *device)
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
        .user = device,
    };

    return rbpf_vm_init(&machine->vm, &config);
}

/* Starting again keeps .data: only rbpf_image_init_data() sets it back. */
static enum rbpf_status call(struct machine *machine, const char *entry,
                             const struct rbpf_grant *context)
{
    uint32_t function;
    enum rbpf_status status = rbpf_image_find_entry(&machine->image, entry, &function);

    if (status == RBPF_OK)
        status = rbpf_vm_start(&machine->vm, function, context);
    return status == RBPF_OK ? rbpf_run(&machine->vm, BUDGET_INSNS) : status;
}

static enum rbpf_status set_threshold(struct machine *machine, int32_t value)
{
    uint8_t bytes[4];
    const struct rbpf_grant context = {.base = bytes, .bytes = sizeof bytes};

    rbpf_store32(bytes, (uint32_t)value);
    return call(machine, "set_threshold", &context);
}

static enum rbpf_status work(struct machine *machine, struct device *device)
{
    enum rbpf_status status = RBPF_OK;

    for (; status == RBPF_OK && device->now < READING_COUNT; device->now++) {
        if (device->now == LATE_FROM)
            status = set_threshold(machine, LATE_THRESHOLD);
        if (status == RBPF_OK)
            status = call(machine, "on_timer", NULL);
        if (status == RBPF_OK)
            printf("%3" PRIu32 " s  %6" PRId32 "  average %6" PRId64 "  alarm %s\n",
                   device->now * READING_INTERVAL_S, readings[device->now],
                   (int64_t)rbpf_vm_result(&machine->vm), device->alarm ? "on" : "off");
    }
    return status;
}

int main(void)
{
    struct device device = {0};
    struct machine machine;
    enum rbpf_status status = load(&machine);

    if (status == RBPF_OK)
        status = init(&machine, &device);
    if (status == RBPF_OK)
        status = work(&machine, &device);
    if (status != RBPF_OK)
        fprintf(stderr, "sensor_filter: %s\n", rbpf_status_text(status));
    return status == RBPF_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
