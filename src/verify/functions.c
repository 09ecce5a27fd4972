/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What may be called: records of the list of functions, in the order of their entries; helpers. */
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

const struct rbpf_function *rbpf_function_find(const struct rbpf_code *code, uint32_t entry)
{
    const struct rbpf_function *first = code->functions;
    uint32_t count = code->function_count;

    while (count != 0) {
        uint32_t half = count / 2u;
        uint32_t found = rbpf_function_entry(&first[half]);

        if (found == entry)
            return &first[half];
        if (found < entry) {
            first += half + 1u;
            half = count - half - 1u;
        }
        count = half;
    }
    return NULL;
}

bool rbpf_helpers_has(const struct rbpf_helpers *helpers, uint32_t id)
{
    return helpers && id < helpers->count && id < RBPF_HELPERS_MAX && helpers->table[id].fn &&
           (!helpers->allowed || (helpers->allowed[id / 32u] >> (id % 32u) & 1u));
}
