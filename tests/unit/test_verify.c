/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include <stdio.h>

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {
#ifndef RBPF_TEST_SMALL_RAM
        &verify_limits,
#endif
        &verify_rules,
        &verify_reserved,
        &verify_registers,
        &verify_functions,
        &verify_facts,
        &verify_raw,
        NULL};

#ifdef RBPF_TEST_SMALL_RAM
    printf("left out: %u rows, which need 1 MiB of RAM\n", VERIFY_LIMITS_COUNT);
#endif

    return run_case_sets("verify", sets);
}
