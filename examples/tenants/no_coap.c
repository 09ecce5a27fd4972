/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* In the place of coap_server.c, where there is no libcoap. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <time.h>

#include "coap_server.h"

bool coap_server_open(struct coap_server *server, uint16_t port)
{
    *server = (struct coap_server){.port = 0};
    (void)port;
    printf("built without libcoap (Debian: libcoap3-dev): nothing is served\n");
    return true;
}

void coap_server_poll(struct coap_server *server, uint32_t ms)
{
    const struct timespec time = {.tv_sec = (time_t)(ms / 1000u),
                                  .tv_nsec = (long)(ms % 1000u) * 1000000};

    (void)server;
    nanosleep(&time, NULL);
}

void coap_server_close(struct coap_server *server)
{
    (void)server;
}
