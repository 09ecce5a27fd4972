/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What has happened in all rounds. */
#ifndef TOTALS_H
#define TOTALS_H

#include "actors.h"

/* At the end of a round: the counts of the world. */
void totals_add_round(void);

/* What an actor did in a round. */
void totals_add_events(const struct events *events);

/* Prints all; false, if something has not happened at all, so that the test was not about it. */
bool totals_print(void);

#endif
