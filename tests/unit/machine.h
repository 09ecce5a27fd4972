/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A VM with everything it needs, in one block without a heap. The guest's
 * memory lies in an arena with guards between the regions, none of them aligned:
 *
 *     guard | stack | guard | rodata | guard | data | guard | host 5 | guard | host 6 | guard |
 *     context | guard
 */
#ifndef RBPF_TEST_MACHINE_H
#define RBPF_TEST_MACHINE_H

#include <rbpf/rbpf.h>

#include "asm.h"
#include "cases.h"

#define MACHINE_STACK_BYTES 1500u
#define MACHINE_FRAMES 8u
#define MACHINE_FUNCTIONS_MAX 8u
#define MACHINE_CONTEXT_MAX 64u

/* Region 5: 13 bytes, read-only. Region 6: 7 bytes. Rodata and data: 16 bytes each. */
#define MACHINE_REGION_READ_ONLY RBPF_REGION_HOST
#define MACHINE_REGION_WRITABLE (RBPF_REGION_HOST + 1u)
#define MACHINE_REGION_CONTEXT (RBPF_REGION_HOST + 2u)
#define MACHINE_READ_ONLY_BYTES 13u
#define MACHINE_WRITABLE_BYTES 7u
#define MACHINE_IMAGE_BYTES 16u

#define MACHINE_GUARD 0xc5
/* Byte i of the regions, but for the stack and the context. */
#define MACHINE_PATTERN(i) ((uint8_t)(0x90u + (i)))

#define MACHINE_AT(region, offset) RBPF_ADDRESS(region, offset)
#define CONTEXT_AT(offset) MACHINE_AT(MACHINE_REGION_CONTEXT, offset)
#define STACK_AT(offset) MACHINE_AT(RBPF_REGION_STACK, offset)
#define CODE_AT(slot) MACHINE_AT(RBPF_REGION_CODE, (slot)*8u)

struct machine_setup {
    const uint64_t *insns;
    size_t insns_bytes;
    /* Null: those of rbpf_functions_find(). */
    const struct rbpf_function_info *functions;
    uint32_t function_count;
    const struct rbpf_helpers *helpers;
    const uint8_t *context;
    uint32_t context_bytes;
    /* Less than all of it; 0: all. */
    uint32_t stack_bytes;
    uint32_t frame_count;
    void *user;
};

struct machine {
    struct rbpf_vm vm;
    struct rbpf_region regions[RBPF_REGION_COUNT(2)];
    struct rbpf_frame frames[MACHINE_FRAMES];
    struct rbpf_program program;
    struct rbpf_report report;
    struct rbpf_facts facts;
    struct rbpf_function functions[MACHINE_FUNCTIONS_MAX];
    uint32_t function_count;
    uint8_t arena[2048];
};

/* Where a region lies in the arena. */
uint8_t *machine_region(struct machine *machine, uint32_t region);

/* Fills the arena. */
void machine_fill(struct machine *machine);

/* Verifies; fills the arena and initialises the VM; maps; each returns what the library says. */
enum rbpf_status machine_load(struct machine *machine, const struct machine_setup *setup);
enum rbpf_status machine_init(struct machine *machine, const struct machine_setup *setup);

/* Fills the context and starts function `function`. */
enum rbpf_status machine_start(struct machine *machine, const struct machine_setup *setup,
                               uint32_t function);

/* All of it, with function 0. */
enum rbpf_status machine_ready(struct machine *machine, const struct machine_setup *setup);

/* Has nothing outside the regions changed? */
bool machine_guards_hold(const struct machine *machine);

/* The machine that tests share; a test may rely on nothing that another left in it. */
extern struct machine shared_machine;

#endif
