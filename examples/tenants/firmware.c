/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The device of two tenants as firmware without an operating system: a scheduler with three tasks.
 * What main() and all it calls take of the C stack, but for the report, is in bench/README.md.
 */
#include "board.h"
#include "coap.h"
#include "device.h"
#include "report.h"
#include "scheduler.h"

#define MESSAGE_ID 0x7d34u

static const struct coap_token token = {{0x20, 0x26}, 2};

static struct {
    /* How often each task gets the CPU before it ends. */
    uint8_t turns[DEVICE_THREADS];
    int32_t answer_bytes;
} firmware = {.turns = {20, 21, 5}};

static bool has_turns(uint8_t *left)
{
    return --*left > 0;
}

static bool run_timer(void *left)
{
    return device_tick() == RBPF_OK && has_turns(left);
}

/* In its last turn a request comes in. */
static bool run_network(void *left)
{
    if (has_turns(left))
        return true;
    firmware.answer_bytes =
        device_answer(coap_make_request(device_packet(), true, MESSAGE_ID, &token));
    return false;
}

static bool run_worker(void *left)
{
    return has_turns(left);
}

static const struct task tasks[DEVICE_THREADS] = {{run_timer, &firmware.turns[0]},
                                                  {run_network, &firmware.turns[1]},
                                                  {run_worker, &firmware.turns[2]}};

static enum rbpf_status run(void)
{
    struct scheduler scheduler = {
        .hook = &device_hooks[DEVICE_SWITCH], .tasks = tasks, .count = DEVICE_THREADS};

    while (scheduler_run(&scheduler))
        ;
    return scheduler.status;
}

int main(void)
{
    enum rbpf_status status;

    (void)board_stack_paint();
    status = device_start(NULL);
    if (status == RBPF_OK)
        status = run();
    if (status == RBPF_OK)
        report_print(firmware.answer_bytes, board_stack_used(board_stack_top));
    return status;
}
