/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * From assembler source to an image, or to nothing but instructions.
 *
 * The source may be anything: time and memory grow with it and with the limits of the converter.
 */
#ifndef RBPF_TOOLS_ASM_H
#define RBPF_TOOLS_ASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/convert.h"
#include "tools/message.h"

struct asm_source {
    /* For messages: they begin with "name:line:column: ". */
    const char *name;
    /* Needs no NUL at its end. */
    const uint8_t *text;
    size_t size;
    /* The result is instructions only; there can be no data. */
    bool raw;
};

/* The most that an image's optional sections can be in number. */
#define ASM_OPTIONAL_MAX 64u

/* False: nothing is written but the message. */
bool assemble(const struct asm_source *source, struct image_out *out, struct message *message);

#endif
