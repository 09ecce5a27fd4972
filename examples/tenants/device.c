/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "device.h"

#include <string.h>

#include "average.h"
#include "coap.h"
#include "counter_image.h"
#include "reader_image.h"
#include "responder_image.h"
#include "switch.h"
#include "thermometer.h"

/* The most that a guest here needs. */
#define STACK_BYTES 32u
#define BUDGET_INSNS 1000u

#define COUNT_BYTES ((uint32_t)sizeof(uint32_t))
#define AVERAGE_BYTES ((uint32_t)sizeof(struct average))
/* The most that a run writes. */
#define LOG_BYTES RBPF_LOG_BYTES(AVERAGE_BYTES)

#define HELPER(name) RBPF_HELPER_BIT(RBPF_HELPER_##name)

static const struct rbpf_helper helpers[] = {
    [RBPF_HELPER_TENANT_GET] = RBPF_BUILTIN_GET(rbpf_helper_tenant_get, "rbpf_tenant_get"),
    [RBPF_HELPER_TENANT_SET] = RBPF_BUILTIN_SET(rbpf_helper_tenant_set, "rbpf_tenant_set"),
    [RBPF_HELPER_SENSOR_OF_TYPE] = RBPF_BUILTIN_SENSOR_OF_TYPE,
    [RBPF_HELPER_SENSOR_READ] = RBPF_BUILTIN_SENSOR_READ,
    [RBPF_HELPER_MESSAGE_BEGIN] = RBPF_BUILTIN_MESSAGE_BEGIN,
    [RBPF_HELPER_MESSAGE_FORMAT] = RBPF_BUILTIN_MESSAGE_FORMAT,
    [RBPF_HELPER_MESSAGE_FINISH] = RBPF_BUILTIN_MESSAGE_FINISH,
    [RBPF_HELPER_MESSAGE_PAYLOAD] = RBPF_BUILTIN_MESSAGE_PAYLOAD,
    [RBPF_HELPER_FIXED_TEXT] = RBPF_BUILTIN_FIXED_TEXT,
};

/* Hooks. */
#define OFFER(helpers_offered, ...)                                                                \
    {                                                                                              \
        .helpers = {(helpers_offered)}, .insns_per_run = BUDGET_INSNS,                             \
        .insns_per_second = (uint32_t)RBPF_UNLIMITED, .stack_bytes = STACK_BYTES, __VA_ARGS__      \
    }

static const struct rbpf_hook_config configs[DEVICE_HOOKS] = {
    [DEVICE_SWITCH] = {.name = "switch",
                       .offer =
                           OFFER(HELPER(TENANT_GET) | HELPER(TENANT_SET),
                                 .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
                                 .stores = {[RBPF_SCOPE_TENANT] = {DEVICE_THREADS,
                                                                   DEVICE_THREADS *COUNT_BYTES}})},
    [DEVICE_TIMER] = {.name = "timer",
                      .offer = OFFER(HELPER(TENANT_GET) | HELPER(TENANT_SET) |
                                         HELPER(SENSOR_OF_TYPE) | HELPER(SENSOR_READ),
                                     .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
                                     .stores = {[RBPF_SCOPE_TENANT] = {1, AVERAGE_BYTES}})},
    [DEVICE_REQUEST] = {.name = "request",
                        .offer = OFFER(HELPER(TENANT_GET) | HELPER(MESSAGE_BEGIN) |
                                           HELPER(MESSAGE_FORMAT) | HELPER(MESSAGE_FINISH) |
                                           HELPER(MESSAGE_PAYLOAD) | HELPER(FIXED_TEXT),
                                       .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT) |
                                                 RBPF_WRITE_CONTEXT)},
};

#define HOOK(number) [number] = {.engine = &device_engine, .config = &configs[number]}

struct rbpf_hook device_hooks[DEVICE_HOOKS] = {
    HOOK(DEVICE_SWITCH),
    HOOK(DEVICE_TIMER),
    HOOK(DEVICE_REQUEST),
};

static struct rbpf_hook *const hooks[DEVICE_HOOKS] = {
    &device_hooks[DEVICE_SWITCH],
    &device_hooks[DEVICE_TIMER],
    &device_hooks[DEVICE_REQUEST],
};

/* One runner: hooks are fired one after the other. No guest here calls a function of its own. */
static struct rbpf_region regions[RBPF_REGION_COUNT(0)];
static uint64_t stack[STACK_BYTES / 8u];
static uint8_t run_log[LOG_BYTES];
static struct rbpf_runner runners[] = {{.config = {.regions = regions,
                                                   .region_count = RBPF_REGION_COUNT(0),
                                                   .stack = stack,
                                                   .stack_bytes = STACK_BYTES},
                                        .log = run_log,
                                        .log_bytes = LOG_BYTES}};

static uint32_t readings;
static const struct rbpf_sensor sensors[] = {
    {.name = "outside", .type = THERMOMETER_TYPE, .read = thermometer_read, .user = &readings}};

const struct rbpf_engine device_engine = {.helpers = helpers,
                                          .helper_count = sizeof helpers / sizeof helpers[0],
                                          .hooks = hooks,
                                          .hook_count = DEVICE_HOOKS,
                                          .runners = runners,
                                          .runner_count = sizeof runners / sizeof runners[0],
                                          .sensors = sensors,
                                          .sensor_count = sizeof sensors / sizeof sensors[0],
                                          .messages = &coap_messages};

/* Tenants. */
static uint8_t counts[RBPF_STORE_BYTES(DEVICE_THREADS, COUNT_BYTES)];
static uint8_t averages[RBPF_STORE_BYTES(1, AVERAGE_BYTES)];
static struct rbpf_store stores[DEVICE_TENANTS];

static const struct {
    uint8_t *memory;
    uint16_t bytes;
    uint16_t value_bytes;
} formats[DEVICE_TENANTS] = {
    [DEVICE_ANNA] = {counts, sizeof counts, COUNT_BYTES},
    [DEVICE_BEN] = {averages, sizeof averages, AVERAGE_BYTES},
};

const struct rbpf_tenant device_tenants[DEVICE_TENANTS] = {
    [DEVICE_ANNA] = {.name = "anna",
                     .grant = OFFER(HELPER(TENANT_GET) | HELPER(TENANT_SET),
                                    .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT),
                                    .stores = {[RBPF_SCOPE_TENANT] = {DEVICE_THREADS, 64}}),
                     .store = &stores[DEVICE_ANNA],
                     .fault_limit = 3},
    [DEVICE_BEN] = {.name = "ben",
                    .grant =
                        OFFER(UINT32_MAX,
                              .access = RBPF_READ_STORE(RBPF_SCOPE_TENANT) | RBPF_WRITE_CONTEXT,
                              .stores = {[RBPF_SCOPE_TENANT] = {1, 64}}),
                    .store = &stores[DEVICE_BEN],
                    .fault_limit = 3},
};

/* Containers. */
static const struct {
    const uint8_t *image;
    uint16_t image_bytes;
    uint8_t hook;
    uint8_t tenant;
} places[DEVICE_CONTAINERS] = {
    [DEVICE_COUNTER] = {counter_image, sizeof counter_image, DEVICE_SWITCH, DEVICE_ANNA},
    [DEVICE_READER] = {reader_image, sizeof reader_image, DEVICE_TIMER, DEVICE_BEN},
    [DEVICE_RESPONDER] = {responder_image, sizeof responder_image, DEVICE_REQUEST, DEVICE_BEN},
};

const char *const device_names[DEVICE_CONTAINERS] = {
    [DEVICE_COUNTER] = "counter",
    [DEVICE_READER] = "reader",
    [DEVICE_RESPONDER] = "responder",
};

struct rbpf_container device_containers[DEVICE_CONTAINERS];

static enum rbpf_status attach(uint32_t number)
{
    const struct rbpf_attachment attachment = {.image = places[number].image,
                                               .image_bytes = places[number].image_bytes,
                                               .tenant = &device_tenants[places[number].tenant],
                                               .number = (uint16_t)(number + 1u)};

    return rbpf_container_attach(&device_containers[number], &device_hooks[places[number].hook],
                                 &attachment, NULL);
}

enum rbpf_status device_start(enum device_container *which)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t i;

    for (i = 0; i < DEVICE_TENANTS && status == RBPF_OK; i++)
        status = rbpf_store_format(&stores[i], formats[i].memory, formats[i].bytes,
                                   formats[i].value_bytes);
    for (i = 0; i < DEVICE_CONTAINERS && status == RBPF_OK; i++) {
        if (which)
            *which = (enum device_container)i;
        status = attach(i);
    }
    return status;
}

enum rbpf_status device_tick(void)
{
    int64_t result = 0;

    return rbpf_hook_fire(&device_hooks[DEVICE_TIMER], NULL, 0, &result);
}

/* The context of a request: what describes the packet, and the packet. */
static uint8_t message[RBPF_MESSAGE_HEADER_BYTES + DEVICE_PACKET_BYTES];

uint8_t *device_packet(void)
{
    return message + RBPF_MESSAGE_HEADER_BYTES;
}

int32_t device_answer(uint32_t bytes)
{
    int64_t result = 0;
    enum rbpf_status status;

    if (bytes > DEVICE_PACKET_BYTES || !coap_is_request(device_packet(), bytes))
        return 0;
    /* Whatever came in before is not for the guest. */
    memset(device_packet() + bytes, 0, DEVICE_PACKET_BYTES - bytes);
    status = rbpf_message_prepare(&device_engine, message, sizeof message);
    if (status == RBPF_OK)
        status = rbpf_hook_fire(&device_hooks[DEVICE_REQUEST], message, sizeof message, &result);
    if (status != RBPF_OK)
        return status;
    return result > 0 && result <= (int64_t)DEVICE_PACKET_BYTES ? (int32_t)result : 0;
}
