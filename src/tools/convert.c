/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The order of the steps; each is described where it is declared. */
#include "tools/convert.h"

#include <stdlib.h>

#include <rbpf/image.h>

#include "tools/conversion.h"
#include "tools/image_writer.h"

/* Calls are found in relocated code, and functions where calls go. */
static bool run_steps(struct conversion *c)
{
    return layout_sections(c) && mark_instructions(c) && relocate_sections(c) &&
           read_stack_sizes(c) && list_functions(c) && (c->keep_jumps || invert_jumps(c)) &&
           measure_call_graph(c) && list_entries(c) && read_request(c) &&
           (c->strip || (list_lines(c) && list_names(c)));
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
    bool ok = records && image_write(&parts, out);

    free(records);
    if (ok && !append_names_and_lines(c, out)) {
        free(out->bytes);
        ok = false;
    }
    return ok || message_fail(c->message, "out of memory");
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

static bool convert(struct conversion *c, const uint8_t *object, size_t size,
                    struct named_image *out)
{
    const char **names = NULL;
    bool ok = elf_open(&c->elf, object, size, c->message) && run_steps(c) &&
              copy_names(c, &names) && finish_image(c, &out->image);

    if (ok)
        out->names = names;
    else
        free((void *)names);
    free_conversion(c);
    return ok;
}

static bool convert_unnamed(struct conversion *c, const uint8_t *object, size_t size,
                            struct image_out *out)
{
    struct named_image named;

    if (!convert(c, object, size, &named))
        return false;
    free((void *)named.names);
    *out = named.image;
    return true;
}

bool convert_object_named(const uint8_t *object, size_t size, struct named_image *out,
                          struct message *message)
{
    struct conversion c = {.message = message};

    return convert(&c, object, size, out);
}

bool convert_object_as(const struct convert_choices *choices, const struct file *object,
                       struct image_out *out, struct message *message)
{
    struct conversion c = {
        .message = message, .strip = choices->strip, .keep_jumps = choices->keep_jumps};

    return convert_unnamed(&c, object->bytes, object->size, out);
}

bool convert_object(const uint8_t *object, size_t size, struct image_out *out,
                    struct message *message)
{
    struct conversion c = {.message = message};

    return convert_unnamed(&c, object, size, out);
}

bool convert_object_stripped(const uint8_t *object, size_t size, struct image_out *out,
                             struct message *message)
{
    struct conversion c = {.message = message, .strip = true};

    return convert_unnamed(&c, object, size, out);
}
