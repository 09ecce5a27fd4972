/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#ifndef REPORT_H
#define REPORT_H

/* Plays all attempts, or the one of this name, and prints what stopped each. Returns 0 if all were
 * stopped by what was to stop them. */
int report_attempts(const char *only);

#endif
