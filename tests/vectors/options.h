/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The command line that rbpf-batch and rbpf-plugin share. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "machine.h"

#define OPTIONS_USAGE                                                                              \
    "  --ctx-ro         the program's memory is read-only\n"                                       \
    "  --no-callx       refuse calls by register\n"                                                \
    "  --budget N       instructions before it counts as a fault (default 200000)\n"               \
    "  --loop NAME      goto, switch, small, or step: by single instructions\n"                    \
    "  --slice N        run in slices of N instructions\n"

/*
 * Reads options from argv[*next] on and leaves *next at the first argument that
 * is none. False: an option is unknown or lacks its value; argv[*next] is it.
 */
bool options_read(char **argv, int *next, struct machine_options *options);

#endif
