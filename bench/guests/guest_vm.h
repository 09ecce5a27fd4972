/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* A VM with all that a workload may need. */
#ifndef GUEST_VM_H
#define GUEST_VM_H

#include <rbpf/rbpf.h>

#include "workloads.h"

#define GUEST_VM_FRAMES 8u

struct guest_vm {
    struct rbpf_image image;
    struct rbpf_code code;
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[GUEST_VM_FRAMES];
    _Alignas(8) uint8_t stack[1024];
    struct rbpf_vm vm;
    uint32_t function;
};

/* From an image up to a VM that can be started. */
enum rbpf_status guest_vm_load(struct guest_vm *guest, const struct workload_image *image);

/* One run, by one of the loops. */
enum rbpf_status guest_vm_run(struct guest_vm *guest, rbpf_loop_fn loop,
                              const struct rbpf_grant *context);

#endif
