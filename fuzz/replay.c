/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Gives files to a fuzzer's function, once each, without libFuzzer: usage: replay_... FILE... */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define FILE_MAX 65536u

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes;
    size_t size;

    if (!file) {
        perror(path);
        return 1;
    }
    bytes = malloc(FILE_MAX);
    size = bytes ? fread(bytes, 1, FILE_MAX, file) : 0;
    (void)fclose(file);
    if (bytes)
        (void)LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return bytes ? 0 : 1;
}

int main(int argc, char **argv)
{
    int failures = 0;
    int i;

    for (i = 1; i < argc; i++)
        failures += replay(argv[i]);
    printf("%d inputs, %d could not be read\n", argc - 1, failures);
    return argc < 2 || failures != 0;
}
