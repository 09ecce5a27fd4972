/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The program is in PREFIX/bin and the headers are in PREFIX/include, wherever the prefix was moved
 * to; a build tree has a link there. Linux says where the program is; elsewhere there is the
 * variable.
 */
#define _POSIX_C_SOURCE 200809L

#include "tools/include_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER_BYTES 4096u

/* From the folder of the program; cmake/tools.cmake knows. */
#ifndef RBPF_INCLUDE_FROM_BIN
#define RBPF_INCLUDE_FROM_BIN "../include"
#endif

const char *include_folder(void)
{
    static char folder[FOLDER_BYTES];
    const char *said = getenv("RBPF_INCLUDE_DIR");
    char program[FOLDER_BYTES - 64u] = {0};
    char header[FOLDER_BYTES + 32u];
    char *slash;

    if (said && *said)
        return said;
    if (readlink("/proc/self/exe", program, sizeof program - 1u) <= 0)
        return NULL;
    slash = strrchr(program, '/');
    if (!slash)
        return NULL;
    *slash = 0;
    if (snprintf(folder, sizeof folder, "%s/%s", program, RBPF_INCLUDE_FROM_BIN) >=
        (int)sizeof folder)
        return NULL;
    snprintf(header, sizeof header, "%s/rbpf/guest.h", folder);
    return access(header, R_OK) == 0 ? folder : NULL;
}
