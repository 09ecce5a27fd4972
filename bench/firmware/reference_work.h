/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The six workloads of RBPF_REFERENCE_DIR, compiled for this CPU. */
#ifndef REFERENCE_WORK_H
#define REFERENCE_WORK_H

#include <stdint.h>

/* X(title, work, place): its name here, its function there, its place in the table there. */
#define REFERENCES(X)                                                                              \
    X("empty", empty, 0)                                                                           \
    X("fletcher32", fletcher, 1)                                                                   \
    X("crc32", crc32, 4)                                                                           \
    X("sort", bsort, 3)                                                                            \
    X("fibonacci", fib, 2)                                                                         \
    X("sha256", sha256, 5)

#define REFERENCE_DECLARATION(title, work, place) uint32_t reference_##work(void *context);
REFERENCES(REFERENCE_DECLARATION)
#undef REFERENCE_DECLARATION

/* Makes the context of a run at `context`, aligned to 8, and returns its size in bytes. */
uint32_t reference_fill(int place, uint8_t *context);

#endif
