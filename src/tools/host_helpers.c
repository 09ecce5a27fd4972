/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Strings come from guests: they are written as they are, byte by byte. */
#define _POSIX_C_SOURCE 200809L

#include "tools/host_helpers.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include <rbpf/call.h>

/* What is written for an instruction of the budget: or a small one would fill a disk. */
#define BYTES_PER_INSN 64u

static enum rbpf_status print_string(struct rbpf_call *call)
{
    const struct rbpf_span text = rbpf_call_memory(call, 1);
    struct host_output *output = rbpf_call_user(call);

    fwrite(text.data, 1, text.size, stdout);
    if (text.size > 0)
        output->line_open = text.data[text.size - 1u] != '\n';
    rbpf_call_charge(call, text.size / BYTES_PER_INSN);
    rbpf_call_return(call, text.size);
    return RBPF_OK;
}

static enum rbpf_status print_number(struct rbpf_call *call)
{
    struct host_output *output = rbpf_call_user(call);

    printf("%" PRId64 "\n", (int64_t)rbpf_call_arg(call, 1));
    output->line_open = false;
    return RBPF_OK;
}

static enum rbpf_status clock_ms(struct rbpf_call *call)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    rbpf_call_return(call, (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
    return RBPF_OK;
}

static const struct rbpf_helper table[] = {
    {.fn = NULL},
    {.fn = print_string, .name = "print_string", .args = {RBPF_ARG_STRING}},
    {.fn = print_number, .name = "print_number"},
    {.fn = clock_ms, .name = "clock_ms"},
};

const struct rbpf_helpers *host_helpers(void)
{
    static const struct rbpf_helpers helpers = {
        .table = table,
        .count = sizeof table / sizeof table[0],
    };

    return &helpers;
}

const char *host_helper_name(uint32_t id)
{
    return rbpf_helpers_has(host_helpers(), id) ? table[id].name : "?";
}
