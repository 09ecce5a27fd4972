/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "answers.h"

static uint64_t add_byte(uint64_t hash, uint8_t byte)
{
    return (hash ^ byte) * 0x100000001b3u;
}

/* From the lowest byte on, whatever the machine's order is. */
static uint64_t add_number(uint64_t hash, uint64_t number)
{
    for (unsigned i = 0; i < 8; i++)
        hash = add_byte(hash, (uint8_t)(number >> 8 * i));
    return hash;
}

static uint64_t add_bytes(uint64_t hash, struct machine_bytes bytes)
{
    hash = add_number(hash, bytes.size);
    for (size_t i = 0; i < bytes.size; i++)
        hash = add_byte(hash, bytes.data[i]);
    return hash;
}

static uint64_t add_fault(uint64_t hash, const struct rbpf_fault *fault)
{
    hash = add_number(hash, (uint64_t)fault->cause);
    hash = add_number(hash, fault->insn);
    hash = add_number(hash, fault->address);
    hash = add_number(hash, fault->size);
    hash = add_number(hash, fault->write);
    hash = add_number(hash, fault->helper);
    hash = add_number(hash, fault->argument);
    return add_number(hash, fault->depth);
}

uint64_t answers_add(uint64_t hash, const struct machine_outcome *outcome,
                     struct machine_bytes memory)
{
    hash = add_number(hash, outcome->rejected);
    hash = add_number(hash, (uint64_t)outcome->status);
    hash = add_bytes(hash, memory);
    if (outcome->rejected)
        return add_number(hash, outcome->where);
    hash = add_number(hash, outcome->executed_insns);
    if (outcome->status == RBPF_OK)
        return add_number(hash, outcome->r0);
    return add_fault(hash, &outcome->fault);
}
