/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The device on the network: coap://127.0.0.1:PORT/sensor/average, by libcoap. It does what the
 * network of a firmware does: UDP, retransmission, and which resource is meant; the answer to a GET
 * is the container's. Of one that is no CoAP message nothing is sent, but 5.00.
 *
 * Without libcoap there is no_coap.c in its place.
 */
#ifndef COAP_SERVER_H
#define COAP_SERVER_H

#include <stdbool.h>
#include <stdint.h>

struct coap_server {
    /* libcoap's coap_context_t. */
    void *context;
    uint16_t port;
    /* Requests that were answered by the container, and others. */
    uint32_t answered;
    uint32_t failed;
};

/* Listens on 127.0.0.1; port 0: any that is free. False: it cannot, and has said why. Without
 * libcoap it is true, and server->port 0. */
bool coap_server_open(struct coap_server *server, uint16_t port);

/* Handles what comes in, for at most so long. */
void coap_server_poll(struct coap_server *server, uint32_t ms);

void coap_server_close(struct coap_server *server);

#endif
