/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Fault records as bytes; <rbpf/fault.h> draws them. Every byte has one meaning,
 * so that a record that was damaged on its way is rarely taken for another.
 */
#include <rbpf/bytes.h>
#include <rbpf/fault.h>

#define MAGIC 0x4672u /* "rF" */
#define FLAG_WRITE 1u
#define CHAIN_OFFSET 52u
#define ARGUMENT_MAX 5u

void rbpf_fault_encode(const struct rbpf_fault *fault, uint8_t bytes[RBPF_FAULT_BYTES])
{
    memset(bytes, 0, RBPF_FAULT_BYTES);
    rbpf_store16(bytes, MAGIC);
    bytes[2] = RBPF_FAULT_VERSION_NUMBER;
    bytes[3] = fault->write ? FLAG_WRITE : 0;
    rbpf_store16(bytes + 4, (uint16_t)fault->cause);
    rbpf_store16(bytes + 6, (uint16_t)fault->insn);
    rbpf_store64(bytes + 8, fault->address);
    rbpf_store64(bytes + 16, fault->size);
    rbpf_store64(bytes + 24, fault->executed_insns);
    rbpf_store32(bytes + 32, fault->region_bytes);
    rbpf_store32(bytes + 36, fault->context_region);
    rbpf_store32(bytes + 40, fault->helper);
    rbpf_store32(bytes + 44, (uint32_t)fault->helper_status);
    rbpf_store32(bytes + 48, fault->depth);
    for (uint32_t i = 0; i < RBPF_FAULT_CHAIN; i++)
        rbpf_store16(bytes + CHAIN_OFFSET + 2u * i, fault->chain[i]);
    bytes[68] = fault->argument;
}

static bool frame_ok(const uint8_t *bytes)
{
    return rbpf_load16(bytes) == MAGIC && bytes[2] == RBPF_FAULT_VERSION_NUMBER &&
           (bytes[3] & ~FLAG_WRITE) == 0 && bytes[69] == 0 && bytes[70] == 0 && bytes[71] == 0;
}

static struct rbpf_fault read_fields(const uint8_t *bytes)
{
    struct rbpf_fault fault = {
        .cause = (enum rbpf_status)(int16_t)rbpf_load16(bytes + 4),
        .insn = rbpf_load16(bytes + 6),
        .address = rbpf_load64(bytes + 8),
        .size = rbpf_load64(bytes + 16),
        .write = bytes[3] & FLAG_WRITE,
        .executed_insns = rbpf_load64(bytes + 24),
        .region_bytes = rbpf_load32(bytes + 32),
        .context_region = rbpf_load32(bytes + 36),
        .helper = rbpf_load32(bytes + 40),
        .helper_status = (int32_t)rbpf_load32(bytes + 44),
        .depth = rbpf_load32(bytes + 48),
        .argument = bytes[68],
    };

    for (uint32_t i = 0; i < RBPF_FAULT_CHAIN; i++)
        fault.chain[i] = rbpf_load16(bytes + CHAIN_OFFSET + 2u * i);
    return fault;
}

static bool chain_ok(const struct rbpf_fault *fault)
{
    for (uint32_t i = fault->depth; i < RBPF_FAULT_CHAIN; i++)
        if (fault->chain[i] != 0)
            return false;
    return true;
}

/* What every fault keeps to, whatever the program. */
static bool fields_ok(const struct rbpf_fault *fault)
{
    if (fault->cause > RBPF_FAULT_BOUNDS || fault->cause < RBPF_FAULT_INSN)
        return false;
    if (fault->argument > ARGUMENT_MAX)
        return false;
    if (fault->argument && fault->helper == RBPF_FAULT_NO_HELPER)
        return false;
    if (fault->helper_status && fault->cause != RBPF_FAULT_HELPER_FAILED)
        return false;
    return chain_ok(fault);
}

enum rbpf_status rbpf_fault_decode(struct rbpf_fault *fault, const uint8_t bytes[RBPF_FAULT_BYTES])
{
    struct rbpf_fault found;

    if (!frame_ok(bytes))
        return RBPF_ERR_RECORD;
    found = read_fields(bytes);
    if (!fields_ok(&found))
        return RBPF_ERR_RECORD;
    *fault = found;
    return RBPF_OK;
}
