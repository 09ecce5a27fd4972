/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Operands at which arithmetic changes its mind, and programs that take them from the context. */
#ifndef RBPF_TEST_OPERANDS_H
#define RBPF_TEST_OPERANDS_H

#include "machine.h"

#define OPERAND_COUNT 28u
#define IMMEDIATE_COUNT 18u
extern const uint64_t operands[OPERAND_COUNT];
extern const int32_t immediates[IMMEDIATE_COUNT];

/* The program's first instructions: r1 and r2 become the two numbers in the context. */
#define LOAD_OPERANDS LDX(BPF_DW, 2, 1, 8), LDX(BPF_DW, 1, 1, 0)

/*
 * Loads a program of at most 8 slots, which is copied, into the shared machine;
 * runs it with two numbers as its context.
 */
enum rbpf_status operands_load(const uint64_t *insns, size_t insns_bytes);
enum rbpf_status operands_run(uint64_t first, uint64_t second, uint32_t way);

#endif
