/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The order of the steps; each is described where it is declared. */
#include "tools/convert.h"

#include <stdlib.h>

#include <rbpf/image.h>

#include "tools/conversion.h"
#include "tools/image_writer.h"

/* Calls are found in relocated code, and functions where calls go. */
static bool run_steps(struct conversion *c, const struct object_in *object)
{
    return layout_sections(c) && mark_instructions(c) && relocate_sections(c) &&
           read_stack_sizes(c) && list_functions(c) && (object->keep_jumps || invert_jumps(c)) &&
           measure_call_graph(c) && list_entries(c) && read_request(c) &&
           (object->strip || (list_lines(c) && list_names(c)));
}

static struct rbpf_function *encode_functions(const struct conversion *c)
{
    struct rbpf_function *records = calloc(c->function_count, sizeof *records);

    for (uint32_t i = 0; records && i < c->function_count; i++)
        records[i] = rbpf_function_make(&c->functions[i]);
    return records;
}

static bool append_names_and_lines(const struct conversion *c, struct image_out *out)
{
    const struct image_section names = {RBPF_SECTION_NAMES, c->names, c->names_bytes};
    const struct image_section lines = {RBPF_SECTION_LINES, c->lines, c->lines_bytes};

    return (names.size == 0 || image_append(out, &names)) &&
           (lines.size == 0 || image_append(out, &lines));
}

bool finish_image(const struct conversion *c, struct image_out *out)
{
    struct rbpf_function *records = encode_functions(c);
    struct rbpf_image parts = {
        .text = c->text,
        .text_bytes = c->text_bytes,
        .functions = records,
        .function_count = c->function_count,
        .rodata = c->rodata,
        .rodata_bytes = c->rodata_bytes,
        .data_init = c->data,
        .data_init_bytes = c->data_init_bytes,
        .data_bytes = c->data_bytes,
        .entries = c->entries,
        .entries_bytes = c->entries_bytes,
        .request = c->request,
        .request_bytes = c->request_bytes,
    };
    struct image_out image = {0};
    bool ok = records && image_write(&parts, &image) && append_names_and_lines(c, &image);

    free(records);
    if (!ok) {
        free(image.bytes);
        return message_fail(c->message, "out of memory");
    }
    *out = image;
    return true;
}

void free_conversion(struct conversion *c)
{
    free(c->places);
    free(c->text);
    free(c->slots);
    free(c->stack_sizes);
    free(c->rodata);
    free(c->data);
    free(c->functions);
    free(c->entries);
    free(c->request);
    free(c->names);
    free(c->lines);
}

bool convert_object(const struct object_in *object, struct image_out *out, const char ***names,
                    struct message *message)
{
    struct conversion c = {.message = message};
    const char **copied = NULL;
    bool ok = elf_open(&c.elf, object->bytes, object->size, message) && run_steps(&c, object) &&
              (!names || copy_names(&c, &copied)) && finish_image(&c, out);

    if (ok && names)
        *names = copied;
    else
        free((void *)copied);
    free_conversion(&c);
    return ok;
}
