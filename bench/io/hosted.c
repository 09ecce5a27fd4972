/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "hosted.h"

#include "channel.h"
#include "io.h"

static const struct rbpf_engine engine;

_Alignas(4096) uint8_t hosted_memory[HOSTED_MEMORY_BYTES];
struct rbpf_fault hosted_fault;

/* As Linux wants it. */
struct vector {
    struct iovec items[IO_ITEMS_MAX];
    uint32_t count;
};

/* Checks a table and all that it points to, before anything is moved. */
static enum rbpf_status translate(const struct rbpf_call *call, enum rbpf_arg_kind kind,
                                  struct vector *vector)
{
    const struct rbpf_span table = rbpf_call_memory(call, 1);
    uint32_t i;

    vector->count = table.size / sizeof(struct io_item);
    if (table.size % sizeof(struct io_item) || vector->count == 0 || vector->count > IO_ITEMS_MAX)
        return HOSTED_BAD_TABLE;
    for (i = 0; i < vector->count; i++) {
        const uint8_t *item = table.data + i * sizeof(struct io_item);
        const struct rbpf_pointer pointer = {rbpf_load64(item), rbpf_load64(item + 8), kind};
        struct rbpf_span span;
        enum rbpf_status status = rbpf_call_translate(call, &pointer, &span);

        if (status != RBPF_OK)
            return status;
        vector->items[i] = (struct iovec){span.data, span.size};
    }
    return RBPF_OK;
}

static enum rbpf_status helper_put(struct rbpf_call *call)
{
    const struct rbpf_span data = rbpf_call_memory(call, 1);

    rbpf_call_return(call, (uint64_t)channel_put(data.data, data.size, rbpf_call_arg(call, 3)));
    return RBPF_OK;
}

static enum rbpf_status helper_get(struct rbpf_call *call)
{
    const struct rbpf_span data = rbpf_call_memory(call, 1);

    rbpf_call_return(call, (uint64_t)channel_get(data.data, data.size, rbpf_call_arg(call, 3)));
    return RBPF_OK;
}

/* channel_put_vector() and the like. */
typedef int64_t (*move_fn)(const struct iovec *items, uint32_t count, uint64_t offset);

static enum rbpf_status move(struct rbpf_call *call, enum rbpf_arg_kind kind, move_fn fn)
{
    struct vector vector;
    enum rbpf_status status = translate(call, kind, &vector);

    if (status == RBPF_OK)
        rbpf_call_return(call, (uint64_t)fn(vector.items, vector.count, rbpf_call_arg(call, 3)));
    return status;
}

static enum rbpf_status helper_put_vector(struct rbpf_call *call)
{
    return move(call, RBPF_ARG_KIND_READS, channel_put_vector);
}

static enum rbpf_status helper_get_vector(struct rbpf_call *call)
{
    return move(call, RBPF_ARG_KIND_WRITES, channel_get_vector);
}

static enum rbpf_status helper_put_batched(struct rbpf_call *call)
{
    return move(call, RBPF_ARG_KIND_READS, channel_put_batched);
}

static enum rbpf_status helper_get_batched(struct rbpf_call *call)
{
    return move(call, RBPF_ARG_KIND_WRITES, channel_get_batched);
}

static const struct rbpf_helper helpers[IO_HELPERS] = {
    [24] = {helper_put, "io_put", {RBPF_ARG_READS(2), RBPF_ARG_SCALAR, RBPF_ARG_SCALAR}},
    [25] = {helper_get, "io_get", {RBPF_ARG_WRITES(2), RBPF_ARG_SCALAR, RBPF_ARG_SCALAR}},
    [26] = {helper_put_vector, "io_put_vector", {RBPF_ARG_READS(2)}},
    [27] = {helper_get_vector, "io_get_vector", {RBPF_ARG_READS(2)}},
    [28] = {helper_put_batched, "io_put_batched", {RBPF_ARG_READS(2)}},
    [29] = {helper_get_batched, "io_get_batched", {RBPF_ARG_READS(2)}},
};

#define RIGHTS                                                                                     \
    {                                                                                              \
        .helpers = {0x3fu << 24}, .access = RBPF_READ_REGION(0) | RBPF_WRITE_REGION(0),            \
        .insns_per_run = 1000000, .insns_per_second = (uint32_t)RBPF_UNLIMITED, .stack_bytes = 512 \
    }

static struct rbpf_hook on_io = RBPF_HOOK(&engine, .name = "io", .offer = RIGHTS);
static struct rbpf_hook *const hooks[] = {&on_io};
static struct rbpf_runner runners[] = {RBPF_RUNNER(512, 4, 0, 1)};
static const struct rbpf_grant regions[] = {{hosted_memory, sizeof hosted_memory, true}};
static const struct rbpf_tenant tenant = {.name = "bench", .grant = RIGHTS};
static struct rbpf_container container;

static void note_fault(void *user, const struct rbpf_container *faulted, const struct rbpf_vm *vm,
                       enum rbpf_status status)
{
    (void)user;
    (void)faulted;
    (void)status;
    rbpf_vm_fault(vm, &hosted_fault);
}

static const struct rbpf_engine engine = {.helpers = helpers,
                                          .helper_count = IO_HELPERS,
                                          .hooks = hooks,
                                          .hook_count = 1,
                                          .runners = runners,
                                          .runner_count = 1,
                                          .regions = regions,
                                          .region_count = 1,
                                          .services = {.fault = note_fault}};

uint64_t hosted_address(const void *at)
{
    return RBPF_ADDRESS(RBPF_REGION_HOST, (const uint8_t *)at - hosted_memory);
}

enum rbpf_status hosted_attach(const void *image, uint32_t bytes)
{
    const struct rbpf_attachment attachment = {
        .image = image, .image_bytes = bytes, .tenant = &tenant, .number = 1};

    if (container.hook)
        (void)rbpf_container_detach(&container);
    return rbpf_container_attach(&container, &on_io, &attachment, NULL);
}

enum rbpf_status hosted_fire(void *context, uint32_t bytes, int64_t *result)
{
    return rbpf_hook_fire(&on_io, context, bytes, result);
}
