/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "report.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include <rbpf/bytes.h>

#include "board.h"
#include "coap.h"
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

static void print_answer(int32_t answer_bytes)
{
    struct coap_answer answer;
    int32_t i;

    printf("the answer:");
    for (i = 0; i < answer_bytes; i++)
        printf(" %02x", device_packet()[i]);
    if (answer_bytes > 0 && coap_read_answer(&answer, device_packet(), (uint32_t)answer_bytes))
        printf("\n%u.%02u \"%.*s\"\n", answer.code >> 5, answer.code & 31u,
               (int)answer.payload_bytes, answer.payload ? (const char *)answer.payload : "");
    else
        printf(" none\n");
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
    table_print();
    print_threads();
    print_answer(answer_bytes);
}
