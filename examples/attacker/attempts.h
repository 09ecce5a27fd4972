/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What mallory tries: a table. What is to stop her is written down there by hand, as the
 * documentation has it. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/status.h>

#include "ground.h"
#include "order.h"

/* Who is to say no. */
enum stopper {
    /* rbpf_container_attach(), with a status. */
    BY_ATTACH,
    /* The run ends badly, with a status; RBPF_FAULT_HELPER_FAILED has another one to it. */
    BY_FAULT,
    /* The helper, or nobody: the result is this, and is worth nothing. */
    BY_RESULT,
    /* She is not run any more: by a status, or RBPF_OK in quarantine. */
    BY_PAUSE
};

struct stop {
    enum stopper by;
    int32_t status;
    int32_t detail;
    /* What a result that is no status comes to. */
    const char *words;
};

/* A change in the image, for which a compiler has no words. */
enum part {
    NO_PART,
    /* Bytes of the header. */
    IN_HEADER,
    /* Of a section's row in the table, and of a section. */
    IN_ROW,
    IN_SECTION,
    /* Of the code, in slots from its first one, or from its end where `at` is negative. */
    IN_CODE,
    /* The same: a jump to the second half of the request. */
    JUMP_TO_REQUEST
};

struct patch {
    uint8_t part;
    /* Of the section. */
    uint16_t kind;
    int16_t at;
    uint8_t bytes;
    uint64_t value;
};

#define PATCHES_MOST 3u

struct attempt {
    /* What she does is the beginning of a sentence. */
    const char *name;
    const char *what;
    struct stop stop;
    /* What her guest is told, on her own hook. */
    struct order order;
    /* Addresses, at the beginning of the order's text. */
    uint64_t pointers[3];
    /* The first argument is where ben's region lies on the host. */
    bool aims_at_host;
    /* Any result but 0 is what somebody has left. */
    bool is_search;
    /* Another entry point, and hook if that is not 0. */
    const char *entry;
    uint8_t hook_plus_1;
    /* What becomes of the image. */
    struct patch patches[PATCHES_MOST];
    uint8_t cut_bytes;
    bool is_misaligned;
};

struct attempt_group {
    const char *name;
    const struct attempt *attempts;
    uint32_t count;
};

extern const struct attempt_group attempt_groups[];
extern const uint32_t attempt_group_count;

#endif
