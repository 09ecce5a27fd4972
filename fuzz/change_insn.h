/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Changes to instructions that libFuzzer would take long to come by. */
#ifndef RBPF_FUZZ_CHANGE_INSN_H
#define RBPF_FUZZ_CHANGE_INSN_H

#include <stdint.h>

/* A number below a limit; the same of the same seed. */
unsigned draw(unsigned *seed, unsigned limit);

/* One field of a slot becomes one of those that rules are about, or nearly. */
void change_insn(uint8_t *slot, unsigned *seed);

#endif
