/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Says hello and then, if an argument tells it, what must end in a trap: an access that is
 * misaligned, one where there is no memory, or more stack than there is.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "board.h"

static uint64_t bytes[2];

/* What the compiler cannot know, so that it must use one load of four bytes. */
static uint32_t load(uintptr_t address)
{
    __asm__("" : "+r"(address));
    return *(const volatile uint32_t *)address;
}

static uint32_t recurse(volatile uint32_t *levels)
{
    volatile uint32_t here = *levels + 1;

    return here == UINT32_MAX ? 0 : recurse(&here) + here;
}

int main(void)
{
    char line[256];

    board_command_line(line, sizeof line);
    printf("hello, %" PRIu32 "\n", load((uintptr_t)bytes));
    if (strstr(line, " misaligned"))
        printf("misaligned: %" PRIu32 "\n", load((uintptr_t)bytes + 1));
    if (strstr(line, " nowhere"))
        printf("nowhere: %" PRIu32 "\n", load(0xe8000000u));
    if (strstr(line, " overflow"))
        printf("overflow: %" PRIu32 "\n", recurse(&(volatile uint32_t){0}));
    return 0;
}
