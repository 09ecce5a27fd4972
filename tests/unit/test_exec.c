/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "runner.h"

int main(void)
{
    static const struct case_set *const sets[] = {&alu_vectors,    &jump_vectors, &memory_vectors,
                                                  &atomic_vectors, &call_vectors, &call_helpers,
                                                  &run_programs,   &run_budget,   &run_states,
                                                  &run_grants,     &run_stack,    &fault_records,
                                                  &fault_bytes,    NULL};

    return run_case_sets("exec", sets);
}
