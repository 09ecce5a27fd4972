/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The order of bytes is that of the computer that captured: the magic number tells. */
#include "pcap.h"

#include <rbpf/bytes.h>

#define HEADER_BYTES 24u
#define RECORD_BYTES 16u
#define LINK_TYPE_OFFSET 20u
#define CAPTURED_OFFSET 8u

#define MAGIC_MICROSECONDS 0xa1b2c3d4u
#define MAGIC_NANOSECONDS 0xa1b23c4du
/* In the low half; above it is how long the frames' checksums are. */
#define LINK_TYPE_MASK 0xffffu
#define LINK_TYPE_ETHERNET 1u

static bool is_magic(uint32_t magic)
{
    return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS;
}

static uint32_t number(const struct pcap *pcap, const uint8_t *p)
{
    return pcap->big_endian ? rbpf_swap32(rbpf_load32(p)) : rbpf_load32(p);
}

bool pcap_open(struct pcap *pcap, const uint8_t *bytes, size_t size)
{
    if (size < HEADER_BYTES)
        return false;
    pcap->big_endian = is_magic(rbpf_swap32(rbpf_load32(bytes)));
    pcap->next = bytes + HEADER_BYTES;
    pcap->left = size - HEADER_BYTES;
    return is_magic(number(pcap, bytes)) &&
           (number(pcap, bytes + LINK_TYPE_OFFSET) & LINK_TYPE_MASK) == LINK_TYPE_ETHERNET;
}

enum pcap_status pcap_next(struct pcap *pcap, struct pcap_packet *packet)
{
    uint32_t size;

    if (pcap->left == 0)
        return PCAP_END;
    if (pcap->left < RECORD_BYTES)
        return PCAP_CUT;
    size = number(pcap, pcap->next + CAPTURED_OFFSET);
    if (size > pcap->left - RECORD_BYTES)
        return PCAP_CUT;
    *packet = (struct pcap_packet){.data = pcap->next + RECORD_BYTES, .size = size};
    pcap->next += RECORD_BYTES + size;
    pcap->left -= RECORD_BYTES + size;
    return PCAP_PACKET;
}
