/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * One program and what must come of it, on every loop, in slices of any size
 * and step by step: same result, same memory, same count, same fault.
 */
#ifndef RBPF_TEST_RUN_CASE_H
#define RBPF_TEST_RUN_CASE_H

#include "machine.h"

/* What a fault must look like; the rest of the record is zero. */
struct run_fault {
    uint32_t insn;
    uint64_t address;
    uint64_t size;
    bool write;
    /* Helper id + 1; 0: none. */
    uint32_t helper_plus_1;
    uint8_t argument;
    int32_t helper_status;
    uint32_t depth;
    uint16_t chain[4];
};

struct run_case {
    const char *name;
    /* PROGRAM(...), without: see machine_setup */
    const uint64_t *insns;
    size_t insns_bytes;
    const struct rbpf_function_info *functions;
    uint32_t function_count;
    const struct rbpf_helpers *helpers;
    /* The context before, and after unless it stays so. */
    uint32_t context_bytes;
    uint8_t context[32];
    uint8_t after[32];
    bool changes;
    uint32_t stack_bytes;
    uint32_t frame_count;
    /* Each suspended call is completed with this. */
    uint64_t completion;

    enum rbpf_status status;
    uint64_t r0;
    /* 0: not looked at. */
    uint64_t executed;
    struct run_fault fault;
};

struct verdict check_run_case(const struct run_case *row);

/* Ways to run a program that is ready: returns how it ended. */
#define RUN_WAYS 16u
enum rbpf_status run_way(struct rbpf_vm *vm, uint32_t way, uint64_t completion);

#endif
