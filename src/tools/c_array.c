/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The header is C and C++, the source is C11. */
#include "tools/c_array.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/file.h"

/* How both files begin; none that begins otherwise is overwritten. */
#define MADE_HERE "/* Made by rbpf build. */"
#define NAME_LENGTH_MAX 200u
#define BYTES_PER_LINE 12u

static bool is_keyword(const char *name)
{
    static const char *const words[] = {
        "alignas",  "asm",    "auto",     "bool",    "break",    "case",    "catch",    "char",
        "class",    "const",  "continue", "default", "delete",   "do",      "double",   "else",
        "enum",     "extern", "false",    "float",   "for",      "goto",    "if",       "inline",
        "int",      "long",   "main",     "new",     "operator", "private", "public",   "register",
        "restrict", "return", "short",    "signed",  "sizeof",   "static",  "struct",   "switch",
        "template", "this",   "throw",    "true",    "try",      "typedef", "typename", "union",
        "unsigned", "using",  "virtual",  "void",    "volatile", "while",   "namespace"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], name) == 0)
            return true;
    }
    return false;
}

bool c_array_name_ok(const char *name, struct message *message)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    size_t length = strlen(name);

    return (length > 0 && length <= NAME_LENGTH_MAX && strspn(name, letters) == length &&
            !isdigit((unsigned char)name[0]) && !is_keyword(name)) ||
           message_fail(message, "'%s' is no name for an array in C", name);
}

/* The caller frees it. */
static char *path_beside(const char *beside, const char *name, const char *suffix,
                         struct message *message)
{
    const char *slash = strrchr(beside, '/');
    size_t folder = slash ? (size_t)(slash - beside) + 1u : 0u;
    size_t size = folder + strlen(name) + strlen(suffix) + 1u;
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%.*s%s%s", (int)folder, beside, name, suffix);
    else
        message_fail(message, "out of memory");
    return path;
}

static bool spares(char *path, const char *input, struct message *message)
{
    bool ok = path && file_spares(path, input, message);

    free(path);
    return ok;
}

bool c_array_spares(const char *name, const char *beside, const char *input,
                    struct message *message)
{
    return spares(path_beside(beside, name, ".h", message), input, message) &&
           spares(path_beside(beside, name, ".c", message), input, message);
}

/* Is there no such file, or one that was written here before? */
static bool may_write(const char *path)
{
    char first[sizeof MADE_HERE];
    FILE *file = fopen(path, "r");
    bool ours;

    if (!file)
        return true;
    ours = fgets(first, sizeof first, file) && strcmp(first, MADE_HERE) == 0;
    fclose(file);
    return ours;
}

static bool check_path(char *path, struct message *message)
{
    bool ok = path && (may_write(path) ||
                       message_fail(message,
                                    "'%s' was not made by rbpf build; remove it, or choose "
                                    "another name for the array",
                                    path));

    free(path);
    return ok;
}

bool c_array_may_write(const char *name, const char *beside, struct message *message)
{
    return check_path(path_beside(beside, name, ".h", message), message) &&
           check_path(path_beside(beside, name, ".c", message), message);
}

static FILE *open_beside(const char *beside, const char *name, const char *suffix,
                         struct message *message)
{
    char *path = path_beside(beside, name, suffix, message);
    FILE *file;

    if (!path)
        return NULL;
    file = fopen(path, "w");
    if (!file)
        message_fail(message, "cannot write '%s': %s", path, strerror(errno));
    free(path);
    return file;
}

static bool close_file(FILE *file, const char *name, struct message *message)
{
    bool ok = !ferror(file);

    return (fclose(file) == 0 && ok) || message_fail(message, "cannot write the array '%s'", name);
}

static void print_upper(FILE *file, const char *name)
{
    for (; *name; name++)
        fputc(toupper((unsigned char)*name), file);
}

static void print_header(FILE *file, const struct image_out *image, const char *name)
{
    fputs(MADE_HERE "\n#ifndef ", file);
    print_upper(file, name);
    fprintf(file, "_H\n#define ");
    print_upper(file, name);
    fprintf(file, "_H\n\n#include <stdint.h>\n\n#define ");
    print_upper(file, name);
    fprintf(file, "_BYTES %zuu\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n", image->size);
    fprintf(file, "/* An image for rbpf_image_open(), aligned to 8. */\nextern const uint8_t %s[",
            name);
    print_upper(file, name);
    fprintf(file, "_BYTES];\n\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
}

static void print_source(FILE *file, const struct image_out *image, const char *name)
{
    fprintf(file, MADE_HERE "\n#include \"%s.h\"\n\n", name);
    fprintf(file, "_Alignas(8) const uint8_t %s[", name);
    print_upper(file, name);
    fprintf(file, "_BYTES] = {");
    for (size_t i = 0; i < image->size; i++)
        fprintf(file, "%s0x%02x,", i % BYTES_PER_LINE == 0 ? "\n    " : " ", image->bytes[i]);
    fprintf(file, "\n};\n");
}

bool c_array_write(const struct image_out *image, const char *name, const char *beside,
                   struct message *message)
{
    FILE *header = open_beside(beside, name, ".h", message);
    FILE *source;

    if (!header)
        return false;
    print_header(header, image, name);
    if (!close_file(header, name, message))
        return false;
    source = open_beside(beside, name, ".c", message);
    if (!source)
        return false;
    print_source(source, image, name);
    return close_file(source, name, message);
}
