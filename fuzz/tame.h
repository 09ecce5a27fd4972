/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Typed instructions: any bytes become the nearest program that the verifier accepts. */
#ifndef RBPF_FUZZ_TAME_H
#define RBPF_FUZZ_TAME_H

#include "run_scene.h"

/* Changes the instructions of scene->code, at least one, and its list if there is one. What the
 * program does is as good as random: most of its accesses miss. */
void tame(struct scene *scene, uint32_t function_count, bool listed);

/* Makes the other fields of one instruction legal for its opcode, which is ALU's or of memory. */
void tame_arithmetic(uint8_t insn[8]);
void tame_access(uint8_t insn[8]);

/* Whether the library was built with the group of an instruction. */
bool tame_is_built_in(const uint8_t insn[8]);

#endif
