/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The device of two tenants: what its firmware gives the engine, all of it static. Anna counts
 * threads where the scheduler switches; ben reads a sensor when the timer fires, and answers
 * requests with what it found.
 *
 *     hook      fired by          container   tenant
 *     switch    the scheduler     counter     anna
 *     timer     device_tick()     reader      ben
 *     request   device_answer()   responder   ben
 *
 * To add a hook, a tenant or a container: its row in device.c, and its name here.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include <stdint.h>

#include <rbpf/rbpf.h>

enum device_hook {
    DEVICE_SWITCH,
    DEVICE_TIMER,
    DEVICE_REQUEST,
    DEVICE_HOOKS,
};

enum device_tenant {
    DEVICE_ANNA,
    DEVICE_BEN,
    DEVICE_TENANTS,
};

enum device_container {
    DEVICE_COUNTER,
    DEVICE_READER,
    DEVICE_RESPONDER,
    DEVICE_CONTAINERS,
};

/* The threads that are counted: 1 to this. */
#define DEVICE_THREADS 3u
/* The longest message. */
#define DEVICE_PACKET_BYTES 32u

extern const struct rbpf_engine device_engine;
extern struct rbpf_hook device_hooks[DEVICE_HOOKS];
extern const struct rbpf_tenant device_tenants[DEVICE_TENANTS];
extern struct rbpf_container device_containers[DEVICE_CONTAINERS];
extern const char *const device_names[DEVICE_CONTAINERS];

/* Formats the stores and attaches all containers. The first that fails ends it; `which`, which may
 * be null, is then its number. */
enum rbpf_status device_start(enum device_container *which);

/* The timer fires. */
enum rbpf_status device_tick(void);

/*
 * A request has come in, as in RFC 7252: it lies in device_packet() and takes `bytes` of that. The
 * answer takes its place. Returns how long that is; 0: there is none; negative: what went wrong.
 */
int32_t device_answer(uint32_t bytes);

/* Where requests and answers lie: DEVICE_PACKET_BYTES. */
uint8_t *device_packet(void);

#endif
