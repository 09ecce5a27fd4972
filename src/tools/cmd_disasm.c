/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf disasm: prints a guest as source, or as llvm-objdump would list it. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/disassemble.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf disasm [OPTION...] FILE\n"
    "\n"
    "Prints a guest (an object, an image, or with --raw raw instructions) as a complete\n"
    "source, of which rbpf asm makes the same bytes again.\n"
    "\n"
    "  --raw      FILE is nothing but instructions of 8 bytes; rbpf asm --raw takes it back\n"
    "  --objdump  print slots, bytes and instructions, as llvm-objdump -d does\n"
    "  --help     print this\n"
    "\n" EXIT_CODES_HELP;

struct disasm_options {
    const char *file;
    bool raw;
    bool objdump;
    bool help;
};

static bool parse_options(struct disasm_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"raw", &o->raw, NULL},
        {"objdump", &o->objdump, NULL},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    return options_parse(&list, args, message) &&
           (o->help || o->file ||
            message_fail(message, "give the FILE that is to be disassembled"));
}

static enum exit_code print_guest(const struct disasm_options *o, const struct guest *guest)
{
    struct message message;
    struct message why;
    bool ok = o->objdump ? disassemble_listing(stdout, guest, o->file, &why)
                         : disassemble_source(stdout, guest, &why);

    if (ok)
        return EXIT_DONE;
    message_fail(&message, "'%s': %.400s", o->file, why.text);
    return fail_with(EXIT_FILE, &message);
}

enum exit_code cmd_disasm(char **args)
{
    struct disasm_options options = {0};
    struct message message;
    struct guest guest;
    enum exit_code code;

    if (!parse_options(&options, args, &message))
        return fail_usage(" disasm", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (guest_read(&guest, options.file, options.raw, &message))
        code = print_guest(&options, &guest);
    else
        code = fail_with(EXIT_FILE, &message);
    guest_free(&guest);
    return code;
}
