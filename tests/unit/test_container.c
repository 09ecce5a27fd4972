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
                                                  &rights_reach,
                                                  &request_sizes,
                                                  &request_reads,
                                                  &rights_text,
                                                  &container_life,
                                                  &container_policies,
                                                  &container_refusals,
                                                  &container_faults,
                                                  &container_stores,
                                                  &builtin_text,
                                                  &builtin_calls,
                                                  &builtin_rest,
                                                  &message_calls,
                                                  &post_rules,
                                                  &container_edges,
                                                  &coap_answers,
                                                  &coap_readings,
                                                  NULL};

    return run_case_sets("container", sets);
}
