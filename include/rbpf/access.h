/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * The names of rights, for the firmware (rbpf/rights.h) and for guests (rbpf/guest_container.h).
 * Needs no other header.
 */
#ifndef RBPF_ACCESS_H
#define RBPF_ACCESS_H

/** For numbers without a limit: -1 converts to the most of each width. */
#define RBPF_UNLIMITED (-1)

/** Whose store: a container's own, its tenant's, everybody's. */
enum rbpf_scope { RBPF_SCOPE_PRIVATE = 0, RBPF_SCOPE_TENANT = 1, RBPF_SCOPE_GLOBAL = 2 };
#define RBPF_SCOPES 3u

/** The most regions of the host that rights can name. */
#define RBPF_HOST_REGIONS_MAX 6u

/** Bits of `access`: a store may be read. */
#define RBPF_READ_STORE(scope) (1u << (scope))
/** The context of the hook may be written; reading it is no question. */
#define RBPF_WRITE_CONTEXT (1u << 3)
/** Region RBPF_REGION_HOST + n of the host may be read. */
#define RBPF_READ_REGION(n) (1u << (4u + (n)))
/** It may be written. Of use only with RBPF_READ_REGION(n). */
#define RBPF_WRITE_REGION(n) (1u << (10u + (n)))

/** The bit of a helper within its word of `helpers`: word id / 32. */
#define RBPF_HELPER_BIT(id) (1u << ((id) % 32u))

#endif
