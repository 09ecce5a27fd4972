/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Rights and contracts. A container may do what its owner granted, as far as the hook offers it
 * and the image asks for it: of bits those that all three have, of numbers the least.
 *
 *     granted = tenant's grant  AND  hook's offer  AND  (image's needs OR wants)
 *
 * What an image needs and is not granted refuses it. All zero means nothing, so that what was not
 * named was not granted.
 */
#ifndef RBPF_RIGHTS_H
#define RBPF_RIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include <rbpf/access.h>
#include <rbpf/config.h>
#include <rbpf/status.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rbpf_helper;
struct rbpf_image;
struct rbpf_store;

/** How much of a store a container may own; of 0 entries it may write nothing. */
struct rbpf_quota {
    uint16_t entries;
    /** Of values, all together. */
    uint16_t bytes;
};

/** What may be done: as it is granted, offered, asked for, missing. */
struct rbpf_rights {
    /** Helpers that may be called, a bit an id: RBPF_HELPER_BIT(id) in word id / 32. */
    uint32_t helpers[RBPF_HELPERS_MAX / 32];
    /** Instructions of one run. */
    uint32_t insns_per_run;
    /** Instructions of all runs within a second, on the average: see rbpf/container.h. */
    uint32_t insns_per_second;
    /** What may be written, by scope. */
    struct rbpf_quota stores[RBPF_SCOPES];
    /** Bytes of stack. */
    uint16_t stack_bytes;
    /** RBPF_READ_STORE(), RBPF_WRITE_CONTEXT, RBPF_READ_REGION(), RBPF_WRITE_REGION(). */
    uint16_t access;
};

/**
 * What an image asks for. The helpers that it calls by number and the stack that it is known to
 * need are needed in any case, named here or not, and so is an instruction. An image that says
 * nothing about stack and instructions (0) wants as much as it can get.
 */
struct rbpf_request {
    /** Without these it cannot do its work. */
    struct rbpf_rights needs;
    /** These it can make use of. */
    struct rbpf_rights wants;
};

/**
 * Reads what an image asks for. Anything may be asked for; an image that says nothing wants to
 * write the context.
 *
 * @param request written in any case
 * @param image   of rbpf_image_open()
 * @return RBPF_OK; RBPF_CONTAINER_RIGHTS: it needs a helper of an id from RBPF_HELPERS_MAX on
 * Any context.
 */
enum rbpf_status rbpf_request_read(struct rbpf_request *request, const struct rbpf_image *image);

/** For whom containers run. The host keeps it unchanged while they are attached: it may be const.
 */
struct rbpf_tenant {
    /** For messages; may be null. */
    const char *name;
    /** What the owner of the device allows each of its containers. */
    struct rbpf_rights grant;
    /** The store of this tenant, or null. */
    struct rbpf_store *store;
    /** Faults until a container is put into quarantine; 0: never. */
    uint8_t fault_limit;
};

/** The three sides of a contract. */
struct rbpf_contract {
    const struct rbpf_rights *grant;
    const struct rbpf_rights *offer;
    const struct rbpf_request *request;
};

/**
 * Finds the rights that a contract gives.
 *
 * @param granted written in any case
 * @param missing written in any case: of bits those that are needed and not granted; of numbers
 * what is needed, where less is granted; all else 0
 * @return RBPF_OK: nothing is missing; RBPF_CONTAINER_RIGHTS
 * Any context.
 */
enum rbpf_status rbpf_rights_agree(struct rbpf_rights *granted, struct rbpf_rights *missing,
                                   const struct rbpf_contract *contract);

/**
 * Writes rights as a line for people: "helper 3 (rbpf_tenant_get), read tenant's store, write
 * tenant's store: 2 entries, 64 bytes, stack 512 bytes, 1000 instructions a run"; "nothing" if
 * they are all zero.
 *
 * @param helpers for the names of helpers, `helper_count` rows; may be null
 * @param text    always NUL-terminated if size > 0; cut short if it does not fit
 * @return the length of the whole text without its NUL, as far as it was written or not
 * Any context.
 */
size_t rbpf_rights_text(const struct rbpf_rights *rights, const struct rbpf_helper *helpers,
                        uint32_t helper_count, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
