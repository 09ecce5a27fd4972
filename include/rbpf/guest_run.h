/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * For guests: the helpers that the command `rbpf run` has on a PC. Other hosts have their own.
 */
#ifndef RBPF_GUEST_RUN_H
#define RBPF_GUEST_RUN_H

#include <rbpf/guest.h>

/** Writes a NUL-terminated text to standard output; returns its length in bytes. */
RBPF_HELPER(1, int64_t, print_string, (const char *text));

/** Writes a number and a new line; returns 0. */
RBPF_HELPER(2, int64_t, print_number, (int64_t number));

/** Milliseconds of a clock that never goes back. */
RBPF_HELPER(3, uint64_t, clock_ms, (void));

#endif
