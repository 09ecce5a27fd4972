/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Formatted text for the log. */
#include "container/builtin.h"
#include "container/formatter.h"

enum rbpf_status rbpf_helper_print(struct rbpf_call *call)
{
    char out[RBPF_LOG_TEXT_MAX + 1];
    struct rbpf_text text = {.at = out, .room = sizeof out};
    enum rbpf_status status = rbpf_text_format(&text, call, rbpf_call_memory(call, 1), 2);

    if (status == RBPF_OK)
        rbpf_builtin_say(call, out, (uint32_t)rbpf_text_end(&text));
    return status;
}
