/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * What the disassembler prints of objects and of other people's programs, assembled again.
 *
 *     test_roundtrip objects FILE...
 *     test_roundtrip vectors DIR     conformance.txt and random.txt; without DIR, 77: skipped
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roundtrip.h"
#include "tools/context.h"

#define LINE_BYTES_MAX (1u << 20)
#define SKIPPED 77

static unsigned count;
static unsigned failed;

static void note(bool ok, const char *name, const struct message *message)
{
    count++;
    if (ok)
        return;
    failed++;
    printf("FAIL %s: %s\n", name, message->text);
}

static void judge_object(const char *path)
{
    struct message message;
    struct guest guest;
    bool ok = guest_read(&guest, path, false, &message) && roundtrip_guest(&guest, &message);

    note(ok, path, &message);
    guest_free(&guest);
}

/* The column of the program is 1 or 3, from 0. */
static void judge_line(char *line, int column)
{
    const char *name = strtok(line, " ");
    const char *hex = name;
    struct message message;
    struct file program;
    bool ok;

    for (int i = 0; i < column && hex; i++)
        hex = strtok(NULL, " ");
    ok = hex && context_from_hex(&program, hex, &message);
    note(ok && roundtrip_raw(program.bytes, program.size, &message), name ? name : "?", &message);
    if (ok)
        free(program.bytes);
}

static bool judge_vectors(const char *dir, const char *name, int column)
{
    static char line[LINE_BYTES_MAX];
    char path[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    file = fopen(path, "r");
    if (!file) {
        printf("cannot open %s\n", path);
        return false;
    }
    while (fgets(line, sizeof line, file)) {
        if (line[0] != '#' && line[0] != '\n')
            judge_line(line, column);
    }
    fclose(file);
    return true;
}

int main(int argc, char **argv)
{
    bool ok = true;

    if (argc < 3 || argv[2][0] == 0) {
        printf("skipped: no folder of vectors is given (RBPF_VECTORS_DIR)\n");
        return SKIPPED;
    }
    if (strcmp(argv[1], "vectors") == 0)
        ok =
            judge_vectors(argv[2], "conformance.txt", 3) && judge_vectors(argv[2], "random.txt", 1);
    for (int i = 2; i < argc && strcmp(argv[1], "objects") == 0; i++)
        judge_object(argv[i]);
    printf("%u programs, %u failed\n", count, failed);
    return ok && count > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
