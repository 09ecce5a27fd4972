/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A firmware for tests of containers: an engine with two hooks, two tenants, two runners, a store
 * of each scope, two regions, and room for three containers. host_begin() makes it as new, with all
 * rights granted and offered; a test takes away what it is about.
 */
#ifndef RBPF_TEST_CONTAINER_HOST_H
#define RBPF_TEST_CONTAINER_HOST_H

#include <rbpf/rbpf.h>

#include "asm.h"
#include "cases.h"

#define HOST_CONTAINERS 3u
#define HOST_HOOKS 2u
#define HOST_TENANTS 2u
#define HOST_RUNNERS 2u
#define HOST_REGIONS 2u
#define HOST_STACK_BYTES 128u
#define HOST_FRAMES 1u
#define HOST_LOG_BYTES 40u
#define HOST_SLOTS 3u
#define HOST_VALUE_BYTES 8u
#define HOST_IMAGE_BYTES 1024u
#define HOST_SENSORS 3u
#define HOST_MAILBOX_BYTES 4u

/* Region 5 is read-only, region 6 is not: 8 bytes each, all HOST_REGION_BYTE. */
#define HOST_REGION_BYTE 0x5a

/* Helpers of this firmware: what they do is named by r1. The one that suspends its caller may write
 * r2 bytes at r1. */
#define HOST_HELPER_FIRE 24
#define HOST_HELPER_DETACH 25
#define HOST_HELPER_ATTACH 26
#define HOST_HELPER_SUSPEND 27
#define HOST_HELPER_77 28
#define HOST_HELPERS 29

/* An image to be made. */
struct guest {
    const uint64_t *insns;
    size_t insns_bytes;
    uint16_t stack_bytes;
    /* 0: 1. */
    uint8_t depth;
    /* Variables; the first is 7, of one byte. */
    uint16_t data_bytes;
    /* What it asks for; null: the image has no request. */
    const struct rbpf_request *request;
    /* May be called by register; what stack and frames it needs is then not known. */
    bool calls_itself;
};

struct host {
    struct rbpf_engine engine;
    struct rbpf_hook hooks[HOST_HOOKS];
    struct rbpf_hook_config configs[HOST_HOOKS];
    struct rbpf_hook *hook_list[HOST_HOOKS];
    struct rbpf_tenant tenants[HOST_TENANTS];
    struct rbpf_store private_store, tenant_store, global_store;
    struct rbpf_grant regions[HOST_REGIONS];
    struct rbpf_container containers[HOST_CONTAINERS];
    struct rbpf_attachment attachments[HOST_CONTAINERS];
    struct rbpf_attach_report report;
    struct rbpf_runner runners[HOST_RUNNERS];
    /* Of types 0x82, 0x83 (broken: -5), 0x82. Hook 1 has the mailbox. */
    struct rbpf_sensor sensors[HOST_SENSORS];
    struct rbpf_mailbox mailbox;
    uint8_t mail[HOST_MAILBOX_BYTES];
    /* What services and helpers have seen. */
    uint64_t now_ms;
    char text[80];
    uint32_t text_bytes;
    uint32_t fault_count;
    enum rbpf_status fault_status;
    struct rbpf_fault fault;
    const struct rbpf_container *speaker;
    struct rbpf_firing *waiting;
    uint32_t waits;
    struct rbpf_span out;
    enum rbpf_status inner_status;
    int64_t inner_result;
};

extern struct host shared_host;

/* Everything that rights can grant. */
struct rbpf_rights all_rights(void);

struct host *host_begin(void);

/* Makes an image and the attachment of container `index`: tenant 0, number index + 1. */
void host_make(struct host *host, uint32_t index, const struct guest *guest);

/* Attaches container `index` as made. */
enum rbpf_status host_attach(struct host *host, uint32_t index, uint32_t hook);

/* Both. */
enum rbpf_status host_put(struct host *host, uint32_t index, uint32_t hook,
                          const struct guest *guest);

/* The same for an image that asks for all rights: so far it has asked for hardly any. */
enum rbpf_status host_put_greedy(struct host *host, uint32_t index, uint32_t hook,
                                 const struct guest *guest);

/* Where no container had a result. */
#define NO_RESULT (-99)

/* Fires without a context; `result` is NO_RESULT where no container had one. */
enum rbpf_status host_fire(struct host *host, uint32_t hook, int64_t *result);

/* The bytes of a region, and of the image of a container. */
uint8_t *host_region(uint32_t index);
uint8_t *host_image(uint32_t index);

/* A copy of the container at `index` of a hook. */
struct rbpf_container host_info(const struct host *host, uint32_t hook, uint32_t index);

/* A row of a table that is a guest, and a guest in a function. */
#define GUEST_ROW(stack, ...)                                                                      \
    {                                                                                              \
        PROGRAM(__VA_ARGS__), .stack_bytes = (stack)                                               \
    }
#define GUEST(stack, ...) ((const struct guest)GUEST_ROW(stack, __VA_ARGS__))

/* host_put() and host_fire() with what is expected of them, on `host`. The program stays out of the
 * message: its text is too long where the macros swap bytes. */
#define HOST_PUT(index, hook, status, the_guest)                                                   \
    do {                                                                                           \
        const struct guest *guest_ = &(the_guest);                                                 \
        CHECK_STATUS(host_put(host, index, hook, guest_), status);                                 \
    } while (0)
#define HOST_FIRE(hook, status, expected)                                                          \
    do {                                                                                           \
        int64_t result_;                                                                           \
        CHECK_STATUS(host_fire(host, hook, &result_), status);                                     \
        CHECK_STATUS(result_, expected);                                                           \
    } while (0)

#endif
