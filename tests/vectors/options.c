/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool read_flag(const char *name, struct machine_options *options)
{
    if (strcmp(name, "--ctx-ro") == 0)
        options->context_read_only = true;
    else if (strcmp(name, "--no-callx") == 0)
        options->no_callx = true;
    else
        return false;
    return true;
}

/* 1 and up: 0 would mean the default. */
static bool read_count(const char *text, uint64_t *count)
{
    char *end;

    errno = 0;
    *count = strtoull(text, &end, 10);
    return errno == 0 && text[0] >= '0' && text[0] <= '9' && *end == 0 && *count > 0;
}

static bool read_loop(const char *name, struct machine_options *options)
{
    options->step = strcmp(name, "step") == 0;
    options->loop = machine_loop(name);
    return options->step || options->loop;
}

static bool read_value(const char *name, const char *value, struct machine_options *options)
{
    if (!value)
        return false;
    if (strcmp(name, "--budget") == 0)
        return read_count(value, &options->budget_insns);
    if (strcmp(name, "--slice") == 0)
        return read_count(value, &options->slice_insns);
    if (strcmp(name, "--loop") == 0)
        return read_loop(value, options);
    return false;
}

bool options_read(char **argv, int *next, struct machine_options *options)
{
    while (argv[*next] && strncmp(argv[*next], "--", 2) == 0) {
        char **option = argv + *next;

        if (read_flag(option[0], options))
            *next += 1;
        else if (read_value(option[0], option[1], options))
            *next += 2;
        else
            return false;
    }
    return true;
}
