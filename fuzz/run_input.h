/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What an input of fuzz_verify_run and fuzz_agree means:
 *
 *     0        1        2        3        4        5        6        7        8
 *     +--------+--------+--------+--------+--------+--------+--------+--------+---------+-------+
 *     | flags  | context| stack  | frames | slice, | data   | host   | count  | records | insns |
 *     +--------+--------+--------+--------+--------+--------+--------+--------+---------+-------+
 *       below    bytes    x8       % 17     loop     bytes    bytes    % 9      8 each
 *
 * Byte 4 has the loop in its upper three bits. There are records, of functions, if they are listed.
 */
#ifndef RBPF_FUZZ_RUN_INPUT_H
#define RBPF_FUZZ_RUN_INPUT_H

#include "run_scene.h"

#define INPUT_HEADER_BYTES 8u

/* The flags of an input. */
#define INPUT_HELPERS 1u
#define INPUT_NO_CALLX 2u
#define INPUT_LISTED 4u
#define INPUT_CONTEXT_READ_ONLY 8u
#define INPUT_HOST_READ_ONLY 16u
#define INPUT_FEW_HELPERS 32u
/* Records and instructions are made legal, see tame.h; else they are taken as they are. */
#define INPUT_TAMED 128u

struct input {
    struct scene scene;
    /* In instructions. */
    uint32_t slice;
    rbpf_loop_fn loop;
};

/* Makes a scene of an input, and says what the verifier says to its program. */
enum rbpf_status input_read(struct input *input, const uint8_t *bytes, size_t size);

#endif
