/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The least that a host does with containers; ENGINE_ALL: and all else that an owner can do;
 * ENGINE_HELPERS: all of the library's helpers. What the linker keeps for it is what is counted. */
#include <rbpf/rbpf.h>

#include "memory.h"

int main(void);

extern const struct rbpf_engine engine;

static const struct rbpf_helper helpers[] = {
#if defined(ENGINE_HELPERS)
    RBPF_BUILTIN_HELPERS, RBPF_BUILTIN_MORE
#elif defined(ENGINE_ALL)
    RBPF_BUILTIN_HELPERS
#else
    RBPF_BUILTIN_STORES
#endif
};

static struct rbpf_hook hook = RBPF_HOOK(&engine, .name = "hook", .offer = {.insns_per_run = 1000});
static struct rbpf_hook *const hooks[] = {&hook};
static struct rbpf_runner runners[] = {RBPF_RUNNER(512, 4, 64, 0)};
const struct rbpf_engine engine = {.helpers = helpers,
                                   .helper_count = sizeof helpers / sizeof helpers[0],
                                   .hooks = hooks,
                                   .hook_count = 1,
                                   .runners = runners,
                                   .runner_count = 1};

static struct rbpf_container container;
static struct rbpf_store store;

#ifdef ENGINE_ALL
static int manage(void)
{
    struct rbpf_container copy;
    struct rbpf_item item;
    struct rbpf_hook *found = rbpf_engine_find_hook(&engine, image_bytes);

    return !found || !rbpf_hook_list(found, 0, &copy) || rbpf_container_reset(&container) ||
           rbpf_store_open(&store, data, sizeof data) || rbpf_store_item(&store, 0, &item) ||
           rbpf_store_get(&store, 1, &item) || rbpf_store_set(&store, &item);
}
#endif

int main(void)
{
    const struct rbpf_attachment attachment = {.image = image_bytes, .image_bytes = image_size};
    int64_t last = 0;

    if (rbpf_store_format(&store, data, sizeof data, 4) ||
        rbpf_container_attach(&container, &hook, &attachment, NULL) ||
        rbpf_hook_fire(&hook, data, sizeof data, &last) || rbpf_container_detach(&container))
        return 1;
    result = (uint64_t)last;
#ifdef ENGINE_ALL
    return manage();
#endif
#ifdef ENGINE_HELPERS
    return (int)rbpf_engine_run_posted(&engine) +
           (int)rbpf_message_prepare(&engine, data, sizeof data);
#endif
    return 0;
}
