/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What rbpf build says of the image that it made. */
#ifndef RBPF_TOOLS_BUILD_REPORT_H
#define RBPF_TOOLS_BUILD_REPORT_H

#include <stdio.h>

#include "tools/guest.h"

/* A line each for text, rodata, data, bss, stack, helpers and entry points. The guest was loaded.
 */
void build_report(FILE *out, const struct guest *guest);

/* Why the guest would be refused; names the helpers that its host has. */
void build_refusal(FILE *out, const struct guest *guest, enum rbpf_status status);

#endif
