/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The forwarder: compiled for the VM, and natively. */
#include "io.h"

RBPF_NEEDS(.access = RBPF_READ_REGION(0) | RBPF_WRITE_REGION(0));

static inline const struct io_item *items_at(uint64_t address)
{
    return (const struct io_item *)(uintptr_t)address;
}

static inline int64_t expect(int64_t done, uint64_t bytes)
{
    if (done < 0)
        return done;
    return (uint64_t)done == bytes ? 0 : IO_SHORT;
}

static inline int64_t put_single(const struct io_job *job)
{
    const struct io_item *item = items_at(job->out);
    const struct io_item *end = item + job->count;
    uint64_t offset = job->offset;
    int64_t wrong = 0;

    for (; item < end && !wrong; item++) {
        wrong = expect(io_put((const void *)(uintptr_t)item->address, item->bytes, offset),
                       item->bytes);
        offset += item->bytes;
    }
    return wrong;
}

static inline int64_t get_single(const struct io_job *job)
{
    const struct io_item *item = items_at(job->in);
    const struct io_item *end = item + job->count;
    uint64_t offset = job->offset;
    int64_t wrong = 0;

    for (; item < end && !wrong; item++) {
        wrong = expect(io_get((void *)(uintptr_t)item->address, item->bytes, offset), item->bytes);
        offset += item->bytes;
    }
    return wrong;
}

static inline int64_t put(const struct io_job *job)
{
    uint64_t table_bytes = job->count * sizeof(struct io_item);

    if (job->way == IO_SINGLE)
        return put_single(job);
    if (job->way == IO_VECTOR)
        return expect(io_put_vector(items_at(job->out), table_bytes, job->offset), job->bytes);
    return expect(io_put_batched(items_at(job->out), table_bytes, job->offset), job->bytes);
}

static inline int64_t get(const struct io_job *job)
{
    uint64_t table_bytes = job->count * sizeof(struct io_item);

    if (job->way == IO_SINGLE)
        return get_single(job);
    if (job->way == IO_VECTOR)
        return expect(io_get_vector(items_at(job->in), table_bytes, job->offset), job->bytes);
    return expect(io_get_batched(items_at(job->in), table_bytes, job->offset), job->bytes);
}

static inline void write_headers(const struct io_job *job)
{
    const struct io_item *item = items_at(job->out);
    const struct io_item *end = item + job->count;
    uint32_t number = job->number;

    for (; item < end; item++)
        *(uint32_t *)(uintptr_t)item->address = number++;
}

static inline int64_t read_headers(const struct io_job *job)
{
    const struct io_item *item = items_at(job->in);
    const struct io_item *end = item + job->count;
    int64_t sum = 0;

    for (; item < end; item++)
        sum += *(const uint32_t *)(uintptr_t)item->address;
    return sum;
}

RBPF_ENTRY int64_t io_transfer(const struct io_job *job)
{
    int64_t wrong = 0;

    if (job->puts) {
        if (job->looks)
            write_headers(job);
        wrong = put(job);
    }
    if (job->gets && !wrong)
        wrong = get(job);
    if (wrong)
        return wrong;
    return job->gets && job->looks ? read_headers(job) : 0;
}
