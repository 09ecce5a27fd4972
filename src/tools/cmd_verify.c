/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf verify: what the verifier says of a guest, without running it. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/explain.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf verify [--raw] FILE\n"
    "\n"
    "Says whether the verifier accepts a guest (an object, an image, or with --raw\n"
    "raw instructions) with the helpers of rbpf run, and what it learned: call depth,\n"
    "stack, helpers, longest run of instructions, loops, entry points.\n"
    "\n" EXIT_CODES_HELP;

struct verify_options {
    const char *file;
    bool raw;
    bool help;
};

static bool parse_options(struct verify_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"raw", &o->raw, NULL},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    return options_parse(&list, args, message) &&
           (o->help || o->file || message_fail(message, "give the FILE that is to be verified"));
}

enum exit_code cmd_verify(char **args)
{
    struct verify_options options = {0};
    struct message message;
    struct guest guest;
    enum exit_code code;

    if (!parse_options(&options, args, &message))
        return fail_usage(" verify", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    code = load_guest(&guest, options.file, options.raw);
    if (code == EXIT_DONE)
        explain_facts(stdout, &guest);
    guest_free(&guest);
    return code;
}
