/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "report.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include <rbpf/bytes.h>

#include "board.h"
#include "coap_print.h"
#include "device.h"
#include "switch.h"
#include "table.h"

static void print_threads(void)
{
    const struct rbpf_store *store = device_tenants[DEVICE_ANNA].store;
    uint32_t i;

    for (i = 1; i <= DEVICE_THREADS; i++) {
        struct rbpf_item item = {.size = 0};

        (void)rbpf_store_get(store, THREAD_KEY + i, &item);
        printf("thread %" PRIu32 " got the CPU %" PRIu32 " times\n", i, rbpf_load32(item.value));
    }
}

/* Behind the program's name. */
static bool has_argument(void)
{
    char line[80];
    const char *at = line;

    board_command_line(line, sizeof line);
    while (*at && *at != ' ')
        at++;
    while (*at == ' ')
        at++;
    return *at;
}

void report_print(int32_t answer_bytes, uint32_t stack_bytes)
{
    if (has_argument()) {
        printf("stack,%" PRIu32 "\n", stack_bytes);
        return;
    }
    table_print(NULL);
    print_threads();
    coap_print_answer("the answer", device_packet(), answer_bytes > 0 ? (uint32_t)answer_bytes : 0);
}
