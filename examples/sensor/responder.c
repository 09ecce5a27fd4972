/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Answers a request with the average that the reader keeps, as text. Returns how long the answer
 * is, or a negative number if there is none. */
#include <rbpf/guest_container.h>

#include "average.h"

#define CODE_GET 1
#define CODE_CONTENT (2 << 5 | 5)
#define CODE_METHOD_NOT_ALLOWED (4 << 5 | 5)
#define CODE_SERVICE_UNAVAILABLE (5 << 5 | 3)
#define FORMAT_TEXT 0

RBPF_NEEDS(.access = RBPF_READ_STORE(RBPF_SCOPE_TENANT) | RBPF_WRITE_CONTEXT);

/* <rbpf/message.h> draws it. */
struct message_context {
    uint8_t head[36];
    uint16_t room;
    uint16_t zero;
    uint8_t packet[];
};

static int64_t answer_without_payload(struct message_context *context, uint32_t code)
{
    int64_t bytes = rbpf_message_begin(context, code);

    return bytes < 0 ? bytes : rbpf_message_finish(context, 0);
}

static int64_t answer_with(struct message_context *context, const struct average *average)
{
    uint64_t text_bytes = rbpf_fixed_text(0, average->value, average->scale);
    int64_t bytes = rbpf_message_begin(context, CODE_CONTENT);

    if (bytes < 0 || rbpf_message_format(context, FORMAT_TEXT) < 0)
        return -1;
    bytes = rbpf_message_finish(context, 1);
    if (bytes < 0 || context->room < text_bytes)
        return -1;
    rbpf_fixed_text((char *)rbpf_message_payload(context), average->value, average->scale);
    return bytes + (int64_t)text_bytes;
}

RBPF_ENTRY int64_t on_request(struct message_context *context, uint64_t bytes)
{
    struct average average;

    if (bytes < sizeof *context + 2)
        return -1;
    if (context->packet[1] != CODE_GET)
        return answer_without_payload(context, CODE_METHOD_NOT_ALLOWED);
    if (rbpf_tenant_get(AVERAGE_KEY, &average, sizeof average) != sizeof average)
        return answer_without_payload(context, CODE_SERVICE_UNAVAILABLE);
    return answer_with(context, &average);
}
