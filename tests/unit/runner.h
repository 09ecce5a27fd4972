/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Runs sets of cases by cmocka, each row a test of its own. */
#ifndef RBPF_TEST_RUNNER_H
#define RBPF_TEST_RUNNER_H

#include "cases.h"

/* The sets end with null. Returns what main() is to return. */
int run_case_sets(const char *group, const struct case_set *const *sets);

#endif
