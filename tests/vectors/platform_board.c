/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "platform.h"

#include <stdint.h>
#include <string.h>

#include "board.h"

#define ARGUMENTS_MAX 4
#define BLOCK_ALIGNMENT 8u

static int file;
static char buffer[128];
static size_t buffer_bytes;
static size_t buffer_next;

/* The blocks, one behind the other, in all the RAM that is left. */
static uint8_t *top = board_heap_begin;

bool platform_file_open(const char *path)
{
    file = board_file_open(path);
    buffer_bytes = 0;
    buffer_next = 0;
    return file >= 0;
}

int platform_file_next(void)
{
    if (buffer_next == buffer_bytes) {
        buffer_bytes = board_file_read(file, buffer, sizeof buffer);
        buffer_next = 0;
    }
    return buffer_next < buffer_bytes ? (unsigned char)buffer[buffer_next++] : -1;
}

void platform_file_close(void)
{
    board_file_close(file);
}

static void *take_at(uint8_t *block, size_t bytes)
{
    size_t rounded = (bytes + BLOCK_ALIGNMENT - 1) & ~(size_t)(BLOCK_ALIGNMENT - 1);

    if (rounded > (size_t)(board_heap_end - block))
        return 0;
    top = block + rounded;
    return block;
}

void *block_take(size_t bytes)
{
    return take_at(top, bytes);
}

void *block_resize(void *block, size_t bytes)
{
    return take_at(block, bytes);
}

void block_give(void *block)
{
    uint8_t *begin = block;

    if (begin && begin < top)
        top = begin;
}

int main(void)
{
    static char line[256];
    char *words[ARGUMENTS_MAX];
    char *rest = line;
    int count;

    board_command_line(line, sizeof line);
    for (count = 0; count < ARGUMENTS_MAX && *rest; count++) {
        words[count] = rest;
        rest += strcspn(rest, " ");
        if (*rest)
            *rest++ = 0;
    }
    return run_arguments(count, words);
}
