/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A sensor that answers over CoAP: the reader runs when the timer fires, the responder when a
 * request comes in, and what the one knows the other one reads in their tenant's store. The same on
 * a PC and as firmware. Here requests come from nowhere; examples/tenants has them come by UDP.
 */
#include <stdio.h>
#include <string.h>

#include <rbpf/rbpf.h>

#include "average.h"
#include "coap.h"
#include "coap_print.h"
#include "reader_image.h"
#include "responder_image.h"
#include "thermometer.h"

#define STACK_BYTES 64u
#define PACKET_BYTES 32u
#define AVERAGE_BYTES ((uint32_t)sizeof(struct average))

extern const struct rbpf_engine engine;

/* Helpers, regions and stores that a guest does not need it does not get: what a guest asks for is
 * a side of the contract too. */
#define RIGHTS                                                                                     \
    {                                                                                              \
        .helpers = {UINT32_MAX}, .insns_per_run = 1000,                                            \
        .insns_per_second = (uint32_t)RBPF_UNLIMITED,                                              \
        .stores = {[RBPF_SCOPE_TENANT] = {1, AVERAGE_BYTES}}, .stack_bytes = STACK_BYTES,          \
        .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT) | RBPF_WRITE_CONTEXT                          \
    }

static struct rbpf_hook on_timer = RBPF_HOOK(&engine, .name = "timer", .offer = RIGHTS);
static struct rbpf_hook on_request = RBPF_HOOK(&engine, .name = "request", .offer = RIGHTS);
static struct rbpf_hook *const hooks[] = {&on_timer, &on_request};
static struct rbpf_runner runners[] = {
    RBPF_RUNNER(STACK_BYTES, 0, RBPF_LOG_BYTES(AVERAGE_BYTES), 0)};
static const struct rbpf_helper helpers[] = {RBPF_BUILTIN_HELPERS, RBPF_BUILTIN_MORE};
static uint32_t readings;
static const struct rbpf_sensor sensors[] = {
    {.name = "outside", .type = THERMOMETER_TYPE, .read = thermometer_read, .user = &readings}};
const struct rbpf_engine engine = {.helpers = helpers,
                                   .helper_count = sizeof helpers / sizeof helpers[0],
                                   .hooks = hooks,
                                   .hook_count = 2,
                                   .runners = runners,
                                   .runner_count = 1,
                                   .sensors = sensors,
                                   .sensor_count = 1,
                                   .messages = &coap_messages};

static uint8_t store_bytes[RBPF_STORE_BYTES(1, AVERAGE_BYTES)];
static struct rbpf_store store;
static const struct rbpf_tenant ben = {.name = "ben", .grant = RIGHTS, .store = &store};
static struct rbpf_container reader, responder;

static enum rbpf_status attach(void)
{
    const struct rbpf_attachment reads = {
        .image = reader_image, .image_bytes = sizeof reader_image, .tenant = &ben, .number = 1};
    const struct rbpf_attachment responds = {.image = responder_image,
                                             .image_bytes = sizeof responder_image,
                                             .tenant = &ben,
                                             .number = 2};
    enum rbpf_status status =
        rbpf_store_format(&store, store_bytes, sizeof store_bytes, AVERAGE_BYTES);

    if (status == RBPF_OK)
        status = rbpf_container_attach(&reader, &on_timer, &reads, NULL);
    if (status == RBPF_OK)
        status = rbpf_container_attach(&responder, &on_request, &responds, NULL);
    return status;
}

static uint8_t context[RBPF_MESSAGE_HEADER_BYTES + PACKET_BYTES];

static enum rbpf_status ask(uint16_t message_id)
{
    static const struct coap_token token = {{0xca, 0xfe}, 2};
    uint8_t *packet = context + RBPF_MESSAGE_HEADER_BYTES;
    uint32_t bytes;
    int64_t result = -1;
    enum rbpf_status status;

    memset(context, 0, sizeof context);
    bytes = coap_make_request(packet, true, message_id, &token);
    coap_print_bytes("  request", packet, bytes);
    status = rbpf_message_prepare(&engine, context, sizeof context);
    if (status == RBPF_OK)
        status = rbpf_hook_fire(&on_request, context, sizeof context, &result);
    coap_print_answer("  answer", packet,
                      result > 0 && result <= (int64_t)PACKET_BYTES ? (uint32_t)result : 0);
    return status;
}

int main(void)
{
    enum rbpf_status status = attach();

    for (uint16_t i = 0; i <= 12 && status == RBPF_OK; i++) {
        int64_t count = 0;

        if (i > 0)
            status = rbpf_hook_fire(&on_timer, NULL, 0, &count);
        if (status == RBPF_OK && i % 4 == 0) {
            printf("after %u readings:\n", (unsigned)i);
            status = ask((uint16_t)(0x1000 + i));
        }
    }
    if (status != RBPF_OK)
        printf("%s\n", rbpf_status_text(status));
    return status != RBPF_OK;
}
