/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf info: what a guest consists of, for people or for programs. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/explain.h"
#include "tools/info.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf info [OPTION...] FILE\n"
    "\n"
    "Prints what a guest (an object, an image, or raw instructions) consists of: sections,\n"
    "functions, entry points, helpers, instruction groups, and what the verifier knows of it.\n"
    "Helpers may be those of any host.\n"
    "\n"
    "  --raw   FILE is nothing but instructions of 8 bytes\n"
    "  --json  print it as JSON\n"
    "  --help  print this\n"
    "\n" EXIT_CODES_HELP;

struct info_options {
    const char *file;
    bool raw;
    bool json;
    bool help;
};

static bool parse_options(struct info_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"raw", &o->raw, NULL},
        {"json", &o->json, NULL},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    return options_parse(&list, args, message) &&
           (o->help || o->file || message_fail(message, "give the FILE that is to be described"));
}

static enum exit_code print_guest(const struct info_options *o, const struct info *info)
{
    if (o->json)
        info_print_json(stdout, info, o->file);
    else
        info_print(stdout, info);
    if (info->status == RBPF_OK)
        return EXIT_DONE;
    fflush(stdout);
    fprintf(stderr, "rbpf: '%s': ", o->file);
    explain_refusal(stderr, info->guest, info->status);
    return EXIT_REFUSED;
}

static enum exit_code describe(const struct info_options *o, struct guest *guest)
{
    struct message message;
    struct info info;
    enum exit_code code;

    if (guest_read(guest, o->file, o->raw, &message) && info_collect(&info, guest, &message)) {
        code = print_guest(o, &info);
        info_free(&info);
        return code;
    }
    return fail_with(EXIT_FILE, &message);
}

enum exit_code cmd_info(char **args)
{
    struct info_options options = {0};
    struct message message;
    struct guest guest;
    enum exit_code code;

    if (!parse_options(&options, args, &message))
        return fail_usage(" info", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    code = describe(&options, &guest);
    guest_free(&guest);
    return code;
}
