/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "guests.h"

uint64_t empty(const struct empty_context *context)
{
    (void)context;
    return 0;
}
