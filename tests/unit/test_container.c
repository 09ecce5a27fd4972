/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {&store_functions,
                                                  &store_damage,
                                                  &rights_single,
                                                  &rights_numbers,
                                                  &rights_use,
                                                  &container_life,
                                                  &container_policies,
                                                  &container_refusals,
                                                  &container_faults,
                                                  &container_stores,
                                                  &container_edges,
                                                  NULL};

    return run_case_sets("container", sets);
}
