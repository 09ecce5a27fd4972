/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What rust should print, by a CRC that goes bit by bit as its definition does. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

static uint32_t crc16(const uint8_t *bytes, size_t size)
{
    uint32_t crc = 0xffff;

    for (size_t i = 0; i < size * 8; i++) {
        uint32_t bit = (uint32_t)bytes[i / 8] >> (7 - i % 8) & 1u;
        uint32_t carry = crc >> 15 ^ bit;

        crc = (crc << 1 & 0xffffu) ^ (carry ? 0x1021u : 0u);
    }
    return crc;
}

static void show(const char *name, const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    long result = -1;

    /* Of bytes and their CRC, the CRC is 0. */
    if (size >= 2 && crc16(bytes, size) == 0)
        result = (long)size - 2;
    printf("%-17s %2ld\n", name, result);
}

int main(void)
{
    show("good", "123456789\x29\xb1", 11);
    show("one bit flipped", "123456788\x29\xb1", 11);
    show("nothing but a CRC", "\xff\xff", 2);
    show("too short", "\xff", 1);
    show("no bytes at all", "", 0);
    return 0;
}
