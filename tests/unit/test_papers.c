/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {&papers_rules, &store_functions, &store_damage,
                                                  NULL};

    return run_case_sets("papers", sets);
}
