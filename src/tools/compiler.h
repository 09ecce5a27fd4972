/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * From sources in C and C++ to one object. BPF has no linker in Debian, and clang is one: all
 * sources but the first are compiled to bitcode, which the compilation of the first links.
 *
 *     b.c --> bitcode --+
 *     c.cpp --> bitcode --+
 *     a.c ----------------+--> object
 */
#ifndef RBPF_TOOLS_COMPILER_H
#define RBPF_TOOLS_COMPILER_H

#include <stdbool.h>

#include "tools/file.h"
#include "tools/message.h"

struct compiler {
    /* A path, or a name that is in PATH. */
    const char *program;
    bool is_gcc;
};

/*
 * The compiler that is asked for; null: what RBPF_CLANG says, else clang, else clang-19 to
 * clang-14.
 */
bool compiler_find(struct compiler *compiler, const char *wanted, struct message *message);

struct compilation {
    struct compiler compiler;
    /* Both end with null. The options come last, so that they win. */
    const char *const *sources;
    const char *const *options;
    /* "-mcpu=v3", "-O2" */
    const char *mcpu;
    const char *level;
    /* Of the headers of librbpf, null: not known. */
    const char *include_folder;
    /* Null, or what the rule of make is for, which is to be written. */
    const char *make_target;
};

struct compiled {
    struct file object;
    /* The rule of make that says what was read, if there is a make_target. */
    struct file dependencies;
    /* What the compiler said of the source that it refused, else null. */
    char *words;
};

/* Says what is wrong with a source's name, before anything runs. */
bool compiler_check_source(const struct compiler *compiler, const char *source,
                           struct message *message);

/*
 * Works in the workspace, which is open. The compiler's errors appear as they are. False: there
 * is no object. `compiled` is to be freed in either case.
 */
bool compile_sources(const struct compilation *compilation, struct compiled *compiled,
                     struct message *message);

void compiled_free(struct compiled *compiled);

#endif
