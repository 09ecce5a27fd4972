/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What a file is, by its first bytes. */
#ifndef RBPF_TOOLS_FILE_KIND_H
#define RBPF_TOOLS_FILE_KIND_H

#include <stddef.h>
#include <stdint.h>

#include "tools/message.h"

enum file_kind {
    FILE_KIND_EMPTY,
    FILE_KIND_OBJECT,
    FILE_KIND_IMAGE,
    FILE_KIND_BITCODE,
    FILE_KIND_TEXT,
    /* Raw instructions look like anything. */
    FILE_KIND_UNKNOWN
};

enum file_kind file_kind(const uint8_t *bytes, size_t size);

/* Says what the file is, where an object is needed, and what to do about it. */
bool file_kind_fail(enum file_kind kind, struct message *message);

#endif
