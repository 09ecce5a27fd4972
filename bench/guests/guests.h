/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The bench's guests: each is compiled for the VM and for the CPU that runs it. */
#ifndef GUESTS_H
#define GUESTS_H

#include <stdint.h>

#define SORT_NUMBERS 32u
#define CRC32_BYTES 64u

struct sort_context {
    int32_t numbers[SORT_NUMBERS];
};

struct crc32_context {
    uint8_t bytes[CRC32_BYTES];
};

/* Sorts in place, by insertion; returns how often numbers were moved. */
uint64_t sort(struct sort_context *context);

/* The CRC-32 of IEEE 802.3, bit by bit. */
uint64_t crc32(const struct crc32_context *context);

#endif
