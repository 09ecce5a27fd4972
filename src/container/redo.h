/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The log of what a run writes to stores: nothing is there before the run has ended well. One
 * record a key, so that what is in the log is what will be written:
 *
 *     0     4       5      6
 *     +-----+-------+------+-----------+
 *     | key | scope | size | value ... |   size 0: the entry is taken out
 *     +-----+-------+------+-----------+
 *
 * RBPF_SCOPE_POST: the hook of that number is to be fired, with the value as its context.
 */
#ifndef RBPF_CONTAINER_REDO_H
#define RBPF_CONTAINER_REDO_H

#include <rbpf/call.h>

#include "container/container.h"

#define RBPF_SCOPE_POST 3u
#define RBPF_RECORD_HEADER_BYTES 6u

/* Which entry a container means. */
struct rbpf_entry {
    uint32_t key;
    uint32_t scope;
};

/*
 * Reads an entry as the run sees it.
 *
 * `size` becomes the value's length. RBPF_OK, RBPF_STORE_NONE, RBPF_STORE_DENIED, RBPF_STORE_SIZE:
 * longer than `out`.
 */
enum rbpf_status rbpf_redo_get(const struct rbpf_runner *runner, struct rbpf_entry entry,
                               struct rbpf_span out, uint32_t *size);

/* Writes an entry, or takes it out if `value` is empty. RBPF_OK or RBPF_STORE_..., and nothing has
 * changed. */
enum rbpf_status rbpf_redo_set(struct rbpf_runner *runner, struct rbpf_entry entry,
                               struct rbpf_span value);

/* Notes a firing, handed to runner->deliver() within the commit. RBPF_OK or RBPF_STORE_LOG_FULL. */
enum rbpf_status rbpf_redo_post(struct rbpf_runner *runner, uint32_t hook, struct rbpf_span value);

/* Writes all of the log to the stores, or nothing: RBPF_OK or RBPF_STORE_... */
enum rbpf_status rbpf_redo_commit(struct rbpf_runner *runner);

#endif
