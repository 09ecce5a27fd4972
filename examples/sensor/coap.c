/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "coap.h"

#include <stddef.h>

#define VERSION 1u
#define CONFIRMABLE 0u
#define NON_CONFIRMABLE 1u
#define ACKNOWLEDGEMENT 2u
#define CONTENT_FORMAT 12u
#define PAYLOAD_MARKER 0xffu
#define PAYLOAD_FOLLOWS 1u

/* Code, id and token stay where they are: the answer to a confirmable request is sent with its
 * acknowledgement (section 5.2.1), any other in a message of the same type. */
static int32_t begin(void *user, struct rbpf_message *message, uint32_t code)
{
    uint8_t *p = message->packet;
    uint32_t token_bytes;

    (void)user;
    if (message->bytes < COAP_HEADER_BYTES || p[0] >> 6 != VERSION || code > 255u)
        return -1;
    token_bytes = p[0] & 15u;
    if (token_bytes > COAP_TOKEN_MOST || message->bytes < COAP_HEADER_BYTES + token_bytes)
        return -1;
    if ((p[0] >> 4 & 3u) == CONFIRMABLE)
        p[0] = (uint8_t)(p[0] | ACKNOWLEDGEMENT << 4);
    p[1] = (uint8_t)code;
    message->used = COAP_HEADER_BYTES + token_bytes;
    return 0;
}

/* A number takes as many bytes as it needs, 0 takes none (section 3.2). */
static int32_t format(void *user, struct rbpf_message *message, uint32_t number)
{
    uint32_t size = number == 0 ? 0 : number < 256u ? 1 : 2;

    (void)user;
    if (number > 0xffffu || message->bytes - message->used < 1u + size)
        return -1;
    message->packet[message->used++] = (uint8_t)(CONTENT_FORMAT << 4 | size);
    while (size-- > 0)
        message->packet[message->used++] = (uint8_t)(number >> 8u * size);
    return 0;
}

static int32_t finish(void *user, struct rbpf_message *message, uint32_t flags)
{
    (void)user;
    if (!(flags & PAYLOAD_FOLLOWS))
        return 0;
    if (message->used == message->bytes)
        return -1;
    message->packet[message->used++] = PAYLOAD_MARKER;
    return 0;
}

const struct rbpf_messages coap_messages = {begin, format, finish};

bool coap_is_request(const uint8_t *packet, uint32_t bytes)
{
    uint32_t type, token_bytes;

    if (bytes < COAP_HEADER_BYTES || packet[0] >> 6 != VERSION)
        return false;
    type = packet[0] >> 4 & 3u;
    token_bytes = packet[0] & 15u;
    return (type == CONFIRMABLE || type == NON_CONFIRMABLE) && token_bytes <= COAP_TOKEN_MOST &&
           bytes >= COAP_HEADER_BYTES + token_bytes && packet[1] != 0 && packet[1] >> 5 == 0;
}

uint32_t coap_make_request(uint8_t *packet, bool is_confirmable, uint16_t message_id,
                           const struct coap_token *token)
{
    uint32_t i;

    packet[0] = (uint8_t)(VERSION << 6 | (is_confirmable ? CONFIRMABLE : NON_CONFIRMABLE) << 4 |
                          token->size);
    packet[1] = COAP_GET;
    packet[2] = (uint8_t)(message_id >> 8);
    packet[3] = (uint8_t)message_id;
    for (i = 0; i < token->size; i++)
        packet[COAP_HEADER_BYTES + i] = token->bytes[i];
    return COAP_HEADER_BYTES + token->size;
}

/* What is left of a message that is being read. */
struct rest {
    const uint8_t *at;
    const uint8_t *end;
};

/* A delta or length of an option, of which `nibble` is the beginning (section 3.1). */
static bool read_extended(struct rest *rest, uint32_t nibble, uint32_t *number)
{
    uint32_t size = nibble == 13u ? 1 : nibble == 14u ? 2 : 0;
    uint32_t more = 0;

    if (nibble == 15u || (uint32_t)(rest->end - rest->at) < size)
        return false;
    *number = nibble == 14u ? 269u : nibble;
    while (size-- > 0)
        more = more << 8 | *rest->at++;
    *number += more;
    return true;
}

static bool read_option(struct rest *rest, uint32_t *option, struct coap_answer *answer)
{
    uint8_t first = *rest->at++;
    uint32_t delta, size, number = 0;

    if (!read_extended(rest, first >> 4, &delta) || !read_extended(rest, first & 15u, &size) ||
        size > (uint32_t)(rest->end - rest->at))
        return false;
    *option += delta;
    if (*option != CONTENT_FORMAT) {
        rest->at += size;
        return true;
    }
    if (size > 2)
        return false;
    while (size-- > 0)
        number = number << 8 | *rest->at++;
    answer->format = (int32_t)number;
    return true;
}

static bool read_header(struct coap_answer *answer, struct rest *rest)
{
    const uint8_t *p = rest->at;
    uint32_t i;

    if (rest->end - rest->at < (int32_t)COAP_HEADER_BYTES || p[0] >> 6 != VERSION)
        return false;
    *answer = (struct coap_answer){.type = p[0] >> 4 & 3u,
                                   .code = p[1],
                                   .message_id = (uint16_t)(p[2] << 8 | p[3]),
                                   .token = {.size = p[0] & 15u},
                                   .format = -1};
    rest->at += COAP_HEADER_BYTES;
    if (answer->token.size > COAP_TOKEN_MOST || rest->end - rest->at < answer->token.size)
        return false;
    for (i = 0; i < answer->token.size; i++)
        answer->token.bytes[i] = *rest->at++;
    return true;
}

bool coap_read_answer(struct coap_answer *answer, const uint8_t *packet, uint32_t bytes)
{
    struct rest rest = {packet, packet + bytes};
    uint32_t option = 0;

    if (!read_header(answer, &rest))
        return false;
    while (rest.at < rest.end && *rest.at != PAYLOAD_MARKER)
        if (!read_option(&rest, &option, answer))
            return false;
    if (rest.at == rest.end)
        return true;
    /* A marker with nothing behind it is an error (section 3). */
    answer->payload = rest.at + 1;
    answer->payload_bytes = (uint32_t)(rest.end - answer->payload);
    return answer->payload_bytes > 0;
}
