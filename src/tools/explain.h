/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Faults and refusals in words. */
#ifndef RBPF_TOOLS_EXPLAIN_H
#define RBPF_TOOLS_EXPLAIN_H

#include <stdio.h>

#include "tools/guest.h"

/* Why the verifier refused a guest, on one line. */
void explain_refusal(FILE *out, const struct guest *guest, enum rbpf_status status);

/* What the verifier learned. */
void explain_facts(FILE *out, const struct guest *guest);

/*
 * Why a run ended: cause, access, helper, and for the instruction and each call in progress file,
 * line and function. The guest need not be loaded, but fault_fits() must hold.
 */
void explain_fault(FILE *out, const struct guest *guest, const struct rbpf_fault *fault);

/*
 * Can the fault be one of this guest: is there such an instruction, can it fault like that, and
 * are the callers calls? What a record from elsewhere is worth.
 */
bool fault_fits(const struct guest *guest, const struct rbpf_fault *fault);

/* "FILE:LINE:COLUMN in FUNCTION+SLOTS", as far as it is known. */
void explain_place(FILE *out, const struct guest *guest, uint32_t slot);

#endif
