/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the test of vectors asks of the machine that it runs on: platform_hosted.c where there is an
 * operating system, platform_board.c where there is none.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stdbool.h>
#include <stddef.h>

/* Of the test. main() is the platform's, which knows where arguments come from. */
int run_arguments(int argc, char **argv);

/* One file at a time, whose characters are read from first to last; -1: the end. */
bool platform_file_open(const char *path);
int platform_file_next(void);
void platform_file_close(void);

/*
 * A block of memory of exactly that size, aligned for anything, which may be 0; null: there is no
 * more. Blocks are given back in the opposite order; only the last one may change its size.
 */
void *block_take(size_t bytes);
void *block_resize(void *block, size_t bytes);

/* Null is fine. */
void block_give(void *block);

#endif
