/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Numbers as decimal text, without the formatter. */
#include <string.h>

#include <rbpf/builtin.h>
#include <rbpf/call.h>

/* "-0.000012345", "-12345000000000", "4294967295" */
#define TEXT_MAX 15u
#define EXPONENT_MAX 9

/* Text that grows to the front. */
struct growing {
    char out[TEXT_MAX];
    uint32_t at;
};

static void put_digits(struct growing *text, uint32_t value, int32_t decimals)
{
    int32_t count = 0;

    do {
        text->out[--text->at] = (char)('0' + value % 10u);
        value /= 10u;
        if (++count == decimals)
            text->out[--text->at] = '.';
    } while (value > 0 || count <= decimals);
}

/* To the address in the first argument; null: nowhere. */
static enum rbpf_status hand_over(struct rbpf_call *call, const struct growing *text)
{
    const struct rbpf_pointer pointer = {rbpf_call_arg(call, 1), TEXT_MAX - text->at,
                                         RBPF_ARG_KIND_WRITES};
    enum rbpf_status status = RBPF_OK;
    struct rbpf_span out;

    if (pointer.address != 0)
        status = rbpf_call_translate(call, &pointer, &out);
    if (status == RBPF_OK && pointer.address != 0)
        memcpy(out.data, text->out + text->at, out.size);
    rbpf_call_return(call, pointer.bytes);
    rbpf_call_charge(call, TEXT_MAX - text->at);
    return status;
}

enum rbpf_status rbpf_helper_fixed_text(struct rbpf_call *call)
{
    const uint32_t value = (uint32_t)rbpf_call_arg(call, 2) & 0xffffu;
    const int32_t exponent = (int32_t)rbpf_call_arg(call, 3);
    const bool negative = value >= 0x8000u;
    struct growing text = {.at = TEXT_MAX};
    int32_t zeros;

    if (exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX)
        return RBPF_ERR_ARGUMENT;
    for (zeros = exponent; zeros > 0; zeros--)
        text.out[--text.at] = '0';
    put_digits(&text, negative ? 0x10000u - value : value, exponent < 0 ? -exponent : 0);
    if (negative)
        text.out[--text.at] = '-';
    return hand_over(call, &text);
}

enum rbpf_status rbpf_helper_u32_text(struct rbpf_call *call)
{
    struct growing text = {.at = TEXT_MAX};

    put_digits(&text, (uint32_t)rbpf_call_arg(call, 2), 0);
    return hand_over(call, &text);
}
