/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Headers of packets, byte by byte; most of the work is to decide. */
#include <stdbool.h>

#include "guests.h"

#define ETHERNET_BYTES 14u
#define IPV4_BYTES 20u
#define UDP_BYTES 8u
#define TYPE_IPV4 0x0800u
#define PROTOCOL_UDP 17u
/* More fragments, and the offset. */
#define FRAGMENT_BITS 0x3fffu

static inline uint32_t read16(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

static inline uint32_t read32(const uint8_t *bytes)
{
    return read16(bytes) << 16 | read16(bytes + 2);
}

static inline bool accepts(const struct filter_context *context, const uint8_t *packet,
                           uint32_t bytes)
{
    const uint8_t *ip = packet + ETHERNET_BYTES;
    uint32_t header_bytes, total_bytes;

    if (bytes < ETHERNET_BYTES + IPV4_BYTES + UDP_BYTES || read16(packet + 12) != TYPE_IPV4)
        return false;
    header_bytes = (ip[0] & 15u) * 4u;
    total_bytes = read16(ip + 2);
    if (ip[0] >> 4 != 4 || header_bytes < IPV4_BYTES || total_bytes < header_bytes + UDP_BYTES ||
        total_bytes > bytes - ETHERNET_BYTES)
        return false;
    if (ip[9] != PROTOCOL_UDP || (read16(ip + 6) & FRAGMENT_BITS) != 0)
        return false;
    if ((read32(ip + 12) & context->mask) != context->network)
        return false;
    return read16(ip + header_bytes + 2) == context->port &&
           read16(ip + header_bytes + 4) == total_bytes - header_bytes;
}

uint64_t filter(const struct filter_context *context)
{
    uint64_t accepted = 0;

    for (uint32_t i = 0; i < context->count; i++)
        if (accepts(context, context->packets[i], context->bytes[i]))
            accepted |= UINT64_C(1) << i;
    return accepted;
}
