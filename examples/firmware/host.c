/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Firmware without an operating system that runs a guest out of flash. All that it needs but the
 * library is board.h: start-up and a console. No printf(), no heap.
 */
#include <rbpf/bytes.h>
#include <rbpf/rbpf.h>

#include "board.h"
#include "guest_image.h"
#include "led.h"

#define BUDGET_INSNS 1000u

static struct {
    struct rbpf_program program;
    struct rbpf_vm vm;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    bool led;
} device;

static void print_number(int64_t number)
{
    char text[24];
    char *digit = text + sizeof text - 1;
    uint32_t rest = (uint32_t)(number < 0 ? -number : number);

    *digit = 0;
    do {
        *--digit = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        *--digit = '-';
    board_print(digit);
}

/* int64_t led_set(uint32_t on) */
static enum rbpf_status led_set(struct rbpf_call *call)
{
    device.led = rbpf_call_arg(call, 1) != 0;
    return RBPF_OK;
}

static const struct rbpf_helper table[] = {
    [LED_SET] = {.fn = led_set, .name = "led_set", .args = {RBPF_ARG_SCALAR}},
};

static const struct rbpf_helpers helpers = {
    .table = table,
    .count = sizeof table / sizeof table[0],
};

/* Opens the image where it lies, verifies its program, and gives it what it needs of RAM: no stack.
 */
static enum rbpf_status load(uint32_t *function)
{
    struct rbpf_image image;
    struct rbpf_code code;
    struct rbpf_vm_config config = {
        .program = &device.program,
        .regions = device.regions,
        .region_count = RBPF_REGION_COUNT(0),
    };
    enum rbpf_status status = rbpf_image_open(&image, guest_image, sizeof guest_image);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(&image, &helpers);
    status = rbpf_program_load(&device.program, &code, NULL);
    if (status == RBPF_OK)
        status = rbpf_image_find_entry(&image, "on_samples", function);
    return status == RBPF_OK ? rbpf_vm_init(&device.vm, &config) : status;
}

static void print_end(enum rbpf_status status)
{
    if (status == RBPF_OK) {
        board_print("average ");
        print_number((int64_t)rbpf_vm_result(&device.vm));
        board_print(device.led ? ", led on\n" : ", led off\n");
    } else {
        board_print("status ");
        print_number(status);
        board_print(" at slot ");
        print_number(rbpf_vm_pc(&device.vm));
        board_print("\n");
    }
}

static void run(uint32_t function, const int32_t *samples, uint32_t count)
{
    uint8_t bytes[4 * SAMPLE_COUNT];
    const struct rbpf_grant context = {.base = bytes, .bytes = 4 * count};
    enum rbpf_status status;

    for (uint32_t i = 0; i < count; i++)
        rbpf_store32(bytes + (size_t)4 * i, (uint32_t)samples[i]);
    status = rbpf_vm_start(&device.vm, function, &context);
    if (status == RBPF_OK)
        status = rbpf_run(&device.vm, BUDGET_INSNS);
    print_end(status);
}

int main(void)
{
    static const int32_t cold[SAMPLE_COUNT] = {19, 20, 21, 20};
    static const int32_t warm[SAMPLE_COUNT] = {26, 31, 33, 34};
    uint32_t function;
    enum rbpf_status status = load(&function);

    if (status != RBPF_OK) {
        board_print("cannot load: ");
        print_number(status);
        board_print("\n");
        return 1;
    }
    run(function, cold, SAMPLE_COUNT);
    run(function, warm, SAMPLE_COUNT);
    run(function, warm, SAMPLE_COUNT - 1);
    return 0;
}
