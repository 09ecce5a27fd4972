/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The helpers that the command offers to guests on a PC: <rbpf/guest_run.h> declares them. */
#ifndef RBPF_TOOLS_HOST_HELPERS_H
#define RBPF_TOOLS_HOST_HELPERS_H

#include <rbpf/helper.h>

/* What a VM's `user` pointer must point to. */
struct host_output {
    /* The last thing printed was no new line. */
    bool line_open;
};

/* Static storage. */
const struct rbpf_helpers *host_helpers(void);

/* The name of a helper, "?" if there is none. Static storage. */
const char *host_helper_name(uint32_t id);

#endif
