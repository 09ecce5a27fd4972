/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Text made by a format. */
#ifndef RBPF_CONTAINER_FORMATTER_H
#define RBPF_CONTAINER_FORMATTER_H

#include <rbpf/call.h>

#include "text.h"

/*
 * Appends to `text` what `format` makes of the call's arguments from `argument` to 5, and charges
 * for it. RBPF_OK, or why a string is refused.
 */
enum rbpf_status rbpf_text_format(struct rbpf_text *text, struct rbpf_call *call,
                                  struct rbpf_span format, uint32_t argument);

#endif
