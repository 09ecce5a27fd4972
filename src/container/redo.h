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
 *
 * Where RBPF_ROLLBACK is 0, direct.c takes the place of redo.c: there is no log, what is written is
 * in the store at once, and what is posted in its mailbox.
 */
#ifndef RBPF_CONTAINER_REDO_H
#define RBPF_CONTAINER_REDO_H

#include <rbpf/call.h>

#include "container/container.h"

#define RBPF_SCOPE_POST 3u
#define RBPF_RECORD_HEADER_BYTES 6u

/*
 * The helpers that read and write an entry: (key, value, bytes). The one reads it as the run sees
 * it, and returns its length or RBPF_STORE_NONE, _DENIED, _SIZE. The other writes it, or takes it
 * out if the value is empty, and returns RBPF_OK, or RBPF_STORE_... and nothing has changed. An
 * error is a result: the guest goes on. Charges.
 */
enum rbpf_status rbpf_redo_call(struct rbpf_call *call, uint32_t scope, bool writes);

/* Notes a firing, which runner->deliver() handles within the commit. RBPF_OK or
 * RBPF_STORE_LOG_FULL. */
enum rbpf_status rbpf_redo_post(struct rbpf_runner *runner, uint32_t hook, struct rbpf_span value);

/* Writes all of the log, which is not empty, to the stores, or nothing: RBPF_OK or RBPF_STORE_...
 */
enum rbpf_status rbpf_redo_commit(struct rbpf_runner *runner);

#endif
