/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * As much CoAP (RFC 7252) as a firmware needs whose containers answer requests: the functions by
 * which a guest makes an answer in the place of its request, with no option but Content-Format; and
 * what the firmware itself has to know of messages.
 *
 *      0                   1                   2                   3
 *     |Ver| T |  TKL  |     Code      |          Message ID           |
 *     | token, TKL bytes ...
 *     | options ...
 *     |1 1 1 1 1 1 1 1| payload ...
 */
#ifndef COAP_H
#define COAP_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/message.h>

#define COAP_HEADER_BYTES 4u
#define COAP_TOKEN_MOST 8u

/* A code is class << 5 | detail: 2.05 is COAP_CODE(2, 5). */
#define COAP_CODE(class, detail) ((class) << 5 | (detail))
#define COAP_GET COAP_CODE(0, 1)

/* For the engine. */
extern const struct rbpf_messages coap_messages;

/* What is to be answered: a request, confirmable or not, with a whole header and token. Whatever
 * else comes in is not for containers. */
bool coap_is_request(const uint8_t *packet, uint32_t bytes);

/* A request without options: type confirmable, or not. Returns its length. `packet` has room for
 * COAP_HEADER_BYTES + token_bytes, at most COAP_TOKEN_MOST. */
struct coap_token {
    uint8_t bytes[COAP_TOKEN_MOST];
    uint8_t size;
};
uint32_t coap_make_request(uint8_t *packet, bool is_confirmable, uint16_t message_id,
                           const struct coap_token *token);

/* What an answer says; `payload` points into it. */
struct coap_answer {
    uint8_t type;
    uint8_t code;
    uint16_t message_id;
    struct coap_token token;
    /* Of Content-Format; -1: none. */
    int32_t format;
    const uint8_t *payload;
    uint32_t payload_bytes;
};

/* Reads any message. False: it is none (section 3). */
bool coap_read_answer(struct coap_answer *answer, const uint8_t *packet, uint32_t bytes);

#endif
