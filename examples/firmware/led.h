/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What guest and firmware agree on. */
#ifndef LED_H
#define LED_H

#define LED_SET 1
#define SAMPLE_COUNT 4u

#endif
