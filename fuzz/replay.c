/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Gives files to a fuzzer's function, once each, without libFuzzer: usage: replay_... FILE... */
#include "fuzzer.h"

#define FILE_MAX 65536u

static uint8_t contents[FILE_MAX];

/* What libFuzzer has for those that change inputs themselves; nothing changes here. */
/* NOLINTNEXTLINE(readability-non-const-parameter): as libFuzzer has it */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t max_size)
{
    (void)bytes;
    (void)max_size;
    return size;
}

/* As libFuzzer does, in a block that ends where the input ends, and that has to stay as it is. */
static void give(size_t size)
{
    uint8_t *bytes = exact_copy(contents, size);

    (void)LLVMFuzzerTestOneInput(bytes, size);
    require(memcmp(bytes, contents, size) == 0, "the input stays as it is");
    free(bytes);
}

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size;

    if (!file) {
        perror(path);
        return 1;
    }
    size = fread(contents, 1, FILE_MAX, file);
    (void)fclose(file);
    give(size);
    return 0;
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
