/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Writes packets.pcap, or with --check fails if the file is another.
 *
 *     make_packets [--check] FILE
 */
#include <rbpf/bytes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "packets.h"

#define FILE_MAX_BYTES 8192u

struct output {
    uint8_t bytes[FILE_MAX_BYTES];
    size_t size;
};

static void put(struct output *output, const void *bytes, size_t size)
{
    if (size > FILE_MAX_BYTES - output->size)
        abort();
    memcpy(output->bytes + output->size, bytes, size);
    output->size += size;
}

static void put_numbers(struct output *output, const uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t bytes[4];

        rbpf_store32(bytes, numbers[i]);
        put(output, bytes, sizeof bytes);
    }
}

static void make(struct output *output)
{
    /* Magic, version 2.4, two fields of 0, the longest packet, Ethernet. */
    static const uint32_t header[] = {0xa1b2c3d4u, 0x00040002u, 0, 0, 65535u, 1u};

    put_numbers(output, header, 6);
    for (size_t i = 0; i < packet_count; i++) {
        uint32_t size = (uint32_t)packets[i].size;
        /* Seconds, microseconds, bytes captured, bytes sent. */
        const uint32_t record[] = {(uint32_t)i, 0, size, size};

        put_numbers(output, record, 4);
        put(output, packets[i].bytes, size);
    }
}

static bool is_equal(const char *path, const struct output *output)
{
    static uint8_t bytes[FILE_MAX_BYTES];
    FILE *file = fopen(path, "rb");
    size_t size;

    if (!file)
        return false;
    size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return size == output->size && memcmp(bytes, output->bytes, size) == 0;
}

static bool write_file(const char *path, const struct output *output)
{
    FILE *file = fopen(path, "wb");
    bool done;

    if (!file)
        return false;
    done = fwrite(output->bytes, output->size, 1, file) == 1;
    return fclose(file) == 0 && done;
}

int main(int argc, char **argv)
{
    static struct output output;
    bool check = argc == 3 && strcmp(argv[1], "--check") == 0;
    const char *path = argv[argc - 1];

    if (argc != 2 && !check)
        return EXIT_FAILURE;
    make(&output);
    if (check ? is_equal(path, &output) : write_file(path, &output))
        return EXIT_SUCCESS;
    fprintf(stderr, check ? "%s is another file: make_packets %s\n" : "%s cannot be written\n",
            path, path);
    return EXIT_FAILURE;
}
