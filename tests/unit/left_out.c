/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "left_out.h"

#include <rbpf/config.h>
#include <rbpf/isa.h>

#include "asm.h"

static bool any;

void left_out_begin(void)
{
    any = false;
}

void left_out_note_groups(uint32_t groups)
{
    /* Packet access is refused by every build, and that is no reason to skip a test. */
    any = any || (groups & ~(rbpf_groups() | RBPF_GROUP_PACKET)) != 0;
}

void left_out_note_helper(uint32_t id)
{
    any = any || (id >= RBPF_HELPERS_MAX && RBPF_HELPERS_MAX < 64u);
}

void left_out_note_program(const uint64_t *insns, size_t insns_bytes)
{
    size_t i;

    for (i = 0; i < insns_bytes / 8u; i++) {
        struct rbpf_insn insn = rbpf_insn_decode((const uint8_t *)&insns[i]);

        left_out_note_groups(rbpf_insn_groups(&insn));
        if (insn.opcode == (BPF_JMP | BPF_CALL) && insn.src == 0)
            left_out_note_helper((uint32_t)insn.imm);
    }
}

bool left_out_any(void)
{
    return any;
}
