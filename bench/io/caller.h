/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#ifndef CALLER_H
#define CALLER_H

#include <rbpf/guest.h>

/* The context of caller.c. */
struct caller_job {
    uint64_t address;
    uint64_t bytes;
    uint64_t helper;
};

#endif
