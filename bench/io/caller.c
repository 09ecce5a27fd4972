/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A guest for test_io.c: calls the helper that it is told to, with any arguments. */
#include "caller.h"

#include "io.h"

RBPF_NEEDS(.access = RBPF_READ_REGION(0) | RBPF_WRITE_REGION(0));

RBPF_ENTRY int64_t call_helper(const struct caller_job *job)
{
    void *data = (void *)(uintptr_t)job->address;
    const struct io_item *items = data;

    switch (job->helper) {
    case 24:
        return io_put(data, job->bytes, 0);
    case 25:
        return io_get(data, job->bytes, 0);
    case 26:
        return io_put_vector(items, job->bytes, 0);
    case 27:
        return io_get_vector(items, job->bytes, 0);
    case 28:
        return io_put_batched(items, job->bytes, 0);
    case 29:
        return io_get_batched(items, job->bytes, 0);
    default:
        return -1;
    }
}
