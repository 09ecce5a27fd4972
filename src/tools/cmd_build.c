/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* rbpf build: compiles, converts and verifies, and says what came of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/build_report.h"
#include "tools/c_array.h"
#include "tools/commands.h"
#include "tools/compiler.h"
#include "tools/entry_choice.h"
#include "tools/guest.h"
#include "tools/helper_set.h"
#include "tools/hints.h"
#include "tools/image_writer.h"
#include "tools/include_folder.h"
#include "tools/options.h"
#include "tools/workspace.h"

static const char help[] =
    "Usage: rbpf build [OPTION...] FILE... -o IMAGE [-- COMPILER OPTION...]\n"
    "\n"
    "Makes an image of sources in C (.c) and C++ (.cpp, .cc, .cxx, .C) by clang.\n"
    "Several are linked. What follows -- goes to the compiler.\n"
    "\n"
    "  -o IMAGE        the image to write\n"
    "  -O0 to -O3, -Os, -Oz\n"
    "                  how to optimise; default: -O2\n"
    "  --mcpu CPU      v1, v2, v3 or v4 (clang 18 or newer); default: v3\n"
    "  --entry NAMES   only these functions are entry points: names with commas\n"
    "  --helpers IDS   the helpers of the host, as in 1-3,7; default: all ids\n"
    "  --c-array NAME  write NAME.c and NAME.h, stripped, beside the image\n"
    "  --keep-jumps    leave jumps as clang wrote them, as for rbpf convert\n"
    "  --depfile FILE  write what was read as a rule of make\n"
    "  --cc COMPILER   default: what RBPF_CLANG says, else clang, clang-19 to clang-14\n"
    "  --quiet         print errors only\n"
    "  --help          print this\n"
    "\n"
    "bpf-gcc as the COMPILER is a best effort: gcc 12 does for one C source whose\n"
    "variables and functions are static but for the entry points.\n"
    "\n" EXIT_CODES_HELP;

#define LEVELS 6u

struct build_options {
    const char *output;
    const char *mcpu;
    const char *entry;
    const char *helpers;
    const char *c_array;
    const char *depfile;
    const char *cc;
    bool levels[LEVELS];
    bool keep_jumps;
    bool quiet;
    bool help;
    /* Ends with null. */
    const char **sources;
    const char *const *compiler_options;
};

struct build {
    struct build_options options;
    struct helper_set helpers;
    struct compilation compilation;
    struct compiled compiled;
    struct image_out image;
    struct guest guest;
    struct message message;
};

static const char *const level_names[LEVELS] = {"-O0", "-O1", "-O2", "-O3", "-Os", "-Oz"};

/* Cuts the arguments at "--"; behind it are the compiler's. */
static bool split_args(struct build *build, char **args)
{
    size_t count = 0;

    while (args[count] && strcmp(args[count], "--") != 0)
        count++;
    if (args[count]) {
        build->options.compiler_options = (const char *const *)(void *)(args + count + 1u);
        args[count] = NULL;
    }
    build->options.sources = calloc(count + 1u, sizeof *build->options.sources);
    return build->options.sources || message_fail(&build->message, "out of memory");
}

static bool parse_options(struct build *build, char **args)
{
    struct build_options *o = &build->options;
    const struct option rows[] = {
        {"o", NULL, &o->output},
        {"output", NULL, &o->output},
        {"mcpu", NULL, &o->mcpu},
        {"entry", NULL, &o->entry},
        {"helpers", NULL, &o->helpers},
        {"c-array", NULL, &o->c_array},
        {"depfile", NULL, &o->depfile},
        {"cc", NULL, &o->cc},
        {"O0", &o->levels[0], NULL},
        {"O1", &o->levels[1], NULL},
        {"O2", &o->levels[2], NULL},
        {"O3", &o->levels[3], NULL},
        {"Os", &o->levels[4], NULL},
        {"Oz", &o->levels[5], NULL},
        {"keep-jumps", &o->keep_jumps, NULL},
        {"quiet", &o->quiet, NULL},
        {"help", &o->help, NULL},
    };
    struct option_list list = {rows, sizeof rows / sizeof rows[0], o->sources, 0};

    while (args[list.operands_max])
        list.operands_max++;
    return options_parse(&list, args, &build->message);
}

static bool choose_mcpu(struct build *build)
{
    static const char *const names[] = {"v1", "v2", "v3", "v4"};
    static const char *const flags[] = {"-mcpu=v1", "-mcpu=v2", "-mcpu=v3", "-mcpu=v4"};
    const char *mcpu = build->options.mcpu ? build->options.mcpu : "v3";

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], mcpu) == 0) {
            build->compilation.mcpu = flags[i];
            return true;
        }
    }
    return message_fail(&build->message, "option '--mcpu' needs v1, v2, v3 or v4, not '%s'", mcpu);
}

static bool choose_level(struct build *build)
{
    build->compilation.level = NULL;
    for (size_t i = 0; i < LEVELS; i++) {
        if (!build->options.levels[i])
            continue;
        if (build->compilation.level)
            return message_fail(&build->message, "give one of '%s' and '%s'",
                                build->compilation.level, level_names[i]);
        build->compilation.level = level_names[i];
    }
    if (!build->compilation.level)
        build->compilation.level = "-O2";
    return true;
}

static bool check_options(struct build *build)
{
    const struct build_options *o = &build->options;

    if (!o->sources[0] || !o->output)
        return message_fail(&build->message,
                            "give sources in C or C++ and, with -o, the image to write");
    if (o->depfile && strcmp(o->depfile, o->output) == 0)
        return message_fail(&build->message, "'%s' cannot be the image and the rule of make both",
                            o->output);
    return choose_mcpu(build) && choose_level(build) &&
           helper_set_init(&build->helpers, o->helpers, &build->message) &&
           (!o->c_array || c_array_name_ok(o->c_array, &build->message));
}

/* No file that is written is one of the sources. */
static bool spares(struct build *build, const char *source)
{
    const struct build_options *o = &build->options;

    return file_spares(o->output, source, &build->message) &&
           (!o->depfile || file_spares(o->depfile, source, &build->message)) &&
           (!o->c_array || c_array_spares(o->c_array, o->output, source, &build->message));
}

static enum exit_code prepare(struct build *build)
{
    struct compilation *c = &build->compilation;

    if (!check_options(build))
        return fail_usage(" build", &build->message);
    c->sources = build->options.sources;
    c->options = build->options.compiler_options;
    c->include_folder = include_folder();
    c->make_target = build->options.depfile ? build->options.output : NULL;
    if (!compiler_find(&c->compiler, build->options.cc, &build->message))
        return fail_with(EXIT_FILE, &build->message);
    for (size_t i = 0; c->sources[i]; i++) {
        if (!compiler_check_source(&c->compiler, c->sources[i], &build->message) ||
            !spares(build, c->sources[i]))
            return fail_with(EXIT_FILE, &build->message);
    }
    return EXIT_DONE;
}

/* What is known of a failure, behind the message. */
static enum exit_code fail_hinting(const struct build *build)
{
    enum exit_code code = fail_with(EXIT_FILE, &build->message);

    hints_print(stderr, build->compiled.words ? build->compiled.words : build->message.text);
    return code;
}

static enum exit_code compile(struct build *build)
{
    bool ok;

    if (!workspace_open(&build->message))
        return fail_with(EXIT_FILE, &build->message);
    ok = compile_sources(&build->compilation, &build->compiled, &build->message);
    workspace_close();
    return ok ? EXIT_DONE : fail_hinting(build);
}

static bool convert_compiled(struct build *build, struct message *why)
{
    const struct file *file = &build->compiled.object;
    const struct object_in object = {
        .bytes = file->bytes, .size = file->size, .keep_jumps = build->options.keep_jumps};

    return convert_object(&object, &build->image, NULL, why) &&
           (!build->options.entry || image_keep_entries(&build->image, build->options.entry, why));
}

static enum exit_code convert(struct build *build)
{
    struct message why;
    enum rbpf_status status;

    if (!convert_compiled(build, &why)) {
        message_fail(&build->message, "'%s'%s: %s", build->options.sources[0],
                     build->options.sources[1] ? " and the others" : "", why.text);
        return fail_hinting(build);
    }
    if (!guest_parse(&build->guest, build->image.bytes, build->image.size, &build->message))
        return fail_with(EXIT_FILE, &build->message);
    status = guest_load(&build->guest, &build->helpers.helpers);
    if (status == RBPF_OK)
        return EXIT_DONE;
    fprintf(stderr, "rbpf: '%s': ", build->options.sources[0]);
    build_refusal(stderr, &build->guest, status);
    return EXIT_REFUSED;
}

/* What a device carries is stripped: names and lines stay in the image beside it. */
static bool write_array(struct build *build)
{
    const struct build_options *o = &build->options;
    struct image_out stripped;
    bool ok;

    if (!image_write(&build->guest.image, &stripped))
        return message_fail(&build->message, "out of memory");
    ok = c_array_write(&stripped, o->c_array, o->output, &build->message);
    free(stripped.bytes);
    return ok;
}

static enum exit_code write_files(struct build *build)
{
    const struct build_options *o = &build->options;
    const struct image_out *image = &build->image;
    const struct file *rule = &build->compiled.dependencies;
    bool ok = (!o->c_array || c_array_may_write(o->c_array, o->output, &build->message)) &&
              file_write(o->output, image->bytes, image->size, &build->message);

    if (ok && o->c_array)
        ok = write_array(build);
    if (ok && o->depfile)
        ok = file_write(o->depfile, rule->bytes, rule->size, &build->message);
    if (!ok)
        return fail_with(EXIT_FILE, &build->message);
    if (!o->quiet)
        build_report(stdout, &build->guest);
    return EXIT_DONE;
}

static enum exit_code run_steps(struct build *build, char **args)
{
    enum exit_code code;

    if (!split_args(build, args))
        return fail_with(EXIT_FILE, &build->message);
    if (!parse_options(build, args))
        return fail_usage(" build", &build->message);
    if (build->options.help) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    code = prepare(build);
    if (code == EXIT_DONE)
        code = compile(build);
    if (code == EXIT_DONE)
        code = convert(build);
    return code == EXIT_DONE ? write_files(build) : code;
}

enum exit_code cmd_build(char **args)
{
    struct build build = {.image = {0}};
    enum exit_code code = run_steps(&build, args);

    guest_free(&build.guest);
    free(build.image.bytes);
    compiled_free(&build.compiled);
    free(build.options.sources);
    return code;
}
