/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Helpers have the names that all containers know. Those above what this program can hold as rights
 * are read from the image. */
#include "tools/request_words.h"

#include <stdlib.h>
#include <string.h>

#include <rbpf/builtin.h>

#include "bytes.h"

/* ", helper 1023" of each that there may be. */
#define MORE_BYTES (14u * 32u * RBPF_IMAGE_HELPER_WORDS_MAX)

static const struct rbpf_helper names[] = {RBPF_BUILTIN_HELPERS};
#define NAME_COUNT ((uint32_t)(sizeof names / sizeof names[0]))

static char *rights_words(const struct rbpf_rights *rights)
{
    size_t size = rbpf_rights_text(rights, names, NAME_COUNT, NULL, 0) + 1u;
    char *text = malloc(size + MORE_BYTES);

    if (text)
        (void)rbpf_rights_text(rights, names, NAME_COUNT, text, size);
    return text;
}

/* `record` is half of a request. */
static void append_more_helpers(char *text, const uint8_t *record, uint32_t bytes)
{
    const uint8_t *words = record + RBPF_IMAGE_RIGHTS_BYTES;
    uint32_t count = (bytes - RBPF_IMAGE_RIGHTS_BYTES) * 8u;
    char *end = text + strlen(text);

    for (uint32_t id = RBPF_HELPERS_MAX; id < count; id++) {
        if (!(rbpf_load32(words + id / 32u * 4u) & RBPF_HELPER_BIT(id)))
            continue;
        if (strcmp(text, "nothing") == 0)
            end = text;
        end += sprintf(end, "%shelper %lu", end > text ? ", " : "", (unsigned long)id);
    }
}

char *request_words(const struct rbpf_image *image, enum request_half half)
{
    uint32_t bytes = image->request_bytes / 2u;
    struct rbpf_request request;
    char *text;

    (void)rbpf_request_read(&request, image);
    text = rights_words(half == REQUEST_NEEDS ? &request.needs : &request.wants);
    if (text)
        append_more_helpers(text, image->request + (half == REQUEST_NEEDS ? 0 : bytes), bytes);
    return text;
}

void request_print(FILE *out, const struct rbpf_image *image, int column)
{
    static const char *const halves[] = {"needs:", "wants:"};

    for (int half = REQUEST_NEEDS; image->request && half <= REQUEST_WANTS; half++) {
        char *words = request_words(image, (enum request_half)half);

        fprintf(out, "%-*s%s\n", column, halves[half], words ? words : "?");
        free(words);
    }
}
