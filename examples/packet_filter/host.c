/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Asks a guest of every packet in a capture whether to accept it.
 *
 *     packet_filter FILE.pcap
 */
#include <inttypes.h>
#include <rbpf/rbpf.h>
#include <stdio.h>
#include <stdlib.h>

#include "guest_image.h"
#include "pcap.h"
#include "verdict.h"

#define FILE_MAX_BYTES (16u << 20)
/* No packet is worth more. */
#define BUDGET_INSNS 1000u

struct filter {
    struct rbpf_program program;
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[4];
    _Alignas(8) uint8_t stack[512];
    struct rbpf_vm vm;
    uint32_t function;
};

struct counts {
    uint32_t verdicts[VERDICT_COUNT];
    uint32_t faults;
    bool cut;
};

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "packet_filter: %s: %s\n", what, why);
    return EXIT_FAILURE;
}

static enum rbpf_status filter_init(struct filter *filter)
{
    const struct rbpf_vm_config config = {
        .program = &filter->program,
        .regions = filter->regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = filter->frames,
        .frame_count = sizeof filter->frames / sizeof filter->frames[0],
        .stack = filter->stack,
        .stack_bytes = sizeof filter->stack,
    };
    struct rbpf_image image;
    struct rbpf_code code;
    enum rbpf_status status = rbpf_image_open(&image, guest_image, sizeof guest_image);

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(&image, NULL);
    status = rbpf_program_load(&filter->program, &code, NULL);
    if (status == RBPF_OK)
        status = rbpf_image_find_entry(&image, "filter", &filter->function);
    return status == RBPF_OK ? rbpf_vm_init(&filter->vm, &config) : status;
}

/* The guest gets the packet itself, read-only: nothing is copied. */
static enum rbpf_status filter_packet(struct filter *filter, const struct pcap_packet *packet,
                                      uint64_t *verdict)
{
    const struct rbpf_grant context = {.base = packet->data, .bytes = packet->size};
    enum rbpf_status status = rbpf_vm_start(&filter->vm, filter->function, &context);

    if (status == RBPF_OK)
        status = rbpf_run(&filter->vm, BUDGET_INSNS);
    if (status == RBPF_OK)
        *verdict = rbpf_vm_result(&filter->vm);
    return status;
}

static void filter_all(struct filter *filter, struct pcap *pcap, struct counts *counts)
{
    struct pcap_packet packet;
    enum pcap_status pcap_status;

    while ((pcap_status = pcap_next(pcap, &packet)) == PCAP_PACKET) {
        uint64_t verdict = VERDICT_DROP;

        /* A guest that faults, loops or says nonsense costs its packet and no more. */
        if (filter_packet(filter, &packet, &verdict) != RBPF_OK || verdict >= VERDICT_COUNT)
            counts->faults++;
        else
            counts->verdicts[verdict]++;
    }
    counts->cut = pcap_status == PCAP_CUT;
}

/* Reads at most FILE_MAX_BYTES. The caller frees. */
static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file ? malloc(FILE_MAX_BYTES) : NULL;

    if (bytes)
        *size = fread(bytes, 1, FILE_MAX_BYTES, file);
    if (file)
        fclose(file);
    return bytes;
}

static int filter_file(const uint8_t *bytes, size_t size, const char *path)
{
    struct filter filter;
    struct counts counts = {{0}, 0, false};
    struct pcap pcap;
    enum rbpf_status status = filter_init(&filter);

    if (status != RBPF_OK)
        return fail("the guest", rbpf_status_text(status));
    if (!pcap_open(&pcap, bytes, size))
        return fail(path, "is not a pcap file of Ethernet frames");
    filter_all(&filter, &pcap, &counts);
    printf("accepted IPv4: %" PRIu32 "\n", counts.verdicts[VERDICT_ACCEPT_IPV4]);
    printf("accepted IPv6: %" PRIu32 "\n", counts.verdicts[VERDICT_ACCEPT_IPV6]);
    printf("dropped:       %" PRIu32 "\n", counts.verdicts[VERDICT_DROP]);
    if (counts.faults > 0)
        return fail("the guest", "faulted");
    return counts.cut ? fail(path, "ends inside a packet") : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    uint8_t *bytes;
    size_t size = 0;
    int code;

    if (argc != 2)
        return fail("usage", "packet_filter FILE.pcap");
    bytes = read_file(argv[1], &size);
    if (!bytes)
        return fail(argv[1], "cannot be read");
    code = filter_file(bytes, size, argv[1]);
    free(bytes);
    return code;
}
