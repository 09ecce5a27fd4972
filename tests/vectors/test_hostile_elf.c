/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * Spoiled objects that were made elsewhere: DIR/hostile_elf.txt has lines of
 * NAME MUST HEX WHY between tabs. "reject" must be refused, by the converter or the verifier,
 * "accept" must load, "survive" must only do no harm.
 *
 *     test_hostile_elf DIR      without DIR, returns 77: skipped
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rbpf/rbpf.h>

#include "tools/context.h"
#include "tools/guest.h"

#define LINE_BYTES_MAX 65536u
#define SKIPPED 77

/* The helpers that the vectors' programs may call. */
static enum rbpf_status return_0(struct rbpf_call *call)
{
    (void)call;
    return RBPF_OK;
}

static const struct rbpf_helper table[6] = {
    {.fn = return_0}, {.fn = return_0}, {.fn = return_0},
    {.fn = return_0}, {.fn = return_0}, {.fn = return_0},
};
static const struct rbpf_helpers helpers = {.table = table, .count = 6};

/* A copy without a byte to spare, so that a sanitizer sees the first byte too many. */
static bool loads(const struct file *object, struct message *message)
{
    uint8_t *exact = malloc(object->size ? object->size : 1u);
    struct guest guest;
    bool ok;

    if (!exact)
        return message_fail(message, "out of memory");
    memcpy(exact, object->bytes, object->size);
    ok = guest_parse(&guest, exact, object->size, message);
    if (ok) {
        enum rbpf_status status = guest_load(&guest, &helpers);

        ok = status == RBPF_OK || message_fail(message, "%s", rbpf_status_name(status));
    }
    guest_free(&guest);
    free(exact);
    return ok;
}

static bool judge(const char *name, const char *must, const struct file *object)
{
    struct message message = {"loaded"};
    bool loaded = loads(object, &message);
    bool right = strcmp(must, "survive") == 0 || loaded == (strcmp(must, "accept") == 0);

    printf("%s %s %s: %s\n", right ? "ok  " : "FAIL", must, name, message.text);
    return right;
}

static bool judge_line(char *line)
{
    char *name = strtok(line, "\t");
    char *must = strtok(NULL, "\t");
    char *hex = strtok(NULL, "\t");
    struct file object;
    struct message message;
    bool right;

    if (!hex || !context_from_hex(&object, strcmp(hex, "-") == 0 ? "" : hex, &message)) {
        printf("FAIL a line that makes no sense\n");
        return false;
    }
    right = judge(name, must, &object);
    free(object.bytes);
    return right;
}

static int judge_file(FILE *file)
{
    static char line[LINE_BYTES_MAX];
    unsigned failed = 0;
    unsigned count = 0;

    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        count++;
        failed += !judge_line(line);
    }
    printf("%u objects, %u failed\n", count, failed);
    return count == 0 || failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    char path[1024];
    FILE *file;
    int result;

    if (argc < 2 || argv[1][0] == 0) {
        printf("skipped: no folder of vectors is given (RBPF_VECTORS_DIR)\n");
        return SKIPPED;
    }
    snprintf(path, sizeof path, "%s/hostile_elf.txt", argv[1]);
    file = fopen(path, "r");
    if (!file) {
        printf("cannot open %s\n", path);
        return EXIT_FAILURE;
    }
    result = judge_file(file);
    fclose(file);
    return result;
}
