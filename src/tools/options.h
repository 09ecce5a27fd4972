/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Options of the command line: --name, --name VALUE or --name=VALUE, anywhere
 * among the operands; what follows -- is an operand. A one-letter name has one dash,
 * and its value may follow at once. No value may be given twice. -h is --help.
 */
#ifndef RBPF_TOOLS_OPTIONS_H
#define RBPF_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/message.h"

/* A row of a verb's list of options. Exactly one of the two is not null. */
struct option {
    const char *name;
    bool *flag;
    const char **value;
};

struct option_list {
    const struct option *rows;
    size_t count;
    /* The operands, at most so many; those that are not given stay null. */
    const char **operand;
    size_t operands_max;
};

/* args end with null. */
bool options_parse(const struct option_list *list, char **args, struct message *message);

/* Reads a decimal or, with 0x, hexadecimal number. */
bool option_number(const char *name, const char *text, uint64_t *number, struct message *message);

#endif
