/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Files as blocks of memory. The path "-" is standard input or standard output. */
#ifndef RBPF_TOOLS_FILE_H
#define RBPF_TOOLS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/message.h"

/* Longest file that is read, in bytes. */
#define FILE_BYTES_MAX (64u << 20)

struct file {
    /* From malloc(), so aligned to 8 and more, with room for a byte behind its end; never null
     * after file_read(). The caller frees it. */
    uint8_t *bytes;
    size_t size;
};

bool file_read(struct file *file, const char *path, struct message *message);

/* False: both paths lead to one file that is there and no device, so that to write is to lose it.
 */
bool file_spares(const char *output, const char *input, struct message *message);

bool file_write(const char *path, const uint8_t *bytes, size_t size, struct message *message);

#endif
