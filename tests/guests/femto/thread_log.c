/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* How often each thread was switched to. */
#include <rbpf/guest_femto.h>

struct thread_switch {
    uint64_t previous;
    uint64_t next;
};

int thread_log(struct thread_switch *ctx)
{
    uint32_t count;

    /* No thread follows: the CPU goes to sleep. */
    if (ctx->next == 0)
        return 0;
    bpf_fetch_global((uint32_t)ctx->next, &count);
    return bpf_store_global((uint32_t)ctx->next, count + 1);
}
