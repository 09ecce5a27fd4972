/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {&direct_quotas, NULL};

    return run_case_sets("direct", sets);
}
