/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The packets of examples/packet_filter/packets.pcap, and what should become of each. */
#ifndef PACKETS_H
#define PACKETS_H

#include <stddef.h>
#include <stdint.h>

#include "packet_filter/verdict.h"

struct packet {
    const char *name;
    enum verdict verdict;
    const char *bytes;
    size_t size;
};

extern const struct packet packets[];
extern const size_t packet_count;

#endif
