/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Little-endian numbers at any alignment: how helpers and hosts read and write
 * guest memory, which is little-endian on every host. Any context.
 */
#ifndef RBPF_BYTES_H
#define RBPF_BYTES_H

#include <stdint.h>
#include <string.h>

#include <rbpf/config.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The two bytes of a number in the opposite order. */
static inline uint16_t rbpf_swap16(uint16_t v)
{
    return (uint16_t)(v >> 8 | v << 8);
}

/** The same of four bytes. */
static inline uint32_t rbpf_swap32(uint32_t v)
{
    return v >> 24 | (v >> 8 & 0xff00u) | (v << 8 & 0xff0000u) | v << 24;
}

/** The same of eight bytes. */
static inline uint64_t rbpf_swap64(uint64_t v)
{
    return (uint64_t)rbpf_swap32((uint32_t)v) << 32 | rbpf_swap32((uint32_t)(v >> 32));
}

/* A number as it is in memory. Private. */
#if RBPF_BIG_ENDIAN
#define RBPF_LITTLE(bits, v) rbpf_swap##bits(v)
#else
#define RBPF_LITTLE(bits, v) (v)
#endif

/** The little-endian number in the two bytes at `p`. */
static inline uint16_t rbpf_load16(const uint8_t *p)
{
#if RBPF_BYTE_ACCESS
    return (uint16_t)(p[0] | p[1] << 8);
#else
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return RBPF_LITTLE(16, v);
#endif
}

/** The same of four bytes. */
static inline uint32_t rbpf_load32(const uint8_t *p)
{
#if RBPF_BYTE_ACCESS
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
#else
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return RBPF_LITTLE(32, v);
#endif
}

/** The same of eight bytes. */
static inline uint64_t rbpf_load64(const uint8_t *p)
{
#if RBPF_BYTE_ACCESS
    return rbpf_load32(p) | (uint64_t)rbpf_load32(p + 4) << 32;
#else
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return RBPF_LITTLE(64, v);
#endif
}

/** Writes `v` to the two bytes at `p`, little-endian. */
static inline void rbpf_store16(uint8_t *p, uint16_t v)
{
#if RBPF_BYTE_ACCESS
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
#else
    v = RBPF_LITTLE(16, v);
    memcpy(p, &v, sizeof v);
#endif
}

/** The same to four bytes. */
static inline void rbpf_store32(uint8_t *p, uint32_t v)
{
#if RBPF_BYTE_ACCESS
    rbpf_store16(p, (uint16_t)v);
    rbpf_store16(p + 2, (uint16_t)(v >> 16));
#else
    v = RBPF_LITTLE(32, v);
    memcpy(p, &v, sizeof v);
#endif
}

/** The same to eight bytes. */
static inline void rbpf_store64(uint8_t *p, uint64_t v)
{
#if RBPF_BYTE_ACCESS
    rbpf_store32(p, (uint32_t)v);
    rbpf_store32(p + 4, (uint32_t)(v >> 32));
#else
    v = RBPF_LITTLE(64, v);
    memcpy(p, &v, sizeof v);
#endif
}

#ifdef __cplusplus
}
#endif

#endif
