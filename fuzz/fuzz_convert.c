/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Objects and images from strangers: the converter, the reader of images, and a run of what they
 * let through. An input is an object or an image, as the command `rbpf` takes them.
 *
 * Properties, each of which aborts if it does not hold:
 *
 *   1. What the converter writes, the readers of images and of their lines take.
 *   2. The same object gives the same image twice.
 *   3. Stripping an image leaves what the converter writes of the object without names and lines.
 *   4. A program that the verifier accepts never meets an instruction it should have refused, and
 *      a run exceeds its budget by no more than the verifier's word.
 *   5. A refusal is a message that is not empty.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/convert.h"
#include "tools/guest.h"
#include "tools/image_writer.h"

#define BUDGET_INSNS 2000u
#define DATA_BYTES_MAX 4096u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "violated: %s\n", what);
    abort();
}

static bool same(const struct image_out *a, const struct image_out *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static void check_stripped(const struct image_out *full, const struct image_out *bare)
{
    struct rbpf_image image;
    struct rbpf_lines lines;
    struct image_out stripped;

    require(rbpf_image_open(&image, full->bytes, full->size) == RBPF_OK, "the image is read");
    require(rbpf_lines_open(&lines, &image, full->bytes) == RBPF_OK, "its lines are read");
    if (!image_write(&image, &stripped))
        return;
    require(same(&stripped, bare), "stripped is converted without");
    free(stripped.bytes);
}

static void try_object(const uint8_t *bytes, size_t size)
{
    struct message message = {""};
    struct image_out full, again, bare;

    if (!convert_object(bytes, size, &full, &message)) {
        require(message.text[0] != 0, "a message says why");
        return;
    }
    require(convert_object(bytes, size, &again, &message), "an object converts twice");
    require(same(&full, &again), "and alike");
    require(convert_object_stripped(bytes, size, &bare, &message), "and stripped");
    check_stripped(&full, &bare);
    free(full.bytes);
    free(again.bytes);
    free(bare.bytes);
}

static void run(const struct guest *guest)
{
    static struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    static struct rbpf_frame frames[8];
    static uint8_t stack[4096], data[DATA_BYTES_MAX], context[16];
    const struct rbpf_grant grant = {context, sizeof context, true};
    const struct rbpf_vm_config config = {.program = &guest->program,
                                          .regions = regions,
                                          .region_count = RBPF_REGION_COUNT(0),
                                          .frames = frames,
                                          .frame_count = 8,
                                          .stack = stack,
                                          .stack_bytes = sizeof stack,
                                          .rodata = guest->image.rodata,
                                          .rodata_bytes = guest->image.rodata_bytes,
                                          .data = data,
                                          .data_bytes = guest->image.data_bytes};
    struct rbpf_vm vm;

    require(rbpf_image_init_data(&guest->image, data, sizeof data) == RBPF_OK, "data fits");
    require(rbpf_vm_init(&vm, &config) == RBPF_OK, "a VM is made");
    if (rbpf_vm_start(&vm, guest_entry_function(guest, 0), &grant) != RBPF_OK)
        return;
    require(rbpf_run(&vm, BUDGET_INSNS) != RBPF_FAULT_INSN, "the verifier let it through");
    require(rbpf_vm_executed(&vm) <= BUDGET_INSNS + guest->facts.longest_run_insns,
            "the budget holds");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct message message = {""};
    struct guest guest;

    try_object(bytes, size);
    if (!guest_parse(&guest, bytes, size, &message))
        require(message.text[0] != 0, "a message says why");
    else if (guest_load(&guest, NULL) == RBPF_OK && guest.image.data_bytes <= DATA_BYTES_MAX)
        run(&guest);
    guest_free(&guest);
    return 0;
}
