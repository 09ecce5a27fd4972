/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A hash (FNV-1a, 64 bits) over how cases ended, in their order: two machines that print the same
 * one agree on each status, result, count of instructions, byte of memory and detail of a fault.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "machine.h"

#define ANSWERS_BEGIN 0xcbf29ce484222325u

uint64_t answers_add(uint64_t hash, const struct machine_outcome *outcome,
                     struct machine_bytes memory);

#endif
