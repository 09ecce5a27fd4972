/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What an input of fuzz_container means: a firmware, guests, and what is done one after the other.
 * Numbers that are out of range are folded into it, so that any bytes mean something.
 */
#ifndef RBPF_FUZZ_CONTAINER_CASE_H
#define RBPF_FUZZ_CONTAINER_CASE_H

#include <rbpf/rbpf.h>

#define HOOKS 3u
#define TENANTS 3u
#define CONTAINERS 5u
#define RUNNERS_MAX 2u
#define REGIONS 2u
#define REGION_BYTES 8u
#define PLANS 4u
#define SPARES 4u
#define GUEST_OPS 6u
#define STEPS_MAX 48u
#define CONTEXT_BYTES 4u
/* A request has at most 32 words of helpers in each half. */
#define REQUEST_WORDS_MAX 32u

/* The stores: two that containers may have for themselves, those of tenants 0 and 1, the global. */
#define STORES 5u
#define STORE_OF_TENANTS 2u
#define STORE_GLOBAL 4u
#define NO_STORE 255u
#define SLOTS_MAX 4u
#define VALUE_MAX 16u

/* What a guest has: a buffer at the end of its frame, and eight bytes before that it leaves alone.
 */
#define BUFFER_BYTES 72u
#define FRAME_BYTES 80u
#define RUNNER_STACK_BYTES 128u
#define RUNNER_FRAMES 1u
#define LOG_BYTES_MAX 64u
#define DATA_BYTES 8u
#define FIRST_DATA 7u

/* Helpers of this firmware. */
#define HELPER_NOTE 24u
#define HELPER_STEP 25u
#define HELPER_FAIL 26u
#define HELPER_SUSPEND 27u
#define HELPERS 28u
/* What a helper that suspended its caller comes to return. */
#define WAITED_RESULT 5u
/* There is none of this number: of the library's, this firmware has those of stores, 7 to 9, and
 * that which fires. */
#define HELPER_NONE 12u

enum guest_kind {
    GUEST_SET,
    GUEST_GET,
    /* Fires a hook, or one that is not there. */
    GUEST_POST,
    /* Does a spare step, by HELPER_STEP. */
    GUEST_STEP,
    GUEST_LOG,
    GUEST_COUNT,
    GUEST_REGION_READ,
    GUEST_REGION_WRITE,
    GUEST_CONTEXT_WRITE,
    GUEST_NOW,
    GUEST_RANDOM,
    /* Reads what it has not written. */
    GUEST_STACK,
    GUEST_BOUNDS,
    GUEST_ALIGNMENT,
    GUEST_CALL_TARGET,
    GUEST_NO_HELPER,
    GUEST_FAIL,
    GUEST_SUSPEND,
    GUEST_LOOP
};

struct guest_op {
    enum guest_kind kind;
    /* Scope of a store, hook, region, or spare step. */
    uint8_t which;
    uint8_t key;
    uint8_t size;
    uint8_t tag;
    bool by_register;
};

/* What is wrong with an image, or with how it is attached. */
enum damage {
    DAMAGE_NONE,
    DAMAGE_MAGIC,
    DAMAGE_SIZE,
    DAMAGE_OPCODE,
    DAMAGE_HELPER,
    /* Its request is of no legal size. */
    DAMAGE_REQUEST,
    DAMAGE_ENTRY,
    DAMAGE_STACK,
    DAMAGE_DEPTH,
    DAMAGE_DATA
};

/* An image, and what it asks for. */
struct plan {
    enum damage damage;
    bool has_data;
    bool has_request;
    /* What the image can say by that many words; besides, whether it names helpers that no firmware
     * of this configuration has. */
    struct rbpf_request request;
    uint8_t request_words;
    bool needs_foreign, wants_foreign;
    int8_t result;
    uint8_t op_count;
    struct guest_op ops[GUEST_OPS];
};

enum step_kind {
    /* a: hook; b: bytes of context, above CONTEXT_BYTES: of none. */
    STEP_FIRE,
    /* a: container or null; b: hook; c: plan; d: tenant; e: number; f: order, g: store. */
    STEP_ATTACH,
    /* a: container or null. */
    STEP_DETACH,
    STEP_RESET,
    /* a: store; b: key; c: size; d: tag; e: owner. */
    STEP_SET,
    STEP_GET,
    /* a: tenths of a second. */
    STEP_CLOCK,
    /* The service that is called after a others is interrupted by spare step b. */
    STEP_ARM,
    /* rbpf_engine_run_posted(). */
    STEP_POSTED
};

struct step {
    enum step_kind kind;
    uint8_t a, b, c, d, e, f, g;
};

/* Of 0 slots: all zero. */
struct geometry {
    uint8_t slots;
    uint8_t value_bytes;
};

struct scene {
    uint8_t runners;
    uint8_t log_bytes;
    bool has_now, has_ticks, has_log, has_random, has_fault, has_global;
    uint8_t regions;
    bool region_writable[REGIONS];
    uint32_t begin_ms;
    /* From one call of the service to the next. */
    uint32_t ticks;
    /* Hooks that guests may fire, and the longest context of each. */
    bool has_mailbox[HOOKS];
    uint8_t mailbox_bytes[HOOKS];
    enum rbpf_policy policies[HOOKS];
    struct rbpf_rights offers[HOOKS];
    struct rbpf_rights grants[TENANTS];
    uint8_t fault_limits[TENANTS];
    struct geometry stores[STORES];
    struct plan plans[PLANS];
    struct step spares[SPARES];
    uint32_t step_count;
    struct step steps[STEPS_MAX];
};

void scene_read(struct scene *scene, const uint8_t *bytes, size_t size);

/* The image of a plan. Here alone is known how an image looks. */
#define IMAGE_BYTES 1536u
uint32_t image_make(uint8_t *image, const struct plan *plan);

/* How many instructions the slices of a firing have; 0: it is whole. Slices make no difference but
 * to a helper that waits, and to a host that measures each, which the model knows nothing of. */
static inline uint32_t slice_insns(const struct scene *scene, const struct step *step)
{
    return scene->has_ticks ? 0 : step->a / HOOKS;
}

/* Byte `i` of a value. */
static inline uint8_t value_byte(uint8_t tag, uint32_t i)
{
    return i % 8u < 4u ? tag : 0;
}

#endif
