/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * usage: coap_peer PORT PAYLOAD
 *
 * Asks for /sensor/average on 127.0.0.1 by UDP, with packets written byte by byte from RFC 7252,
 * and holds the answers against what its section 3 makes of them: confirmable requests and others,
 * tokens of several lengths, and in between what is no request, which must not be answered with a
 * value.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PACKET_MOST 1500u
/* RFC 7252, section 4.8: an answer is waited for so long before the request is sent again. */
#define WAIT_MS 3000
#define TURNS 10u
#define OTHERS 0x5200u

struct packet {
    uint8_t bytes[PACKET_MOST];
    size_t size;
};

static void add_byte(struct packet *packet, unsigned byte)
{
    packet->bytes[packet->size++] = (uint8_t)byte;
}

static void add_text(struct packet *packet, const char *text)
{
    while (*text)
        add_byte(packet, (unsigned char)*text++);
}

/* Version 1, type, token's length; code; id; token; Uri-Path (11) twice. */
static struct packet make_request(unsigned type, unsigned code, unsigned id, unsigned token_bytes)
{
    struct packet packet = {.size = 0};

    add_byte(&packet, 0x40 | type << 4 | token_bytes);
    add_byte(&packet, code);
    add_byte(&packet, id >> 8);
    add_byte(&packet, id & 0xff);
    for (unsigned i = 0; i < token_bytes; i++)
        add_byte(&packet, 0xa0 + i);
    add_byte(&packet, 11u << 4 | 6u);
    add_text(&packet, "sensor");
    add_byte(&packet, 7);
    add_text(&packet, "average");
    return packet;
}

static bool receive(int peer, struct packet *packet, int wait_ms)
{
    struct pollfd event = {.fd = peer, .events = POLLIN};
    ssize_t bytes;

    if (poll(&event, 1, wait_ms) != 1)
        return false;
    bytes = recv(peer, packet->bytes, sizeof packet->bytes, 0);
    packet->size = bytes > 0 ? (size_t)bytes : 0;
    return bytes > 0;
}

static bool has_id(const struct packet *packet, unsigned id)
{
    return packet->size >= 4 && packet->bytes[2] == id >> 8 && packet->bytes[3] == (id & 0xff);
}

static bool has_token(const struct packet *packet, const struct packet *request)
{
    unsigned bytes = request->bytes[0] & 15u;

    return (packet->bytes[0] & 15u) == bytes && packet->size >= 4 + bytes &&
           memcmp(packet->bytes + 4, request->bytes + 4, bytes) == 0;
}

static bool is_confirmable(const struct packet *packet)
{
    return (packet->bytes[0] >> 4 & 3) == 0;
}

/* To a confirmable request it comes with its acknowledgement, which has the same id. */
static bool is_answer_to(const struct packet *packet, const struct packet *request)
{
    unsigned id = (unsigned)request->bytes[2] << 8 | request->bytes[3];

    return packet->size >= 4 && has_token(packet, request) &&
           (!is_confirmable(request) || has_id(packet, id));
}

/* A value that answers what is no request: those have ids from OTHERS on. */
static bool is_unasked(const struct packet *packet)
{
    return packet->size >= 4 && packet->bytes[1] == 0x45 && packet->bytes[2] == OTHERS >> 8;
}

/* UDP may lose packets, and a machine may be slow. */
static bool ask(int peer, const struct packet *request, struct packet *answer)
{
    for (unsigned i = 0; i < TURNS; i++) {
        if (send(peer, request->bytes, request->size, 0) != (ssize_t)request->size)
            return false;
        while (receive(peer, answer, WAIT_MS) && !is_unasked(answer))
            if (is_answer_to(answer, request))
                return true;
    }
    return false;
}

static int complain(const char *what, const struct packet *packet)
{
    fprintf(stderr, "%s:", what);
    for (size_t i = 0; i < packet->size; i++)
        fprintf(stderr, " %02x", packet->bytes[i]);
    fprintf(stderr, "\n");
    return 1;
}

/* Code 2.05; behind the token option 12, Content-Format, of no bytes, which is 0: text; the marker;
 * the payload. */
static bool is_value(const struct packet *answer, const char *payload)
{
    size_t at = 4 + (answer->bytes[0] & 15u);
    size_t bytes = strlen(payload);

    return answer->bytes[0] >> 6 == 1 && answer->bytes[1] == 0x45 &&
           answer->size == at + 2 + bytes && answer->bytes[at] == 0xc0 &&
           answer->bytes[at + 1] == 0xff && memcmp(answer->bytes + at + 2, payload, bytes) == 0;
}

static int check_values(int peer, const char *payload)
{
    static const struct {
        unsigned type;
        unsigned token_bytes;
    } asked[] = {{0, 0}, {0, 1}, {0, 8}, {1, 2}};

    for (unsigned i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        unsigned id = 0x5100u + i;
        struct packet request = make_request(asked[i].type, 1, id, asked[i].token_bytes);
        struct packet answer = {.size = 0};

        if (!ask(peer, &request, &answer))
            return complain("no answer to", &request);
        if (!is_value(&answer, payload))
            return complain("not the value", &answer);
        /* An acknowledgement; what is not confirmable is answered by such a message. */
        if ((answer.bytes[0] >> 4 & 3) != (is_confirmable(&request) ? 2u : 1u))
            return complain("of a wrong type", &answer);
    }
    return 0;
}

/* What comes back, if anything, carries no value; and the next request is answered. */
static int check_others(int peer, const char *payload)
{
    struct packet others[] = {
        make_request(0, 2, OTHERS + 1, 1),    /* POST */
        make_request(0, 1, OTHERS + 2, 9),    /* a token that is too long */
        make_request(2, 1, OTHERS + 3, 1),    /* a request that acknowledges */
        make_request(0, 0x45, OTHERS + 4, 1), /* an answer that nobody asked for */
        make_request(0, 1, OTHERS + 5, 1),    /* an option longer than the packet */
        make_request(0, 1, OTHERS + 6, 1),    /* a part of a header */
    };
    struct packet answer;

    others[4].bytes[5] |= 12;
    others[4].size = 12;
    others[5].size = 3;
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (send(peer, others[i].bytes, others[i].size, 0) != (ssize_t)others[i].size)
            return complain("cannot be sent", &others[i]);
        /* What follows is answered after this, so that there is nothing to wait for. */
        if (check_values(peer, payload))
            return complain("after", &others[i]);
    }
    while (receive(peer, &answer, 0))
        if (is_unasked(&answer))
            return complain("a value that nobody asked for", &answer);
    return 0;
}

int main(int count, char **arguments)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int peer = socket(AF_INET, SOCK_DGRAM, 0);

    if (count != 3)
        return 2;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)strtoul(arguments[1], NULL, 10));
    if (peer < 0 || connect(peer, (const struct sockaddr *)&address, sizeof address) != 0) {
        perror("coap_peer");
        return 1;
    }
    if (check_values(peer, arguments[2]) || check_others(peer, arguments[2]))
        return 1;
    close(peer);
    printf("all answers are as they should be\n");
    return 0;
}
