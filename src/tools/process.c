/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* One program at a time. Its standard error comes through a pipe, and is passed on. */
#define _POSIX_C_SOURCE 200809L

#include "tools/process.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* For process_stop(): a pid fits, as POSIX has no larger type for it on any host of ours. */
static volatile sig_atomic_t running;

void arguments_add(struct arguments *arguments, const char *item)
{
    if (arguments->count + 2u > arguments->room) {
        size_t room = 2u * arguments->room + 16u;
        const char **items = realloc(arguments->items, room * sizeof *items);

        if (!items) {
            arguments->out_of_memory = true;
            return;
        }
        arguments->items = items;
        arguments->room = room;
    }
    arguments->items[arguments->count++] = item;
    arguments->items[arguments->count] = NULL;
}

void arguments_free(struct arguments *arguments)
{
    free(arguments->items);
    *arguments = (struct arguments){0};
}

/* The program has the pipe as its standard error, and neither of its ends otherwise. */
static int spawn(pid_t *pid, const struct arguments *arguments, const int *pipe_ends)
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);

    if (error != 0)
        return error;
    error = posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
    if (error == 0)
        error = posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
    if (error == 0)
        error = posix_spawn_file_actions_addclose(&actions, pipe_ends[1]);
    /* POSIX promises that the strings are not changed. */
    if (error == 0)
        error = posix_spawnp(pid, arguments->items[0], &actions, NULL,
                             (char *const *)(void *)arguments->items, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static void pass_on(const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(STDERR_FILENO, bytes, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes += written;
        size -= (size_t)written;
    }
}

static void read_words(int from, char *words)
{
    char piece[4096];
    size_t kept = 0;

    for (;;) {
        ssize_t count = read(from, piece, sizeof piece);
        size_t room = PROCESS_WORDS_MAX - kept;

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return;
        pass_on(piece, (size_t)count);
        if ((size_t)count < room)
            room = (size_t)count;
        memcpy(words + kept, piece, room);
        kept += room;
    }
}

static bool wait_for(pid_t pid)
{
    int status = -1;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    running = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool run(const struct arguments *arguments, struct process_end *end, struct message *message)
{
    int pipe_ends[2];
    pid_t pid = 0;
    int error;

    if (pipe(pipe_ends) != 0)
        return message_fail(message, "cannot make a pipe: %s", strerror(errno));
    error = spawn(&pid, arguments, pipe_ends);
    close(pipe_ends[1]);
    if (error == 0) {
        running = pid;
        read_words(pipe_ends[0], end->words);
        end->succeeded = wait_for(pid);
    }
    close(pipe_ends[0]);
    return error == 0 ||
           message_fail(message, "cannot start '%s': %s", arguments->items[0], strerror(error));
}

bool process_run(const struct arguments *arguments, struct process_end *end,
                 struct message *message)
{
    *end = (struct process_end){.words = calloc(PROCESS_WORDS_MAX + 1u, 1u)};
    if (!end->words || arguments->out_of_memory || arguments->count == 0)
        return message_fail(message, "out of memory");
    return run(arguments, end, message);
}

void process_stop(void)
{
    pid_t pid = running;

    if (pid <= 0)
        return;
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}
