/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {
        &verify_rules, &verify_reserved, &verify_registers, &verify_functions,
        &verify_facts, &verify_limits,   &verify_raw,       NULL};

    return run_case_sets("verify", sets);
}
