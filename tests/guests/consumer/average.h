/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the two sources of the guest share. */
#ifndef AVERAGE_H
#define AVERAGE_H

#include <rbpf/guest.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The sum of the last WINDOW samples. */
uint64_t window_add(uint32_t sample);

#ifdef __cplusplus
}
#endif

#endif
