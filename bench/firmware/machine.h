/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* One VM with all it may need, for the programs of this folder. */
#ifndef MACHINE_H
#define MACHINE_H

#include <rbpf/rbpf.h>

#define MACHINE_FRAMES 8u
#define MACHINE_FUNCTIONS 8u

struct machine {
    struct rbpf_code code;
    struct rbpf_function functions[MACHINE_FUNCTIONS];
    struct rbpf_program program;
    struct rbpf_report report;
    struct rbpf_image image;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[MACHINE_FRAMES];
    _Alignas(8) uint8_t stack[1024];
    struct rbpf_vm vm;
    struct rbpf_vm_config config;
    uint32_t function;
};

extern struct machine machine;

/* The loops, the names that tables have for them, and rbpf_run() of who has chosen that loop. */
struct variant {
    const char *name;
    rbpf_loop_fn loop;
    enum rbpf_status (*run)(struct rbpf_vm *vm, uint64_t budget_insns);
};

#define VARIANT_COUNT 3u
extern const struct variant variants[VARIANT_COUNT];

/* First of all: lets misaligned accesses be, which the board's start-up makes trap. */
void machine_start(void);

/* Prints a line "ERROR ..." and ends the program. */
_Noreturn void machine_fail(const char *what);

/* The same if `status` is not the one that is expected. */
void machine_expect(enum rbpf_status status, enum rbpf_status expected, const char *what);

/* Raw instructions, up to a VM that can be started. `helpers` may be null. */
void machine_load_insns(const uint64_t *insns, size_t insns_bytes,
                        const struct rbpf_helpers *helpers);

/* The same of an image. */
void machine_load_image(const uint8_t *bytes, size_t size, const struct rbpf_helpers *helpers);

#endif
