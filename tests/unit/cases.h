/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Tests as tables of named rows. The files cases_*.c need no test library, no
 * heap and no files, so that a board can run them as a PC does; test_*.c hand
 * them to cmocka.
 */
#ifndef RBPF_TEST_CASES_H
#define RBPF_TEST_CASES_H

#include <stddef.h>
#include <stdint.h>

/* What came of a row: `what` is null if it passed, else what differs. */
struct verdict {
    const char *what;
    uint64_t expected;
    uint64_t actual;
};

#define PASSED ((struct verdict){.what = NULL})

/* Returns from the test unless both are equal. */
#define CHECK_EQUAL(actual_value, expected_value)                                                  \
    do {                                                                                           \
        uint64_t actual_ = (uint64_t)(actual_value);                                               \
        uint64_t expected_ = (uint64_t)(expected_value);                                           \
        if (actual_ != expected_)                                                                  \
            return (struct verdict){#actual_value, expected_, actual_};                            \
    } while (0)

/* The same for statuses, which are negative. */
#define CHECK_STATUS(actual_value, expected_value)                                                 \
    CHECK_EQUAL((int64_t)(actual_value), (int64_t)(expected_value))

#define CHECK(condition) CHECK_EQUAL(!!(condition), 1)

/* Returns from the test if a part of it has failed. */
#define CHECK_PASSED(verdict_value)                                                                \
    do {                                                                                           \
        struct verdict verdict_ = (verdict_value);                                                 \
        if (verdict_.what)                                                                         \
            return verdict_;                                                                       \
    } while (0)

struct case_set {
    const char *name;
    size_t count;
    const char *(*row_name)(size_t row);
    struct verdict (*run)(size_t row);
};

/* A row that is a function. */
struct case_function {
    const char *name;
    struct verdict (*run)(void);
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Defines the two functions and the set for a table of rows with `name`, run by run_row(&row). */
#define CASE_SET(set, table, run_row)                                                              \
    static const char *set##_name(size_t row)                                                      \
    {                                                                                              \
        return table[row].name;                                                                    \
    }                                                                                              \
    static struct verdict set##_run(size_t row)                                                    \
    {                                                                                              \
        return run_row(&table[row]);                                                               \
    }                                                                                              \
    const struct case_set set = {#set, COUNT_OF(table), set##_name, set##_run}

static inline struct verdict run_case_function(const struct case_function *row)
{
    return row->run();
}

extern const struct case_set isa_opcodes, isa_groups, isa_group_names, isa_decode;
extern const struct case_set verify_rules, verify_reserved, verify_registers, verify_functions,
    verify_facts, verify_limits, verify_raw, verify_groups;
/* Of those, verify_limits needs 1 MiB of RAM. */
#define VERIFY_LIMITS_COUNT 12u
extern const struct case_set alu_vectors, alu_products, jump_vectors, jump_products;
extern const struct case_set memory_vectors, memory_bounds, atomic_vectors;
extern const struct case_set call_vectors, call_helpers;
extern const struct case_set run_programs, run_budget, run_states, run_grants, run_stack;
extern const struct case_set fault_records, fault_bytes;
extern const struct case_set status_names;
extern const struct case_set store_functions, store_damage;
extern const struct case_set rights_single, rights_numbers, rights_use, rights_reach;
extern const struct case_set request_sizes, request_reads, rights_text;
extern const struct case_set container_life, container_policies, container_refusals,
    container_faults, container_stores, container_edges;
extern const struct case_set builtin_text, builtin_calls, builtin_rest, message_calls, post_rules,
    firing_slices, firing_rules;
extern const struct case_set coap_answers, coap_readings;
extern const struct case_set papers_rules;
extern const struct case_set direct_quotas;
extern const struct case_set isolation_leftovers, isolation_sides, isolation_overlaps, port_calls;

#endif
