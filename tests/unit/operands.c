/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "operands.h"

#include <string.h>

#include "run_case.h"

/* A program refers to its instructions. */
static uint64_t program[8];

const uint64_t operands[OPERAND_COUNT] = {
    0,
    1,
    2,
    7,
    31,
    32,
    63,
    64,
    255,
    0x7fff,
    0x8000,
    0x7fffffff,
    0x80000000,
    0x80000001,
    0xfffffffe,
    0xffffffff,
    0x100000000,
    0x100000001,
    0x7fffffff00000000,
    0x7fffffffffffffff,
    0x8000000000000000,
    0x8000000000000001,
    0xffffffff00000000,
    0xffffffff7fffffff,
    0xffffffff80000000,
    0xfffffffffffffffe,
    0xffffffffffffffff,
    0x123456789abcdef0,
};

const int32_t immediates[IMMEDIATE_COUNT] = {
    0,   1,  2,  7,    31,     32,      63,        64,        255,
    128, -1, -2, -128, 0x7fff, -0x8000, INT32_MAX, INT32_MIN, 0x12345678,
};

enum rbpf_status operands_load(const uint64_t *insns, size_t insns_bytes)
{
    const struct machine_setup setup = {.insns = program, .insns_bytes = insns_bytes};
    enum rbpf_status status;

    memcpy(program, insns, insns_bytes);
    status = machine_load(&shared_machine, &setup);
    return status == RBPF_OK ? machine_init(&shared_machine, &setup) : status;
}

static void put(uint8_t *bytes, uint64_t value)
{
    uint32_t i;

    for (i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> 8u * i);
}

enum rbpf_status operands_run(uint64_t first, uint64_t second, uint32_t way)
{
    uint8_t context[16];
    const struct machine_setup setup = {.context = context, .context_bytes = sizeof context};
    enum rbpf_status status;

    put(context, first);
    put(context + 8, second);
    status = machine_start(&shared_machine, &setup, 0);
    return status == RBPF_OK ? run_way(&shared_machine.vm, way, 0) : status;
}
