/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the attacker's guest is told to do, in its context: little-endian. Whoever writes the orders
 * knows the sources, and where everything lies. */
#ifndef ORDER_H
#define ORDER_H

#include <stdint.h>

enum verb {
    /* The 8 bytes at a[0] become the result. */
    READ,
    /* a[1] goes to the 8 bytes at a[0]; and by an atomic addition. */
    WRITE,
    ADD,
    /* Calls a[0], an id or an address, with the others. */
    CALL,
    /* The same, and then faults. */
    CALL_AND_FAULT,
    /* WRITE as a[4] and a[5] say, then CALL with the first three. */
    WRITE_AND_CALL,
    /* CALL `count` times, with a[1] greater by one each time, until one is refused. */
    FILL,
    /* FILL, but each time the value is set to one byte before, and taken out behind. */
    CHURN,
    /* Takes the entry a[4] out, and then FILL. */
    TAKE_OUT_AND_FILL,
    /* FILL, and then fires hook a[4] with a[5] bytes. */
    FILL_AND_FIRE,
    /* `count` rounds of a loop; 0: without an end. */
    SPIN,
    /* CALL `count` times, whatever it returns. */
    REPEAT,
    /* Calls itself `count` deep; 0: without an end. */
    RECURSE,
    /* A hundred instructions in a row, again and again without an end. */
    STRAIGHT,
    /* Reads a frame that was left. */
    OLD_FRAME,
    /* The first word that is not 0 of the frame, or of the variables. */
    SEARCH_STACK,
    SEARCH_VARIABLES,
    /* What is left of a run before; or else keeps a[0] and faults. */
    KEEP_AND_FAULT
};

#define ORDER_ARGUMENTS 6u
#define ORDER_TEXT_BYTES 48u

struct order {
    uint32_t verb;
    uint32_t count;
    uint64_t a[ORDER_ARGUMENTS];
    uint8_t text[ORDER_TEXT_BYTES];
};

#define VARIABLES 8u

#endif
