/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * Instructions as text, in the syntax that `llvm-objdump -d` of LLVM 19 uses for BPF:
 * "r3 += -0x7", "if w3 s< w4 goto +0x5", "r0 = *(u16 *)(r1 - 0x8)".
 */
#ifndef RBPF_DISASM_H
#define RBPF_DISASM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Room that every instruction's text fits in, with its NUL. */
#define RBPF_DISASM_BYTES 64u

/**
 * Writes the text of the instruction at `bytes`.
 *
 * Anything may be given: what is no instruction becomes "<unknown>". Fields
 * that an instruction does not use are not shown.
 *
 * @param bytes 8 bytes at any alignment, 16 if the opcode is that of LDDW (0x18)
 * @param text  always NUL-terminated if size > 0; cut short if it does not fit
 * @param size  of text in bytes; RBPF_DISASM_BYTES is always enough
 * @return the length of the text without its NUL, as far as it was written
 * Any context.
 */
size_t rbpf_disassemble(const uint8_t *bytes, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
