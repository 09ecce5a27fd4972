/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the benches of this computer read from the command line, and how they fail. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "contest.h"

/* Those that all have. */
struct options {
    const char *csv;
    bool mark;
    struct effort effort;
};

/* Takes the first of `*args`, and its value, if it is --csv FILE, --rounds N, --quick or --mark;
 * they are then at the last one taken. False: it is not, or its value is wrong. */
bool options_take(char ***args, struct options *options);

/* A number of 1 to `most`; `text` may be null. */
bool options_number(const char *text, uint32_t most, uint32_t *number);

/* Says "PROGRAM: WHAT: WHY"; returns EXIT_FAILURE. */
int options_fail(const char *program, const char *what, const char *why);

#endif
