/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Programs from files, and machines to run them on. */
#include "tools/guest.h"

#include <stdlib.h>
#include <string.h>

#include "tools/convert.h"
#include "tools/file.h"
#include "tools/file_kind.h"

static bool fail_kind(enum file_kind kind, struct message *message)
{
    if (kind == FILE_KIND_UNKNOWN)
        return message_fail(message, "is neither an object nor an image; give --raw if it holds "
                                     "nothing but instructions");
    return file_kind_fail(kind, message);
}

/* By the names that it has for people, else by entry points, of several the first. Looked for once,
 * as names have no index: to begin anew for each function takes minutes where there are many. */
static bool list_image_names(struct guest *guest, struct message *message)
{
    const char *name = (const char *)guest->lines.names;

    guest->image_names = calloc(guest->image.function_count + 1u, sizeof *guest->image_names);
    if (!guest->image_names)
        return message_fail(message, "out of memory");
    for (uint32_t i = guest->image.entry_count; i-- > 0;)
        guest->image_names[guest_entry_function(guest, i)] =
            rbpf_image_entry_name(&guest->image, i);
    for (uint32_t i = 0; name && i < guest->image.function_count; i++) {
        if (*name)
            guest->image_names[i] = name;
        name += strlen(name) + 1u;
    }
    return true;
}

/* Takes the bytes over, which are aligned to 8. */
static bool take_image(struct guest *guest, uint8_t *bytes, size_t size, struct message *message)
{
    enum rbpf_status status;

    guest->bytes = bytes;
    guest->size = size;
    status = rbpf_image_open(&guest->image, bytes, size);
    if (status == RBPF_OK)
        status = rbpf_lines_open(&guest->lines, &guest->image, bytes);
    if (status != RBPF_OK)
        return message_fail(message, "%s (%s)%s", rbpf_status_text(status),
                            rbpf_status_name(status),
                            status == RBPF_IMAGE_LINES ? "; rbpf strip takes them out" : "");
    guest->code = rbpf_image_code(&guest->image, NULL);
    return list_image_names(guest, message);
}

static bool copy_image(struct guest *guest, const uint8_t *bytes, size_t size,
                       struct message *message)
{
    uint8_t *copy = malloc(size);

    if (!copy)
        return message_fail(message, "out of memory");
    memcpy(copy, bytes, size);
    return take_image(guest, copy, size, message);
}

bool guest_parse(struct guest *guest, const uint8_t *bytes, size_t size, struct message *message)
{
    enum file_kind kind = file_kind(bytes, size);
    const struct object_in object = {.bytes = bytes, .size = size};
    struct image_out image;

    *guest = (struct guest){.kind = kind == FILE_KIND_IMAGE ? "image" : "object"};
    if (kind == FILE_KIND_IMAGE)
        return copy_image(guest, bytes, size, message);
    if (kind != FILE_KIND_OBJECT)
        return fail_kind(kind, message);
    return convert_object(&object, &image, &guest->names, message) &&
           take_image(guest, image.bytes, image.size, message);
}

static bool parse_raw(struct guest *guest, const struct file *file, struct message *message)
{
    enum rbpf_status status;
    size_t capacity = file->size / 8u;

    guest->raw = true;
    guest->kind = "raw";
    guest->bytes = file->bytes;
    guest->size = file->size;
    if (file->size == 0 || file->size % 8u != 0 || capacity > RBPF_INSNS_MAX)
        return message_fail(message,
                            "has %zu bytes: raw instructions are a multiple of 8 bytes, 8 to %u",
                            file->size, 8u * RBPF_INSNS_MAX);
    guest->functions = calloc(capacity, sizeof *guest->functions);
    if (!guest->functions)
        return message_fail(message, "out of memory");
    guest->code = (struct rbpf_code){.insns = guest->bytes, .insns_bytes = guest->size};
    status = rbpf_functions_find(&guest->code, guest->functions, capacity);
    return status == RBPF_OK || message_fail(message, "%s", rbpf_status_text(status));
}

static bool parse_file(struct guest *guest, const struct file *file, bool raw,
                       struct message *message)
{
    bool ok;

    if (raw)
        return parse_raw(guest, file, message);
    ok = guest_parse(guest, file->bytes, file->size, message);
    free(file->bytes);
    return ok;
}

bool guest_read(struct guest *guest, const char *path, bool raw, struct message *message)
{
    struct message why;
    struct file file;

    *guest = (struct guest){0};
    if (!file_read(&file, path, message))
        return false;
    return parse_file(guest, &file, raw, &why) || message_fail(message, "'%s': %s", path, why.text);
}

enum rbpf_status guest_load(struct guest *guest, const struct rbpf_helpers *helpers)
{
    enum rbpf_status status;

    guest->code.helpers = helpers;
    status = rbpf_program_load(&guest->program, &guest->code, &guest->report);
    if (status == RBPF_OK)
        status = rbpf_program_facts(&guest->program, &guest->facts);
    return status;
}

uint32_t guest_entry_function(const struct guest *guest, uint32_t index)
{
    /* {u16 count, u16 reserved}, then {u16 function, u16 name} each: FORMAT.md. */
    return rbpf_load16(guest->image.entries + 4u + 4u * index);
}

const char *guest_function_name(const struct guest *guest, uint32_t function)
{
    if (guest->image_names && guest->image_names[function])
        return guest->image_names[function];
    return guest->names ? guest->names[function] : NULL;
}

struct rbpf_insn guest_insn(const struct guest *guest, uint32_t slot)
{
    return rbpf_insn_decode((const uint8_t *)guest->code.insns + (size_t)slot * 8u);
}

uint32_t guest_function_at(const struct guest *guest, uint32_t slot)
{
    uint32_t index = 0;

    while (index + 1u < guest->code.function_count &&
           rbpf_function_read(&guest->code.functions[index + 1u]).entry <= slot)
        index++;
    return index;
}

void guest_free(struct guest *guest)
{
    free(guest->bytes);
    free(guest->functions);
    free((void *)guest->names);
    free((void *)guest->image_names);
    *guest = (struct guest){0};
}

/* Never empty, so that a null pointer means that there is no memory. */
static bool make_room(struct machine *m, uint32_t data_bytes)
{
    m->frames = calloc(m->frame_count + 1u, sizeof *m->frames);
    m->stack = calloc(m->stack_bytes + 1u, 1u);
    m->data = calloc((size_t)data_bytes + 1u, 1u);
    return m->frames && m->stack && m->data;
}

/* For frames and stack as they are given in `m`. */
static bool make_machine(struct machine *m, const struct guest *guest, struct message *message)
{
    struct rbpf_vm_config config;
    enum rbpf_status status;

    if (guest->image.data_bytes > MACHINE_DATA_MAX)
        return message_fail(message, "the guest asks for %lu bytes of data; it can have %u here",
                            (unsigned long)guest->image.data_bytes, MACHINE_DATA_MAX);
    if (!make_room(m, guest->image.data_bytes))
        return message_fail(message, "out of memory");
    config = (struct rbpf_vm_config){
        .program = &guest->program,
        .regions = m->regions,
        .region_count = RBPF_REGION_COUNT(0),
        .frames = m->frames,
        .frame_count = m->frame_count,
        .stack = m->stack,
        .stack_bytes = m->stack_bytes,
        .rodata = guest->image.rodata,
        .rodata_bytes = guest->image.rodata_bytes,
        .data = m->data,
        .data_bytes = guest->image.data_bytes,
        .user = &m->output,
    };
    status = rbpf_image_init_data(&guest->image, m->data, guest->image.data_bytes);
    if (status == RBPF_OK)
        status = rbpf_vm_init(&m->vm, &config);
    return status == RBPF_OK || message_fail(message, "%s", rbpf_status_text(status));
}

bool machine_init(struct machine *m, const struct guest *guest, struct message *message)
{
    const struct rbpf_facts *facts = &guest->facts;

    if (facts->call_depth == 0)
        return machine_init_frames(m, guest, MACHINE_FRAMES, message);
    *m = (struct machine){.frame_count = facts->call_depth, .stack_bytes = facts->stack_bytes};
    return make_machine(m, guest, message);
}

bool machine_init_frames(struct machine *m, const struct guest *guest, uint32_t frame_count,
                         struct message *message)
{
    *m = (struct machine){
        .frame_count = frame_count,
        .stack_bytes = frame_count * RBPF_FRAME_MAX,
    };
    return make_machine(m, guest, message);
}

void machine_free(struct machine *machine)
{
    free(machine->frames);
    free(machine->stack);
    free(machine->data);
    *machine = (struct machine){0};
}
