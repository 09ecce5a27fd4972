/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Which compiler there is, and what it is told. */
#define _POSIX_C_SOURCE 200809L

#include "tools/compiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/process.h"
#include "tools/workspace.h"

/* Of a path of a program, in PATH. */
#define PROGRAM_PATH_BYTES 4096u

enum language { LANGUAGE_NONE, LANGUAGE_C, LANGUAGE_CXX };

static bool is_in_folder(const char *folder, size_t length, const char *name)
{
    char path[PROGRAM_PATH_BYTES];
    size_t name_length = strlen(name);

    if (length + name_length + 2u > sizeof path)
        return false;
    memcpy(path, folder, length);
    path[length] = '/';
    memcpy(path + length + 1u, name, name_length + 1u);
    return access(path, X_OK) == 0;
}

static bool is_in_path(const char *name)
{
    const char *folder = getenv("PATH");

    if (strchr(name, '/'))
        return access(name, X_OK) == 0;
    while (folder && *folder) {
        size_t length = strcspn(folder, ":");

        if (is_in_folder(folder, length, name))
            return true;
        folder += length + (folder[length] == ':');
    }
    return false;
}

static const char *first_clang(void)
{
    static const char *const names[] = {"clang",    "clang-19", "clang-18", "clang-17",
                                        "clang-16", "clang-15", "clang-14"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_in_path(names[i]))
            return names[i];
    }
    return NULL;
}

bool compiler_find(struct compiler *compiler, const char *wanted, struct message *message)
{
    const char *slash;

    if (!wanted)
        wanted = getenv("RBPF_CLANG");
    if (wanted && !is_in_path(wanted))
        return message_fail(message, "there is no compiler '%s'", wanted);
    if (!wanted)
        wanted = first_clang();
    if (!wanted)
        return message_fail(message, "there is no clang, which compiles guests: install it "
                                     "(Debian: apt-get install clang), or name one by --cc or "
                                     "RBPF_CLANG");
    slash = strrchr(wanted, '/');
    *compiler = (struct compiler){
        .program = wanted,
        .is_gcc = strstr(slash ? slash : wanted, "gcc") != NULL,
    };
    return true;
}

static enum language language_of(const char *source)
{
    static const struct {
        const char *suffix;
        enum language language;
    } rows[] = {
        {".c", LANGUAGE_C},     {".cpp", LANGUAGE_CXX}, {".cc", LANGUAGE_CXX},
        {".cxx", LANGUAGE_CXX}, {".C", LANGUAGE_CXX},
    };
    const char *dot = strrchr(source, '.');

    for (size_t i = 0; dot && i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(dot, rows[i].suffix) == 0)
            return rows[i].language;
    }
    return LANGUAGE_NONE;
}

bool compiler_check_source(const struct compiler *compiler, const char *source,
                           struct message *message)
{
    enum language language = language_of(source);

    if (language == LANGUAGE_NONE)
        return message_fail(message, "'%s' is neither C (.c) nor C++ (.cpp, .cc, .cxx, .C)",
                            source);
    if (language == LANGUAGE_CXX && compiler->is_gcc)
        return message_fail(message, "'%s' is C++, which gcc has not for BPF: use clang", source);
    return access(source, R_OK) == 0 ||
           message_fail(message, "cannot open '%s'; is the name right?", source);
}

static void add_all(struct arguments *arguments, const char *const *items)
{
    for (; items && *items; items++)
        arguments_add(arguments, *items);
}

static void add_flags(struct arguments *arguments, const struct compilation *c)
{
    /* -g, because the errors of clang's back end know lines by it only. */
    static const char *const common[] = {"-g", "-ffreestanding", "-fno-builtin", NULL};
    static const char *const clang[] = {"--target=bpfel", "-fno-unroll-loops",
                                        "-fstack-size-section", "-fno-crash-diagnostics", NULL};

    arguments_add(arguments, c->compiler.program);
    arguments_add(arguments, c->mcpu);
    arguments_add(arguments, c->level);
    add_all(arguments, common);
    if (!c->compiler.is_gcc)
        add_all(arguments, clang);
    /* gcc tells by itself, and clang sees a pipe. */
    if (!c->compiler.is_gcc && isatty(STDERR_FILENO))
        arguments_add(arguments, "-fcolor-diagnostics");
}

static void add_language(struct arguments *arguments, const char *source)
{
    static const char *const c[] = {"-x", "c", "-std=gnu11",
                                    "-Werror=implicit-function-declaration", NULL};
    static const char *const cxx[] = {
        "-x", "c++", "-std=gnu++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics",
        NULL};

    add_all(arguments, language_of(source) == LANGUAGE_C ? c : cxx);
}

/* "@name" would mean something else to the compiler. Null: no memory. */
static char *plain_path(const char *source)
{
    size_t size = strlen(source) + 3u;
    char *path = malloc(size);

    if (path)
        snprintf(path, size, "%s%s", source[0] == '@' ? "./" : "", source);
    return path;
}

static void add_dependencies(struct arguments *arguments, const struct compilation *c, size_t index,
                             const char *file)
{
    arguments_add(arguments, "-MD");
    arguments_add(arguments, "-MF");
    arguments_add(arguments, file);
    /* The first has the target; the others will be joined to it. */
    arguments_add(arguments, index == 0 ? "-MQ" : "-MT");
    arguments_add(arguments, index == 0 ? c->make_target : "-");
}

/* One source, and where its parts are. */
struct unit {
    size_t index;
    struct workspace_path output;
    struct workspace_path dependencies;
};

static void add_input(struct arguments *arguments, const struct compilation *c,
                      const struct unit *unit, const char *path)
{
    add_language(arguments, path);
    if (c->include_folder) {
        arguments_add(arguments, "-I");
        arguments_add(arguments, c->include_folder);
    }
    if (c->make_target)
        add_dependencies(arguments, c, unit->index, unit->dependencies.text);
    add_all(arguments, c->options);
    arguments_add(arguments, "-c");
    if (unit->index > 0)
        arguments_add(arguments, "-emit-llvm");
    arguments_add(arguments, "-o");
    arguments_add(arguments, unit->output.text);
    arguments_add(arguments, path);
}

static void add_links(struct arguments *arguments, const struct unit *units, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        arguments_add(arguments, "-Xclang");
        arguments_add(arguments, "-mlink-bitcode-file");
        arguments_add(arguments, "-Xclang");
        arguments_add(arguments, units[i].output.text);
    }
}

static bool run(const struct arguments *arguments, struct compiled *compiled,
                struct message *message)
{
    struct process_end end;

    if (!process_run(arguments, &end, message)) {
        free(end.words);
        return false;
    }
    if (end.succeeded) {
        free(end.words);
        return true;
    }
    compiled->words = end.words;
    return message_fail(message, "%s says why above", arguments->items[0]);
}

/* The units from 1 on are there when the first is compiled. */
static bool compile_unit(const struct compilation *c, const struct unit *units, size_t index,
                         struct compiled *compiled, struct message *message)
{
    const char *source = c->sources[index];
    struct arguments arguments = {0};
    struct message why;
    size_t count = 0;
    char *path = plain_path(source);
    bool ok;

    while (c->sources[count])
        count++;
    if (!path)
        return message_fail(message, "out of memory");
    add_flags(&arguments, c);
    add_input(&arguments, c, &units[index], path);
    if (index == 0)
        add_links(&arguments, units, count);
    ok = run(&arguments, compiled, &why);
    arguments_free(&arguments);
    free(path);
    return ok || message_fail(message, "'%s'%s was not compiled: %s", source,
                              index == 0 && count > 1 ? ", linked with the others," : "", why.text);
}

/* Without "-:", the target of all files but the first. */
static const char *prerequisites(const struct file *file, bool first)
{
    const char *text = (const char *)file->bytes;

    return first || strncmp(text, "-:", 2) != 0 ? text : text + 2;
}

/* Appends a file's rule to the one rule: "target: a.c \" and then " b.c". Room is left for one
 * byte more. */
static bool join_rule(struct file *all, const struct workspace_path *path, struct message *message)
{
    bool first = all->size == 0;
    struct file file;
    uint8_t *bytes;
    const char *text;
    size_t size;

    if (!file_read(&file, path->text, message))
        return false;
    while (file.size > 0 && file.bytes[file.size - 1u] == '\n')
        file.size--;
    file.bytes[file.size] = 0;
    text = prerequisites(&file, first);
    size = strlen(text);
    bytes = realloc(all->bytes, all->size + size + 4u);
    if (bytes) {
        all->bytes = bytes;
        memcpy(bytes + all->size, first ? "" : " \\\n", first ? 0u : 3u);
        all->size += first ? 0u : 3u;
        memcpy(bytes + all->size, text, size);
        all->size += size;
    }
    free(file.bytes);
    return bytes || message_fail(message, "out of memory");
}

static bool join_rules(const struct compilation *c, const struct unit *units,
                       struct compiled *compiled, struct message *message)
{
    for (size_t i = 0; c->make_target && c->sources[i]; i++) {
        if (!join_rule(&compiled->dependencies, &units[i].dependencies, message))
            return false;
    }
    if (c->make_target)
        compiled->dependencies.bytes[compiled->dependencies.size++] = '\n';
    return true;
}

static bool compile_units(const struct compilation *c, struct unit *units, size_t count,
                          struct compiled *compiled, struct message *message)
{
    for (size_t i = 0; i < count; i++)
        units[i] = (struct unit){i, workspace_file(), workspace_file()};
    for (size_t i = count; i-- > 0;) {
        if (!compile_unit(c, units, i, compiled, message))
            return false;
    }
    return file_read(&compiled->object, units[0].output.text, message) &&
           join_rules(c, units, compiled, message);
}

bool compile_sources(const struct compilation *c, struct compiled *compiled,
                     struct message *message)
{
    struct unit *units;
    size_t count = 0;
    bool ok;

    *compiled = (struct compiled){.words = NULL};
    while (c->sources[count])
        count++;
    if (c->compiler.is_gcc && count > 1)
        return message_fail(message, "bpf-gcc takes one source, as there is no linker for its "
                                     "objects: use clang for several");
    units = calloc(count + 1u, sizeof *units);
    if (!units)
        return message_fail(message, "out of memory");
    ok = compile_units(c, units, count, compiled, message);
    free(units);
    return ok;
}

void compiled_free(struct compiled *compiled)
{
    free(compiled->object.bytes);
    free(compiled->dependencies.bytes);
    free(compiled->words);
    *compiled = (struct compiled){.words = NULL};
}
