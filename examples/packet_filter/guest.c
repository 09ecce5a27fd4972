/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Accepts UDP to port 5683 (CoAP) in Ethernet frames, over IPv4 and IPv6. */
#include <rbpf/guest.h>

#include "verdict.h"

#define ETHERNET_BYTES 14u
#define IPV4_BYTES 20u
#define IPV6_BYTES 40u
#define UDP_BYTES 8u

#define TYPE_IPV4 0x0800u
#define TYPE_IPV6 0x86ddu

#define PROTOCOL_HOP_BY_HOP 0u
#define PROTOCOL_UDP 17u
#define PROTOCOL_ROUTING 43u
#define PROTOCOL_DESTINATION 60u

#define COAP_PORT 5683u
#define EXTENSIONS_MAX 8u

/* What is left of a frame. */
struct bytes {
    const uint8_t *at;
    uint64_t left;
};

/* Bytes are read one by one: a frame may lie at any address. */
static uint32_t big16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static bool skip(struct bytes *frame, uint64_t count)
{
    if (count > frame->left)
        return false;
    frame->at += count;
    frame->left -= count;
    return true;
}

/* Ethernet pads short packets: what is behind the packet's own length is not looked at. */
static bool cut(struct bytes *frame, uint64_t count)
{
    if (count > frame->left)
        return false;
    frame->left = count;
    return true;
}

static bool is_coap(const struct bytes *frame)
{
    if (frame->left < UDP_BYTES)
        return false;
    return big16(frame->at + 2) == COAP_PORT && big16(frame->at + 4) >= UDP_BYTES &&
           big16(frame->at + 4) <= frame->left;
}

static bool ipv4_has_coap(struct bytes frame)
{
    const uint8_t *header = frame.at;
    uint32_t header_bytes;

    if (frame.left < IPV4_BYTES || header[0] >> 4 != 4 || header[9] != PROTOCOL_UDP)
        return false;
    header_bytes = (header[0] & 0xfu) * 4u;
    /* Only the first fragment has a UDP header, and not all that its length says. */
    if (header_bytes < IPV4_BYTES || (big16(header + 6) & 0x3fffu) != 0)
        return false;
    return cut(&frame, big16(header + 2)) && skip(&frame, header_bytes) && is_coap(&frame);
}

static bool is_extension(uint32_t protocol)
{
    return protocol == PROTOCOL_HOP_BY_HOP || protocol == PROTOCOL_ROUTING ||
           protocol == PROTOCOL_DESTINATION;
}

static bool ipv6_has_coap(struct bytes frame)
{
    const uint8_t *header = frame.at;
    uint32_t protocol;

    if (frame.left < IPV6_BYTES || header[0] >> 4 != 6)
        return false;
    protocol = header[6];
    skip(&frame, IPV6_BYTES);
    if (!cut(&frame, big16(header + 4)))
        return false;
    for (uint32_t i = 0; i < EXTENSIONS_MAX && is_extension(protocol); i++) {
        if (frame.left < 8)
            return false;
        protocol = frame.at[0];
        if (!skip(&frame, (frame.at[1] + 1u) * 8u))
            return false;
    }
    return protocol == PROTOCOL_UDP && is_coap(&frame);
}

/* The context is a frame as it was received. */
RBPF_ENTRY uint64_t filter(const uint8_t *frame, uint64_t frame_bytes)
{
    struct bytes packet = {frame, frame_bytes};
    uint32_t type;

    if (!skip(&packet, ETHERNET_BYTES))
        return VERDICT_DROP;
    type = big16(frame + 12);
    if (type == TYPE_IPV4 && ipv4_has_coap(packet))
        return VERDICT_ACCEPT_IPV4;
    if (type == TYPE_IPV6 && ipv6_has_coap(packet))
        return VERDICT_ACCEPT_IPV6;
    return VERDICT_DROP;
}
