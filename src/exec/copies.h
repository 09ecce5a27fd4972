/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The bodies again, once for each destination. Those that no table leads to take no code.
 */

#undef DST
#define DST ((uint32_t)COPY)

/* Each begins on a line of 64 bytes of its own, a byte further for each destination: so guests take
 * the same time wherever the linker puts the loop, as the CPU tells places apart by their low bits.
 * Nothing leads through the padding; the test static.places looks where bodies lie. */
#undef LABEL
#define LABEL(name)                                                                                \
    IN_COPY(pad_##name) : __asm__ volatile(".balign 64\n\t.skip %c0, 0x90" : : "i"(COPY + 1));     \
    IN_COPY(op_##name) :

#undef COPY
#define COPY 0
#include "exec/bodies.h"

#undef COPY
#define COPY 1
#include "exec/bodies.h"

#undef COPY
#define COPY 2
#include "exec/bodies.h"

#undef COPY
#define COPY 3
#include "exec/bodies.h"

#undef COPY
#define COPY 4
#include "exec/bodies.h"

#undef COPY
#define COPY 5
#include "exec/bodies.h"

#undef COPY
#define COPY 6
#include "exec/bodies.h"

#undef COPY
#define COPY 7
#include "exec/bodies.h"

#undef COPY
#define COPY 8
#include "exec/bodies.h"

#undef COPY
#define COPY 9
#include "exec/bodies.h"

#undef COPY
#define COPY 10
#include "exec/bodies.h"
