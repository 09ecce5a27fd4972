/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Formatting as in C's printf(), as far as <rbpf/guest_container.h> says. Guest memory may change
 * under it, where text is written into it: nothing is read beyond the bytes that were checked. */
#include "container/formatter.h"

#define DIGITS_MAX 20u
#define ARGUMENTS 5u

/* What stands between % and the letter. */
struct directive {
    bool left;
    bool zeros;
    uint8_t width;
    /* Of the argument, if it is a number. */
    uint8_t bits;
    bool has_modifier;
    char letter;
};

static void put_many(struct rbpf_text *text, char c, uint32_t count)
{
    while (count-- > 0)
        rbpf_text_put_char(text, c);
}

/* A minus, or nothing, and what it stands before. */
static void put_field(struct rbpf_text *text, const struct directive *d, bool minus,
                      struct rbpf_span body)
{
    uint32_t length = body.size + minus;
    uint32_t padding = length < d->width ? d->width - length : 0;
    uint32_t i;

    if (!d->left && !d->zeros)
        put_many(text, ' ', padding);
    if (minus)
        rbpf_text_put_char(text, '-');
    if (!d->left && d->zeros)
        put_many(text, '0', padding);
    for (i = 0; i < body.size; i++)
        rbpf_text_put_char(text, (char)body.data[i]);
    if (d->left)
        put_many(text, ' ', padding);
}

/* The bits that an argument has. */
static uint64_t cut(uint64_t value, uint32_t bits)
{
    return bits == 64 ? value : (uint32_t)value & UINT32_MAX >> (32u - bits);
}

static bool top_bit(uint64_t value, uint32_t bits)
{
    return bits == 64 ? value >> 63 != 0 : ((uint32_t)value >> (bits - 1u) & 1u) != 0;
}

static void put_number(struct rbpf_text *text, const struct directive *d, uint64_t value)
{
    const char *names = d->letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    const uint32_t base = (d->letter | 0x20) == 'x' ? 16 : 10;
    const bool is_signed = d->letter == 'd' || d->letter == 'i';
    uint8_t digits[DIGITS_MAX];
    uint32_t at = DIGITS_MAX;
    const bool minus = is_signed && top_bit(value, d->bits);

    value = cut(minus ? 0u - value : value, d->bits);
    do {
        digits[--at] = (uint8_t)names[value % base];
        value /= base;
    } while (value > 0);
    put_field(text, d, minus, (struct rbpf_span){digits + at, DIGITS_MAX - at});
}

static enum rbpf_status put_argument(struct rbpf_text *text, struct directive *d,
                                     const struct rbpf_call *call, uint64_t value)
{
    const struct rbpf_pointer pointer = {.address = value, .kind = RBPF_ARG_KIND_STRING};
    uint8_t byte = (uint8_t)value;
    struct rbpf_span body = {&byte, 1};
    enum rbpf_status status = RBPF_OK;

    if (d->letter != 'c' && d->letter != 's') {
        put_number(text, d, value);
        return RBPF_OK;
    }
    d->zeros = false;
    if (d->letter == 's')
        status = rbpf_call_translate(call, &pointer, &body);
    if (status == RBPF_OK)
        put_field(text, d, false, body);
    return status;
}

static char char_at(struct rbpf_span format, uint32_t at)
{
    return (char)(at < format.size ? format.data[at] : 0);
}

/* The number of the same letters at `at`, two at most. */
static uint32_t count_same(struct rbpf_span format, uint32_t at)
{
    return char_at(format, at + 1u) == char_at(format, at) ? 2 : 1;
}

/* Returns the offset behind it. */
static uint32_t parse_modifier(struct rbpf_span format, uint32_t at, struct directive *d)
{
    const char c = char_at(format, at);
    const uint32_t count = c == 'z' ? 1 : count_same(format, at);

    d->bits = 32;
    d->has_modifier = c == 'h' || c == 'l' || c == 'z';
    if (!d->has_modifier)
        return at;
    d->bits = 64;
    if (c == 'h')
        d->bits = (uint8_t)(16u / count);
    return at + count;
}

static bool letter_ok(const struct directive *d)
{
    switch (d->letter) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
        return true;
    case 'c':
    case 's':
        return !d->has_modifier;
    default:
        return false;
    }
}

/* Reads the directive whose % is before `at`. Returns the offset behind it, or 0: it is none. */
static uint32_t parse_directive(struct rbpf_span format, uint32_t at, struct directive *d)
{
    uint32_t digits;

    *d = (struct directive){.left = false};
    for (; char_at(format, at) == '0' || char_at(format, at) == '-'; at++) {
        if (char_at(format, at) == '-')
            d->left = true;
        else
            d->zeros = true;
    }
    for (digits = 0; digits < 2 && char_at(format, at) >= '0' && char_at(format, at) <= '9';
         digits++)
        d->width = (uint8_t)(10u * d->width + (uint8_t)(char_at(format, at++) - '0'));
    at = parse_modifier(format, at, d);
    d->letter = char_at(format, at);
    return letter_ok(d) ? at + 1u : 0;
}

enum rbpf_status rbpf_text_format(struct rbpf_text *text, struct rbpf_call *call,
                                  struct rbpf_span format, uint32_t argument)
{
    enum rbpf_status status = RBPF_OK;
    uint32_t at = 0;

    while (at < format.size && status == RBPF_OK) {
        char c = char_at(format, at++);
        struct directive d;
        uint32_t behind = c == '%' && argument <= ARGUMENTS ? parse_directive(format, at, &d) : 0;

        if (behind > 0) {
            status = put_argument(text, &d, call, rbpf_call_arg(call, argument++));
            at = behind;
            continue;
        }
        rbpf_text_put_char(text, c);
        if (c == '%' && char_at(format, at) == '%')
            at++;
    }
    rbpf_call_charge(call, format.size);
    rbpf_call_charge(call, (uint32_t)text->length);
    return status;
}
