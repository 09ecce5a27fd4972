/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Records of the list of functions, in the order of their entries. */
#include "verify/functions.h"

struct rbpf_function_info rbpf_function_read(const struct rbpf_function *function)
{
    const uint8_t *p = function->bytes;

    return (struct rbpf_function_info){
        .entry = rbpf_load16(p),
        .frame_bytes = rbpf_load16(p + 2),
        .stack_bytes = rbpf_load16(p + 4),
        .depth = p[6],
        .flags = p[7],
    };
}

uint32_t rbpf_function_search(const struct rbpf_function *functions, uint32_t count, uint32_t entry)
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

const struct rbpf_function *rbpf_function_find(const struct rbpf_function *functions,
                                               uint32_t count, uint32_t entry)
{
    uint32_t i = rbpf_function_search(functions, count, entry);

    return i < count && rbpf_function_entry(&functions[i]) == entry ? &functions[i] : NULL;
}
