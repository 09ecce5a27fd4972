/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Arm's semihosting, which RISC-V has adopted. The numbers are those of its specification. */
#include "board.h"
#include "semihosting_call.h"

enum {
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE0 = 0x04,
    SYS_READ = 0x06,
    SYS_GET_CMDLINE = 0x15,
    SYS_EXIT_EXTENDED = 0x20,
    STOPPED_BY_EXIT = 0x20026,
    MODE_READ_BINARY = 1,
};

/* The parameters that a call takes are a block of words. */
static uintptr_t call(uintptr_t operation, uintptr_t a, uintptr_t b, uintptr_t c)
{
    const uintptr_t block[] = {a, b, c};

    return semihosting_call(operation, (uintptr_t)block);
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
    semihosting_call(SYS_WRITE0, (uintptr_t)text);
}

_Noreturn void board_exit(int code)
{
    for (;;)
        call(SYS_EXIT_EXTENDED, STOPPED_BY_EXIT, (uintptr_t)code, 0);
}

void board_command_line(char *line, size_t bytes)
{
    if (call(SYS_GET_CMDLINE, (uintptr_t)line, bytes, 0) != 0)
        line[0] = 0;
}

int board_file_open(const char *path)
{
    return (int)call(SYS_OPEN, (uintptr_t)path, MODE_READ_BINARY, length(path));
}

size_t board_file_read(int file, void *to, size_t bytes)
{
    uintptr_t left = call(SYS_READ, (uintptr_t)file, (uintptr_t)to, bytes);

    return left <= bytes ? bytes - left : 0;
}

void board_file_close(int file)
{
    call(SYS_CLOSE, (uintptr_t)file, 0, 0);
}
