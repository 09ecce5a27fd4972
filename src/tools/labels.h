/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the disassembler knows of each slot, and what it calls functions and jump targets. */
#ifndef RBPF_TOOLS_LABELS_H
#define RBPF_TOOLS_LABELS_H

#include <stdio.h>

#include "tools/guest.h"

#define LABEL_SECOND_HALF 1u /* of an LDDW */
#define LABEL_JUMP 2u        /* a jump goes here */
#define LABEL_FUNCTION 4u    /* a function begins here */
#define LABEL_CALLABLE 8u    /* and its address may be taken */

struct labels {
    const struct guest *guest;
    uint32_t slot_count;
    /* One for each slot: LABEL_ bits, and the name of a function, or null. */
    uint8_t *marks;
    const char **names;
    /* One for each byte of read-only data and of data: an address of it is loaded. */
    uint8_t *rodata;
    uint8_t *data;
};

/* The labels are to be freed in either case. */
bool labels_find(struct labels *labels, const struct guest *guest, struct message *message);

void labels_free(struct labels *labels);

/* Prints the label of a slot that has one. */
void label_print(FILE *out, const struct labels *labels, uint32_t slot);

/* The decoded slot. */
struct rbpf_insn label_insn(const struct labels *labels, uint32_t slot);

/* The 64 bits of the LDDW at a slot, whose second half follows. */
uint64_t label_lddw(const struct labels *labels, uint32_t slot);

/* The slot that an instruction jumps to or calls. False: it does neither, or leaves the text. */
bool label_target(const struct labels *labels, uint32_t slot, uint32_t *target);

/* The name of byte `offset` of a part of the data, as label_print() has it for code. */
#define LABEL_RODATA_FORMAT ".rodata_%" PRIx32
#define LABEL_DATA_FORMAT ".data_%" PRIx32

#endif
