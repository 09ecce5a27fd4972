/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The reader of images, and what a host does with one. An input is an image.
 *
 * Properties, each of which aborts if it does not hold:
 *
 *   1. It is opened if image_model.c finds nothing wrong by src/image/FORMAT.md, and only then;
 *      else the status is of something that is wrong, and the image is all zero. Each part lies
 *      where the model has it.
 *   2. The bytes are neither changed, by whatever follows, nor read behind their end. Misaligned
 *      ones are refused. The same again gives the same, whatever was in the image before.
 *   3. An entry point is found by its name, the first of its name; no other name is found.
 *   4. Data are set to their initial contents and zeroes, to the byte; too small a place is left.
 *   5. Names and lines are opened and found as the model does.
 *   6. What it requests is the numbers that are drawn in FORMAT.md.
 *   7. What the verifier accepts runs from each entry point, within its budget and the overshoot,
 *      twice alike, and never meets an instruction that is none.
 */
#include <rbpf/lines.h>
#include <rbpf/rbpf.h>

#include "fuzzer.h"
#include "image_model.h"
#include "run_image.h"

#define BUDGET_INSNS 500u
#define LOOKED_AT_MAX 64u

struct subject {
    const uint8_t *bytes;
    size_t size;
    struct image_model model;
    struct rbpf_image image;
};

/* ---- opening ---- */

static void check_refused(const struct subject *subject, enum rbpf_status status)
{
    static const struct rbpf_image none;

    REQUIRE(memcmp(&subject->image, &none, sizeof none) == 0);
    REQUIRE(image_bit(status) & subject->model.wrong);
}

static bool is_part(const struct subject *subject, const void *at, uint32_t bytes,
                    const struct image_part *part)
{
    return bytes == part->size && at == (part->there ? subject->bytes + part->offset : NULL);
}

static void check_parts(const struct subject *subject)
{
    const struct rbpf_image *image = &subject->image;
    const struct image_model *model = &subject->model;

    REQUIRE(is_part(subject, image->text, image->text_bytes, &model->text));
    REQUIRE(is_part(subject, image->functions, 8u * image->function_count, &model->functions));
    REQUIRE(is_part(subject, image->rodata, image->rodata_bytes, &model->rodata));
    REQUIRE(is_part(subject, image->data_init, image->data_init_bytes, &model->data));
    REQUIRE(is_part(subject, image->entries, image->entries_bytes, &model->entries));
    REQUIRE(is_part(subject, image->request, image->request_bytes, &model->request));
    REQUIRE(image->data_bytes == model->data.extra);
    REQUIRE(image->entry_count == model->entry_count);
}

static void check_open(struct subject *subject)
{
    enum rbpf_status status;
    struct rbpf_image again;

    memset(&subject->image, 0xff, sizeof subject->image);
    status = rbpf_image_open(&subject->image, subject->bytes, subject->size);
    REQUIRE((status == RBPF_OK) == (subject->model.wrong == 0));
    if (status == RBPF_OK)
        check_parts(subject);
    else
        check_refused(subject, status);
    memset(&again, 0, sizeof again);
    REQUIRE(rbpf_image_open(&again, subject->bytes, subject->size) == status);
    REQUIRE(memcmp(&again, &subject->image, sizeof again) == 0);
}

static void check_misaligned(const struct subject *subject)
{
    uint8_t *block = malloc(subject->size + 7u);
    struct rbpf_image image;
    size_t shift;

    require(block != NULL, "there is memory");
    for (shift = 1; shift < 8; shift += 3) {
        if (subject->size)
            memcpy(block + shift, subject->bytes, subject->size);
        REQUIRE(rbpf_image_open(&image, block + shift, subject->size) == RBPF_ERR_ARGUMENT);
    }
    free(block);
}

/* ---- entry points and data ---- */

static void check_no_entry(const struct subject *subject, const char *name)
{
    uint32_t function = 0xdeadu;
    uint32_t i;

    for (i = 0; i < subject->model.entry_count; i++)
        if (strcmp(image_model_entry(&subject->model, i).name, name) == 0)
            return;
    REQUIRE(rbpf_image_find_entry(&subject->image, name, &function) == RBPF_IMAGE_NO_ENTRY);
    REQUIRE(function == 0xdeadu);
}

/* A name of which one is a part, and one that is part of it. */
static void check_similar_names(const struct subject *subject, const char *name)
{
    size_t length = strlen(name);
    char *other = malloc(length + 2u);

    require(other != NULL, "there is memory");
    memcpy(other, name, length + 1u);
    other[length] = 'x';
    other[length + 1u] = 0;
    check_no_entry(subject, other);
    other[length - 1u] = 0;
    check_no_entry(subject, other);
    free(other);
}

static void check_entries(const struct subject *subject)
{
    const struct rbpf_image *image = &subject->image;
    uint32_t function;
    uint32_t i, j;

    for (i = 0; i < image->entry_count && i < LOOKED_AT_MAX; i++) {
        const struct image_entry entry = image_model_entry(&subject->model, i);

        REQUIRE(rbpf_image_entry_name(image, i) == entry.name);
        for (j = 0; strcmp(image_model_entry(&subject->model, j).name, entry.name) != 0; j++)
            continue;
        REQUIRE(rbpf_image_find_entry(image, entry.name, &function) == RBPF_OK);
        REQUIRE(function == image_model_entry(&subject->model, j).function);
        check_similar_names(subject, entry.name);
    }
    REQUIRE(rbpf_image_find_entry(image, NULL, &function) == RBPF_OK);
    REQUIRE(function == image_model_entry(&subject->model, 0).function);
    REQUIRE(!rbpf_image_entry_name(image, image->entry_count));
    REQUIRE(!rbpf_image_entry_name(image, UINT32_MAX));
}

static void check_data(const struct subject *subject)
{
    const struct image_part *part = &subject->model.data;
    uint8_t *data = malloc(part->extra + 1u);
    uint32_t i;

    require(data != NULL, "there is memory");
    memset(data, 0xa5, part->extra + 1u);
    if (part->extra > 0)
        REQUIRE(rbpf_image_init_data(&subject->image, data, part->extra - 1u) ==
                RBPF_ERR_DATA_TOO_SMALL);
    for (i = 0; i <= part->extra; i++)
        REQUIRE(data[i] == 0xa5);
    REQUIRE(rbpf_image_init_data(&subject->image, data, part->extra) == RBPF_OK);
    for (i = 0; i < part->extra; i++)
        REQUIRE(data[i] == (i < part->size ? subject->bytes[part->offset + i] : 0));
    REQUIRE(data[part->extra] == 0xa5);
    free(data);
}

/* ---- names, lines, the request ---- */

static void check_line(const struct subject *subject, const struct rbpf_lines *lines, uint32_t slot)
{
    struct image_place expected;
    struct rbpf_source source;
    bool found = rbpf_lines_find(lines, slot, &source);

    REQUIRE(found == image_model_find(&subject->model, slot, &expected));
    if (!found)
        return;
    REQUIRE(source.file == expected.file);
    REQUIRE(source.line == expected.line && source.column == expected.column);
}

static void check_lines(const struct subject *subject)
{
    const struct image_model *model = &subject->model;
    uint32_t slot_count = model->text.size / 8u;
    struct rbpf_lines lines;
    enum rbpf_status status = rbpf_lines_open(&lines, &subject->image, subject->bytes);
    uint32_t i;

    REQUIRE(status == (model->lines_ok ? RBPF_OK : RBPF_IMAGE_LINES));
    if (status != RBPF_OK)
        return;
    for (i = 0; i < LOOKED_AT_MAX && i < slot_count; i++) {
        check_line(subject, &lines, i);
        check_line(subject, &lines, slot_count - 1u - i);
    }
    check_line(subject, &lines, slot_count);
    check_line(subject, &lines, UINT32_MAX);
    for (i = 0; i < LOOKED_AT_MAX && i <= subject->image.function_count; i++)
        REQUIRE(rbpf_lines_function_name(&lines, i) == image_model_name(model, i));
}

/* Half of a request, against the drawing. */
static void check_rights(const struct rbpf_rights *rights, const uint8_t *half, uint32_t words)
{
    uint32_t i;

    REQUIRE(rights->insns_per_run == image_number(half, 4));
    REQUIRE(rights->insns_per_second == image_number(half + 4, 4));
    for (i = 0; i < RBPF_SCOPES; i++) {
        REQUIRE(rights->stores[i].entries == image_number(half + 8 + 4 * i, 2));
        REQUIRE(rights->stores[i].bytes == image_number(half + 10 + 4 * i, 2));
    }
    REQUIRE(rights->stack_bytes == image_number(half + 20, 2));
    REQUIRE(rights->access == image_number(half + 22, 2));
    for (i = 0; i < RBPF_HELPERS_MAX / 32; i++)
        REQUIRE(rights->helpers[i] == (i < words ? image_number(half + 24 + 4 * i, 4) : 0));
}

static void check_request(const struct subject *subject)
{
    const struct image_part *part = &subject->model.request;
    const uint8_t *half = subject->bytes + part->offset;
    uint32_t words = part->there ? (part->size / 2u - RBPF_IMAGE_RIGHTS_BYTES) / 4u : 0;
    struct rbpf_request request;
    bool foreign = false;
    enum rbpf_status status;
    uint32_t i;

    memset(&request, 0xff, sizeof request);
    status = rbpf_request_read(&request, &subject->image);
    for (i = RBPF_HELPERS_MAX / 32; i < words; i++)
        foreign |= image_number(half + RBPF_IMAGE_RIGHTS_BYTES + 4 * i, 4) != 0;
    REQUIRE(status == (foreign ? RBPF_CONTAINER_RIGHTS : RBPF_OK));
    if (!part->there)
        return;
    check_rights(&request.needs, half, words);
    check_rights(&request.wants, half + part->size / 2u, words);
}

/* ---- running ---- */

static enum rbpf_status add_up(struct rbpf_call *call)
{
    uint64_t sum = 0;
    uint32_t i;

    for (i = 1; i <= 5; i++)
        sum += rbpf_call_arg(call, i);
    rbpf_call_return(call, sum);
    return RBPF_OK;
}

#define ROW                                                                                        \
    {                                                                                              \
        .fn = add_up                                                                               \
    }
#define ROWS_8 ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW

static const struct rbpf_helper helper_rows[] = {ROWS_8, ROWS_8, ROWS_8, ROWS_8};
static const struct rbpf_helpers helpers = {helper_rows, 32, NULL};

static void check_entry(const struct subject *subject, const struct rbpf_program *program,
                        uint32_t index)
{
    const uint32_t function = image_model_entry(&subject->model, index).function;
    const struct image_run first = run_image(&subject->image, program, function, BUDGET_INSNS);
    const struct image_run second = run_image(&subject->image, program, function, BUDGET_INSNS);

    REQUIRE(first.status == second.status && first.executed == second.executed);
    REQUIRE(first.result == second.result);
}

static void check_runs(const struct subject *subject)
{
    const struct rbpf_code code = rbpf_image_code(&subject->image, &helpers);
    struct rbpf_program program;
    uint32_t i;

    if (rbpf_program_load(&program, &code, NULL) != RBPF_OK)
        return;
    for (i = 0; i < subject->model.entry_count && i < 2u; i++)
        check_entry(subject, &program, i);
}

static void check_opened(const struct subject *subject)
{
    check_entries(subject);
    check_lines(subject);
    check_request(subject);
    if (subject->model.data.extra > RUN_IMAGE_DATA_MAX)
        return;
    check_data(subject);
    check_runs(subject);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = exact_copy(bytes, size);
    struct subject subject = {.bytes = copy, .size = size};

    subject.model = image_model_read(copy, size);
    check_open(&subject);
    check_misaligned(&subject);
    if (subject.model.wrong == 0)
        check_opened(&subject);
    if (size)
        REQUIRE(memcmp(copy, bytes, size) == 0);
    free(copy);
    return 0;
}

/* ---- changes that leave an image an image ---- */

#define HEADER_BYTES RBPF_IMAGE_HEADER_BYTES
#define ROW_BYTES RBPF_IMAGE_SECTION_BYTES
#define PARTS_MAX 8u
#define IMAGE_MAX 16384u

/* Writes header, table and parts anew, where part `changed` has become `content`. 0: no room. */
static size_t write_anew(uint8_t *to, const uint8_t *from, uint32_t changed, const uint8_t *content,
                         size_t content_bytes)
{
    uint32_t count = image_number(from + 6, 2);
    size_t at = HEADER_BYTES + count * ROW_BYTES;
    uint32_t i;

    memcpy(to, from, at);
    for (i = 0; i < count; i++) {
        const uint8_t *row = from + HEADER_BYTES + i * ROW_BYTES;
        size_t bytes = i == changed ? content_bytes : image_number(row + 8, 4);
        const uint8_t *part = i == changed ? content : from + image_number(row + 4, 4);

        if (at + bytes + 8u > IMAGE_MAX)
            return 0;
        put_number(to + HEADER_BYTES + i * ROW_BYTES + 4, at, 4);
        put_number(to + HEADER_BYTES + i * ROW_BYTES + 8, bytes, 4);
        memset(to + at, 0, bytes + 8u);
        memcpy(to + at, part, bytes);
        at = (at + bytes + 7u) & ~(size_t)7;
    }
    put_number(to + 8, at, 4);
    return at;
}

static bool has_parts(const uint8_t *bytes, size_t size)
{
    uint32_t count = size >= HEADER_BYTES ? image_number(bytes + 6, 2) : 0;
    uint32_t i;

    if (count == 0 || count > PARTS_MAX || HEADER_BYTES + count * ROW_BYTES > size)
        return false;
    for (i = 0; i < count; i++) {
        const uint8_t *row = bytes + HEADER_BYTES + i * ROW_BYTES;
        uint64_t end = (uint64_t)image_number(row + 4, 4) + image_number(row + 8, 4);

        if (end > size)
            return false;
    }
    return true;
}

static size_t change_part(uint8_t *bytes, size_t max_size, unsigned seed)
{
    static uint8_t anew[IMAGE_MAX + 8u], content[IMAGE_MAX];
    uint32_t changed = (seed >> 8) % image_number(bytes + 6, 2);
    const uint8_t *row = bytes + HEADER_BYTES + changed * ROW_BYTES;
    size_t part_bytes = image_number(row + 8, 4);
    size_t size;

    if (part_bytes + 64u > IMAGE_MAX)
        return 0;
    memcpy(content, bytes + image_number(row + 4, 4), part_bytes);
    part_bytes = LLVMFuzzerMutate(content, part_bytes, part_bytes + 64u);
    size = write_anew(anew, bytes, changed, content, part_bytes);
    if (size > max_size)
        return 0;
    memcpy(bytes, anew, size);
    return size;
}

/* One of four changes is any change; one is to header and table; the others are to a part. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t max_size, unsigned seed)
{
    size_t changed = 0;

    if (seed % 4u == 0 || !has_parts(bytes, size))
        return LLVMFuzzerMutate(bytes, size, max_size);
    if (seed % 4u == 1u) {
        size_t head = HEADER_BYTES + image_number(bytes + 6, 2) * ROW_BYTES;

        (void)LLVMFuzzerMutate(bytes, head, head);
        return size;
    }
    changed = change_part(bytes, max_size, seed);
    return changed ? changed : LLVMFuzzerMutate(bytes, size, max_size);
}
