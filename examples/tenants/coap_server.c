/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#define _POSIX_C_SOURCE 200809L

#include "coap_server.h"

#include <arpa/inet.h>
#include <coap3/coap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

#define VERSION 1u
#define HEADER_BYTES 4u

/* The header and token of a request, as they are on the wire: libcoap has taken them apart. Returns
 * how long they are, at most 12 bytes. */
static uint32_t write_header(uint8_t *packet, const coap_pdu_t *request)
{
    const coap_bin_const_t token = coap_pdu_get_token(request);
    const coap_mid_t id = coap_pdu_get_mid(request);

    packet[0] = (uint8_t)(VERSION << 6 | coap_pdu_get_type(request) << 4 | (uint32_t)token.length);
    packet[1] = (uint8_t)coap_pdu_get_code(request);
    packet[2] = (uint8_t)(id >> 8);
    packet[3] = (uint8_t)id;
    if (token.length > 0)
        memcpy(packet + HEADER_BYTES, token.s, token.length);
    return HEADER_BYTES + (uint32_t)token.length;
}

/* The same of all of it but the payload, which a GET has none of. 0: it does not fit. */
static uint32_t write_request(uint8_t *packet, const coap_pdu_t *request)
{
    uint32_t used = write_header(packet, request);
    coap_option_num_t last = 0;
    coap_opt_iterator_t options;
    const coap_opt_t *option;

    coap_option_iterator_init(request, &options, COAP_OPT_ALL);
    while ((option = coap_option_next(&options))) {
        size_t bytes = coap_opt_encode(packet + used, DEVICE_PACKET_BYTES - used,
                                       (uint16_t)(options.number - last), coap_opt_value(option),
                                       coap_opt_length(option));
        if (bytes == 0)
            return 0;
        used += (uint32_t)bytes;
        last = options.number;
    }
    return used;
}

/* Is it to this request? The container has written it. */
static bool is_answer_to(const coap_pdu_t *request, const coap_pdu_t *answer)
{
    const coap_bin_const_t asked = coap_pdu_get_token(request);
    const coap_bin_const_t token = coap_pdu_get_token(answer);
    const uint32_t class = (uint32_t)coap_pdu_get_code(answer) >> 5;

    return (class == 2 || class == 4 || class == 5) &&
           coap_pdu_get_mid(answer) == coap_pdu_get_mid(request) && token.length == asked.length &&
           (token.length == 0 || memcmp(token.s, asked.s, token.length) == 0);
}

static void copy_answer(coap_pdu_t *response, const coap_pdu_t *answer)
{
    coap_opt_iterator_t options;
    const coap_opt_t *option;
    const uint8_t *payload;
    size_t bytes;

    coap_pdu_set_code(response, coap_pdu_get_code(answer));
    coap_option_iterator_init(answer, &options, COAP_OPT_ALL);
    while ((option = coap_option_next(&options)))
        coap_add_option(response, options.number, coap_opt_length(option), coap_opt_value(option));
    if (coap_get_data(answer, &bytes, &payload))
        coap_add_data(response, bytes, payload);
}

/* Fires the hook, and reads what the container made of the packet. */
static bool answer(const coap_pdu_t *request, coap_pdu_t *response)
{
    coap_pdu_t *parsed;
    int32_t bytes = device_answer(write_request(device_packet(), request));
    bool is_good;

    if (bytes <= 0)
        return false;
    parsed = coap_pdu_init(COAP_MESSAGE_CON, COAP_EMPTY_CODE, 0, DEVICE_PACKET_BYTES);
    is_good = parsed && coap_pdu_parse(COAP_PROTO_UDP, device_packet(), (size_t)bytes, parsed) &&
              is_answer_to(request, parsed);
    if (is_good)
        copy_answer(response, parsed);
    coap_delete_pdu(parsed);
    return is_good;
}

static void handle_get(coap_resource_t *resource, coap_session_t *session,
                       const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
{
    struct coap_server *server = coap_resource_get_userdata(resource);

    (void)session;
    (void)query;
    if (answer(request, response)) {
        server->answered++;
        return;
    }
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_INTERNAL_ERROR);
    server->failed++;
}

static bool add_resource(struct coap_server *server)
{
    coap_resource_t *resource = coap_resource_init(coap_make_str_const("sensor/average"), 0);

    if (!resource)
        return false;
    coap_register_handler(resource, COAP_REQUEST_GET, handle_get);
    coap_resource_set_userdata(resource, server);
    coap_add_resource(server->context, resource);
    return true;
}

/* "127.0.0.1:PORT UDP" is all that libcoap says of it. */
static uint16_t port_of(const coap_endpoint_t *endpoint)
{
    const char *colon = strchr(coap_endpoint_str(endpoint), ':');

    return colon ? (uint16_t)strtoul(colon + 1, NULL, 10) : 0;
}

static bool listen_on(struct coap_server *server, uint16_t port)
{
    coap_address_t address;
    const coap_endpoint_t *endpoint;

    coap_address_init(&address);
    address.addr.sin.sin_family = AF_INET;
    address.addr.sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.addr.sin.sin_port = htons(port);
    address.size = sizeof address.addr.sin;
    endpoint = coap_new_endpoint(server->context, &address, COAP_PROTO_UDP);
    if (endpoint)
        server->port = port_of(endpoint);
    return server->port != 0;
}

bool coap_server_open(struct coap_server *server, uint16_t port)
{
    *server = (struct coap_server){.context = NULL};
    coap_startup();
    coap_set_log_level(LOG_ERR);
    server->context = coap_new_context(NULL);
    if (server->context && listen_on(server, port) && add_resource(server))
        return true;
    fprintf(stderr, "cannot listen on 127.0.0.1, port %u\n", port);
    coap_server_close(server);
    return false;
}

void coap_server_poll(struct coap_server *server, uint32_t ms)
{
    (void)coap_io_process(server->context, ms);
}

void coap_server_close(struct coap_server *server)
{
    coap_free_context(server->context);
    server->context = NULL;
    coap_cleanup();
}
