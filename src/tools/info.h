/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What a guest consists of. */
#ifndef RBPF_TOOLS_INFO_H
#define RBPF_TOOLS_INFO_H

#include <stdio.h>

#include "tools/guest.h"

struct info {
    const struct guest *guest;
    /* Of rbpf_program_load(), with every helper there may be. */
    enum rbpf_status status;
    /* RBPF_GROUP_ bits of all instructions. */
    uint32_t groups;
    /* Ids of the helpers that are called by number, each once, in ascending order. */
    uint32_t *helpers;
    uint32_t helper_count;
};

/* Verifies the guest, which must outlive the info. The info is to be freed in either case. */
bool info_collect(struct info *info, struct guest *guest, struct message *message);

void info_free(struct info *info);

/* For people, a line for each thing. */
void info_print(FILE *out, const struct info *info);

/* For programs; README.md names the members. */
void info_print_json(FILE *out, const struct info *info, const char *file);

#endif
