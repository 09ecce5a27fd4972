/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* How the command says that something went wrong: one message, on standard error. */
#include <stdio.h>

#include "tools/commands.h"
#include "tools/explain.h"
#include "tools/host_helpers.h"

enum exit_code fail_with(enum exit_code code, const struct message *message)
{
    fflush(stdout);
    fprintf(stderr, "rbpf: %s\n", message->text);
    return code;
}

enum exit_code fail_usage(const char *verb, const struct message *message)
{
    fprintf(stderr, "rbpf: %s; see rbpf%s --help\n", message->text, verb);
    return EXIT_USAGE;
}

enum exit_code load_guest(struct guest *guest, const char *path, bool raw)
{
    struct message message;
    enum rbpf_status status;

    if (!guest_read(guest, path, raw, &message))
        return fail_with(EXIT_FILE, &message);
    status = guest_load(guest, host_helpers());
    if (status == RBPF_OK)
        return EXIT_DONE;
    fprintf(stderr, "rbpf: '%s': ", path);
    explain_refusal(stderr, guest, status);
    return EXIT_REFUSED;
}
