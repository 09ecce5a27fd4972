/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf asm: writes the image of an assembler source. */
#include <stdio.h>
#include <stdlib.h>

#include "tools/asm.h"
#include "tools/commands.h"
#include "tools/file.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf asm [--raw] FILE -o IMAGE\n"
    "\n"
    "Makes an image of assembler source in the syntax of llvm-objdump, as rbpf disasm\n"
    "prints it. '-' is standard input or output. What is wrong is said by line and column.\n"
    "\n"
    "  -o, --output IMAGE  the file to write\n"
    "  --raw               write nothing but instructions of 8 bytes\n"
    "  --help              print this\n"
    "\n" EXIT_CODES_HELP;

struct asm_options {
    const char *file;
    const char *output;
    bool raw;
    bool help;
};

static bool parse_options(struct asm_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"o", NULL, &o->output},
        {"output", NULL, &o->output},
        {"raw", &o->raw, NULL},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    if (!options_parse(&list, args, message))
        return false;
    return o->help || (o->file && o->output) ||
           message_fail(message, "give a source and, with -o, the image to write");
}

static bool assemble_file(const struct asm_options *o, const struct file *file,
                          struct message *message)
{
    const struct asm_source source = {o->file, file->bytes, file->size, o->raw};
    struct image_out image;
    bool ok;

    if (!assemble(&source, &image, message))
        return false;
    ok = file_spares(o->output, o->file, message) &&
         file_write(o->output, image.bytes, image.size, message);
    free(image.bytes);
    return ok;
}

enum exit_code cmd_asm(char **args)
{
    struct asm_options options = {0};
    struct message message;
    struct file file;
    bool ok;

    if (!parse_options(&options, args, &message))
        return fail_usage(" asm", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (!file_read(&file, options.file, &message))
        return fail_with(EXIT_FILE, &message);
    ok = assemble_file(&options, &file, &message);
    free(file.bytes);
    return ok ? EXIT_DONE : fail_with(EXIT_FILE, &message);
}
