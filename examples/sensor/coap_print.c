/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "coap_print.h"

#include <stdio.h>

#include "coap.h"

void coap_print_bytes(const char *what, const uint8_t *packet, uint32_t bytes)
{
    uint32_t i;

    printf("%s:", what);
    for (i = 0; i < bytes; i++)
        printf(" %02x", packet[i]);
    printf("\n");
}

void coap_print_answer(const char *what, const uint8_t *packet, uint32_t bytes)
{
    struct coap_answer answer;

    if (!coap_read_answer(&answer, packet, bytes)) {
        printf("%s: none\n", what);
        return;
    }
    coap_print_bytes(what, packet, bytes);
    printf("%d.%02d \"%.*s\"\n", answer.code >> 5, answer.code & 31, (int)answer.payload_bytes,
           answer.payload ? (const char *)answer.payload : "");
}
