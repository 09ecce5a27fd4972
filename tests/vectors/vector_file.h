/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The files of test vectors: one case a line, columns between blanks or tabs, '#' begins a comment.
 */
#ifndef VECTOR_FILE_H
#define VECTOR_FILE_H

#include "machine.h"

#define VECTOR_COLUMNS_MAX 8u
#define VECTOR_WORD_BYTES 48u

/* What a case must do. */
enum vector_must {
    VECTOR_ACCEPT,
    VECTOR_REJECT,
    VECTOR_FAULT,
    /* Anything but harm. */
    VECTOR_POLICY
};

struct vector {
    char name[VECTOR_WORD_BYTES];
    enum vector_must must;
    struct machine_bytes program;
    struct machine_bytes memory;
    uint64_t budget_insns;
    uint64_t r0;
    /* With null data: not known. */
    struct machine_bytes memory_after;
    uint64_t executed_insns;
    bool executed_known;
    /* Words between commas, as machine_fault_kind() has them. */
    char fault_kinds[VECTOR_WORD_BYTES];
    bool context_read_only;
    /* RBPF_GROUP_ bits that must be built in. */
    uint32_t groups;
};

/* A column that is being read; `last` is the character that has ended it, -1 at the file's end. */
struct vector_column {
    char separator;
    bool ended;
    int last;
};

/* Writes what the column says to the vector. False: it makes no sense. */
typedef bool (*vector_read_fn)(struct vector_column *column, struct vector *vector);

/* How the lines of one file are to be read. */
struct vector_format {
    /* Without ".txt". */
    const char *name;
    char separator;
    uint64_t budget_insns;
    /* Up to the first null. */
    vector_read_fn columns[VECTOR_COLUMNS_MAX];
};

enum vector_line { VECTOR_LINE_READ, VECTOR_LINE_WRONG, VECTOR_LINES_END };

/* The format called `name`: conformance, random, hostile; null: there is none. */
const struct vector_format *vector_format_find(const char *name);

/*
 * Reads the next case from the platform's file, character by character, so that a machine with
 * little RAM can. The caller releases the vector in any case, and before it gives back any earlier
 * block.
 */
enum vector_line vector_read(const struct vector_format *format, struct vector *vector);

void vector_release(struct vector *vector);

#endif
