/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Prints the rows of reference.csv: the six workloads of RBPF_REFERENCE_DIR, which other
 * interpreters were counted with, as count.c does with those of this repository.
 */
#include <stdio.h>

#include "counter.h"
#include "reference_work.h"
#include "runs.h"

#include "reference_bsort_image.h"
#include "reference_crc32_image.h"
#include "reference_empty_image.h"
#include "reference_fib_image.h"
#include "reference_fletcher_image.h"
#include "reference_sha256_image.h"

/* Its name here and there, and its place in the table there. */
#define REFERENCE(title, work, place)                                                              \
    static uint64_t native_##work(union workload_context *context)                                 \
    {                                                                                              \
        return reference_##work(context);                                                          \
    }                                                                                              \
    static void fill_##work(union workload_context *context)                                       \
    {                                                                                              \
        reference_fill(place, context->bytes);                                                     \
    }                                                                                              \
    static const struct workload_image image_##work = {reference_##work##_image,                   \
                                                       sizeof reference_##work##_image};

REFERENCES(REFERENCE)

static void bench(const char *name, const struct workload_image *image,
                  uint64_t (*native)(union workload_context *),
                  void (*fill)(union workload_context *), uint32_t context_bytes)
{
    const struct workload workload = {
        .name = name, .v3 = *image, .native = native, .fill = fill, .context_bytes = context_bytes};

    runs_bench(&workload);
}

int main(void)
{
    static union workload_context context;

    machine_start();
    counter_start();
    printf("workload,cpu,variant,%s\n", counter_unit);
#define BENCH(title, work, place)                                                                  \
    bench("reference " title, &image_##work, native_##work, fill_##work,                           \
          reference_fill(place, context.bytes));
    REFERENCES(BENCH)
    puts("end");
    return 0;
}
