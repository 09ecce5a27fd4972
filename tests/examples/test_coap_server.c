/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* examples/tenants/coap_server.c with a device that answers anything: what is no CoAP message, or
 * not to this request, is sent as 5.00. */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tenants/coap_server.h"
#include "tenants/device.h"

#define POLL_MS 100u
#define POLLS 300u
#define CONTENT 0x45
#define INTERNAL_ERROR 0xa0

static const uint8_t request[] = {0x42, 1,   0x12, 0x34, 0xaa, 0xbb, 0xb6, 's', 'e', 'n', 's',
                                  'o',  'r', 7,    'a',  'v',  'e',  'r',  'a', 'g', 'e'};

/* What the device answers: so many bytes, with the message id of the request. */
static const struct row {
    const char *name;
    uint8_t packet[DEVICE_PACKET_BYTES];
    int32_t bytes;
    uint8_t code;
    bool is_of_other_id;
} rows[] = {
    {"a value", {0x62, CONTENT, 0, 0, 0xaa, 0xbb, 0xc0, 0xff, '7'}, 9, CONTENT, false},
    {"no payload", {0x62, 0xa3, 0, 0, 0xaa, 0xbb}, 6, 0xa3, false},
    {"nothing", {0}, 0, INTERNAL_ERROR, false},
    {"a fault", {0}, RBPF_FAULT_BOUNDS, INTERNAL_ERROR, false},
    {"3 bytes", {0x60, CONTENT}, 3, INTERNAL_ERROR, false},
    {"version 2", {0xa2, CONTENT, 0, 0, 0xaa, 0xbb}, 6, INTERNAL_ERROR, false},
    {"a long token", {0x69, CONTENT, 0, 0, 0xaa, 0xbb}, 32, INTERNAL_ERROR, false},
    {"a token that is cut", {0x62, CONTENT, 0, 0, 0xaa}, 5, INTERNAL_ERROR, false},
    {"another token", {0x62, CONTENT, 0, 0, 0xaa, 0xbc}, 6, INTERNAL_ERROR, false},
    {"a shorter token", {0x61, CONTENT, 0, 0, 0xaa}, 5, INTERNAL_ERROR, false},
    {"another id", {0x62, CONTENT, 0, 0, 0xaa, 0xbb}, 6, INTERNAL_ERROR, true},
    {"an option that is cut", {0x62, CONTENT, 0, 0, 0xaa, 0xbb, 0xc2, 1}, 8, INTERNAL_ERROR, false},
    {"a marker alone", {0x62, CONTENT, 0, 0, 0xaa, 0xbb, 0xff}, 7, INTERNAL_ERROR, false},
    {"a request", {0x62, 1, 0, 0, 0xaa, 0xbb}, 6, INTERNAL_ERROR, false},
    {"a code of class 3", {0x62, 0x60, 0, 0, 0xaa, 0xbb}, 6, INTERNAL_ERROR, false},
    {"an empty message", {0x60, 0, 0, 0}, 4, INTERNAL_ERROR, false},
};

static const struct row *row;
static uint8_t packet[DEVICE_PACKET_BYTES];
static uint16_t id;

uint8_t *device_packet(void)
{
    return packet;
}

int32_t device_answer(uint32_t bytes)
{
    (void)bytes;
    memcpy(packet, row->packet, sizeof packet);
    packet[2] = (uint8_t)(id >> 8);
    packet[3] = (uint8_t)(id + row->is_of_other_id);
    return row->bytes;
}

/* Returns how long the answer is; 0: none has come. */
static size_t exchange(struct coap_server *server, int peer, uint8_t *answer, size_t room)
{
    uint8_t asked[sizeof request];

    id++;
    memcpy(asked, request, sizeof asked);
    asked[2] = (uint8_t)(id >> 8);
    asked[3] = (uint8_t)id;
    if (send(peer, asked, sizeof asked, 0) != (ssize_t)sizeof asked)
        return 0;
    for (uint32_t i = 0; i < POLLS; i++) {
        ssize_t bytes;

        coap_server_poll(server, POLL_MS);
        bytes = recv(peer, answer, room, MSG_DONTWAIT);
        if (bytes > 0)
            return (size_t)bytes;
    }
    return 0;
}

static int check_row(struct coap_server *server, int peer)
{
    uint8_t answer[256];
    size_t bytes = exchange(server, peer, answer, sizeof answer);
    bool is_right = bytes >= 6 && answer[0] == 0x62 && answer[1] == row->code &&
                    answer[2] == id >> 8 && answer[3] == (id & 0xff) && answer[4] == 0xaa &&
                    answer[5] == 0xbb;

    if (is_right && row->code != INTERNAL_ERROR)
        is_right =
            bytes == (size_t)row->bytes && memcmp(answer + 4, row->packet + 4, bytes - 4) == 0;
    printf("%s: %s\n", row->name, is_right ? "as it should be" : "WRONG");
    return !is_right;
}

int main(void)
{
    const size_t count = sizeof rows / sizeof rows[0];
    struct sockaddr_in address = {.sin_family = AF_INET};
    struct coap_server server;
    int peer = socket(AF_INET, SOCK_DGRAM, 0);
    int failures = 0;

    if (peer < 0 || !coap_server_open(&server, 0))
        return 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server.port);
    if (connect(peer, (const struct sockaddr *)&address, sizeof address) != 0)
        return 1;
    for (row = rows; row < rows + count; row++)
        failures += check_row(&server, peer);
    coap_server_close(&server);
    close(peer);
    return failures > 0;
}
