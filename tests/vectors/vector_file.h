/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The files of test vectors: one case a line, columns between blanks or tabs, '#' begins a comment.
 */
#ifndef VECTOR_FILE_H
#define VECTOR_FILE_H

#include "machine.h"

#define VECTOR_COLUMNS_MAX 8u

/* What a case must do. */
enum vector_must {
    VECTOR_ACCEPT,
    VECTOR_REJECT,
    VECTOR_FAULT,
    /* Anything but harm. */
    VECTOR_POLICY
};

struct vector {
    const char *name;
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
    const char *fault_kinds;
    bool context_read_only;
    /* RBPF_GROUP_ bits that must be built in. */
    uint32_t groups;
};

/* Takes a line's columns apart; writes what the file knows. False: the line makes no sense. */
typedef bool (*vector_parse_fn)(char *columns[VECTOR_COLUMNS_MAX], struct vector *vector);

/* How the lines of one file are to be read. */
struct vector_format {
    /* Without ".txt". */
    const char *name;
    const char *separators;
    size_t columns;
    vector_parse_fn parse;
};

/* The format called `name`: conformance, random, hostile; null: there is none. */
const struct vector_format *vector_format_find(const char *name);

/*
 * Reads one line, which must live as long as the vector: it points into it. The caller
 * releases the vector in any case.
 */
bool vector_read(const struct vector_format *format, char *line, struct vector *vector);

void vector_release(struct vector *vector);

#endif
