/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Rows that ask for what this build leaves out (RBPF_GROUPS, RBPF_HELPERS_MAX): where such a row
 * does not hold it is skipped, not failed.
 */
#ifndef RBPF_TEST_LEFT_OUT_H
#define RBPF_TEST_LEFT_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Before each row. */
void left_out_begin(void);

/* What a row is about: a program, instruction groups, or the id of a helper. */
void left_out_note_program(const uint64_t *insns, size_t insns_bytes);
void left_out_note_groups(uint32_t groups);
void left_out_note_helper(uint32_t id);

/* Whether anything of it is left out. */
bool left_out_any(void);

#endif
