/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * rbpf-batch: judges many programs in one process. A line "NAME PROGRAM MEMORY"
 * in, in hex, a line out:
 *
 *     NAME ok R0 MEMORY_AFTER EXECUTED
 *     NAME reject WHY
 *     NAME fault KIND
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "hex.h"
#include "options.h"

static struct machine machine;

static void print_fault(const struct machine_outcome *outcome)
{
    const struct rbpf_fault *fault = &outcome->fault;

    printf("fault %s", machine_fault_kind(outcome->status));
    if (fault->cause != RBPF_OK)
        printf(" %s at %" PRIu32 ", address %" PRIx64 "\n", rbpf_status_name(fault->cause),
               fault->insn, fault->address);
    else
        printf(" %s\n", rbpf_status_name(outcome->status));
}

static void print_outcome(const struct machine_outcome *outcome, struct machine_bytes memory)
{
    if (outcome->rejected) {
        printf("reject %s at %" PRIu32 "\n", rbpf_status_name(outcome->status), outcome->where);
    } else if (outcome->status != RBPF_OK) {
        print_fault(outcome);
    } else {
        printf("ok %" PRIx64 " ", outcome->r0);
        hex_print(stdout, memory);
        printf(" %" PRIu64 "\n", outcome->executed_insns);
    }
}

static void judge(const char *program_hex, const char *memory_hex,
                  const struct machine_options *options)
{
    struct machine_bytes program = {0};
    struct machine_bytes memory = {0};

    if (program_hex && memory_hex && hex_read(program_hex, &program) &&
        hex_read(memory_hex, &memory)) {
        struct machine_outcome outcome = machine_run(&machine, program, memory, options);

        print_outcome(&outcome, memory);
    } else {
        printf("reject SYNTAX of the line\n");
    }
    free(program.data);
    free(memory.data);
}

static void judge_line(char *line, const struct machine_options *options)
{
    char *rest;
    const char *name = strtok_r(line, " \t\r\n", &rest);
    const char *program = strtok_r(0, " \t\r\n", &rest);
    const char *memory = strtok_r(0, " \t\r\n", &rest);

    if (!name || name[0] == '#')
        return;
    printf("%s ", name);
    judge(program, memory, options);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct machine_options options = {0};
    int next = 1;
    char *line = 0;
    size_t capacity = 0;

    if (!options_read(argv, &next, &options) || next != argc) {
        fprintf(stderr, "rbpf-batch: cannot use '%s'\nusage: rbpf-batch [options] < cases\n%s",
                argv[next], OPTIONS_USAGE);
        return 2;
    }
    while (getline(&line, &capacity, stdin) >= 0)
        judge_line(line, &options);
    free(line);
    return 0;
}
