/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#ifndef RBPF_VERIFY_FUNCTIONS_H
#define RBPF_VERIFY_FUNCTIONS_H

#include <rbpf/program.h>

#include "bytes.h"

RBPF_INLINE uint32_t rbpf_function_entry(const struct rbpf_function *function)
{
    return rbpf_load16(function->bytes);
}

/*
 * Looks for the function that begins at `entry`, in a list in ascending order.
 * Returns its index, or where it would have to be inserted.
 */
uint32_t rbpf_function_search(const struct rbpf_function *functions, uint32_t count,
                              uint32_t entry);

/* The function that begins at `entry`, or null. */
const struct rbpf_function *rbpf_function_find(const struct rbpf_function *functions,
                                               uint32_t count, uint32_t entry);

#endif
