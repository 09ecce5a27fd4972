/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Writes the seeds of fuzz_verify_run, by name, into a folder: usage: seeds_verify_run FOLDER */
#include <stdio.h>

#include "asm.h"

struct seed {
    const char *name;
    /* flags, context, stack / 8, frames, slice, data, host, functions */
    uint8_t header[8];
    const uint64_t *insns;
    size_t insns_bytes;
};

#define HELPERS 1
#define LISTED 4
#define TAMED 128
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* A record {entry, frame, stack, depth, flags} as the slot that it looks like. */
#define FUNCTION(entry, frame, stack, depth, flags)                                                \
    ASM_SWAP64((uint64_t)(entry) | (uint64_t)(frame) << 16 | (uint64_t)(stack) << 32 |             \
               (uint64_t)(depth) << 48 | (uint64_t)(flags) << 56)

#define REGION_AT(region, offset) ((uint64_t)(region) << 32 | (offset))

static const struct seed seeds[] = {
    {"exit", {0}, PROGRAM(EXIT())},
    {"arithmetic",
     {0},
     PROGRAM(MOV64_K(0, 7), ALU64_K(BPF_MUL, 0, 6), ALU32_K(BPF_DIV, 0, 5),
             INSN(BPF_ALU64 | BPF_MOD | BPF_K, 0, 0, 1, -3),
             INSN(BPF_ALU | BPF_END | BPF_TO_BE, 0, 0, 0, 32), EXIT())},
    {"loop",
     {0, 0, 0, 0, 3},
     PROGRAM(MOV64_K(1, 9), ADD64_X(0, 1), ADD64_K(1, -1), JMP_K(BPF_JNE, 1, 0, -3), EXIT())},
    {"endless", {0, 0, 0, 0, 7}, PROGRAM(ADD64_K(0, 1), JA(-2))},
    {"context",
     {0, 16},
     PROGRAM(LDX(BPF_W, 0, 1, 4), LDXSX(BPF_B, 2, 1, 1), STX(BPF_DW, 1, 0, 8), ST(BPF_H, 1, 2, -1),
             EXIT())},
    {"behind_the_context", {0, 7}, PROGRAM(LDX(BPF_DW, 0, 1, 0), EXIT())},
    {"stack",
     {0, 0, 64, 4},
     PROGRAM(ST(BPF_DW, 10, -8, 1), CALL_LOCAL(2), LDX(BPF_DW, 0, 10, -8), EXIT(),
             ST(BPF_DW, 10, -16, 2), EXIT())},
    {"recursion",
     {0, 0, 64, 7},
     PROGRAM(MOV64_K(1, 5), CALL_LOCAL(1), EXIT(), JMP_K(BPF_JEQ, 1, 0, 2), ADD64_K(1, -1),
             CALL_LOCAL(-3), EXIT())},
    {"atomics",
     {0, 16},
     PROGRAM(MOV64_K(2, 3), ATOMIC(BPF_DW, BPF_ADD | BPF_FETCH, 1, 2, 8),
             ATOMIC(BPF_W, BPF_CMPXCHG, 1, 2, 4), ATOMIC(BPF_DW, BPF_XCHG, 1, 2, 0), EXIT())},
    {"helpers",
     {HELPERS, 32, 0, 0, 5},
     PROGRAM(MOV64_K(2, 8), CALL_HELPER(1), CALL_HELPER(5), MOV64_K(1, 20), CALL_HELPER(4),
             MOV64_K(1, 1), CALL_HELPER(6), EXIT())},
    {"data",
     {HELPERS, 0, 0, 0, 0, 24, 9},
     PROGRAM(LDDW(4, REGION_AT(3, 16)), LDDW(5, REGION_AT(2, 8)), CALL_HELPER(8),
             LDDW(3, REGION_AT(5, 0)), LDX(BPF_B, 0, 3, 8), EXIT())},
    {"callx",
     {HELPERS, 0, 16, 4},
     PROGRAM(LDDW(3, REGION_AT(4, 0x38)), CALL_REG(3), MOV64_K(3, 0), CALL_REG(3), CALL_LOCAL(1),
             EXIT(), EXIT(), EXIT())},
    {"listed",
     {LISTED, 0, 8, 2, 0, 0, 0, 2},
     PROGRAM(FUNCTION(0, 8, 24, 2, 0), FUNCTION(3, 16, 16, 1, 1), CALL_LOCAL(2), CALL_REG(1),
             EXIT(), ST(BPF_DW, 10, -16, 7), EXIT())},
    {"tamed",
     {TAMED | HELPERS, 40, 80, 6, 11, 30, 20},
     PROGRAM(0x123456789abcdef0, 0x0fedcba987654321, 0x5555555555555555, 0xaaaaaaaaaaaaaaaa,
             0x3141592653589793, 0x2718281828459045, 0x1618033988749894, 0x0123456701234567)},
};

static int write_seed(const char *folder, const struct seed *seed)
{
    char path[512];
    FILE *file;
    int failed;

    (void)snprintf(path, sizeof path, "%s/%s", folder, seed->name);
    file = fopen(path, "wb");
    if (!file) {
        perror(path);
        return 1;
    }
    failed = fwrite(seed->header, 1, sizeof seed->header, file) != sizeof seed->header ||
             fwrite(seed->insns, 1, seed->insns_bytes, file) != seed->insns_bytes;
    return fclose(file) != 0 || failed;
}

int main(int argc, char **argv)
{
    int failures = 0;
    size_t i;

    if (argc != 2) {
        fprintf(stderr, "usage: seeds_verify_run FOLDER\n");
        return 2;
    }
    for (i = 0; i < COUNT_OF(seeds); i++)
        failures += write_seed(argv[1], &seeds[i]);
    return failures != 0;
}
