/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "hex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static uint8_t digit_value(char digit)
{
    const char *digits = "0123456789abcdef";

    return (uint8_t)(strchr(digits, tolower((unsigned char)digit)) - digits);
}

static bool is_digit(char c)
{
    return isxdigit((unsigned char)c);
}

static bool is_blank(char c)
{
    return isspace((unsigned char)c);
}

static bool read_pairs(const char *text, struct machine_bytes *bytes)
{
    while (*text) {
        if (is_blank(*text)) {
            text++;
            continue;
        }
        if (!is_digit(text[0]) || !is_digit(text[1]))
            return false;
        bytes->data[bytes->size++] = (uint8_t)(digit_value(text[0]) << 4 | digit_value(text[1]));
        text += 2;
    }
    return true;
}

/* Moves the bytes into a block of their exact size, so that a sanitizer sees the first one beyond.
 */
static bool shrink(struct machine_bytes *bytes)
{
    uint8_t *exact = malloc(bytes->size ? bytes->size : 1);

    if (exact)
        memcpy(exact, bytes->data, bytes->size);
    free(bytes->data);
    bytes->data = exact;
    return exact;
}

bool hex_read(const char *text, struct machine_bytes *bytes)
{
    struct machine_bytes read = {.data = malloc(strlen(text) + 1)};

    if (!read.data)
        return false;
    if (strcmp(text, "-") != 0 && !read_pairs(text, &read)) {
        free(read.data);
        return false;
    }
    if (!shrink(&read))
        return false;
    *bytes = read;
    return true;
}

void hex_print(FILE *out, struct machine_bytes bytes)
{
    if (bytes.size == 0)
        fputc('-', out);
    for (size_t i = 0; i < bytes.size; i++)
        fprintf(out, "%02x", bytes.data[i]);
}
