/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "text.h"

void rbpf_text_put_char(struct rbpf_text *text, char c)
{
    if (text->length + 1u < text->room)
        text->at[text->length] = c;
    text->length++;
}

void rbpf_text_put(struct rbpf_text *text, const char *s)
{
    while (*s)
        rbpf_text_put_char(text, *s++);
}

void rbpf_text_put_number(struct rbpf_text *text, uint32_t value)
{
    char digits[11];
    char *p = digits + 10;

    *p = 0;
    do {
        *--p = (char)('0' + value % 10u);
        value /= 10u;
    } while (value);
    rbpf_text_put(text, p);
}

size_t rbpf_text_end(struct rbpf_text *text)
{
    size_t length = text->length;

    if (text->room == 0)
        return 0;
    if (length >= text->room)
        length = text->room - 1u;
    text->at[length] = 0;
    return length;
}
