/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What an image asks for, in words. */
#ifndef RBPF_TOOLS_REQUEST_WORDS_H
#define RBPF_TOOLS_REQUEST_WORDS_H

#include <stdio.h>

#include <rbpf/image.h>

enum request_half { REQUEST_NEEDS, REQUEST_WANTS };

/* Of an image that has a request. The caller frees it; null: out of memory. */
char *request_words(const struct rbpf_image *image, enum request_half half);

/* A line for each half, the words from a column on; nothing for an image without a request. */
void request_print(FILE *out, const struct rbpf_image *image, int column);

#endif
