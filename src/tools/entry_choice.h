/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Fewer entry points: with several sources, functions are global that the host shall not start. */
#ifndef RBPF_TOOLS_ENTRY_CHOICE_H
#define RBPF_TOOLS_ENTRY_CHOICE_H

#include <stdbool.h>

#include "tools/convert.h"
#include "tools/message.h"

/* Makes an image anew with these entry points only: names with commas between them. */
bool image_keep_entries(struct image_out *image, const char *names, struct message *message);

#endif
