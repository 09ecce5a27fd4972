/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A bounded reader of pcap files, which may hold anything:
 *
 *     +--------+---------+----------+   ...   header of 24 bytes: magic, version, limits, link type
 *     | header | record  | record   |
 *     +--------+---------+----------+   ...   record: 16 bytes, then the bytes captured
 */
#ifndef PCAP_H
#define PCAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pcap {
    const uint8_t *next;
    size_t left;
    bool big_endian;
};

struct pcap_packet {
    /* Inside the file's bytes. */
    const uint8_t *data;
    uint32_t size;
};

enum pcap_status { PCAP_PACKET, PCAP_END, PCAP_CUT };

/* Refers to `bytes`. False: not a pcap file, or not one of Ethernet frames. */
bool pcap_open(struct pcap *pcap, const uint8_t *bytes, size_t size);

/* PCAP_PACKET: `packet` is written. PCAP_CUT: the file ends inside a packet. */
enum pcap_status pcap_next(struct pcap *pcap, struct pcap_packet *packet);

#endif
