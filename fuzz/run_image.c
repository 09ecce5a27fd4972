/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "run_image.h"

#include "fuzzer.h"

static struct image_run run(const struct rbpf_vm_config *config, uint32_t function,
                            uint32_t budget_insns)
{
    static uint8_t context[16];
    const struct rbpf_grant grant = {context, sizeof context, true};
    struct image_run done = {RBPF_OK, 0, 0};
    struct rbpf_facts facts;
    struct rbpf_vm vm;

    memset(context, 1, sizeof context);
    REQUIRE(rbpf_program_facts(config->program, &facts) == RBPF_OK);
    REQUIRE(rbpf_vm_init(&vm, config) == RBPF_OK);
    done.status = rbpf_vm_start(&vm, function, &grant);
    if (done.status != RBPF_OK)
        return done;
    done.status = rbpf_run(&vm, budget_insns);
    done.executed = rbpf_vm_executed(&vm);
    done.result = rbpf_vm_result(&vm);
    REQUIRE(done.status != RBPF_FAULT_INSN);
    REQUIRE(done.executed <= budget_insns + facts.longest_run_insns);
    return done;
}

struct image_run run_image(const struct rbpf_image *image, const struct rbpf_program *program,
                           uint32_t function, uint32_t budget_insns)
{
    static struct rbpf_region regions[RBPF_REGION_COUNT(0)];
    static struct rbpf_frame frames[8];
    static uint8_t stack[4096];
    uint8_t *data = malloc(image->data_bytes ? image->data_bytes : 1u);
    const struct rbpf_vm_config config = {.program = program,
                                          .regions = regions,
                                          .region_count = RBPF_REGION_COUNT(0),
                                          .frames = frames,
                                          .frame_count = 8,
                                          .stack = stack,
                                          .stack_bytes = sizeof stack,
                                          .rodata = image->rodata,
                                          .rodata_bytes = image->rodata_bytes,
                                          .data = data,
                                          .data_bytes = image->data_bytes};
    struct image_run done;

    require(data != NULL, "there is memory");
    REQUIRE(rbpf_image_init_data(image, data, image->data_bytes) == RBPF_OK);
    done = run(&config, function, budget_insns);
    free(data);
    return done;
}
