/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the guest and its host agree on: items, jobs, helpers. The same for the native side, where
 * the helpers are ordinary functions (native.c). Numbers are little-endian. */
#ifndef IO_H
#define IO_H

#include <rbpf/guest_container.h>

/* The most items of one call. */
#define IO_ITEMS_MAX 128u

/* One item. As struct iovec of 64-bit Linux, so that native code hands tables to the kernel as they
 * are. */
struct io_item {
    uint64_t address;
    uint64_t bytes;
};

enum io_way {
    /* A helper call and a system call for each item. */
    IO_SINGLE = 0,
    /* One helper call, a system call for each item. */
    IO_VECTOR = 1,
    /* One helper call, one system call. */
    IO_BATCHED = 2
};

/* The context of a run. What is put is in `out`, what is got comes into `in`. */
struct io_job {
    /* Addresses of struct io_item[count]. */
    uint64_t out;
    uint64_t in;
    /* Of the first item in a file. */
    uint64_t offset;
    uint32_t count;
    /* Of all items. */
    uint32_t bytes;
    uint8_t way;
    bool puts;
    bool gets;
    /* Writes a header into each item that it puts, and reads that of each item that it gets. */
    bool looks;
    /* The header of the first item, those of the next are one higher each. */
    uint32_t number;
};

/* Fewer bytes than asked for; other negative results are errno's. */
#define IO_SHORT (-1000)

/* Bytes that were moved, or a negative number. Of a file from `offset` on, of a socket a datagram
 * for each item. A table of no item, of too many, or with an address that leads nowhere is a fault,
 * and nothing is moved. */
RBPF_HELPER(24, int64_t, io_put, (const void *data, uint64_t bytes, uint64_t offset));
RBPF_HELPER(25, int64_t, io_get, (void *data, uint64_t bytes, uint64_t offset));
RBPF_HELPER(26, int64_t, io_put_vector,
            (const struct io_item *items, uint64_t table_bytes, uint64_t offset));
RBPF_HELPER(27, int64_t, io_get_vector,
            (const struct io_item *items, uint64_t table_bytes, uint64_t offset));
RBPF_HELPER(28, int64_t, io_put_batched,
            (const struct io_item *items, uint64_t table_bytes, uint64_t offset));
RBPF_HELPER(29, int64_t, io_get_batched,
            (const struct io_item *items, uint64_t table_bytes, uint64_t offset));
#define IO_HELPERS 30u

/* Does a job: returns the sum of the headers that it read, or a negative number. */
int64_t io_transfer(const struct io_job *job);

#endif
