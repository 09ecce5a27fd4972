/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Reads in pieces, so that pipes will do. */
#define _POSIX_C_SOURCE 200809L

#include "tools/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PIECE_BYTES 65536u

static bool grow(struct file *file, size_t *capacity)
{
    uint8_t *bytes;

    if (*capacity - file->size >= PIECE_BYTES)
        return true;
    bytes = realloc(file->bytes, *capacity * 2u + PIECE_BYTES);
    if (!bytes)
        return false;
    file->bytes = bytes;
    *capacity = *capacity * 2u + PIECE_BYTES;
    return true;
}

static bool read_stream(struct file *file, FILE *stream, const char *path, struct message *message)
{
    size_t capacity = 0;
    size_t count;

    do {
        if (!grow(file, &capacity))
            return message_fail(message, "out of memory for '%s'", path);
        count = fread(file->bytes + file->size, 1, PIECE_BYTES, stream);
        file->size += count;
        if (file->size > FILE_BYTES_MAX)
            return message_fail(message, "'%s' is longer than %u bytes", path, FILE_BYTES_MAX);
    } while (count == PIECE_BYTES);
    if (ferror(stream))
        return message_fail(message, "cannot read '%s': %s", path, strerror(errno));
    return true;
}

static bool is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

bool file_read(struct file *file, const char *path, struct message *message)
{
    bool own = !is_standard(path);
    FILE *stream = own ? fopen(path, "rb") : stdin;
    bool ok;

    *file = (struct file){0};
    if (!stream)
        return message_fail(message, "cannot open '%s': %s", path, strerror(errno));
    ok = read_stream(file, stream, path, message);
    if (own)
        fclose(stream);
    if (!ok) {
        free(file->bytes);
        *file = (struct file){0};
    }
    return ok;
}

static bool is_same(const char *path, const char *other)
{
    struct stat a;
    struct stat b;

    return stat(path, &a) == 0 && stat(other, &b) == 0 && S_ISREG(a.st_mode) &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool file_spares(const char *output, const char *input, struct message *message)
{
    return !is_same(output, input) ||
           message_fail(message, "'%s' would be overwritten by what is made of it", input);
}

static bool write_stream(FILE *stream, const uint8_t *bytes, size_t size)
{
    return fwrite(bytes, 1, size, stream) == size && fflush(stream) == 0;
}

bool file_write(const char *path, const uint8_t *bytes, size_t size, struct message *message)
{
    bool own = !is_standard(path);
    FILE *stream = own ? fopen(path, "wb") : stdout;
    bool ok;

    if (!stream)
        return message_fail(message, "cannot write '%s': %s", path, strerror(errno));
    ok = write_stream(stream, bytes, size);
    if (own && fclose(stream) != 0)
        ok = false;
    return ok || message_fail(message, "cannot write '%s': %s", path, strerror(errno));
}
