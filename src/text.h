/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Text for people, into room that is given: what does not fit is counted and dropped. */
#ifndef RBPF_TEXT_H
#define RBPF_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct rbpf_text {
    char *at;
    /* With the NUL. */
    size_t room;
    /* Of all that was put, whether it fitted or not. */
    size_t length;
};

void rbpf_text_put_char(struct rbpf_text *text, char c);

void rbpf_text_put(struct rbpf_text *text, const char *s);

/* In decimal. */
void rbpf_text_put_number(struct rbpf_text *text, uint32_t value);

/* Puts the NUL where there is room; returns how many bytes stand before it. */
size_t rbpf_text_end(struct rbpf_text *text);

#endif
