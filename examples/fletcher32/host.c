/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Computes the Fletcher-32 checksum of a file twice: by a guest in the VM and by the same C,
 * compiled for this computer. IMAGE is another build of the guest than the one in this program.
 *
 *     fletcher32 FILE [IMAGE]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rbpf/rbpf.h>

#include "fletcher32.h"
#include "guest_image.h"

#define STACK_BYTES 512u
#define FRAMES 4u
#define BUDGET_INSNS 10000000u

struct blob {
    uint8_t *bytes;
    size_t size;
};

struct image_bytes {
    const void *bytes;
    size_t size;
};

struct answer {
    uint64_t r0;
    uint64_t executed_insns;
};

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "fletcher32: %s: %s\n", what, why);
    return EXIT_FAILURE;
}

/* Reads a file behind `header_bytes` zeros, and with room for one more byte. */
static bool read_file(const char *path, size_t header_bytes, struct blob *blob)
{
    FILE *file = fopen(path, "rb");
    long size = 0;
    bool done = false;

    if (!file)
        return false;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) > 0 &&
        fseek(file, 0, SEEK_SET) == 0) {
        blob->size = header_bytes + (size_t)size;
        blob->bytes = calloc(1, blob->size + 1);
        done = blob->bytes && fread(blob->bytes + header_bytes, (size_t)size, 1, file) == 1;
    }
    fclose(file);
    return done;
}

/* Refuses what the verifier refuses: from here on the guest can do no harm. */
static enum rbpf_status load(const struct image_bytes *file, struct rbpf_program *program,
                             struct rbpf_image *image)
{
    enum rbpf_status status = rbpf_image_open(image, file->bytes, file->size);
    struct rbpf_code code;

    if (status != RBPF_OK)
        return status;
    code = rbpf_image_code(image, NULL);
    return rbpf_program_load(program, &code, NULL);
}

static enum rbpf_status run(const struct rbpf_program *program, uint32_t function,
                            const struct blob *context, struct answer *answer)
{
    struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    struct rbpf_frame frames[FRAMES];
    _Alignas(8) uint8_t stack[STACK_BYTES];
    struct rbpf_vm vm;
    const struct rbpf_vm_config config = {
        .program = program,
        .regions = regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = frames,
        .frame_count = FRAMES,
        .stack = stack,
        .stack_bytes = sizeof stack,
    };
    const struct rbpf_grant grant = {.base = context->bytes, .bytes = (uint32_t)context->size};
    enum rbpf_status status = rbpf_vm_init(&vm, &config);

    if (status == RBPF_OK)
        status = rbpf_vm_start(&vm, function, &grant);
    if (status == RBPF_OK)
        status = rbpf_run(&vm, BUDGET_INSNS);
    if (status == RBPF_OK)
        *answer = (struct answer){rbpf_vm_result(&vm), rbpf_vm_executed(&vm)};
    return status;
}

static enum rbpf_status run_guest(const struct image_bytes *file, const struct blob *context,
                                  struct answer *answer)
{
    struct rbpf_program program;
    struct rbpf_image image;
    uint32_t function;
    enum rbpf_status status = load(file, &program, &image);

    if (status == RBPF_OK)
        status = rbpf_image_find_entry(&image, "fletcher32", &function);
    return status == RBPF_OK ? run(&program, function, context, answer) : status;
}

static int compare(const struct image_bytes *file, struct blob *context, const char *path)
{
    struct fletcher32_context header = {0};
    struct answer answer = {0};
    enum rbpf_status status;
    uint64_t native;

    /* A file of odd length ends with a zero byte more. */
    context->size += context->size % 2;
    header.words = (uint32_t)((context->size - sizeof header) / 2);
    memcpy(context->bytes, &header, sizeof header);
    status = run_guest(file, context, &answer);
    if (status != RBPF_OK)
        return fail("the guest", rbpf_status_text(status));

    native = fletcher32((const struct fletcher32_context *)(const void *)context->bytes);
    printf("fletcher32 of %s, %" PRIu32 " words\n", path, header.words);
    printf("  in the VM  r0 = 0x%08" PRIx64 "  (%" PRIu64 " instructions, image of %zu bytes)\n",
           answer.r0, answer.executed_insns, file->size);
    printf("  native          0x%08" PRIx64 "\n", native);
    return answer.r0 == native ? EXIT_SUCCESS : fail("the results", "differ");
}

static int run_with(const char *path, const char *image_path)
{
    struct image_bytes image = {guest_image, sizeof guest_image};
    struct blob loaded = {0};
    struct blob context = {0};
    int code;

    if (!read_file(path, sizeof(struct fletcher32_context), &context))
        code = fail(path, "cannot be read");
    else if (image_path && !read_file(image_path, 0, &loaded))
        code = fail(image_path, "cannot be read");
    else {
        if (image_path)
            image = (struct image_bytes){loaded.bytes, loaded.size};
        code = compare(&image, &context, path);
    }
    free(loaded.bytes);
    free(context.bytes);
    return code;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3)
        return fail("usage", "fletcher32 FILE [IMAGE]");
    return run_with(argv[1], argc > 2 ? argv[2] : NULL);
}
