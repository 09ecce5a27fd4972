/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "change_insn.h"

#include "fuzzer.h"

unsigned draw(unsigned *seed, unsigned limit)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % limit;
}

static void change_registers(uint8_t *slot, unsigned *seed)
{
    static const uint8_t registers[] = {0, 1, 2, 9, 10, 10, 11, 15};
    unsigned value = registers[draw(seed, sizeof registers)];

    if (draw(seed, 2))
        slot[1] = (uint8_t)((slot[1] & 0xf0u) | value);
    else
        slot[1] = (uint8_t)((slot[1] & 0x0fu) | value << 4);
}

static void change_offset(uint8_t *slot, unsigned *seed)
{
    static const int8_t offsets[] = {0, 1, -1, 8, 16, 17, 32, 33};
    unsigned offset = draw(seed, 64) - 32u;

    if (draw(seed, 2))
        offset = (unsigned)offsets[draw(seed, sizeof offsets)];
    put_number(slot + 2, offset, 2);
}

void change_insn(uint8_t *slot, unsigned *seed)
{
    static const uint8_t imms[] = {0,    1,    2,    16,   17,   32,   64,   0x40, 0x41,
                                   0x50, 0x51, 0xa0, 0xa1, 0xe0, 0xe1, 0xf0, 0xf1, 0xff};

    switch (draw(seed, 6)) {
    case 0:
        slot[0] = (uint8_t)draw(seed, 256);
        break;
    case 1:
    case 2:
        change_registers(slot, seed);
        break;
    case 3:
        change_offset(slot, seed);
        break;
    case 4:
        slot[4] = imms[draw(seed, sizeof imms)];
        break;
    default:
        slot[4] = (uint8_t)(slot[4] + draw(seed, 5) - 2u);
    }
}
