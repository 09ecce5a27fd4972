/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf convert: writes the image of an object. */
#include <stdio.h>
#include <stdlib.h>

#include "tools/commands.h"
#include "tools/convert.h"
#include "tools/file.h"
#include "tools/file_kind.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf convert [OPTION...] FILE -o IMAGE\n"
    "\n"
    "Makes the image that devices load of an object (clang --target=bpfel -c). Of one\n"
    "that was compiled with -g, the image keeps names of functions and lines of source\n"
    "for rbpf run and rbpf explain.\n"
    "\n"
    "  --strip       leave names and lines out\n"
    "  --keep-jumps  leave jumps as they are: else loops that end by a conditional jump\n"
    "                over a jump back end by one jump\n"
    "\n" EXIT_CODES_HELP;

struct convert_options {
    const char *file;
    const char *output;
    bool strip;
    bool keep_jumps;
    bool help;
};

static bool parse_options(struct convert_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"o", NULL, &o->output},    {"output", NULL, &o->output},
        {"strip", &o->strip, NULL}, {"keep-jumps", &o->keep_jumps, NULL},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    if (!options_parse(&list, args, message))
        return false;
    if (!o->help && (!o->file || !o->output))
        return message_fail(message, "give an object and, with -o, the image to write");
    return true;
}

static bool make_image(const struct convert_options *o, const struct file *file,
                       struct image_out *image, struct message *why)
{
    const struct object_in object = {file->bytes, file->size, o->strip, o->keep_jumps};
    enum file_kind kind = file_kind(file->bytes, file->size);

    if (kind != FILE_KIND_OBJECT)
        return file_kind_fail(kind, why);
    return convert_object(&object, image, NULL, why);
}

static bool convert_file(const struct convert_options *o, const struct file *file,
                         struct message *message)
{
    struct image_out image = {0};
    struct message why;
    bool ok;

    if (!make_image(o, file, &image, &why))
        return message_fail(message, "'%s': %s", o->file, why.text);
    ok = file_spares(o->output, o->file, message) &&
         file_write(o->output, image.bytes, image.size, message);
    free(image.bytes);
    return ok;
}

enum exit_code cmd_convert(char **args)
{
    struct convert_options options = {0};
    struct message message;
    struct file file;
    bool ok;

    if (!parse_options(&options, args, &message))
        return fail_usage(" convert", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (!file_read(&file, options.file, &message))
        return fail_with(EXIT_FILE, &message);
    ok = convert_file(&options, &file, &message);
    free(file.bytes);
    return ok ? EXIT_DONE : fail_with(EXIT_FILE, &message);
}
