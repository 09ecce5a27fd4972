/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The guest of packet_filter, in every loop and compiled for this computer, gives each packet the
 * verdict of the table, and both agree on packets that are cut or damaged. The reader of pcap
 * files stays inside of files that are.
 *
 *     test_packet_filter [SEED]
 */
#include <rbpf/rbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "packet_filter/guest_image.h"
#include "packet_filter/pcap.h"
#include "packets.h"

#define DAMAGED_PER_PACKET 500u
#define DAMAGED_FILES 20000u
#define FILE_BYTES 256u
#define PACKET_MAX_BYTES 256u

/* The guest, compiled for this computer. */
uint64_t filter(const uint8_t *frame, uint64_t frame_bytes);

struct machine {
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_vm vm;
};

static const struct {
    const char *name;
    rbpf_loop_fn run;
} loops[] = {{"goto", rbpf_loop_goto}, {"switch", rbpf_loop_switch}, {"small", rbpf_loop_small}};

static uint32_t failures;
static uint32_t runs;

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void init(struct machine *machine)
{
    const struct rbpf_vm_config config = {
        .program = &machine->program,
        .regions = machine->regions,
        .region_count = RBPF_REGION_COUNT(0),
    };
    struct rbpf_image image;
    struct rbpf_code code;

    if (rbpf_image_open(&image, guest_image, sizeof guest_image) != RBPF_OK)
        abort();
    code = rbpf_image_code(&image, NULL);
    if (rbpf_program_load(&machine->program, &code, NULL) != RBPF_OK ||
        rbpf_vm_init(&machine->vm, &config) != RBPF_OK)
        abort();
}

/* `bytes` fill a block of the heap, so that a sanitizer sees the native guest go beyond them. */
static void compare(struct machine *machine, const char *name, const uint8_t *bytes, size_t size,
                    uint64_t expected)
{
    const struct rbpf_grant context = {.base = bytes, .bytes = (uint32_t)size};

    for (size_t i = 0; i < sizeof loops / sizeof loops[0]; i++) {
        enum rbpf_status status = rbpf_vm_start(&machine->vm, 0, &context);

        if (status == RBPF_OK)
            status = rbpf_run_with(&machine->vm, 1000, loops[i].run);
        runs++;
        if (status == RBPF_OK && rbpf_vm_result(&machine->vm) == expected)
            continue;
        printf("%s, %zu bytes, loop %s: %s, r0 is %llu and not %llu\n", name, size, loops[i].name,
               rbpf_status_name(status), (unsigned long long)rbpf_vm_result(&machine->vm),
               (unsigned long long)expected);
        failures++;
    }
}

/* The caller frees. */
static uint8_t *copy(const void *bytes, size_t size)
{
    uint8_t *block = malloc(size > 0 ? size : 1);

    if (!block)
        abort();
    memcpy(block, bytes, size);
    return block;
}

static void try_whole(struct machine *machine, const struct packet *packet)
{
    uint8_t *bytes = copy(packet->bytes, packet->size);

    if (filter(bytes, packet->size) != packet->verdict) {
        printf("%s: the native verdict is wrong\n", packet->name);
        failures++;
    }
    compare(machine, packet->name, bytes, packet->size, packet->verdict);
    free(bytes);
}

static void try_cut(struct machine *machine, const struct packet *packet)
{
    for (size_t size = 0; size < packet->size; size++) {
        uint8_t *bytes = copy(packet->bytes, size);

        compare(machine, packet->name, bytes, size, filter(bytes, size));
        free(bytes);
    }
}

static void try_damaged(struct machine *machine, const struct packet *packet, uint32_t *state)
{
    if (packet->size == 0)
        return;
    for (uint32_t i = 0; i < DAMAGED_PER_PACKET; i++) {
        uint8_t *bytes = copy(packet->bytes, packet->size);

        for (uint32_t n = next_random(state) % 4 + 1; n > 0; n--)
            bytes[next_random(state) % packet->size] = (uint8_t)next_random(state);
        compare(machine, packet->name, bytes, packet->size, filter(bytes, packet->size));
        free(bytes);
    }
}

/* Every byte of every packet is touched, which a sanitizer watches. */
static uint32_t read_all(const uint8_t *bytes, size_t size)
{
    struct pcap pcap;
    struct pcap_packet packet;
    uint32_t sum = 0;

    if (!pcap_open(&pcap, bytes, size))
        return 0;
    while (pcap_next(&pcap, &packet) == PCAP_PACKET) {
        for (uint32_t i = 0; i < packet.size; i++)
            sum += packet.data[i];
    }
    return sum;
}

static void try_files(uint32_t *state)
{
    static const uint8_t headers[][4] = {
        {0xd4, 0xc3, 0xb2, 0xa1}, {0xa1, 0xb2, 0xc3, 0xd4}, {0x4d, 0x3c, 0xb2, 0xa1}};
    volatile uint32_t sum = 0;

    for (uint32_t i = 0; i < DAMAGED_FILES; i++) {
        uint8_t bytes[FILE_BYTES] = {0};
        size_t size = next_random(state) % FILE_BYTES;
        uint8_t *file;

        memcpy(bytes, headers[i % 3], 4);
        bytes[i % 3 == 1 ? 23 : 20] = 1;
        for (size_t n = 24; n < size; n++) {
            if (next_random(state) % 4 == 0)
                bytes[n] = (uint8_t)(next_random(state) % 40);
        }
        if (i % 8 == 0)
            bytes[24 + next_random(state) % 32] = 0xff;
        file = copy(bytes, size);
        sum += read_all(file, size);
        free(file);
    }
    if (sum == 0) {
        printf("no damaged file had a packet\n");
        failures++;
    }
}

int main(int argc, char **argv)
{
    uint32_t seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 0) : 0x5683u;
    uint32_t state = seed;
    struct machine machine;

    init(&machine);
    for (size_t i = 0; i < packet_count; i++) {
        try_whole(&machine, &packets[i]);
        try_cut(&machine, &packets[i]);
        try_damaged(&machine, &packets[i], &state);
    }
    try_files(&state);
    printf("%u runs, seed 0x%x, %u failures\n", runs, seed, failures);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
