/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A folder for temporary files, one for the whole command. It goes away with all that is in it:
 * by workspace_close(), and when SIGHUP, SIGINT or SIGTERM ends the command.
 */
#ifndef RBPF_TOOLS_WORKSPACE_H
#define RBPF_TOOLS_WORKSPACE_H

#include <stdbool.h>

#include "tools/message.h"

#define WORKSPACE_PATH_BYTES 512u

struct workspace_path {
    char text[WORKSPACE_PATH_BYTES];
};

/* Makes it in TMPDIR, or /tmp. */
bool workspace_open(struct message *message);

/* The path of one more file; its name is a number. */
struct workspace_path workspace_file(void);

void workspace_close(void);

#endif
