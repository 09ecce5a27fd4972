/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "io.h"

#define CLOSED ((struct channel){.put = -1, .get = -1})

struct channel channel = {.put = -1, .get = -1};

static struct mmsghdr messages[IO_ITEMS_MAX];

static int64_t result(ssize_t done)
{
    return done < 0 ? -errno : done;
}

int channel_open_file(size_t bytes)
{
    int file = memfd_create("bench_io", MFD_CLOEXEC);

    if (file < 0 || ftruncate(file, (off_t)bytes) != 0) {
        int error = -errno;

        if (file >= 0)
            close(file);
        return error;
    }
    channel = (struct channel){.put = file, .get = file};
    return 0;
}

/* To any port of the loopback interface; a datagram that does not come within 2 s is lost. */
static int bind_loopback(int fd, struct sockaddr_in *address)
{
    const struct timeval patience = {.tv_sec = 2};
    socklen_t size = sizeof *address;

    *address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)address, size) != 0 ||
        getsockname(fd, (struct sockaddr *)address, &size) != 0)
        return -errno;
    return setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) ? -errno : 0;
}

static int connect_loopback(int put, int get)
{
    /* What Linux lets everybody have, so that it is the same wherever this runs. */
    const int most = 212992;
    struct sockaddr_in from;
    struct sockaddr_in to;
    int error = bind_loopback(put, &from);

    if (!error)
        error = bind_loopback(get, &to);
    if (error)
        return error;
    /* Both ways, so that nobody else's datagrams get in between. */
    if (connect(put, (struct sockaddr *)&to, sizeof to) != 0 ||
        connect(get, (struct sockaddr *)&from, sizeof from) != 0 ||
        setsockopt(get, SOL_SOCKET, SO_RCVBUF, &most, sizeof most) != 0 ||
        setsockopt(put, SOL_SOCKET, SO_SNDBUF, &most, sizeof most) != 0)
        return -errno;
    return 0;
}

int channel_open_udp(void)
{
    int error;

    channel = (struct channel){.put = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0),
                               .get = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0),
                               .is_socket = true};
    error =
        channel.put < 0 || channel.get < 0 ? -errno : connect_loopback(channel.put, channel.get);
    if (error)
        channel_close();
    return error;
}

void channel_close(void)
{
    if (channel.put >= 0)
        close(channel.put);
    if (channel.get >= 0 && channel.get != channel.put)
        close(channel.get);
    channel = CLOSED;
}

int64_t channel_put(const void *data, size_t bytes, uint64_t offset)
{
    return result(channel.is_socket ? send(channel.put, data, bytes, 0)
                                    : pwrite(channel.put, data, bytes, (off_t)offset));
}

/* Of a datagram that is longer than `bytes`, its length: it is no short one. */
int64_t channel_get(void *data, size_t bytes, uint64_t offset)
{
    return result(channel.is_socket ? recv(channel.get, data, bytes, MSG_TRUNC)
                                    : pread(channel.get, data, bytes, (off_t)offset));
}

/* One after the other, up to the first that is short. */
static int64_t move_each(const struct iovec *items, uint32_t count, uint64_t offset, bool puts)
{
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < count; i++) {
        void *data = items[i].iov_base;
        size_t bytes = items[i].iov_len;
        int64_t done =
            puts ? channel_put(data, bytes, offset + sum) : channel_get(data, bytes, offset + sum);

        if (done < 0)
            return done;
        sum += (uint64_t)done;
        if ((uint64_t)done != bytes)
            break;
    }
    return (int64_t)sum;
}

int64_t channel_put_vector(const struct iovec *items, uint32_t count, uint64_t offset)
{
    return move_each(items, count, offset, true);
}

int64_t channel_get_vector(const struct iovec *items, uint32_t count, uint64_t offset)
{
    return move_each(items, count, offset, false);
}

static void make_messages(const struct iovec *items, uint32_t count)
{
    uint32_t i;

    for (i = 0; i < count; i++) {
        /* Linux does not change what is sent or received into, but for the bytes. */
        memcpy(&messages[i].msg_hdr.msg_iov, &(const struct iovec *){&items[i]},
               sizeof(struct iovec *));
        messages[i].msg_hdr.msg_iovlen = 1;
    }
}

/* Of `done` messages; up to the first that has another length than it should. */
static int64_t count_messages(const struct iovec *items, int done)
{
    int64_t sum = 0;
    int i;

    if (done < 0)
        return -errno;
    for (i = 0; i < done; i++) {
        sum += messages[i].msg_len;
        if (messages[i].msg_len != items[i].iov_len)
            break;
    }
    return sum;
}

int64_t channel_put_batched(const struct iovec *items, uint32_t count, uint64_t offset)
{
    if (!channel.is_socket)
        return result(pwritev(channel.put, items, (int)count, (off_t)offset));
    make_messages(items, count);
    return count_messages(items, sendmmsg(channel.put, messages, count, 0));
}

int64_t channel_get_batched(const struct iovec *items, uint32_t count, uint64_t offset)
{
    if (!channel.is_socket)
        return result(preadv(channel.get, items, (int)count, (off_t)offset));
    make_messages(items, count);
    return count_messages(items, recvmmsg(channel.get, messages, count, MSG_TRUNC, NULL));
}
