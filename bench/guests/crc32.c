/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Arithmetic in registers, a branch that is as likely taken as not. */
#include "guests.h"

uint64_t crc32(const struct crc32_context *context)
{
    const uint8_t *byte = context->bytes;
    uint32_t polynomial = context->polynomial;
    uint32_t crc = 0xffffffffu;

    for (uint32_t left = context->count; left > 0; left--) {
        crc ^= *byte++;
        for (int i = 0; i < 8; i++) {
            uint32_t bit = crc & 1u;

            /* Or compilers would make arithmetic of the branch, some of them. */
            __asm__ volatile("" : "+r"(bit));
            crc >>= 1;
            if (bit)
                crc ^= polynomial;
        }
    }
    return crc ^ 0xffffffffu;
}
