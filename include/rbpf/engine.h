/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * The hosting engine: what all containers of a device share. Nothing of it changes, so that it can
 * be in flash; what changes lies in hooks, containers, runners and stores.
 *
 *     extern const struct rbpf_engine engine;
 *
 *     static struct rbpf_hook on_timer = RBPF_HOOK(&engine, .name = "timer", .offer = {...});
 *     static struct rbpf_hook *const hooks[] = {&on_timer};
 *     static struct rbpf_runner runners[] = {RBPF_RUNNER(512, 4, 64, 0)};
 *
 *     const struct rbpf_engine engine = {
 *         .helpers = table, .helper_count = 9, .hooks = hooks, .hook_count = 1,
 *         .runners = runners, .runner_count = 1};
 */
#ifndef RBPF_ENGINE_H
#define RBPF_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/image.h>
#include <rbpf/message.h>
#include <rbpf/rights.h>
#include <rbpf/sensor.h>
#include <rbpf/store.h>
#include <rbpf/vm.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rbpf_call;
struct rbpf_container;
struct rbpf_firing;
struct rbpf_hook;

/**
 * What a run needs: a VM, its memory, and the log of what the run writes to stores. There is one
 * for each run in progress, not for each container: as many as runs may interrupt each other, with
 * threads and interrupts. All of a pool are to be of one size.
 */
struct rbpf_runner {
    /** Memory of its VM: regions, frames and stack; the rest is the engine's, and zero at first.
     * region_count is RBPF_REGION_COUNT(the engine's regions). */
    struct rbpf_vm_config config;
    /** What one run can write and post: RBPF_LOG_BYTES() of each value. Null and 0: nothing. */
    void *log;
    uint32_t log_bytes;
    /* private, at first zero */
    uint32_t log_used;
    /* What the VM is set up for, kept from run to run; null: nothing. */
    const struct rbpf_container *container;
    const struct rbpf_engine *engine;
    /* What it is in use for, if that can wait. */
    struct rbpf_firing *firing;
    /* Takes what the run posts, once it has posted something. */
    void (*deliver)(struct rbpf_runner *runner);
    struct rbpf_image image;
    struct rbpf_helpers helpers;
    struct rbpf_program program;
    struct rbpf_vm vm;
    /* Of the last run; 0 without that service. */
    uint32_t ticks;
    uint8_t use;
};

/** Bytes of log that one value takes. */
#define RBPF_LOG_BYTES(value_bytes) (6u + (value_bytes))

/** Initialiser of a static runner with memory of its own; C only. `rows`: the engine's regions. */
#define RBPF_RUNNER(stack_size, frames_most, log_size, rows)                                       \
    {                                                                                              \
        .config = {.regions = (struct rbpf_region[RBPF_REGION_COUNT(rows)]){{0, NULL, 0}},         \
                   .region_count = RBPF_REGION_COUNT(rows),                                        \
                   .frames = (struct rbpf_frame[(frames_most) + 1u]){{.return_insn = 0}},          \
                   .frame_count = (frames_most),                                                   \
                   .stack = (uint64_t[(stack_size) / 8u + 1u]){0},                                 \
                   .stack_bytes = (stack_size)},                                                   \
        .log = (uint8_t[(log_size) + 1u]){0}, .log_bytes = (log_size)                              \
    }

/**
 * Functions of the host; each may be null. Called where the hook was fired, thread or interrupt, by
 * several at once if hooks are fired by several, and outside of the critical section.
 */
struct rbpf_services {
    /** Milliseconds since any fixed time. Without it, rates cannot be limited. */
    uint64_t (*now_ms)(void *user);
    /** A counter that goes on in a unit of the host's choice (cycles, microseconds) and wraps:
     * measures the time of runs. */
    uint32_t (*ticks)(void *user);
    /** A guest says something: `bytes` of any bytes, valid until it returns. */
    void (*log)(void *user, const struct rbpf_container *container, const char *text,
                uint32_t bytes);
    /** 32 random bits. */
    uint32_t (*random)(void *user);
    /** A run ended badly, by `status`; rbpf_vm_fault(vm) says more. Before the counters count it.
     */
    void (*fault)(void *user, const struct rbpf_container *container, const struct rbpf_vm *vm,
                  enum rbpf_status status);
};

/** What containers share. The host keeps all of it unchanged; const, and in flash, if it likes. */
struct rbpf_engine {
    /** All helpers that any container may call; <rbpf/builtin.h> has those of the library. */
    const struct rbpf_helper *helpers;
    uint32_t helper_count;
    struct rbpf_hook *const *hooks;
    uint32_t hook_count;
    struct rbpf_runner *runners;
    uint32_t runner_count;
    /** Memory of the host that containers may be granted, at most RBPF_HOST_REGIONS_MAX: row n is
     * region RBPF_REGION_HOST + n. */
    const struct rbpf_grant *regions;
    uint32_t region_count;
    /** The store of all tenants, or null. */
    struct rbpf_store *global;
    struct rbpf_services services;
    /** What guests may read; null and 0: there are none. */
    const struct rbpf_sensor *sensors;
    uint32_t sensor_count;
    /** How guests answer messages, or null. */
    const struct rbpf_messages *messages;
    /** For the services, and for the host's own helpers. */
    void *user;
};

/** The container that called a helper. In the helper, as the next. */
const struct rbpf_container *rbpf_call_container(const struct rbpf_call *call);

/** The engine of the container that called a helper. */
const struct rbpf_engine *rbpf_call_engine(const struct rbpf_call *call);

/** The hook with this UUID, or null. Any context. */
struct rbpf_hook *rbpf_engine_find_hook(const struct rbpf_engine *engine, const uint8_t uuid[16]);

/**
 * Fires the hooks that guests have fired by rbpf_fire(), each at most once, in the order of the
 * engine's list: for the main loop, from one thread at a time and not from interrupts. Results are
 * dropped, what goes wrong is counted by the hook. What a run posts to a hook further on is fired
 * by the same call.
 *
 * @return how many hooks were fired
 */
uint32_t rbpf_engine_run_posted(const struct rbpf_engine *engine);

#ifdef __cplusplus
}
#endif

#endif
