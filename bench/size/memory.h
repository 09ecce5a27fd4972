/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What host.c works on, in a file of its own so that no compiler knows what is in it. */
#ifndef MEMORY_H
#define MEMORY_H

#include <rbpf/rbpf.h>

extern struct rbpf_vm vm;
extern struct rbpf_vm_config config;
extern struct rbpf_code code;
extern struct rbpf_program program;
extern struct rbpf_function functions[8];
extern struct rbpf_grant context;
extern struct rbpf_image image;
extern struct rbpf_facts facts;
extern struct rbpf_fault fault;
extern const void *image_bytes;
extern size_t image_size;
extern uint8_t data[64];
extern char line[64];
extern const char *text;
extern uint64_t result;

#endif
