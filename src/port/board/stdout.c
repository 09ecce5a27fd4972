/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* printf() of picolibc on the console; linked only where it is used. */
#include <stdio.h>

#include "board.h"

static int put(char c, FILE *file)
{
    (void)file;
    board_print((char[]){c, 0});
    return (unsigned char)c;
}

static FILE console = FDEV_SETUP_STREAM(put, NULL, NULL, _FDEV_SETUP_WRITE);

FILE *const stdout = &console;
FILE *const stderr = &console;
