/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What the guest says of a packet. */
#ifndef VERDICT_H
#define VERDICT_H

enum verdict { VERDICT_DROP = 0, VERDICT_ACCEPT_IPV4 = 1, VERDICT_ACCEPT_IPV6 = 2 };

#define VERDICT_COUNT 3u

#endif
