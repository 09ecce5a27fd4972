/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Little-endian numbers in memory: those of <rbpf/bytes.h>, and those at known alignments. */
#ifndef RBPF_ALIGNED_BYTES_H
#define RBPF_ALIGNED_BYTES_H

#include <rbpf/bytes.h>

#include "compiler.h"

/* Where p is a multiple of 4: one load on every CPU. */
RBPF_INLINE uint32_t rbpf_load32_aligned(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, RBPF_ASSUME_ALIGNED(p, 4), sizeof v);
    return RBPF_LITTLE(32, v);
}

/* The same where p is a multiple of 2. */
RBPF_INLINE uint16_t rbpf_load16_aligned(const uint8_t *p)
{
    uint16_t v;
    memcpy(&v, RBPF_ASSUME_ALIGNED(p, 2), sizeof v);
    return RBPF_LITTLE(16, v);
}

#endif
