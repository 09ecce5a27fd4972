/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "container_host.h"

#include <string.h>

#include "coap.h"
#include "left_out.h"

struct host shared_host;

static _Alignas(8) uint8_t images[HOST_CONTAINERS][HOST_IMAGE_BYTES];
static uint8_t data[HOST_CONTAINERS][16];
static uint8_t region_bytes[HOST_REGIONS][8];
static uint8_t store_bytes[RBPF_SCOPES][RBPF_STORE_BYTES(HOST_SLOTS, HOST_VALUE_BYTES)];

static const struct rbpf_runner fresh_runners[HOST_RUNNERS] = {
    RBPF_RUNNER(HOST_STACK_BYTES, HOST_FRAMES, HOST_LOG_BYTES, HOST_REGIONS),
    RBPF_RUNNER(HOST_STACK_BYTES, HOST_FRAMES, HOST_LOG_BYTES, HOST_REGIONS),
};

static struct host *host_of(const struct rbpf_call *call)
{
    return rbpf_call_engine(call)->user;
}

static enum rbpf_status helper_fire(struct rbpf_call *call)
{
    struct host *host = host_of(call);

    host->inner_status =
        host_fire(host, (uint32_t)rbpf_call_arg(call, 1) % HOST_HOOKS, &host->inner_result);
    return RBPF_OK;
}

static enum rbpf_status helper_detach(struct rbpf_call *call)
{
    struct host *host = host_of(call);
    uint32_t index = (uint32_t)rbpf_call_arg(call, 1) % HOST_CONTAINERS;

    host->inner_status = rbpf_container_detach(&host->containers[index]);
    return RBPF_OK;
}

static enum rbpf_status helper_attach(struct rbpf_call *call)
{
    struct host *host = host_of(call);

    host->inner_status = host_attach(host, (uint32_t)rbpf_call_arg(call, 1) % HOST_CONTAINERS, 0);
    return RBPF_OK;
}

static enum rbpf_status helper_suspend(struct rbpf_call *call)
{
    struct host *host = host_of(call);

    host->waiting = rbpf_call_firing(call);
    host->waits++;
    host->out = rbpf_call_memory(call, 1);
    return RBPF_SUSPENDED;
}

static enum rbpf_status helper_77(struct rbpf_call *call)
{
    rbpf_call_return(call, 77);
    return RBPF_OK;
}

static const struct rbpf_helper table[HOST_HELPERS] = {
    RBPF_BUILTIN_HELPERS,
    RBPF_BUILTIN_MORE,
    [HOST_HELPER_FIRE] = {.fn = helper_fire, .name = "fire"},
    [HOST_HELPER_DETACH] = {.fn = helper_detach, .name = "detach"},
    [HOST_HELPER_ATTACH] = {.fn = helper_attach, .name = "attach"},
    [HOST_HELPER_SUSPEND] = {.fn = helper_suspend,
                             .name = "suspend",
                             .args = {RBPF_ARG_WRITES(2), RBPF_ARG_SCALAR}},
    [HOST_HELPER_77] = {.fn = helper_77, .name = "seventy-seven"},
};

static uint64_t now_ms(void *user)
{
    return ((struct host *)user)->now_ms;
}

static void take_text(void *user, const struct rbpf_container *container, const char *text,
                      uint32_t bytes)
{
    struct host *host = user;

    host->speaker = container;
    host->text_bytes = bytes;
    memcpy(host->text, text, bytes < sizeof host->text ? bytes : sizeof host->text);
}

static uint32_t four(void *user)
{
    (void)user;
    return 4; /* by a fair die */
}

static void take_fault(void *user, const struct rbpf_container *container, const struct rbpf_vm *vm,
                       enum rbpf_status status)
{
    struct host *host = user;

    (void)container;
    rbpf_vm_fault(vm, &host->fault);
    host->fault_count++;
    host->fault_status = status;
}

static int32_t measure(void *user, struct rbpf_reading *reading)
{
    (void)user;
    *reading = (struct rbpf_reading){{2150, -2, 0x1234}, 2, -2};
    return 3;
}

static int32_t measure_nothing(void *user, struct rbpf_reading *reading)
{
    (void)user;
    reading->unit = 9;
    return -5;
}

struct rbpf_rights all_rights(void)
{
    struct rbpf_rights all;

    memset(&all, 0xff, sizeof all);
    return all;
}

static void begin_stores(struct host *host)
{
    struct rbpf_store *const stores[RBPF_SCOPES] = {&host->private_store, &host->tenant_store,
                                                    &host->global_store};
    uint32_t i;

    for (i = 0; i < RBPF_SCOPES; i++)
        (void)rbpf_store_format(stores[i], store_bytes[i], sizeof store_bytes[i], HOST_VALUE_BYTES);
}

static void begin_engine(struct host *host)
{
    host->engine = (struct rbpf_engine){
        .helpers = table,
        .helper_count = HOST_HELPERS,
        .hooks = host->hook_list,
        .hook_count = HOST_HOOKS,
        .runners = host->runners,
        .runner_count = HOST_RUNNERS,
        .regions = host->regions,
        .region_count = HOST_REGIONS,
        .global = &host->global_store,
        .services = {.now_ms = now_ms, .log = take_text, .random = four, .fault = take_fault},
        .sensors = host->sensors,
        .sensor_count = HOST_SENSORS,
        .messages = &coap_messages,
        .user = host,
    };
    host->sensors[0] = (struct rbpf_sensor){"thermometer", 0x82, measure, NULL};
    host->sensors[1] = (struct rbpf_sensor){"broken", 0x83, measure_nothing, NULL};
    host->sensors[2] = host->sensors[0];
    host->mailbox = (struct rbpf_mailbox){.context = host->mail, .bytes = HOST_MAILBOX_BYTES};
    host->configs[1].mailbox = &host->mailbox;
}

struct host *host_begin(void)
{
    struct host *host = &shared_host;
    uint32_t i;

    memset(host, 0, sizeof *host);
    memset(region_bytes, HOST_REGION_BYTE, sizeof region_bytes);
    memcpy(host->runners, fresh_runners, sizeof fresh_runners);
    begin_engine(host);
    begin_stores(host);
    for (i = 0; i < HOST_HOOKS; i++) {
        host->hook_list[i] = &host->hooks[i];
        host->hooks[i].engine = &host->engine;
        host->hooks[i].config = &host->configs[i];
        host->configs[i].offer = all_rights();
        memset(host->configs[i].uuid, (int)i + 1, sizeof host->configs[i].uuid);
    }
    for (i = 0; i < HOST_TENANTS; i++) {
        host->tenants[i].grant = all_rights();
        host->tenants[i].store = &host->tenant_store;
    }
    for (i = 0; i < HOST_REGIONS; i++)
        host->regions[i] = (struct rbpf_grant){region_bytes[i], 8, i > 0};
    return host;
}

static uint32_t add_section(uint8_t *image, uint32_t kind, uint32_t bytes, uint32_t extra)
{
    uint32_t count = rbpf_load16(image + 6);
    uint8_t *row = image + RBPF_IMAGE_HEADER_BYTES + count * RBPF_IMAGE_SECTION_BYTES;
    uint32_t at = rbpf_load32(image + 8);

    rbpf_store16(row, (uint16_t)kind);
    rbpf_store32(row + 4, at);
    rbpf_store32(row + 8, bytes);
    rbpf_store32(row + 12, extra);
    rbpf_store16(image + 6, (uint16_t)(count + 1u));
    rbpf_store32(image + 8, at + ((bytes + 7u) & ~7u));
    return at;
}

/* Byte by byte, as src/image/FORMAT.md says. */
static uint8_t *put_number(uint8_t *at, uint32_t value, uint32_t bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        *at++ = (uint8_t)value;
    return at;
}

static uint8_t *put_rights(uint8_t *at, const struct rbpf_rights *rights)
{
    uint32_t i;

    at = put_number(at, rights->insns_per_run, 4);
    at = put_number(at, rights->insns_per_second, 4);
    for (i = 0; i < RBPF_SCOPES; i++) {
        at = put_number(at, rights->stores[i].entries, 2);
        at = put_number(at, rights->stores[i].bytes, 2);
    }
    at = put_number(at, rights->stack_bytes, 2);
    at = put_number(at, rights->access, 2);
    for (i = 0; i < RBPF_HELPERS_MAX / 32u; i++)
        at = put_number(at, rights->helpers[i], 4);
    return at;
}

static void add_request(uint8_t *image, const struct rbpf_request *request)
{
    uint32_t bytes = 2u * (24u + RBPF_HELPERS_MAX / 8u);
    uint8_t *at = image + add_section(image, RBPF_SECTION_REQUEST, bytes, 0);

    (void)put_rights(put_rights(at, &request->needs), &request->wants);
}

static void make_image(uint8_t *image, const struct guest *guest)
{
    static const uint8_t entries[] = {1, 0, 0, 0, 0, 0, 8, 0, 'r', 'u', 'n', 0};
    const struct rbpf_function_info known = {.frame_bytes = guest->stack_bytes,
                                             .stack_bytes = guest->stack_bytes,
                                             .depth = guest->depth ? guest->depth : 1};
    const struct rbpf_function_info unknown = {.frame_bytes = guest->stack_bytes,
                                               .flags = RBPF_FUNCTION_CALLABLE};
    const struct rbpf_function function =
        rbpf_function_make(guest->calls_itself ? &unknown : &known);
    uint32_t sections = 3u + (guest->data_bytes > 0) + (guest->request != NULL);

    memset(image, 0, HOST_IMAGE_BYTES);
    rbpf_store32(image, RBPF_IMAGE_MAGIC_NUMBER);
    rbpf_store16(image + 4, RBPF_IMAGE_VERSION_NUMBER);
    rbpf_store32(image + 8, RBPF_IMAGE_HEADER_BYTES + sections * RBPF_IMAGE_SECTION_BYTES);
    memcpy(image + add_section(image, RBPF_SECTION_TEXT, (uint32_t)guest->insns_bytes, 0),
           guest->insns, guest->insns_bytes);
    memcpy(image + add_section(image, RBPF_SECTION_FUNCTIONS, sizeof function, 0), &function,
           sizeof function);
    if (guest->data_bytes)
        image[add_section(image, RBPF_SECTION_DATA, 1, guest->data_bytes)] = 7;
    memcpy(image + add_section(image, RBPF_SECTION_ENTRIES, sizeof entries, 0), entries,
           sizeof entries);
    if (guest->request)
        add_request(image, guest->request);
}

void host_make(struct host *host, uint32_t index, const struct guest *guest)
{
    left_out_note_program(guest->insns, guest->insns_bytes);
    make_image(images[index], guest);
    host->attachments[index] = (struct rbpf_attachment){
        .image = images[index],
        .image_bytes = rbpf_load32(images[index] + 8),
        .tenant = &host->tenants[0],
        .data = data[index],
        .data_bytes = sizeof data[index],
        .store = &host->private_store,
        .number = (uint16_t)(index + 1u),
    };
}

enum rbpf_status host_attach(struct host *host, uint32_t index, uint32_t hook)
{
    return rbpf_container_attach(&host->containers[index], &host->hooks[hook],
                                 &host->attachments[index], &host->report);
}

enum rbpf_status host_put(struct host *host, uint32_t index, uint32_t hook,
                          const struct guest *guest)
{
    host_make(host, index, guest);
    return host_attach(host, index, hook);
}

enum rbpf_status host_put_greedy(struct host *host, uint32_t index, uint32_t hook,
                                 const struct guest *guest)
{
    const struct rbpf_request request = {.wants = all_rights()};
    struct guest greedy = *guest;

    greedy.request = &request;
    return host_put(host, index, hook, &greedy);
}

enum rbpf_status host_fire(struct host *host, uint32_t hook, int64_t *result)
{
    *result = NO_RESULT;
    return rbpf_hook_fire(&host->hooks[hook], NULL, 0, result);
}

uint8_t *host_region(uint32_t index)
{
    return region_bytes[index];
}

uint8_t *host_image(uint32_t index)
{
    return images[index];
}

struct rbpf_container host_info(const struct host *host, uint32_t hook, uint32_t index)
{
    struct rbpf_container info;

    memset(&info, 0, sizeof info);
    (void)rbpf_hook_list(&host->hooks[hook], index, &info);
    return info;
}
