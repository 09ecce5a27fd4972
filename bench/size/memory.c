/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The host's memory, and what else it is linked with. */
#include <board.h>

#include "memory.h"

struct rbpf_vm vm;
struct rbpf_vm_config config;
struct rbpf_code code;
struct rbpf_program program;
struct rbpf_function functions[8];
struct rbpf_grant context;
struct rbpf_image image;
struct rbpf_facts facts;
struct rbpf_fault fault;
const void *image_bytes;
size_t image_size;
uint8_t data[64];
char line[64];
const char *text;
uint64_t result;

/* The console of the example firmware. */
void board_print(const char *string)
{
    text = string;
}

#ifdef __linux__
/* What libgcc does there about a division by zero. */
int raise(int number);
int raise(int number)
{
    return number;
}
#endif
