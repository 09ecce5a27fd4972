/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf strip: an image without what a device does not need. */
#include <stdio.h>
#include <stdlib.h>

#include "tools/commands.h"
#include "tools/file.h"
#include "tools/image_writer.h"
#include "tools/options.h"

static const char help[] =
    "Usage: rbpf strip IMAGE -o STRIPPED\n"
    "\n"
    "Writes an image without the sections that devices skip: names of functions and\n"
    "lines of source. It is what rbpf convert makes of an object that was compiled without -g.\n"
    "Keep the image itself: rbpf explain needs it to name lines.\n"
    "\n" EXIT_CODES_HELP;

struct strip_options {
    const char *file;
    const char *output;
    bool help;
};

static bool parse_options(struct strip_options *o, char **args, struct message *message)
{
    const struct option rows[] = {
        {"o", NULL, &o->output},
        {"output", NULL, &o->output},
        {"help", &o->help, NULL},
    };
    const struct option_list list = {rows, sizeof rows / sizeof rows[0], &o->file, 1};

    if (!options_parse(&list, args, message))
        return false;
    if (!o->help && (!o->file || !o->output))
        return message_fail(message, "give an image and, with -o, the image to write");
    return true;
}

static bool strip_file(const struct strip_options *o, const struct file *file,
                       struct message *message)
{
    struct image_out out;
    struct rbpf_image image;
    enum rbpf_status status = rbpf_image_open(&image, file->bytes, file->size);
    bool ok;

    if (status != RBPF_OK)
        return message_fail(message, "'%s': %s (%s)", o->file, rbpf_status_text(status),
                            rbpf_status_name(status));
    if (!image_write(&image, &out))
        return message_fail(message, "out of memory");
    ok = file_spares(o->output, o->file, message) &&
         file_write(o->output, out.bytes, out.size, message);
    free(out.bytes);
    return ok;
}

enum exit_code cmd_strip(char **args)
{
    struct strip_options options = {0};
    struct message message;
    struct file file;
    bool ok;

    if (!parse_options(&options, args, &message))
        return fail_usage(" strip", &message);
    if (options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (!file_read(&file, options.file, &message))
        return fail_with(EXIT_FILE, &message);
    ok = strip_file(&options, &file, &message);
    free(file.bytes);
    return ok ? EXIT_DONE : fail_with(EXIT_FILE, &message);
}
