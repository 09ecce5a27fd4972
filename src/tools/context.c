/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Contexts are never null, so that one of 0 bytes is no special case. */
#include "tools/context.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool context_from_hex(struct file *context, const char *hex, struct message *message)
{
    *context = (struct file){.bytes = calloc(strlen(hex) / 2u + 1u, 1u)};
    if (!context->bytes)
        return message_fail(message, "out of memory");
    while (*hex) {
        int high = hex_digit(hex[0]);
        int low = high < 0 ? -1 : hex_digit(hex[1]);

        if (strchr(" \t\n:", hex[0])) {
            hex++;
            continue;
        }
        if (low < 0)
            return message_fail(message,
                                "option '--ctx-hex' needs pairs of hexadecimal digits; "
                                "'%.8s' is none",
                                hex);
        context->bytes[context->size++] = (uint8_t)(high * 16 + low);
        hex += 2;
    }
    return true;
}

bool context_pad(struct file *context, uint64_t size, struct message *message)
{
    uint8_t *bytes;

    if (size < context->size || size > CONTEXT_BYTES_MAX)
        return message_fail(message,
                            "option '--ctx-size' is %" PRIu64
                            ": the context has %zu bytes already, "
                            "and at most %u",
                            size, context->size, CONTEXT_BYTES_MAX);
    bytes = realloc(context->bytes, (size_t)size + 1u);
    if (!bytes)
        return message_fail(message, "out of memory");
    memset(bytes + context->size, 0, (size_t)size - context->size);
    *context = (struct file){.bytes = bytes, .size = (size_t)size};
    return true;
}

void context_dump(FILE *out, const struct file *context)
{
    for (size_t i = 0; i < context->size; i++) {
        if (i % 16u == 0)
            fprintf(out, "%08zx ", i);
        fprintf(out, " %02x%s", context->bytes[i],
                i % 16u == 15u || i + 1u == context->size ? "\n" : "");
    }
}
