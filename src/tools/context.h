/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The context of a run: the memory that r1 points to. */
#ifndef RBPF_TOOLS_CONTEXT_H
#define RBPF_TOOLS_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tools/file.h"
#include "tools/message.h"

/* Largest context in bytes. */
#define CONTEXT_BYTES_MAX FILE_BYTES_MAX

/* Reads bytes as pairs of hexadecimal digits; blanks and colons between them are skipped. */
bool context_from_hex(struct file *context, const char *hex, struct message *message);

/* Appends zeroes up to `size` bytes. */
bool context_pad(struct file *context, uint64_t size, struct message *message);

/* 16 bytes a line, with offsets. */
void context_dump(FILE *out, const struct file *context);

#endif
