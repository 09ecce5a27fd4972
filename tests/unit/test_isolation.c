/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {&isolation_leftovers, &isolation_sides,
                                                  &isolation_overlaps, &port_calls, NULL};

    return run_case_sets("isolation", sets);
}
