/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "platform.h"

#include <stdio.h>
#include <stdlib.h>

static FILE *file;

bool platform_file_open(const char *path)
{
    file = fopen(path, "r");
    return file;
}

int platform_file_next(void)
{
    int c = getc(file);

    return c == EOF ? -1 : c;
}

void platform_file_close(void)
{
    fclose(file);
}

/* Blocks of the heap have their exact size, so that a sanitizer sees the first byte beyond. */
void *block_take(size_t bytes)
{
    return malloc(bytes ? bytes : 1);
}

void *block_resize(void *block, size_t bytes)
{
    return realloc(block, bytes ? bytes : 1);
}

void block_give(void *block)
{
    free(block);
}

int main(int argc, char **argv)
{
    return run_arguments(argc, argv);
}
