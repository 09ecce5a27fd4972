/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Objects from strangers: the converter, and a run of what it makes. An input is an object, or an
 * image, as the command `rbpf` takes them.
 *
 * Properties, each of which aborts if it does not hold:
 *
 *   1. What the converter writes, the readers of images and of their lines take. The verifier never
 *      refuses it for what the converter has made: list of functions, calls, ends of LDDW.
 *   2. The same object gives the same image twice, at any address, with names or without.
 *   3. Stripping an image leaves what the converter writes of the object without names and lines.
 *   4. A program that the verifier accepts never meets an instruction it should have refused, and
 *      a run exceeds its budget by no more than the verifier's word.
 *   5. A refusal is one printable line that names a place or calls the whole object something, and
 *      is never for want of memory. It is the same at any address.
 *   6. The object is neither changed nor read behind its end; all memory is given back.
 *   7. With all jumps kept, only jumps differ: the verifier says the same, and a run ends alike.
 */
#include "change_insn.h"
#include "fuzzer.h"
#include "run_image.h"
#include "tools/convert.h"
#include "tools/guest.h"
#include "tools/image_writer.h"

#define BUDGET_INSNS 2000u

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

/* ---- refusals ---- */

static bool names_a_place(const char *text)
{
    return strpbrk(text, "'0123456789") || strstr(text, "object") || strstr(text, "image") ||
           strstr(text, "file") || strstr(text, "entry point") || strstr(text, "bitcode") ||
           strcmp(text, "is empty") == 0;
}

static void check_message(const struct message *message)
{
    const char *at;

    require(memchr(message->text, 0, sizeof message->text) != NULL, "a message ends");
    require(message->text[0] != 0, "a message says why");
    for (at = message->text; *at; at++)
        require(*at >= ' ' && *at <= '~', "a message is a printable line");
    require(names_a_place(message->text), message->text);
    require(strcmp(message->text, "out of memory") != 0, "memory is enough");
}

/* The same object at an odd address. */
static void check_elsewhere(const uint8_t *bytes, size_t size, const struct image_out *image,
                            const struct message *message)
{
    uint8_t *block = malloc(size + 1u);
    struct object_in object = {.size = size};
    struct message other = {""};
    struct image_out again;
    bool converted;

    require(block != NULL, "there is memory");
    if (size)
        memcpy(block + 1, bytes, size);
    object.bytes = block + 1;
    converted = convert_object(&object, &again, NULL, &other);
    require(converted == (image != NULL), "the same verdict at any address");
    if (converted) {
        require(same(&again, image), "the same image at any address");
        free(again.bytes);
    } else {
        require(strcmp(other.text, message->text) == 0, "the same message at any address");
    }
    free(block);
}

/* ---- images ---- */

static void check_named(const struct object_in *object, const struct image_out *image)
{
    struct image_out named;
    const char **names;
    struct message message;
    struct rbpf_image parts;
    uint32_t i;

    require(convert_object(object, &named, &names, &message), "an object converts with names");
    require(same(&named, image), "names change nothing");
    require(rbpf_image_open(&parts, image->bytes, image->size) == RBPF_OK, "the image is read");
    for (i = 0; i < parts.function_count; i++)
        require(!names[i] || strlen(names[i]) < object->size, "a name is part of the object");
    free((void *)names);
    free(named.bytes);
}

static enum rbpf_status nothing(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

/* What the converter has made is not what the verifier refuses; instructions may be anything. */
static void check_made(const struct image_out *image)
{
    static struct rbpf_helper rows[RBPF_HELPERS_MAX];
    const struct rbpf_helpers helpers = {rows, RBPF_HELPERS_MAX, NULL};
    struct rbpf_report report = {0};
    struct rbpf_program program;
    struct rbpf_image parts;
    struct rbpf_code code;
    uint32_t entry;
    uint32_t i;

    for (i = 0; i < RBPF_HELPERS_MAX; i++)
        rows[i].fn = nothing;
    require(rbpf_image_open(&parts, image->bytes, image->size) == RBPF_OK, "the image is read");
    code = rbpf_image_code(&parts, &helpers);
    switch (rbpf_program_load(&program, &code, &report)) {
    case RBPF_REJECT_EMPTY:
    case RBPF_REJECT_LENGTH:
    case RBPF_REJECT_LDDW_CUT:
    case RBPF_REJECT_CALL_KIND:
    case RBPF_REJECT_CALL_BTF:
    case RBPF_REJECT_CALL_TARGET:
    case RBPF_REJECT_CALL_DEPTH:
    case RBPF_REJECT_CALL_STACK:
        violated("the converter's own work is right");
        break;
    case RBPF_REJECT_FUNCTION:
        /* Where no instruction begins, there is none. */
        entry = rbpf_function_read(&parts.functions[report.where]).entry;
        require(parts.text[8u * (size_t)entry] == 0, "the list of functions is right");
        break;
    default:
        break;
    }
}

static void try_object(const uint8_t *bytes, size_t size)
{
    const struct object_in object = {.bytes = bytes, .size = size};
    const struct object_in to_strip = {.bytes = bytes, .size = size, .strip = true};
    struct message message = {""};
    struct image_out full, again, bare;

    if (!convert_object(&object, &full, NULL, &message)) {
        check_message(&message);
        check_elsewhere(bytes, size, NULL, &message);
        return;
    }
    require(convert_object(&object, &again, NULL, &message), "an object converts twice");
    require(same(&full, &again), "and alike");
    require(convert_object(&to_strip, &bare, NULL, &message), "and stripped");
    check_stripped(&full, &bare);
    check_elsewhere(bytes, size, &full, &message);
    check_named(&object, &full);
    check_made(&full);
    free(full.bytes);
    free(again.bytes);
    free(bare.bytes);
}

/* ---- jumps that are kept, and not ---- */

struct ending {
    enum rbpf_status verdict;
    uint32_t where;
    struct image_run run;
};

static struct ending try_guest(struct guest *guest)
{
    struct ending ending = {.verdict = guest_load(guest, NULL), .run = {.status = RBPF_YIELDED}};

    ending.where = ending.verdict == RBPF_OK ? 0 : guest->report.where;
    if (ending.verdict == RBPF_OK && guest->image.data_bytes <= RUN_IMAGE_DATA_MAX)
        ending.run =
            run_image(&guest->image, &guest->program, guest_entry_function(guest, 0), BUDGET_INSNS);
    return ending;
}

/* Runs are of different length, so that one may end within its budget, and the other not. */
static void check_same(const struct ending *a, const struct ending *b)
{
    require(a->verdict == b->verdict && a->where == b->where, "jumps change no verdict");
    if (a->run.status == RBPF_YIELDED || b->run.status == RBPF_YIELDED)
        return;
    require(a->run.status == b->run.status, "jumps change no end");
    require(a->run.result == b->run.result, "jumps change no result");
}

static void check_kept(const uint8_t *bytes, size_t size, const struct ending *changed)
{
    uint8_t *copy = exact_copy(bytes, size);
    const struct object_in object = {.bytes = copy, .size = size, .keep_jumps = true};
    struct message message = {""};
    struct image_out image;
    struct guest guest;
    struct ending kept;

    require(convert_object(&object, &image, NULL, &message), "it converts with jumps kept");
    require(guest_parse(&guest, image.bytes, image.size, &message), "to an image");
    kept = try_guest(&guest);
    check_same(&kept, changed);
    guest_free(&guest);
    free(image.bytes);
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct message message = {""};
    struct guest guest;
    struct ending ending;

    try_object(bytes, size);
    if (guest_parse(&guest, bytes, size, &message)) {
        ending = try_guest(&guest);
        if (strcmp(guest.kind, "object") == 0)
            check_kept(bytes, size, &ending);
    } else {
        check_message(&message);
    }
    guest_free(&guest);
    return 0;
}

/* ---- changes that leave an object an object ---- */

struct span {
    size_t offset;
    size_t size;
};

/* Bytes of an entry of a section of some type; 0: it has none. */
static size_t entry_bytes(uint64_t type)
{
    switch (type) {
    case 1: /* instructions, or data */
        return 8;
    case 2: /* symbols */
        return 24;
    case 9: /* relocations */
        return 16;
    default:
        return 0;
    }
}

/* Of an instruction, symbol or relocation, a field becomes one that may well be right. */
static void change_entry(uint8_t *entry, uint64_t type, unsigned seed)
{
    static const uint8_t types[] = {1, 2, 3, 10};

    if (type == 1)
        change_insn(entry, &seed);
    else if (type == 2 && draw(&seed, 2))
        put_number(entry + 6, draw(&seed, 16), 2);
    else if (type == 2)
        put_number(entry + 8, draw(&seed, 64) * 4u, 8);
    else if (draw(&seed, 2))
        put_number(entry, draw(&seed, 64) * 4u, 8);
    else if (draw(&seed, 2))
        put_number(entry + 12, draw(&seed, 16), 4);
    else
        put_number(entry + 8, types[draw(&seed, sizeof types)], 4);
}

static bool is_inside(struct span span, size_t size)
{
    return span.size > 0 && span.offset <= size && span.size <= size - span.offset;
}

/* Changes a section's header, all that it holds, or an entry, where it is. False: there is none. */
static bool change_section(uint8_t *bytes, size_t size, size_t header, unsigned seed)
{
    const uint64_t type = get_number(bytes + header + 4, 4);
    const size_t entry = entry_bytes(type);
    struct span span = {(size_t)get_number(bytes + header + 24, 8),
                        (size_t)get_number(bytes + header + 32, 8)};

    if (seed % 4u == 0)
        span = (struct span){header, 64};
    if (type == 8 || !is_inside(span, size))
        return false;
    if (seed % 4u > 1u && entry > 0 && span.size >= entry)
        change_entry(bytes + span.offset + seed / 4u % (span.size / entry) * entry, type, seed);
    else
        (void)LLVMFuzzerMutate(bytes + span.offset, span.size, span.size);
    return true;
}

/* One of four changes is any change. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed)
{
    const bool is_object = size >= 64u && memcmp(bytes, "\177ELF", 4) == 0;
    const uint64_t table = is_object ? get_number(bytes + 40, 8) : 0;
    const uint32_t count = is_object ? (uint32_t)get_number(bytes + 60, 2) : 0;
    unsigned draws = seed;

    if (seed % 4u != 0 && count > 0 && table <= size &&
        64u * (size_t)count <= size - (size_t)table) {
        size_t header = (size_t)table + 64u * (size_t)draw(&draws, count);

        if (change_section(bytes, size, header, draw(&draws, 65536)))
            return size;
    }
    return LLVMFuzzerMutate(bytes, size, max_size);
}
