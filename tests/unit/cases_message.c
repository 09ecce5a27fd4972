/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Answers to messages: by the CoAP of coap.c, and with contexts that lead elsewhere. */
#include <string.h>

#include "coap.h"
#include "container_host.h"

#define PACKET_AT RBPF_MESSAGE_HEADER_BYTES
#define PACKET_BYTES 16u
#define CONTEXT_BYTES (PACKET_AT + PACKET_BYTES)
#define CONTEXT_AT(offset) RBPF_ADDRESS(7, offset)
#define HOST_REGION RBPF_ADDRESS(5, 0)
#define BEGIN RBPF_HELPER_MESSAGE_BEGIN
#define FORMAT RBPF_HELPER_MESSAGE_FORMAT
#define FINISH RBPF_HELPER_MESSAGE_FINISH
#define PAYLOAD RBPF_HELPER_MESSAGE_PAYLOAD
#define CONTENT 0x45

/* GET, message id 0x1234, token aa bb, of type confirmable. */
static const uint8_t request[PACKET_BYTES] = {0x42, 0x01, 0x12, 0x34, 0xaa, 0xbb};

static uint8_t context[CONTEXT_BYTES];

/* r6 = context; begins, says format, finishes, writes "hi", returns the length of it all. */
static const struct guest answers =
    GUEST_ROW(0, MOV64_X(6, 1), MOV64_K(2, CONTENT), CALL_HELPER(BEGIN), MOV64_X(1, 6),
              MOV64_K(2, 0), CALL_HELPER(FORMAT), MOV64_X(1, 6), MOV64_K(2, 1), CALL_HELPER(FINISH),
              MOV64_X(7, 0), MOV64_X(1, 6), CALL_HELPER(PAYLOAD), ST(BPF_B, 0, 0, 'h'),
              ST(BPF_B, 0, 1, 'i'), MOV64_X(0, 7), ADD64_K(0, 2), EXIT());

static struct host *begin_message(void)
{
    struct host *host = host_begin();

    (void)rbpf_message_prepare(&host->engine, context, sizeof context);
    memcpy(context + PACKET_AT, request, sizeof request);
    return host;
}

static struct verdict test_answer(void)
{
    static const uint8_t expected[] = {0x62, 0x45, 0x12, 0x34, 0xaa, 0xbb, 0xc0, 0xff, 'h', 'i', 0};
    struct host *host = begin_message();
    int64_t result = 0;

    CHECK_STATUS(host_put_greedy(host, 0, 0, &answers), RBPF_OK);
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, sizeof context, &result), RBPF_OK);
    CHECK_STATUS(result, 10);
    CHECK(memcmp(context + PACKET_AT, expected, sizeof expected) == 0);
    /* What the papers' programs read of it: where the payload is, and what room is left. */
    CHECK_EQUAL(rbpf_load64(context), CONTEXT_AT(24));
    CHECK_EQUAL(rbpf_load64(context + 8), CONTEXT_AT(40));
    CHECK_EQUAL(rbpf_load64(context + 16), PACKET_BYTES);
    CHECK_EQUAL(rbpf_load32(context + 24), 40);
    CHECK_EQUAL(rbpf_load32(context + 32), 48);
    CHECK_EQUAL(rbpf_load16(context + 36), 8);
    return PASSED;
}

static struct verdict test_prepare_checks_its_arguments(void)
{
    struct host *host = host_begin();

    CHECK_STATUS(rbpf_message_prepare(NULL, context, sizeof context), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_message_prepare(&host->engine, NULL, 40), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_message_prepare(&host->engine, context, 39), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_message_prepare(&host->engine, context, 40), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(context + 16), 0);
    CHECK_EQUAL(rbpf_load16(context + 36), 0);
    return PASSED;
}

/* The packet, which is left as it is, need not be there: boards have no room for it. */
static struct verdict test_long_room_reads_as_65535(void)
{
    uint8_t header[PACKET_AT];
    struct host *host = host_begin();

    CHECK_STATUS(rbpf_message_prepare(&host->engine, header, PACKET_AT + 65536u), RBPF_OK);
    CHECK_EQUAL(rbpf_load64(header + 16), 65536);
    CHECK_EQUAL(rbpf_load16(header + 36), 65535);
    return PASSED;
}

static int32_t overrun(void *user, struct rbpf_message *message, uint32_t number)
{
    (void)user;
    (void)number;
    message->used = message->bytes + 1u;
    return 0;
}

static const struct rbpf_messages no_functions;
static const struct rbpf_messages overrunning = {overrun, overrun, overrun};

/* One call of a helper with the context changed: 8 bytes at `at` become `value`. */
struct message_case {
    const char *name;
    uint64_t value;
    int64_t result;
    enum rbpf_status detail;
    uint8_t at;
    uint8_t helper;
    /* In the place of coap_messages, unless null. */
    const struct rbpf_messages *messages;
    bool without_messages;
    bool may_not_write;
};

/* The end of the packet, of which nothing is read. */
#define UNCHANGED .at = CONTEXT_BYTES - 8u, .value = 0
#define FAILS(why) .detail = RBPF_##why
#define INFO .at = 0
#define PACKET .at = 8
#define BYTES .at = 16
/* Where the payload begins, and a room of 0. */
#define PROGRESS .at = 32

static const struct message_case rows[] = {
    {"begin", UNCHANGED, .helper = BEGIN, .result = 6},
    {"format without begin is up to the protocol", UNCHANGED, .helper = FORMAT, .result = 2},
    {"payload of what was not begun", UNCHANGED, .helper = PAYLOAD,
     .result = (int64_t)CONTEXT_AT(40)},
    {"info is null", INFO, .value = 0, .helper = BEGIN, FAILS(FAULT_BOUNDS)},
    {"info is in a region of the host that is shorter", INFO, .value = HOST_REGION, .helper = BEGIN,
     FAILS(FAULT_BOUNDS)},
    {"info is cut", INFO, .value = CONTEXT_AT(CONTEXT_BYTES - 15u), .helper = BEGIN,
     FAILS(FAULT_BOUNDS)},
    {"packet is null", PACKET, .value = 0, .helper = BEGIN, FAILS(FAULT_BOUNDS)},
    {"packet is in a region of the host that is shorter", PACKET, .value = HOST_REGION,
     .helper = BEGIN, FAILS(FAULT_BOUNDS)},
    {"packet is in the code", PACKET, .value = RBPF_ADDRESS(4, 0), .helper = FINISH,
     FAILS(FAULT_BOUNDS)},
    {"packet is cut", PACKET, .value = CONTEXT_AT(41), .helper = BEGIN, FAILS(FAULT_BOUNDS)},
    {"packet is longer than the context", BYTES, .value = 17, .helper = BEGIN, FAILS(FAULT_BOUNDS)},
    {"packet is longer than anything", BYTES, .value = 0x100000010, .helper = BEGIN,
     FAILS(FAULT_BOUNDS)},
    {"packet is empty", BYTES, .value = 0, .helper = BEGIN, .result = -1},
    {"answer has come to the end", PROGRESS, .value = 56, .helper = FINISH, .result = -1},
    {"answer has come beyond the end", PROGRESS, .value = 57, .helper = FINISH,
     FAILS(FAULT_BOUNDS)},
    {"answer has come to before its beginning", PROGRESS, .value = 39, .helper = FORMAT,
     FAILS(FAULT_BOUNDS)},
    {"payload beyond the end", PROGRESS, .value = 57, .helper = PAYLOAD, FAILS(FAULT_BOUNDS)},
    {"no messages to begin", UNCHANGED, .helper = BEGIN, .without_messages = true,
     FAILS(ERR_ARGUMENT)},
    {"no messages to say the format of", UNCHANGED, .helper = FORMAT, .without_messages = true,
     FAILS(ERR_ARGUMENT)},
    {"no messages to finish", UNCHANGED, .helper = FINISH, .without_messages = true,
     FAILS(ERR_ARGUMENT)},
    {"no function to begin", UNCHANGED, .helper = BEGIN, .messages = &no_functions,
     FAILS(ERR_ARGUMENT)},
    {"no function for the format", UNCHANGED, .helper = FORMAT, .messages = &no_functions,
     FAILS(ERR_ARGUMENT)},
    {"no function to finish", UNCHANGED, .helper = FINISH, .messages = &no_functions,
     FAILS(ERR_ARGUMENT)},
    {"function that overruns", UNCHANGED, .helper = BEGIN, .messages = &overrunning,
     FAILS(ERR_ARGUMENT)},
    {"context may not be written", UNCHANGED, .helper = BEGIN, .may_not_write = true,
     FAILS(FAULT_READ_ONLY)},
};

static struct verdict check_message_case(const struct message_case *row)
{
    const struct guest guest = GUEST(0, MOV64_K(2, CONTENT), CALL_HELPER(row->helper), EXIT());
    struct host *host = begin_message();
    uint8_t before[CONTEXT_BYTES];
    int64_t result = 0;

    if (row->messages || row->without_messages)
        host->engine.messages = row->messages;
    if (row->may_not_write)
        host->configs[0].offer.access &= (uint16_t)~RBPF_WRITE_CONTEXT;
    rbpf_store64(context + row->at, row->value);
    memcpy(before, context, sizeof before);
    CHECK_STATUS(host_put_greedy(host, 0, 0, &guest), RBPF_OK);
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, sizeof context, &result),
                 row->detail ? RBPF_FAULT_HELPER_FAILED : RBPF_OK);
    CHECK_STATUS(host->fault.helper_status, row->detail);
    if (!row->detail)
        CHECK_STATUS(result, row->result);
    if (row->detail || row->result < 0)
        CHECK(memcmp(before, context, sizeof before) == 0);
    CHECK_EQUAL(host_region(0)[0], HOST_REGION_BYTE);
    return PASSED;
}

static const char *row_name(size_t row)
{
    static const char *const functions[] = {"answer", "prepare checks its arguments",
                                            "long room reads as 65535"};

    return row < COUNT_OF(functions) ? functions[row] : rows[row - COUNT_OF(functions)].name;
}

static struct verdict run_row(size_t row)
{
    static struct verdict (*const functions[])(void) = {
        test_answer, test_prepare_checks_its_arguments, test_long_room_reads_as_65535};

    return row < COUNT_OF(functions) ? functions[row]()
                                     : check_message_case(&rows[row - COUNT_OF(functions)]);
}

const struct case_set message_calls = {"message_calls", 3 + COUNT_OF(rows), row_name, run_row};
