/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Arithmetic in registers, hardly any memory. */
#include "guests.h"

#define POLYNOMIAL 0xedb88320u

uint64_t crc32(const struct crc32_context *context)
{
    uint32_t crc = 0xffffffffu;

    for (uint32_t i = 0; i < CRC32_BYTES; i++) {
        crc ^= context->bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1u ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
    }
    return crc ^ 0xffffffffu;
}
