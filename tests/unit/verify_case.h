/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* One program for the verifier, and what it must say. */
#ifndef RBPF_TEST_VERIFY_CASE_H
#define RBPF_TEST_VERIFY_CASE_H

#include <rbpf/program.h>

#include "asm.h"
#include "cases.h"

#define VERIFY_FUNCTIONS_MAX 8u

struct verify_case {
    const char *name;
    /* PROGRAM(...) */
    const uint64_t *insns;
    size_t insns_bytes;
    /* FUNCTIONS(...); without: one callable function of depth 0 */
    const struct rbpf_function_info *functions;
    uint32_t function_count;
    const struct rbpf_helpers *helpers;
    bool no_callx;
    enum rbpf_status status;
    uint32_t where;
};

/* The members of a row that hold its functions: {entry, frame, stack, depth, flags}, ... */
#define FUNCTIONS(...)                                                                             \
    .functions = (const struct rbpf_function_info[]){__VA_ARGS__},                                 \
    .function_count = sizeof((const struct rbpf_function_info[]){__VA_ARGS__}) /                   \
                      sizeof(struct rbpf_function_info)

/* Verifies the row's program; `report` becomes what the verifier says, `facts`, which may be null,
 * what is known of a program that it accepts. */
enum rbpf_status verify_load(const struct verify_case *row, struct rbpf_report *report,
                             struct rbpf_facts *facts);

struct verdict check_verify_case(const struct verify_case *row);

/* Helpers 0, 1, 3, 31, 32 and 63 of 64; 2 and the others are holes. */
extern const struct rbpf_helpers verify_helpers;

#endif
