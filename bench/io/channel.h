/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The system calls, which native code and helpers share: a file in memory, or a pair of UDP sockets
 * on the loopback interface. */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

struct channel {
    /* What is put into, and got from; of a file the same. */
    int put;
    int get;
    bool is_socket;
};

/* There is one at a time. A file has no name, so that nothing is left of it however this ends. */
extern struct channel channel;

/* These return 0 or a negative errno. */
int channel_open_file(size_t bytes);
int channel_open_udp(void);
void channel_close(void);

/* These return bytes, or a negative errno. The messages of a batch are made anew in each call. */
int64_t channel_put(const void *data, size_t bytes, uint64_t offset);
int64_t channel_get(void *data, size_t bytes, uint64_t offset);
int64_t channel_put_vector(const struct iovec *items, uint32_t count, uint64_t offset);
int64_t channel_get_vector(const struct iovec *items, uint32_t count, uint64_t offset);
int64_t channel_put_batched(const struct iovec *items, uint32_t count, uint64_t offset);
int64_t channel_get_batched(const struct iovec *items, uint32_t count, uint64_t offset);

#endif
