/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * rbpf-plugin: runs one program for the public eBPF conformance suite. The first
 * argument is the memory and a line of standard input the program, as hex bytes with
 * blanks between. Prints r0 in hex, or the error and fails.
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

static int fail(const char *what, const char *detail)
{
    fprintf(stderr, "rbpf-plugin: %s%s\n", what, detail);
    return 1;
}

static int report(const struct machine_outcome *outcome)
{
    if (outcome->status != RBPF_OK) {
        fprintf(stderr, "rbpf-plugin: %s: %s at instruction %" PRIu32 "\n",
                outcome->rejected ? "refused" : "stopped", rbpf_status_text(outcome->status),
                outcome->rejected ? outcome->where : outcome->fault.insn);
        return 1;
    }
    printf("%" PRIx64 "\n", outcome->r0);
    return 0;
}

static int run(const char *program_hex, const char *memory_hex,
               const struct machine_options *options)
{
    struct machine_bytes program = {0};
    struct machine_bytes memory = {0};
    int code;

    if (!hex_read(program_hex, &program)) {
        code = fail("the program is not in hex", "");
    } else if (!hex_read(memory_hex, &memory)) {
        code = fail("the memory is not in hex", "");
    } else {
        struct machine_outcome outcome = machine_run(&machine, program, memory, options);

        code = report(&outcome);
    }
    free(program.data);
    free(memory.data);
    return code;
}

int main(int argc, char **argv)
{
    struct machine_options options = {0};
    int next = 1;
    const char *memory = "";
    char *line = 0;
    size_t capacity = 0;
    int code;

    if (argc > 1 && strncmp(argv[1], "--", 2) != 0)
        memory = argv[next++];
    if (!options_read(argv, &next, &options) || next != argc)
        return fail("cannot use ", argv[next]);
    if (getline(&line, &capacity, stdin) < 0)
        code = fail("no program on standard input", "");
    else
        code = run(line, memory, &options);
    free(line);
    return code;
}
