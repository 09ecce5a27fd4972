/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A VM with all that a guest may need. */
#ifndef MACHINE_H
#define MACHINE_H

#include <rbpf/rbpf.h>

#define MACHINE_FRAMES 8u

struct machine {
    struct rbpf_image image;
    struct rbpf_code code;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[MACHINE_FRAMES];
    _Alignas(8) uint8_t stack[1024];
    struct rbpf_vm vm;
    uint32_t function;
};

/* From an image up to a VM that can be started; `helpers` may be null. */
enum rbpf_status machine_load(struct machine *machine, const void *image, size_t bytes,
                              const struct rbpf_helpers *helpers);

/* One run, by one of the loops. */
enum rbpf_status machine_run(struct machine *machine, rbpf_loop_fn loop,
                             const struct rbpf_grant *context);

#endif
