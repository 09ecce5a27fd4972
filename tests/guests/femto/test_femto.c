/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The papers' programs, written anew for <rbpf/guest_femto.h>, as containers of one engine:
 *
 *     test_femto OBJECT...     thread_log, sensor_average, coap_counter, coap_sensor, and so on
 *
 * Each four of them are a firmware of their own, and have to do the same.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coap.h"
#include "tools/guest.h"

#define PROGRAMS 4u
#define STACK_BYTES 2048u
#define DATA_BYTES 64u
#define PACKET_BYTES 24u
#define CONTEXT_BYTES (RBPF_MESSAGE_HEADER_BYTES + PACKET_BYTES)
#define AVERAGE_KEY 0x50
#define NO_RESULT (-99)

static const char *const names[PROGRAMS] = {"thread_log", "sensor_average", "coap_counter",
                                            "coap_sensor"};
static const char *file;
static int failures;

static void check(const char *what, int64_t actual, int64_t expected)
{
    if (actual == expected)
        return;
    printf("%s: %s is %" PRId64 ", not %" PRId64 "\n", file, what, actual, expected);
    failures++;
}

static int16_t sequence[] = {20, 24, 28, 40};
static uint32_t measured;
static char text[80];

static int32_t measure(void *user, struct rbpf_reading *reading)
{
    (void)user;
    reading->val[0] = sequence[measured++ % 4u];
    return 1;
}

static int32_t measure_temperature(void *user, struct rbpf_reading *reading)
{
    (void)user;
    *reading = (struct rbpf_reading){.val = {-350}, .unit = 2, .scale = -2};
    return 1;
}

static uint64_t now_ms(void *user)
{
    (void)user;
    return 0x100000000u + 1000u * measured;
}

static void take_text(void *user, const struct rbpf_container *container, const char *said,
                      uint32_t bytes)
{
    (void)user;
    (void)container;
    memcpy(text, said, bytes);
    text[bytes] = 0;
}

static const struct rbpf_helper helpers[] = {RBPF_BUILTIN_HELPERS, RBPF_BUILTIN_MORE};
static const struct rbpf_sensor sensors[] = {{"sequence", 0x90, measure, NULL},
                                             {"thermometer", 0x82, measure_temperature, NULL}};
static struct rbpf_hook hooks[PROGRAMS];
static struct rbpf_hook_config configs[PROGRAMS];
static struct rbpf_hook *const hook_list[PROGRAMS] = {&hooks[0], &hooks[1], &hooks[2], &hooks[3]};
static struct rbpf_runner runners[] = {RBPF_RUNNER(STACK_BYTES, 8, 40, 0)};
static struct rbpf_store global_store, private_stores[PROGRAMS];
static const struct rbpf_engine engine = {
    .helpers = helpers,
    .helper_count = sizeof helpers / sizeof helpers[0],
    .hooks = hook_list,
    .hook_count = PROGRAMS,
    .runners = runners,
    .runner_count = 1,
    .global = &global_store,
    .services = {.now_ms = now_ms, .log = take_text},
    .sensors = sensors,
    .sensor_count = 2,
    .messages = &coap_messages,
};

static struct rbpf_tenant tenant;
static struct guest guests[PROGRAMS];
static struct rbpf_container containers[PROGRAMS];
static uint64_t data[PROGRAMS][DATA_BYTES / 8u];
static uint8_t global_bytes[RBPF_STORE_BYTES(8, 4)];
static uint8_t private_bytes[PROGRAMS][RBPF_STORE_BYTES(2, 4)];

static bool attach(uint32_t i, const char *path)
{
    struct rbpf_attach_report report;
    struct message message;
    struct rbpf_attachment attachment = {.tenant = &tenant,
                                         .entry = names[i],
                                         .data = data[i],
                                         .data_bytes = DATA_BYTES,
                                         .store = &private_stores[i],
                                         .number = (uint16_t)(i + 1u)};
    enum rbpf_status status;

    memset(&configs[i].offer, 0xff, sizeof configs[i].offer);
    hooks[i] = (struct rbpf_hook){.engine = &engine, .config = &configs[i]};
    (void)rbpf_store_format(&private_stores[i], private_bytes[i], sizeof private_bytes[i], 4);
    if (!guest_read(&guests[i], path, false, &message)) {
        printf("%s: %s\n", path, message.text);
        return false;
    }
    attachment.image = guests[i].bytes;
    attachment.image_bytes = guests[i].size;
    status = rbpf_container_attach(&containers[i], &hooks[i], &attachment, &report);
    if (status != RBPF_OK)
        printf("%s: %s\n", path, rbpf_status_text(status));
    return status == RBPF_OK;
}

/* 0 stands for no entry as well. */
static int64_t global_value(uint32_t key)
{
    struct rbpf_item item = {.size = 0};

    if (rbpf_store_get(&global_store, key, &item) != RBPF_OK)
        return 0;
    check("size of an entry", item.size, 4);
    return rbpf_load32(item.value);
}

static void switch_to(uint64_t thread)
{
    uint8_t context[16] = {0};
    int64_t result = NO_RESULT;

    rbpf_store64(context + 8, thread);
    check("status of thread_log", rbpf_hook_fire(&hooks[0], context, sizeof context, &result), 0);
    check("result of thread_log", result, 0);
}

static void check_threads(void)
{
    switch_to(3);
    switch_to(5);
    switch_to(0);
    switch_to(3);
    check("switches to thread 3", global_value(3), 2);
    check("switches to thread 5", global_value(5), 1);
    check("switches to thread 0", global_value(0), 0);
}

static void check_average(uint32_t expected, const char *said)
{
    int64_t result = NO_RESULT;

    check("status of sensor_average", rbpf_hook_fire(&hooks[1], NULL, 0, &result), 0);
    check("result of sensor_average", result, 0);
    check("average", global_value(AVERAGE_KEY), expected);
    if (strcmp(text, said) != 0) {
        printf("%s: says \"%s\", not \"%s\"\n", file, text, said);
        failures++;
    }
}

/* What a request, a GET with the token 0x77, is answered with. */
static void check_answer(uint32_t hook, const char *expected, int64_t length)
{
    static const uint8_t request[] = {0x41, 0x01, 0x12, 0x34, 0x77};
    uint8_t context[CONTEXT_BYTES] = {0};
    int64_t result = NO_RESULT;

    (void)rbpf_message_prepare(&engine, context, sizeof context);
    memcpy(context + RBPF_MESSAGE_HEADER_BYTES, request, sizeof request);
    check(names[hook], rbpf_hook_fire(&hooks[hook], context, sizeof context, &result), 0);
    check("length of the answer", result, length);
    if (memcmp(context + RBPF_MESSAGE_HEADER_BYTES, expected, (size_t)length) != 0) {
        printf("%s: the answer of %s differs\n", file, names[hook]);
        failures++;
    }
}

static uint32_t count_entries(void)
{
    struct rbpf_item item;
    uint32_t count = 0;
    uint32_t i;

    for (i = 0; i < global_store.slot_count; i++)
        count += rbpf_store_item(&global_store, i, &item) == RBPF_OK;
    return count;
}

static void run_all(void)
{
    check_answer(2,
                 "\x61\x45\x12\x34\x77\xc0\xff"
                 "0",
                 8);
    check("entries by reading what is not there", count_entries(), 0);
    check_threads();
    check_average(20, "at 1000 ms: 20, average 20");
    check_average(21, "at 2000 ms: 24, average 21");
    check_average(23, "at 3000 ms: 28, average 23");
    check_average(28, "at 4000 ms: 40, average 28");
    check_answer(2,
                 "\x61\x45\x12\x34\x77\xc0\xff"
                 "28",
                 9);
    check_answer(3,
                 "\x61\x45\x12\x34\x77\xc1\x32\xff"
                 "-3.50",
                 13);
}

int main(int argc, char **argv)
{
    int firmwares = 0;

    memset(&tenant, 0xff, sizeof tenant);
    tenant = (struct rbpf_tenant){.grant = tenant.grant, .fault_limit = 1};
    for (int i = 1; i + (int)PROGRAMS <= argc; i += (int)PROGRAMS, firmwares++) {
        bool attached = true;

        file = argv[i];
        measured = 0;
        (void)rbpf_store_format(&global_store, global_bytes, sizeof global_bytes, 4);
        for (uint32_t k = 0; k < PROGRAMS; k++)
            attached = attach(k, argv[i + (int)k]) && attached;
        if (attached)
            run_all();
        failures += !attached;
        for (uint32_t k = 0; k < PROGRAMS; k++) {
            (void)rbpf_container_detach(&containers[k]);
            guest_free(&guests[k]);
        }
    }
    printf("%d firmwares, %d failures\n", firmwares, failures);
    return failures || firmwares == 0;
}
