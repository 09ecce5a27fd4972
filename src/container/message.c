/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Answers to messages. Where the packet lies is what the guest says: the addresses in the context
 * are checked each time, and how far the answer has come is taken for what it is, a number of the
 * guest's.
 */
#include <rbpf/builtin.h>
#include <rbpf/bytes.h>
#include <rbpf/call.h>
#include <rbpf/engine.h>

#define INFO_BYTES 16u
#define INFO_AT 24u

typedef int32_t (*message_fn)(void *user, struct rbpf_message *message, uint32_t number);

/* A message as it is open in a call. */
struct open_message {
    struct rbpf_message message;
    uint8_t *info;
    uint64_t packet;
};

static void write_info(uint8_t *info, uint32_t packet, const struct rbpf_message *message)
{
    const uint32_t room = message->bytes - message->used;

    rbpf_store32(info, packet);
    rbpf_store32(info + 4, 0);
    rbpf_store32(info + 8, packet + message->used);
    rbpf_store16(info + 12, (uint16_t)(room < UINT16_MAX ? room : UINT16_MAX));
    rbpf_store16(info + 14, 0);
}

enum rbpf_status rbpf_message_prepare(const struct rbpf_engine *engine, uint8_t *context,
                                      uint32_t bytes)
{
    const struct rbpf_message message = {.bytes = bytes - RBPF_MESSAGE_HEADER_BYTES};
    uint64_t address;

    if (!engine || !context || bytes < RBPF_MESSAGE_HEADER_BYTES)
        return RBPF_ERR_ARGUMENT;
    address = RBPF_ADDRESS(RBPF_REGION_COUNT(engine->region_count) - 1u, 0);
    rbpf_store64(context, address + INFO_AT);
    rbpf_store64(context + 8, address + RBPF_MESSAGE_HEADER_BYTES);
    rbpf_store64(context + 16, message.bytes);
    write_info(context + INFO_AT, RBPF_MESSAGE_HEADER_BYTES, &message);
    return RBPF_OK;
}

static enum rbpf_status open_message(const struct rbpf_call *call, struct open_message *open)
{
    const uint8_t *context = rbpf_call_memory(call, 1).data;
    struct rbpf_pointer pointer = {rbpf_load64(context), INFO_BYTES, RBPF_ARG_KIND_WRITES};
    struct rbpf_span span;
    enum rbpf_status status = rbpf_call_translate(call, &pointer, &span);

    if (status != RBPF_OK)
        return status;
    open->info = span.data;
    open->packet = rbpf_load64(context + 8);
    pointer.address = open->packet;
    pointer.bytes = rbpf_load64(context + 16);
    status = rbpf_call_translate(call, &pointer, &span);
    if (status != RBPF_OK)
        return status;
    open->message.packet = span.data;
    open->message.bytes = span.size;
    open->message.used = rbpf_load32(open->info + 8) - (uint32_t)open->packet;
    return open->message.used <= span.size ? RBPF_OK : RBPF_FAULT_BOUNDS;
}

/* The answer as far as it goes becomes the result. */
static enum rbpf_status add_to_message(struct rbpf_call *call, message_fn add)
{
    void *user = rbpf_call_engine(call)->user;
    struct open_message open;
    enum rbpf_status status = open_message(call, &open);
    int32_t result;

    if (status != RBPF_OK)
        return status;
    result = add(user, &open.message, (uint32_t)rbpf_call_arg(call, 2));
    if (result >= 0) {
        if (open.message.used > open.message.bytes)
            return RBPF_ERR_ARGUMENT;
        write_info(open.info, (uint32_t)open.packet, &open.message);
        result = (int32_t)open.message.used;
    }
    rbpf_call_return(call, (uint64_t)(int64_t)result);
    return RBPF_OK;
}

enum rbpf_status rbpf_helper_message_begin(struct rbpf_call *call)
{
    const struct rbpf_messages *messages = rbpf_call_engine(call)->messages;

    return messages && messages->begin ? add_to_message(call, messages->begin) : RBPF_ERR_ARGUMENT;
}

enum rbpf_status rbpf_helper_message_format(struct rbpf_call *call)
{
    const struct rbpf_messages *messages = rbpf_call_engine(call)->messages;

    return messages && messages->format ? add_to_message(call, messages->format)
                                        : RBPF_ERR_ARGUMENT;
}

enum rbpf_status rbpf_helper_message_finish(struct rbpf_call *call)
{
    const struct rbpf_messages *messages = rbpf_call_engine(call)->messages;

    return messages && messages->finish ? add_to_message(call, messages->finish)
                                        : RBPF_ERR_ARGUMENT;
}

enum rbpf_status rbpf_helper_message_payload(struct rbpf_call *call)
{
    struct open_message open;
    enum rbpf_status status = open_message(call, &open);

    if (status == RBPF_OK)
        rbpf_call_return(call, open.packet + open.message.used);
    return status;
}
