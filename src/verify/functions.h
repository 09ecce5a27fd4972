/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#ifndef RBPF_VERIFY_FUNCTIONS_H
#define RBPF_VERIFY_FUNCTIONS_H

#include <rbpf/program.h>

#include "bytes.h"

/* The fields of a record. */
RBPF_INLINE uint32_t rbpf_function_entry(const struct rbpf_function *function)
{
    return rbpf_load16(function->bytes);
}

RBPF_INLINE uint32_t rbpf_function_frame(const struct rbpf_function *function)
{
    return rbpf_load16(function->bytes + 2);
}

RBPF_INLINE uint32_t rbpf_function_stack(const struct rbpf_function *function)
{
    return rbpf_load16(function->bytes + 4);
}

RBPF_INLINE uint32_t rbpf_function_depth(const struct rbpf_function *function)
{
    return function->bytes[6];
}

RBPF_INLINE uint32_t rbpf_function_flags(const struct rbpf_function *function)
{
    return function->bytes[7];
}

/*
 * Looks for the function that begins at `entry`, in a list in ascending order.
 * Returns its index, or where it would have to be inserted.
 */
RBPF_INLINE uint32_t rbpf_function_search(const struct rbpf_function *functions, uint32_t count,
                                          uint32_t entry)
{
    uint32_t low = 0;
    uint32_t high = count;

    while (low < high) {
        uint32_t middle = (low + high) / 2u;

        if (rbpf_function_entry(&functions[middle]) < entry)
            low = middle + 1u;
        else
            high = middle;
    }
    return low;
}

/* The function that begins at `entry`, or null. */
const struct rbpf_function *rbpf_function_find(const struct rbpf_code *code, uint32_t entry);

#endif
