/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "helpers.h"

#include <string.h>

static enum rbpf_status sum(struct rbpf_call *call)
{
    uint64_t result = 0;
    uint32_t i;

    for (i = 1; i <= 5; i++)
        result += i * rbpf_call_arg(call, i);
    rbpf_call_return(call, result);
    return RBPF_OK;
}

static enum rbpf_status fill(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);

    if (out.size)
        memset(out.data, 0xee, out.size);
    rbpf_call_return(call, out.size);
    return out.data ? RBPF_OK : RBPF_ERR_ARGUMENT;
}

static uint64_t total(struct rbpf_span span)
{
    uint64_t result = 0;
    uint32_t i;

    for (i = 0; i < span.size; i++)
        result += span.data[i];
    return result;
}

static enum rbpf_status add_up(struct rbpf_call *call)
{
    rbpf_call_return(call, total(rbpf_call_memory(call, 1)));
    return rbpf_call_memory(call, 1).data ? RBPF_OK : RBPF_ERR_ARGUMENT;
}

static enum rbpf_status add_up_last(struct rbpf_call *call)
{
    rbpf_call_return(call, total(rbpf_call_memory(call, 5)));
    return RBPF_OK;
}

static enum rbpf_status measure(struct rbpf_call *call)
{
    const struct rbpf_span string = rbpf_call_memory(call, 1);

    rbpf_call_return(call, string.size);
    return string.data[string.size] == 0 ? RBPF_OK : RBPF_ERR_ARGUMENT;
}

static enum rbpf_status read4(struct rbpf_call *call)
{
    const struct rbpf_span in = rbpf_call_memory(call, 1);
    uint64_t result = 0;
    uint32_t i;

    for (i = 0; i < in.size; i++)
        result |= (uint64_t)in.data[i] << 8u * i;
    rbpf_call_return(call, result);
    return in.size == 4 ? RBPF_OK : RBPF_ERR_ARGUMENT;
}

static enum rbpf_status fail(struct rbpf_call *call)
{
    rbpf_call_return(call, 99);
    return RBPF_ERR_ARGUMENT;
}

static enum rbpf_status suspend(struct rbpf_call *call)
{
    rbpf_call_charge(call, (uint32_t)rbpf_call_arg(call, 1));
    rbpf_call_return(call, 99);
    return RBPF_SUSPENDED;
}

static enum rbpf_status charge(struct rbpf_call *call)
{
    uint32_t i;

    for (i = 1; i <= 3; i++)
        rbpf_call_charge(call, (uint32_t)rbpf_call_arg(call, i));
    rbpf_call_return(call, 7);
    return RBPF_OK;
}

static enum rbpf_status nothing(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static enum rbpf_status twice(struct rbpf_call *call)
{
    rbpf_call_return(call, 1);
    rbpf_call_return(call, 0x8000000000000002);
    return RBPF_OK;
}

static enum rbpf_status copy(struct rbpf_call *call)
{
    const struct rbpf_span in = rbpf_call_memory(call, 1);
    const struct rbpf_span out = rbpf_call_memory(call, 3);
    uint32_t size = in.size < out.size ? in.size : out.size;

    if (size)
        memmove(out.data, in.data, size);
    rbpf_call_return(call, size);
    return RBPF_OK;
}

static enum rbpf_status call_user(struct rbpf_call *call)
{
    struct test_user *user = rbpf_call_user(call);

    return user->fn(user, call);
}

static enum rbpf_status fill_and_fail(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);

    memset(out.data, 0xee, out.size);
    return RBPF_IMAGE_NO_ENTRY;
}

static enum rbpf_status spoil(struct rbpf_call *call)
{
    const struct rbpf_span out = rbpf_call_memory(call, 1);
    struct rbpf_span string;

    memset(out.data, 0xee, out.size);
    string = rbpf_call_memory(call, 3);
    rbpf_call_return(call, string.size | (uint64_t)string.data[string.size] << 32);
    return RBPF_OK;
}

static const struct rbpf_helper table[HELPER_COUNT] = {
    [HELPER_SUM] = {.fn = sum},
    [HELPER_FILL] = {.fn = fill, .args = {RBPF_ARG_WRITES(2)}},
    [HELPER_ADD_UP] = {.fn = add_up, .args = {RBPF_ARG_READS(2)}},
    [HELPER_STRLEN] = {.fn = measure, .args = {RBPF_ARG_STRING}},
    [HELPER_READ4] = {.fn = read4, .args = {RBPF_ARG_READS_BYTES(4)}},
    [HELPER_FILL8] = {.fn = fill, .args = {RBPF_ARG_WRITES_BYTES(8)}},
    [HELPER_FAIL] = {.fn = fail},
    [HELPER_SUSPEND] = {.fn = suspend},
    [HELPER_CHARGE] = {.fn = charge},
    [HELPER_NOTHING] = {.fn = nothing},
    [HELPER_ADD_UP_LAST] = {.fn = add_up_last, .args = {[4] = RBPF_ARG_READS(1)}},
    [HELPER_COPY] = {.fn = copy, .args = {RBPF_ARG_READS(2), RBPF_ARG_SCALAR, RBPF_ARG_WRITES(4)}},
    [HELPER_USER] = {.fn = call_user},
    [HELPER_SPOIL] = {.fn = spoil, .args = {RBPF_ARG_WRITES(2), RBPF_ARG_SCALAR, RBPF_ARG_STRING}},
    [HELPER_LOOK] = {.fn = nothing, .args = {RBPF_ARG_READS_BYTES(4)}},
    [HELPER_TWICE] = {.fn = twice},
    [HELPER_FILL_AND_FAIL] = {.fn = fill_and_fail, .args = {RBPF_ARG_WRITES(2)}},
};

const struct rbpf_helpers test_helpers = {.table = table, .count = HELPER_COUNT};
