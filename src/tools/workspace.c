/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Files are called 0, 1, 2 and so on, so that a signal handler knows all of them from a count.
 * What runs there is async-signal-safe: kill(), waitpid(), unlink(), rmdir(), raise().
 */
#define _POSIX_C_SOURCE 200809L

#include "tools/workspace.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/process.h"

#define NUMBER_BYTES 12u

static char folder[WORKSPACE_PATH_BYTES - NUMBER_BYTES];
static volatile sig_atomic_t is_open;
static volatile sig_atomic_t file_count;

static struct workspace_path path_of(unsigned number)
{
    struct workspace_path path = {{0}};
    char digits[NUMBER_BYTES] = {0};
    size_t length = strlen(folder);
    size_t i = sizeof digits - 1u;

    do {
        digits[--i] = (char)('0' + number % 10u);
        number /= 10u;
    } while (number > 0);
    digits[--i] = '/';
    memcpy(path.text, folder, length);
    memcpy(path.text + length, digits + i, sizeof digits - i);
    return path;
}

void workspace_close(void)
{
    if (!is_open)
        return;
    for (int i = 0; i < file_count; i++) {
        struct workspace_path path = path_of((unsigned)i);

        unlink(path.text);
    }
    rmdir(folder);
    is_open = 0;
}

static void clean_and_end(int number)
{
    process_stop();
    workspace_close();
    /* SA_RESETHAND: this one is not caught. */
    raise(number);
}

/* A signal that is ignored, as by nohup, stays so. */
static void catch_signal(int number)
{
    struct sigaction action = {.sa_handler = clean_and_end, .sa_flags = (int)SA_RESETHAND};
    struct sigaction before;

    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

bool workspace_open(struct message *message)
{
    const char *parent = getenv("TMPDIR");
    int length;

    if (!parent || !*parent)
        parent = "/tmp";
    length = snprintf(folder, sizeof folder, "%s/rbpf-XXXXXX", parent);
    if (length < 0 || (size_t)length >= sizeof folder)
        return message_fail(message, "the path of TMPDIR is too long");
    if (!mkdtemp(folder))
        return message_fail(message, "cannot make a temporary folder in '%s': %s", parent,
                            strerror(errno));
    file_count = 0;
    is_open = 1;
    catch_signal(SIGHUP);
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
    return true;
}

struct workspace_path workspace_file(void)
{
    unsigned number = (unsigned)file_count;

    file_count = (sig_atomic_t)(number + 1u);
    return path_of(number);
}
