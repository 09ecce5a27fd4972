/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What is raced: all workloads, of which all that do some work of their own count; calls of one
 * function of the guest by another; and fletcher32 from the image on. */
#ifndef ENTRANTS_H
#define ENTRANTS_H

#include "race.h"

#define ENTRANTS (WORKLOAD_COUNT + 2u)
extern struct entrant entrants[ENTRANTS];

void entrants_make(void);

#endif
