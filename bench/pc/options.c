/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool options_number(const char *text, uint32_t most, uint32_t *number)
{
    char *end = NULL;
    unsigned long value = text ? strtoul(text, &end, 10) : 0;

    *number = (uint32_t)value;
    return text && *text >= '0' && *text <= '9' && *end == 0 && value > 0 && value <= most;
}

bool options_take(char ***args, struct options *options)
{
    const char *name = **args;

    if (strcmp(name, "--csv") == 0)
        return (options->csv = *++*args) != NULL;
    if (strcmp(name, "--rounds") == 0)
        return options_number(*++*args, CONTEST_ROUNDS_MOST, &options->effort.rounds);
    if (strcmp(name, "--quick") == 0)
        options->effort = (struct effort)CONTEST_QUICK;
    else if (strcmp(name, "--mark") == 0)
        options->mark = true;
    else
        return false;
    return true;
}

int options_fail(const char *program, const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", program, what, why);
    return EXIT_FAILURE;
}
