/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {&isa_opcodes, &isa_groups, &isa_group_names,
                                                  &isa_decode, NULL};

    return run_case_sets("isa", sets);
}
