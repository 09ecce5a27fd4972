/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* One message for people: what went wrong, where, and what to do about it. */
#ifndef RBPF_TOOLS_MESSAGE_H
#define RBPF_TOOLS_MESSAGE_H

#include <stdbool.h>
#include <stdio.h>

#define MESSAGE_BYTES 512u

struct message {
    char text[MESSAGE_BYTES];
};

#if defined(__GNUC__)
#define MESSAGE_FORMAT __attribute__((format(printf, 2, 3)))
#else
#define MESSAGE_FORMAT
#endif

/*
 * Writes the message, cut where it is too long and with '?' for what a terminal
 * should not get. Returns false, so that a failing check is one line.
 */
bool message_fail(struct message *message, const char *format, ...) MESSAGE_FORMAT;

/* Prints text of a file that nobody has checked, with the same '?'. */
void message_print_name(FILE *out, const char *text);

#endif
