/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The machine on which fuzzers run what an image has. */
#ifndef RBPF_FUZZ_RUN_IMAGE_H
#define RBPF_FUZZ_RUN_IMAGE_H

#include <rbpf/rbpf.h>

/* Images with more data are not for it. */
#define RUN_IMAGE_DATA_MAX 4096u

struct image_run {
    enum rbpf_status status;
    uint64_t executed;
    uint64_t result;
};

/* Runs a function of the image, whose program the verifier has accepted, until it ends or its
 * budget is used. It must not meet an instruction that is none, nor exceed its budget by more than
 * the verifier says. */
struct image_run run_image(const struct rbpf_image *image, const struct rbpf_program *program,
                           uint32_t function, uint32_t budget_insns);

#endif
