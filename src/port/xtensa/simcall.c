/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Console, exit, arguments and files by Tensilica's simcall, with the numbers that QEMU has. */
#include "board.h"

enum {
    SYS_EXIT = 1,
    SYS_READ = 3,
    SYS_WRITE = 4,
    SYS_OPEN = 5,
    SYS_CLOSE = 6,
    SYS_ARGC = 1000,
    SYS_ARGV_BYTES = 1001,
    SYS_ARGV = 1002,
    STANDARD_OUTPUT = 1,
};

static uint32_t call(uint32_t operation, uint32_t a, uint32_t b, uint32_t c)
{
    register uint32_t a2 __asm__("a2") = operation;
    register uint32_t a3 __asm__("a3") = a;
    register uint32_t a4 __asm__("a4") = b;
    register uint32_t a5 __asm__("a5") = c;

    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

static size_t length(const char *text)
{
    const char *end = text;

    while (*end)
        end++;
    return (size_t)(end - text);
}

void board_print(const char *text)
{
    call(SYS_WRITE, STANDARD_OUTPUT, (uintptr_t)text, length(text));
}

_Noreturn void board_exit(int code)
{
    for (;;)
        call(SYS_EXIT, (uint32_t)code, 0, 0);
}

int board_file_open(const char *path)
{
    return (int)call(SYS_OPEN, (uintptr_t)path, 0, 0);
}

size_t board_file_read(int file, void *to, size_t bytes)
{
    uint32_t count = call(SYS_READ, (uint32_t)file, (uintptr_t)to, bytes);

    return count <= bytes ? count : 0;
}

void board_file_close(int file)
{
    call(SYS_CLOSE, (uint32_t)file, 0, 0);
}

/* The call writes an array of pointers, and the words behind it. */
void board_command_line(char *line, size_t bytes)
{
    uint32_t block[128];
    uint32_t argc = call(SYS_ARGC, 0, 0, 0);
    size_t used = 0;

    line[0] = 0;
    if (call(SYS_ARGV_BYTES, 0, 0, 0) > sizeof block)
        return;
    call(SYS_ARGV, (uintptr_t)block, 0, 0);
    for (uint32_t i = 0; i < argc; i++) {
        const char *word = (const char *)(uintptr_t)block[i];

        while (*word && used + 2 < bytes)
            line[used++] = *word++;
        line[used++] = ' ';
        line[used] = 0;
    }
}
