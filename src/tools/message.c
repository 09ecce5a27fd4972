/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Messages may quote names from files that nobody has checked, so nothing unprintable passes. */
#include "tools/message.h"

#include <stdarg.h>
#include <stdio.h>

static char printable(char c)
{
    return c < ' ' || c > '~' ? '?' : c;
}

static void make_printable(char *text)
{
    for (; *text; text++)
        *text = printable(*text);
}

bool message_fail(struct message *message, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(message->text, sizeof message->text, format, args);
    va_end(args);
    make_printable(message->text);
    return false;
}

void message_print_name(FILE *out, const char *text)
{
    for (; *text; text++)
        putc(printable(*text), out);
}
