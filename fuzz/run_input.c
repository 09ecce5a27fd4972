/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "run_input.h"

#include <string.h>

#include "tame.h"

#define BUDGET 300u
#define INPUT_STACK_MAX 1024u
#define INPUT_INSNS_MAX 256u

static void lay_out(struct scene *scene, const uint8_t *header)
{
    scene_lay_out(scene, &(struct layout){
                             .stack_bytes = header[2] * 8u % (INPUT_STACK_MAX + 8u),
                             .data_bytes = header[5] % (SMALL_MAX + 1u),
                             .host_bytes = header[6] % (SMALL_MAX + 1u),
                             .context_bytes = header[1] % (SMALL_MAX + 1u),
                             .host_read_only = header[0] & INPUT_HOST_READ_ONLY,
                             .context_read_only = header[0] & INPUT_CONTEXT_READ_ONLY,
                         });
}

/* Reads what fits of the list; returns the bytes it took. */
static size_t read_records(struct scene *scene, const uint8_t *bytes, size_t size, uint32_t count)
{
    size_t taken;

    if (count > size / sizeof *scene->functions)
        count = (uint32_t)(size / sizeof *scene->functions);
    taken = count * sizeof *scene->functions;
    if (count)
        memcpy(scene->functions, bytes, taken);
    scene->code.functions = scene->functions;
    scene->code.function_count = count;
    return taken;
}

static void read_insns(struct scene *scene, const uint8_t *bytes, size_t size)
{
    if (size > INPUT_INSNS_MAX * 8u)
        size = INPUT_INSNS_MAX * 8u;
    if (size)
        memcpy(scene->insns, bytes, size);
    scene->code.insns_bytes = size;
}

enum rbpf_status input_read(struct input *input, const uint8_t *bytes, size_t size)
{
    struct scene *scene = &input->scene;
    const uint8_t flags = bytes[0];
    const bool listed = flags & INPUT_LISTED;
    size_t taken = INPUT_HEADER_BYTES;
    enum rbpf_status status;

    input->slice = 1u + bytes[4] % 32u;
    input->loop = run_loops[(bytes[4] >> 5) % RUN_LOOPS];
    scene->frame_count = bytes[3] % (FRAMES_MAX + 1u);
    scene->budget_insns = BUDGET;
    scene->code = (struct rbpf_code){.insns = scene->insns, .no_callx = flags & INPUT_NO_CALLX};
    if (flags & INPUT_HELPERS)
        scene->code.helpers = flags & INPUT_FEW_HELPERS ? &few_helpers : &all_helpers;
    scene->report.where = 0;
    lay_out(scene, bytes);
    if (listed)
        taken += read_records(scene, bytes + taken, size - taken, bytes[7] % (FUNCTIONS_MAX + 1u));
    read_insns(scene, bytes + taken, size - taken);
    if (flags & INPUT_TAMED && scene->code.insns_bytes >= 8)
        tame(scene, 1u + bytes[7] % 4u, listed);
    status = scene_load(scene, listed);
    REQUIRE(status == RBPF_OK || !(flags & INPUT_TAMED) || scene->code.insns_bytes < 8);
    return status;
}
