/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "exec/run.h"

enum rbpf_status rbpf_step(struct rbpf_vm *vm)
{
    enum rbpf_status status;
    uint32_t used;

    if (RBPF_CHECK_HOST && !vm)
        return RBPF_ERR_ARGUMENT;
    status = rbpf_run_enter(vm);
    if (status != RBPF_OK)
        return status;
    status = rbpf_run_slice(vm, 1, rbpf_loop_step, &used);
    return rbpf_run_leave(vm, status);
}
