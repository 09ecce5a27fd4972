/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Programs as text: as a source that assemble() takes back, or as llvm-objdump lists them. */
#ifndef RBPF_TOOLS_DISASSEMBLE_H
#define RBPF_TOOLS_DISASSEMBLE_H

#include <stdio.h>

#include "tools/guest.h"

/*
 * Writes a complete source: assembled again, it gives the guest's bytes (for raw instructions
 * with `raw`). What is no instruction, or has fields that its text does not show, becomes .u64.
 *
 * False: out of memory, or the list of functions is no list that a source could have.
 */
bool disassemble_source(FILE *out, const struct guest *guest, struct message *message);

/*
 * Writes the lines of `llvm-objdump -d`: slot, bytes, instruction, and <label> behind jumps. The
 * names of helpers are added behind '#'. `name` is that of the file. False as above.
 */
bool disassemble_listing(FILE *out, const struct guest *guest, const char *name,
                         struct message *message);

#endif
