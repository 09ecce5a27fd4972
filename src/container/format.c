/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Formatted text for the guest. */
#include <rbpf/builtin.h>

#include "container/formatter.h"

enum rbpf_status rbpf_helper_format(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);
    struct rbpf_text text = {.at = (char *)out.data, .room = out.size};
    enum rbpf_status status = rbpf_text_format(&text, call, rbpf_call_memory(call, 3), 4);

    (void)rbpf_text_end(&text);
    rbpf_call_return(call, text.length);
    return status;
}
