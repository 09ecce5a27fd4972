/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Written by hand from RFC 791, 8200, 768 and 7252. Checksums are left 0. */
#include "packets.h"

#define MACS "\x02\0\0\0\0\x01\x02\0\0\0\0\x02"
#define IPV4_ADDRESSES "\xc0\0\x02\x01\xc0\0\x02\x02"
#define IPV6_ADDRESSES                                                                             \
    "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x02"
#define COAP "\x40\x01\x00\x01"
#define UDP_COAP "\xc0\x00\x16\x33\x00\x0c\x00\x00" COAP
#define PADDING "\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

/* Version, length, fragment and protocol are what the cases differ in. */
#define IPV4(version, length, fragment, protocol)                                                  \
    MACS "\x08\x00" version "\x00" length "\x00\x01" fragment "\x40" protocol                      \
         "\x00\x00" IPV4_ADDRESSES
#define IPV6(version, length, next)                                                                \
    MACS "\x86\xdd" version "\0\0\0" length next "\x40" IPV6_ADDRESSES

#define ROW(name, verdict, bytes)                                                                  \
    {                                                                                              \
        name, VERDICT_##verdict, bytes, sizeof(bytes) - 1                                          \
    }

const struct packet packets[] = {
    ROW("CoAP over IPv4", ACCEPT_IPV4, IPV4("\x45", "\0\x20", "\0\0", "\x11") UDP_COAP),
    ROW("padded by Ethernet", ACCEPT_IPV4, IPV4("\x45", "\0\x20", "\0\0", "\x11") UDP_COAP PADDING),
    ROW("may not be fragmented", ACCEPT_IPV4, IPV4("\x45", "\0\x20", "\x40\0", "\x11") UDP_COAP),
    ROW("IPv4 options", ACCEPT_IPV4,
        IPV4("\x46", "\0\x24", "\0\0", "\x11") "\x01\x01\x01\x00" UDP_COAP),
    ROW("CoAP over IPv6", ACCEPT_IPV6, IPV6("\x60", "\0\x0c", "\x11") UDP_COAP),
    ROW("IPv6 hop-by-hop options", ACCEPT_IPV6,
        IPV6("\x60", "\0\x14", "\x00") "\x11\x00\x01\x04\0\0\0\0" UDP_COAP),
    ROW("DNS over IPv4", DROP,
        IPV4("\x45", "\0\x20", "\0\0", "\x11") "\xc0\x00\x00\x35\x00\x0c\x00\x00" COAP),
    ROW("from port 5683 only", DROP,
        IPV4("\x45", "\0\x20", "\0\0", "\x11") "\x16\x33\xc0\x00\x00\x0c\x00\x00" COAP),
    ROW("TCP to 5683", DROP,
        IPV4("\x45", "\0\x28", "\0\0", "\x06") "\xc0\x00\x16\x33\0\0\0\x01\0\0\0\0\x50\x02\x04\0"
                                               "\0\0\0\0"),
    ROW("first fragment", DROP, IPV4("\x45", "\0\x20", "\x20\0", "\x11") UDP_COAP),
    ROW("later fragment", DROP, IPV4("\x45", "\0\x20", "\0\x10", "\x11") UDP_COAP),
    ROW("longer than the frame", DROP, IPV4("\x45", "\0\x21", "\0\0", "\x11") UDP_COAP),
    ROW("shorter than its header", DROP, IPV4("\x45", "\0\x13", "\0\0", "\x11") UDP_COAP),
    ROW("header below 20 bytes", DROP, IPV4("\x44", "\0\x20", "\0\0", "\x11") UDP_COAP),
    ROW("UDP longer than the packet", DROP,
        IPV4("\x45", "\0\x20", "\0\0", "\x11") "\xc0\x00\x16\x33\x00\x0d\x00\x00" COAP),
    ROW("UDP shorter than its header", DROP,
        IPV4("\x45", "\0\x20", "\0\0", "\x11") "\xc0\x00\x16\x33\x00\x07\x00\x00" COAP),
    ROW("IPv6 called IPv4", DROP, IPV4("\x65", "\0\x20", "\0\0", "\x11") UDP_COAP),
    ROW("IPv4 called IPv6", DROP, IPV6("\x40", "\0\x0c", "\x11") UDP_COAP),
    ROW("DTLS over IPv6", DROP,
        IPV6("\x60", "\0\x0c", "\x11") "\xc0\x00\x16\x34\x00\x0c\x00\x00" COAP),
    ROW("ICMPv6", DROP, IPV6("\x60", "\0\x08", "\x3a") "\x80\0\0\0\0\x01\0\x01"),
    ROW("IPv6 options go too far", DROP,
        IPV6("\x60", "\0\x14", "\x00") "\x11\x02\x01\x04\0\0\0\0" UDP_COAP),
    ROW("ARP", DROP,
        MACS "\x08\x06\0\x01\x08\0\x06\x04\0\x01\x02\0\0\0\0\x02\xc0\0\x02\x01\0\0\0\0\0\0"
             "\xc0\0\x02\x02"),
    ROW("no whole header", DROP, "\x02\0\0\0\0\x01\x02\0\0\0"),
    ROW("no bytes", DROP, ""),
};

const size_t packet_count = sizeof packets / sizeof packets[0];
