/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Writes every legal instruction to standard output, 8 bytes a slot. */
#include <stdio.h>

#include "every_insn.h"

int main(void)
{
    static uint8_t bytes[1u << 19];
    size_t size = every_insn(bytes, sizeof bytes);

    if (size > sizeof bytes) {
        fprintf(stderr, "%zu bytes are more than a program can have\n", size);
        return 1;
    }
    return fwrite(bytes, 1, size, stdout) != size;
}
