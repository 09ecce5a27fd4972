/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Guest memory: numbered regions, exact to the byte.
 *
 *      63          32 31           0
 *     +--------------+--------------+
 *     | region       | offset       |   a guest address
 *     +--------------+--------------+
 *
 *     0  nothing: null and what is near it faults
 *     1  the stack, as far as it is in use
 *     2  read-only data of the image
 *     3  data and bss of the image
 *     4  code: may be called, not read
 *     5  the host's regions ...
 *     n  the context, with nothing after it
 *
 * Guest memory is little-endian on every host.
 */
#ifndef RBPF_REGION_H
#define RBPF_REGION_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RBPF_REGION_STACK 1u
#define RBPF_REGION_RODATA 2u
#define RBPF_REGION_DATA 3u
#define RBPF_REGION_CODE 4u
/** The first of the host's own regions, or the context if there is none. */
#define RBPF_REGION_HOST 5u

/** Entries of a region table with `host_regions` regions of the host's own and the context. */
#define RBPF_REGION_COUNT(host_regions) (RBPF_REGION_HOST + (host_regions) + 1u)

/** The guest address of byte `offset` of a region. */
#define RBPF_ADDRESS(region, offset) ((uint64_t)(region) << 32 | (uint32_t)(offset))

/** A row of a VM's region table; the VM writes it, see rbpf_vm_map(). */
struct rbpf_region {
    /** Bytes that may be read. */
    uint32_t readable;
    /** The first byte, at any alignment; may be null where nothing is readable. */
    uint8_t *base;
    /** Bytes that may be written: 0 or `readable`. */
    uint32_t writable;
};

#ifdef __cplusplus
}
#endif

#endif
