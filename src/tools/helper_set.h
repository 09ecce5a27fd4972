/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The helpers that some device has, as a list of ids: enough to verify a guest for it. */
#ifndef RBPF_TOOLS_HELPER_SET_H
#define RBPF_TOOLS_HELPER_SET_H

#include <stdbool.h>

#include <rbpf/helper.h>

#include "tools/message.h"

struct helper_set {
    struct rbpf_helper table[RBPF_HELPERS_MAX];
    /* Refers to the table: the set must not be moved. */
    struct rbpf_helpers helpers;
};

/* From "1-3,7"; null: every id that there can be. None of them can be called. */
bool helper_set_init(struct helper_set *set, const char *list, struct message *message);

#endif
