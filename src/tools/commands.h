/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The verbs of the command `rbpf`. args are those behind the verb and end with null. */
#ifndef RBPF_TOOLS_COMMANDS_H
#define RBPF_TOOLS_COMMANDS_H

#include "tools/guest.h"
#include "tools/message.h"

/* What the command returns to the shell; README.md has the table. */
enum exit_code { EXIT_DONE = 0, EXIT_FAULT = 1, EXIT_USAGE = 2, EXIT_FILE = 3, EXIT_REFUSED = 4 };

#define EXIT_CODES_HELP                                                                            \
    "Exit codes: 0 done; 1 the guest faulted or used up its budget; 2 wrong command\n"             \
    "line; 3 a file cannot be read or written, or is not what it should be; 4 refused\n"           \
    "by the verifier.\n"

enum exit_code cmd_run(char **args);
enum exit_code cmd_verify(char **args);
enum exit_code cmd_convert(char **args);
enum exit_code cmd_build(char **args);
enum exit_code cmd_strip(char **args);
enum exit_code cmd_explain(char **args);
enum exit_code cmd_asm(char **args);
enum exit_code cmd_disasm(char **args);
enum exit_code cmd_info(char **args);

/* Prints "rbpf: ..." on standard error and returns `code`. */
enum exit_code fail_with(enum exit_code code, const struct message *message);

/* The same for a wrong command line, with a pointer to --help. */
enum exit_code fail_usage(const char *verb, const struct message *message);

/*
 * Reads a guest and verifies it with the helpers of this host, or says what is wrong with it.
 * It is to be freed in any case.
 */
enum exit_code load_guest(struct guest *guest, const char *path, bool raw);

#endif
