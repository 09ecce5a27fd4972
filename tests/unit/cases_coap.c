/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The examples' CoAP, examples/sensor/coap.c, by what RFC 7252 says of messages. */
#include "coap.h"

#include <string.h>

#include "cases.h"

#define BYTES_MOST 16u

/* One function for answers. */
struct answer_case {
    const char *name;
    int32_t (*function)(void *user, struct rbpf_message *message, uint32_t number);
    uint32_t number;
    uint8_t before[BYTES_MOST];
    /* Of the packet, and what of it the answer takes so far. */
    uint8_t room;
    uint8_t used;
    /* Negative: refused, and nothing has changed. */
    int8_t result;
    uint8_t used_then;
    uint8_t after[BYTES_MOST];
};

#define BEGIN .function = begin, .number = 0x45
#define FORMAT .function = format
#define FINISH .function = finish
#define REFUSED .result = -1

static int32_t begin(void *user, struct rbpf_message *message, uint32_t number)
{
    return coap_messages.begin(user, message, number);
}

static int32_t format(void *user, struct rbpf_message *message, uint32_t number)
{
    return coap_messages.format(user, message, number);
}

static int32_t finish(void *user, struct rbpf_message *message, uint32_t number)
{
    return coap_messages.finish(user, message, number);
}

/* clang-format off */
static const struct answer_case answer_rows[] = {
    {"confirmable: acknowledged", BEGIN, .before = {0x40, 1, 2, 3}, .room = 4, .used_then = 4,
     .after = {0x60, 0x45, 2, 3}},
    {"not confirmable: so is the answer", BEGIN, .before = {0x50, 1, 2, 3}, .room = 4,
     .used_then = 4, .after = {0x50, 0x45, 2, 3}},
    {"longest token", BEGIN, .before = {0x48, 1, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8}, .room = 12,
     .used_then = 12, .after = {0x68, 0x45, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8}},
    {"longest token, cut", BEGIN, .before = {0x48, 1}, .room = 11, REFUSED},
    {"token length 9 is reserved", BEGIN, .before = {0x49, 1}, .room = 16, REFUSED},
    {"token length 15 is reserved", BEGIN, .before = {0x4f, 1}, .room = 16, REFUSED},
    {"a header of 3 bytes", BEGIN, .before = {0x40, 1}, .room = 3, REFUSED},
    {"an empty packet", BEGIN, .room = 0, REFUSED},
    {"version 0", BEGIN, .before = {0x00, 1}, .room = 16, REFUSED},
    {"version 2", BEGIN, .before = {0x80, 1}, .room = 16, REFUSED},
    {"the largest code", .function = begin, .number = 255, .before = {0x50, 1}, .room = 4,
     .used_then = 4, .after = {0x50, 255}},
    {"a code that is too large", .function = begin, .number = 256, .before = {0x50, 1}, .room = 4,
     REFUSED},
    {"format 0 takes no byte", FORMAT, .number = 0, .room = 5, .used = 4, .used_then = 5,
     .after = {[4] = 0xc0}},
    {"format 1", FORMAT, .number = 1, .room = 6, .used = 4, .used_then = 6,
     .after = {[4] = 0xc1, 1}},
    {"format 255", FORMAT, .number = 255, .room = 6, .used = 4, .used_then = 6,
     .after = {[4] = 0xc1, 255}},
    {"format 256", FORMAT, .number = 256, .room = 7, .used = 4, .used_then = 7,
     .after = {[4] = 0xc2, 1, 0}},
    {"format 65535", FORMAT, .number = 65535, .room = 7, .used = 4, .used_then = 7,
     .after = {[4] = 0xc2, 255, 255}},
    {"a format that is too large", FORMAT, .number = 65536, .room = 16, .used = 4, REFUSED},
    {"no room for format 0", FORMAT, .number = 0, .room = 4, .used = 4, REFUSED},
    {"no room for format 1", FORMAT, .number = 1, .room = 5, .used = 4, REFUSED},
    {"no room for format 256", FORMAT, .number = 256, .room = 6, .used = 4, REFUSED},
    {"a payload follows", FINISH, .number = 1, .room = 5, .used = 4, .used_then = 5,
     .after = {[4] = 0xff}},
    {"no room for the marker", FINISH, .number = 1, .room = 4, .used = 4, REFUSED},
    {"none follows", FINISH, .number = 0, .room = 4, .used = 4, .used_then = 4},
};
/* clang-format on */

static struct verdict run_answer(size_t row)
{
    const struct answer_case *c = &answer_rows[row];
    uint8_t packet[BYTES_MOST + 1];
    struct rbpf_message message = {packet, c->room, c->used};

    memcpy(packet, c->before, BYTES_MOST);
    packet[BYTES_MOST] = 0x5a;
    CHECK_STATUS(c->function(NULL, &message, c->number), c->result);
    if (c->result < 0) {
        CHECK(memcmp(packet, c->before, BYTES_MOST) == 0);
        return PASSED;
    }
    CHECK_EQUAL(message.used, c->used_then);
    CHECK_EQUAL(message.bytes, c->room);
    CHECK(memcmp(packet, c->after, BYTES_MOST) == 0);
    CHECK_EQUAL(packet[BYTES_MOST], 0x5a);
    return PASSED;
}

static const char *answer_name(size_t row)
{
    return answer_rows[row].name;
}

const struct case_set coap_answers = {"coap_answers", COUNT_OF(answer_rows), answer_name,
                                      run_answer};

/* What a message is. */
struct reading_case {
    const char *name;
    uint8_t bytes[24];
    uint8_t size;
    bool is_request;
    bool is_message;
    int32_t format;
    const char *payload;
};

#define MESSAGE(...) .bytes = {__VA_ARGS__}, .size = sizeof((const uint8_t[]){__VA_ARGS__})
#define REQUEST .is_request = true, .is_message = true, .format = -1
#define GOOD .is_message = true
#define TEMPERATURE 't', 'e', 'm', 'p', 'e', 'r', 'a', 't', 'u', 'r', 'e'

/* clang-format off */
static const struct reading_case reading_rows[] = {
    /* RFC 7252, figures 16 and 17. */
    {"figure 16, the request", MESSAGE(0x40, 1, 0x7d, 0x34, 0xbb, TEMPERATURE), REQUEST},
    {"figure 16, the answer",
     MESSAGE(0x60, 69, 0x7d, 0x34, 0xff, '2', '2', '.', '3', ' ', 'C'), GOOD, .format = -1,
     .payload = "22.3 C"},
    {"figure 17, the request", MESSAGE(0x41, 1, 0x7d, 0x35, 0x20, 0xbb, TEMPERATURE), REQUEST},
    {"figure 17, the answer",
     MESSAGE(0x61, 69, 0x7d, 0x35, 0x20, 0xff, '2', '2', '.', '3', ' ', 'C'), GOOD, .format = -1,
     .payload = "22.3 C"},
    {"not confirmable", MESSAGE(0x50, 1, 0, 0), REQUEST},
    {"DELETE", MESSAGE(0x40, 4, 0, 0), REQUEST},
    {"the last code of a request", MESSAGE(0x40, 31, 0, 0), REQUEST},
    {"empty", MESSAGE(0x40, 0, 0, 0), GOOD, .format = -1},
    {"a code of class 1", MESSAGE(0x40, 32, 0, 0), GOOD, .format = -1},
    {"a request that acknowledges", MESSAGE(0x60, 1, 0, 0), GOOD, .format = -1},
    {"a request that resets", MESSAGE(0x70, 1, 0, 0), GOOD, .format = -1},
    {"version 0", MESSAGE(0x00, 1, 0, 0), .is_message = false},
    {"version 3", MESSAGE(0xc0, 1, 0, 0), .is_message = false},
    {"3 bytes", MESSAGE(0x40, 1, 0), .is_message = false},
    {"nothing", .size = 0},
    {"longest token", MESSAGE(0x48, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), REQUEST},
    {"longest token, cut", MESSAGE(0x48, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7), .is_message = false},
    {"token length 9", MESSAGE(0x49, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), .is_message = false},
    {"format 0", MESSAGE(0x60, 69, 0, 0, 0xc0), GOOD, .format = 0},
    {"format 50", MESSAGE(0x60, 69, 0, 0, 0xc1, 50), GOOD, .format = 50},
    {"format 65535", MESSAGE(0x60, 69, 0, 0, 0xc2, 255, 255), GOOD, .format = 65535},
    {"format of three bytes", MESSAGE(0x60, 69, 0, 0, 0xc3, 0, 0, 0), .is_message = false},
    {"format behind an ETag, before a Max-Age", MESSAGE(0x60, 69, 0, 0, 0x42, 7, 7, 0x81, 40, 0x21, 9),
     GOOD, .format = 40},
    {"a delta of 13", MESSAGE(0x60, 69, 0, 0, 0xd0, 0), GOOD, .format = -1},
    {"a delta of 13, cut", MESSAGE(0x60, 69, 0, 0, 0xd0), .is_message = false},
    {"a delta of 269", MESSAGE(0x60, 69, 0, 0, 0xe0, 0, 0), GOOD, .format = -1},
    {"a delta of 269, cut", MESSAGE(0x60, 69, 0, 0, 0xe0, 0), .is_message = false},
    {"a delta of 15 is reserved", MESSAGE(0x60, 69, 0, 0, 0xf0), .is_message = false},
    {"a length of 15 is reserved", MESSAGE(0x60, 69, 0, 0, 0x0f), .is_message = false},
    {"a length of 13, all there",
     MESSAGE(0x60, 69, 0, 0, 0x4d, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), GOOD, .format = -1},
    {"a length of 13, one short",
     MESSAGE(0x60, 69, 0, 0, 0x4d, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), .is_message = false},
    {"a length of 65804", MESSAGE(0x60, 69, 0, 0, 0x4e, 255, 255), .is_message = false},
    {"an option one byte short", MESSAGE(0x60, 69, 0, 0, 0x42, 7), .is_message = false},
    {"a marker with nothing behind it", MESSAGE(0x60, 69, 0, 0, 0xff), .is_message = false},
    {"a payload that begins with a marker", MESSAGE(0x60, 69, 0, 0, 0xc0, 0xff, 0xff), GOOD,
     .payload = "\xff"},
};
/* clang-format on */

static struct verdict run_reading(size_t row)
{
    const struct reading_case *c = &reading_rows[row];
    struct coap_answer answer;
    uint32_t token_bytes = c->bytes[0] & 15u;

    CHECK_EQUAL(coap_is_request(c->bytes, c->size), c->is_request);
    CHECK_EQUAL(coap_read_answer(&answer, c->bytes, c->size), c->is_message);
    if (!c->is_message)
        return PASSED;
    CHECK_EQUAL(answer.type, c->bytes[0] >> 4 & 3u);
    CHECK_EQUAL(answer.code, c->bytes[1]);
    CHECK_EQUAL(answer.message_id, (uint32_t)c->bytes[2] << 8 | c->bytes[3]);
    CHECK_EQUAL(answer.token.size, token_bytes);
    CHECK(memcmp(answer.token.bytes, c->bytes + 4, token_bytes) == 0);
    CHECK_STATUS(answer.format, c->format);
    CHECK_EQUAL(answer.payload_bytes, c->payload ? strlen(c->payload) : 0);
    if (c->payload)
        CHECK(memcmp(answer.payload, c->payload, answer.payload_bytes) == 0);
    return PASSED;
}

static const char *reading_name(size_t row)
{
    return reading_rows[row].name;
}

const struct case_set coap_readings = {"coap_readings", COUNT_OF(reading_rows), reading_name,
                                       run_reading};
