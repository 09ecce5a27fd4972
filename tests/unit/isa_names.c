/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Reads instructions, a line of bytes "0x95,0x00,..." each; prints name, dst, src, offset, imm. */
#include <stdio.h>
#include <stdlib.h>

#include <rbpf/isa.h>

/* The first 8 bytes of a line; returns how many there were. */
static int read_bytes(const char *line, uint8_t bytes[8])
{
    int count = 0;

    while (count < 8) {
        char *end;
        unsigned long value = strtoul(line, &end, 16);

        if (end == line)
            break;
        bytes[count++] = (uint8_t)value;
        line = *end == ',' ? end + 1 : end;
    }
    return count;
}

int main(void)
{
    char line[256];
    uint8_t bytes[8];

    while (fgets(line, sizeof line, stdin)) {
        struct rbpf_insn insn;
        const char *name;

        if (read_bytes(line, bytes) != 8)
            return 1;
        insn = rbpf_insn_decode(bytes);
        name = rbpf_opcode_name(insn.opcode);
        printf("%s %d %d %d %ld\n", name ? name : "?", insn.dst, insn.src, insn.offset,
               (long)insn.imm);
    }
    return 0;
}
