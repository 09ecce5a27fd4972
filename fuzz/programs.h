/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Whole programs that the verifier accepts and that run long, of any bytes:
 *
 *     0        1        2        3        4        5        6        8
 *     +--------+--------+--------+--------+--------+--------+--------+---------------------+
 *     | flags  | context| data   | host   | frames | slice  | skip   | statements, 8 each  |
 *     +--------+--------+--------+--------+--------+--------+--------+---------------------+
 *
 * A statement is a kind and seven bytes of choices, and becomes a few instructions: arithmetic, an
 * access to a region, the begin or end of a block or a loop of few rounds, a call, a helper with
 * its arguments, the next function. All numbers are folded into what is possible here, so that a
 * fuzzer's mutations of bytes, of slots of eight above all, are mutations of programs, and a file
 * is enough to replay one. That is why this is a decoding and not a mutator of libFuzzer's.
 *
 * What registers hold is followed, so that most accesses hit; a few go to the edges of regions, to
 * what is read-only, or anywhere.
 */
#ifndef RBPF_FUZZ_PROGRAMS_H
#define RBPF_FUZZ_PROGRAMS_H

#include "run_scene.h"

#define PROGRAM_HEADER_BYTES 8u

#define PROGRAM_FEW_HELPERS 1u
#define PROGRAM_NO_CALLX 2u
/* The list of functions is made here, with depths and stacks that are just enough. */
#define PROGRAM_LISTED 4u
#define PROGRAM_CONTEXT_READ_ONLY 8u
#define PROGRAM_HOST_READ_ONLY 16u

struct made_program {
    struct scene scene;
    bool listed;
    /* In instructions. */
    uint32_t slice;
    /* Steps before the first that is held against the oracle. */
    uint32_t oracle_skip;
};

/* Makes the scene, but does not verify its program. `size` is at least PROGRAM_HEADER_BYTES. */
void program_make(struct made_program *made, const uint8_t *bytes, size_t size);

#endif
