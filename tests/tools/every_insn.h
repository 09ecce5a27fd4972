/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Every legal instruction, with a choice of registers, offsets and immediates. */
#ifndef RBPF_TEST_EVERY_INSN_H
#define RBPF_TEST_EVERY_INSN_H

#include <stddef.h>
#include <stdint.h>

/* Writes them one behind the other to `bytes`, up to `size`; returns how many bytes there are. */
size_t every_insn(uint8_t *bytes, size_t size);

#endif
