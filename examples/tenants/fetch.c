/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#define _POSIX_C_SOURCE 200809L

#include "fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child. */
static _Noreturn void run_client(const char *program, int output, uint16_t port)
{
    char uri[48];

    snprintf(uri, sizeof uri, "coap://127.0.0.1:%u/sensor/average", port);
    if (dup2(output, STDOUT_FILENO) >= 0)
        execlp(program, program, "-m", "get", "-B", "10", uri, (char *)NULL);
    _exit(127);
}

bool fetch_is_running(const struct fetch *fetch)
{
    return fetch->child != 0;
}

bool fetch_start(struct fetch *fetch, uint16_t port)
{
    int ends[2];

    if (!fetch->program || fetch_is_running(fetch) || pipe(ends) != 0)
        return false;
    fetch->child = fork();
    if (fetch->child == 0)
        run_client(fetch->program, ends[1], port);
    close(ends[1]);
    fetch->used = 0;
    fetch->output = ends[0];
    if (fetch->child < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        close(ends[0]);
        fetch->child = 0;
        return false;
    }
    return true;
}

/* Says whether all has been read. A piece at a time, since it may never end. */
static bool read_output(struct fetch *fetch)
{
    char more[256];
    ssize_t bytes = read(fetch->output, more, sizeof more);

    if (bytes > 0) {
        uint32_t room = FETCH_TEXT_BYTES - 1u - fetch->used;
        uint32_t taken = (uint32_t)bytes < room ? (uint32_t)bytes : room;

        memcpy(fetch->text + fetch->used, more, taken);
        fetch->used += taken;
    }
    return bytes == 0 || (bytes < 0 && errno != EAGAIN && errno != EINTR);
}

/* What it exited with. */
static int wait_for_end(struct fetch *fetch)
{
    int status = 0;

    close(fetch->output);
    while (waitpid(fetch->child, &status, 0) < 0 && errno == EINTR)
        ;
    fetch->child = 0;
    return status;
}

void fetch_stop(struct fetch *fetch)
{
    if (!fetch_is_running(fetch))
        return;
    kill(fetch->child, SIGKILL);
    (void)wait_for_end(fetch);
}

void fetch_poll(struct fetch *fetch)
{
    int status;

    if (!fetch_is_running(fetch) || !read_output(fetch))
        return;
    status = wait_for_end(fetch);
    while (fetch->used > 0 && fetch->text[fetch->used - 1u] == '\n')
        fetch->used--;
    if (status != 0 || fetch->used == 0) {
        fetch->failed++;
        return;
    }
    fetch->text[fetch->used] = 0;
    memcpy(fetch->value, fetch->text, sizeof fetch->value);
    fetch->fetched++;
}
