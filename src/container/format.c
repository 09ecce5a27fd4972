/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Formatted text for the guest. */
#include <rbpf/builtin.h>

#include "container/formatter.h"

enum rbpf_status rbpf_helper_format(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);
    struct rbpf_text text = {.out = (char *)out.data, .room = out.size ? out.size - 1u : 0};
    enum rbpf_status status = rbpf_text_format(&text, call, rbpf_call_memory(call, 3), 4);

    if (out.size)
        out.data[text.length < text.room ? text.length : text.room] = 0;
    call->result = text.length;
    return status;
}
