/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Records of the list of functions, in the order of their entries. */
#include "verify/functions.h"

struct rbpf_function_info rbpf_function_read(const struct rbpf_function *function)
{
    return (struct rbpf_function_info){
        .entry = (uint16_t)rbpf_function_entry(function),
        .frame_bytes = (uint16_t)rbpf_function_frame(function),
        .stack_bytes = (uint16_t)rbpf_function_stack(function),
        .depth = (uint8_t)rbpf_function_depth(function),
        .flags = (uint8_t)rbpf_function_flags(function),
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

const struct rbpf_function *rbpf_function_find(const struct rbpf_code *code, uint32_t entry)
{
    uint32_t i = rbpf_function_search(code->functions, code->function_count, entry);
    const struct rbpf_function *function = &code->functions[i];

    return i < code->function_count && rbpf_function_entry(function) == entry ? function : NULL;
}
