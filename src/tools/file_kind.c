/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "tools/file_kind.h"

#include <stdbool.h>
#include <string.h>

#include <rbpf/image.h>

#include "bytes.h"

/* As many bytes as text has to be text. */
#define TEXT_BYTES 256u

static bool begins_with(const uint8_t *bytes, size_t size, const char *magic)
{
    return size >= 4 && memcmp(bytes, magic, 4) == 0;
}

/* LLVM, "Bitcode File Format": plain, or in a wrapper. */
static bool is_bitcode(const uint8_t *bytes, size_t size)
{
    return begins_with(bytes, size, "BC\xc0\xde") || begins_with(bytes, size, "\xde\xc0\x17\x0b");
}

static bool is_text(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size && i < TEXT_BYTES; i++) {
        /* UTF-8 has no byte above 0xf7. */
        if ((bytes[i] < ' ' && !strchr("\t\n\f\r", bytes[i])) || bytes[i] == 0 || bytes[i] == 127 ||
            bytes[i] >= 0xf8)
            return false;
    }
    return true;
}

enum file_kind file_kind(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return FILE_KIND_EMPTY;
    if (begins_with(bytes, size, "\177ELF"))
        return FILE_KIND_OBJECT;
    if (size >= 4 && rbpf_load32(bytes) == RBPF_IMAGE_MAGIC_NUMBER)
        return FILE_KIND_IMAGE;
    if (is_bitcode(bytes, size))
        return FILE_KIND_BITCODE;
    return is_text(bytes, size) ? FILE_KIND_TEXT : FILE_KIND_UNKNOWN;
}

bool file_kind_fail(enum file_kind kind, struct message *message)
{
    static const char *const words[] = {
        [FILE_KIND_EMPTY] = "is empty",
        [FILE_KIND_OBJECT] = "is an object",
        [FILE_KIND_IMAGE] = "is an image already",
        [FILE_KIND_BITCODE] = "is LLVM bitcode; compile without -flto and -emit-llvm",
        [FILE_KIND_TEXT] =
            "is a text file; compile it by rbpf build, or rbpf asm if it is assembler",
        [FILE_KIND_UNKNOWN] = "is not an ELF object",
    };

    return message_fail(message, "%s", words[kind]);
}
