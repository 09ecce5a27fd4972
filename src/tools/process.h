/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Runs another program, without a shell: names of files mean nothing but themselves. */
#ifndef RBPF_TOOLS_PROCESS_H
#define RBPF_TOOLS_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/message.h"

/* Most that is kept of a program's words, in bytes. */
#define PROCESS_WORDS_MAX 262144u

/* A command line that grows. All zero is an empty one. */
struct arguments {
    /* Ends with null as soon as there is one. The strings belong to others. */
    const char **items;
    size_t count;
    size_t room;
    bool out_of_memory;
};

void arguments_add(struct arguments *arguments, const char *item);

void arguments_free(struct arguments *arguments);

struct process_end {
    bool succeeded;
    /* What it wrote to standard error, cut at PROCESS_WORDS_MAX; the caller frees it. */
    char *words;
};

/*
 * Runs items[0], which is looked for in PATH, until it ends. What it writes to standard error
 * appears there at once and unchanged. False: it did not even start.
 */
bool process_run(const struct arguments *arguments, struct process_end *end,
                 struct message *message);

/* From a signal handler: stops the program that runs, if any, and waits for its end. */
void process_stop(void);

#endif
