/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The command `rbpf`: one file for each verb. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tools/commands.h"

static const char help[] = "Usage: rbpf VERB [OPTION...] FILE\n"
                           "\n"
                           "  run      run a guest and print how it ended\n"
                           "  verify   check a guest and print what is known of it\n"
                           "  convert  make an image of an object\n"
                           "  build    make an image of sources in C and C++\n"
                           "  asm      make an image of assembler source\n"
                           "  disasm   print a guest as assembler source\n"
                           "  info     print what a guest consists of\n"
                           "  strip    take names and lines out of an image\n"
                           "  explain  tell what the record of a fault is about\n"
                           "\n"
                           "rbpf VERB --help tells more; rbpf --version prints the version.\n"
                           "\n" EXIT_CODES_HELP;

static const struct verb {
    const char *name;
    enum exit_code (*run)(char **args);
} verbs[] = {
    {"run", cmd_run},     {"verify", cmd_verify}, {"convert", cmd_convert},
    {"build", cmd_build}, {"asm", cmd_asm},       {"disasm", cmd_disasm},
    {"info", cmd_info},   {"strip", cmd_strip},   {"explain", cmd_explain},
};

static bool is_one_of(const char *arg, const char *a, const char *b, const char *c)
{
    return strcmp(arg, a) == 0 || strcmp(arg, b) == 0 || strcmp(arg, c) == 0;
}

static enum exit_code run_verb(const char *name, char **args)
{
    struct message message;

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(name, verbs[i].name) == 0)
            return verbs[i].run(args);
    }
    message_fail(&message, "there is no verb '%s'", name);
    return fail_usage("", &message);
}

static enum exit_code dispatch(int argc, char **argv)
{
    static char help_option[] = "--help";
    char *help_args[] = {help_option, NULL};
    struct message message;

    if (argc < 2) {
        message_fail(&message, "what is to be done? Give a verb");
        return fail_usage("", &message);
    }
    if (strcmp(argv[1], "help") == 0 && argc > 2)
        return run_verb(argv[2], help_args);
    if (is_one_of(argv[1], "help", "--help", "-h")) {
        fputs(help, stdout);
        return EXIT_DONE;
    }
    if (is_one_of(argv[1], "version", "--version", "-V")) {
        puts("rbpf " RBPF_COMMAND_VERSION);
        return EXIT_DONE;
    }
    return run_verb(argv[1], argv + 2);
}

/* What was not written is an error like any other, unless one was reported already. */
static enum exit_code finish_output(enum exit_code code)
{
    struct message message;
    bool ok;

    errno = 0;
    ok = fflush(stdout) == 0 && !ferror(stdout);
    if (ok || code != EXIT_DONE)
        return code;
    message_fail(&message, "cannot write to standard output: %s",
                 errno ? strerror(errno) : "an earlier write failed");
    return fail_with(EXIT_FILE, &message);
}

int main(int argc, char **argv)
{
    return (int)finish_output(dispatch(argc, argv));
}
