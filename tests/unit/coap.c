/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "coap.h"

#include <stddef.h>

#define HEADER_BYTES 4u
#define CONFIRMABLE 0u
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
    if (message->bytes < HEADER_BYTES || p[0] >> 6 != 1u || code > 255u)
        return -1;
    token_bytes = p[0] & 15u;
    if (token_bytes > 8u || message->bytes < HEADER_BYTES + token_bytes)
        return -1;
    if ((p[0] >> 4 & 3u) == CONFIRMABLE)
        p[0] = (uint8_t)(p[0] | ACKNOWLEDGEMENT << 4);
    p[1] = (uint8_t)code;
    message->used = HEADER_BYTES + token_bytes;
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
