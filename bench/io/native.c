/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The helpers for the guest that is compiled natively: its addresses are addresses, and nothing is
 * checked. */
#include "channel.h"
#include "io.h"

_Static_assert(sizeof(struct io_item) == sizeof(struct iovec) &&
                   offsetof(struct io_item, address) == offsetof(struct iovec, iov_base) &&
                   offsetof(struct io_item, bytes) == offsetof(struct iovec, iov_len),
               "an item is a struct iovec");

static const struct iovec *vector_of(const struct io_item *items)
{
    return (const struct iovec *)(const void *)items;
}

static uint32_t count_of(uint64_t table_bytes)
{
    return (uint32_t)(table_bytes / sizeof(struct io_item));
}

int64_t io_put(const void *data, uint64_t bytes, uint64_t offset)
{
    return channel_put(data, bytes, offset);
}

int64_t io_get(void *data, uint64_t bytes, uint64_t offset)
{
    return channel_get(data, bytes, offset);
}

int64_t io_put_vector(const struct io_item *items, uint64_t table_bytes, uint64_t offset)
{
    return channel_put_vector(vector_of(items), count_of(table_bytes), offset);
}

int64_t io_get_vector(const struct io_item *items, uint64_t table_bytes, uint64_t offset)
{
    return channel_get_vector(vector_of(items), count_of(table_bytes), offset);
}

int64_t io_put_batched(const struct io_item *items, uint64_t table_bytes, uint64_t offset)
{
    return channel_put_batched(vector_of(items), count_of(table_bytes), offset);
}

int64_t io_get_batched(const struct io_item *items, uint64_t table_bytes, uint64_t offset)
{
    return channel_get_batched(vector_of(items), count_of(table_bytes), offset);
}
