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
    uint32_t i = rbpf_function_search(code->functions, code->function_count, entry);
    const struct rbpf_function *function = &code->functions[i];

    return i < code->function_count && rbpf_function_entry(function) == entry ? function : NULL;
}

bool rbpf_helpers_has(const struct rbpf_helpers *helpers, uint32_t id)
{
    return helpers && id < helpers->count && id < RBPF_HELPERS_MAX && helpers->table[id].fn &&
           (!helpers->allowed || (helpers->allowed[id / 32u] >> (id % 32u) & 1u));
}
