/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#ifndef LOCAL_CALLS_H
#define LOCAL_CALLS_H

#include "guests.h"

/* As calls(), by a call within the guest for each number. */
uint64_t local_calls(const struct calls_context *context);

#endif
