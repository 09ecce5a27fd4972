/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* An image as C source: NAME.c and NAME.h, for firmware that carries it in flash. */
#ifndef RBPF_TOOLS_C_ARRAY_H
#define RBPF_TOOLS_C_ARRAY_H

#include <stdbool.h>

#include "tools/convert.h"
#include "tools/message.h"

/* Whether it can name a variable in C and C++. */
bool c_array_name_ok(const char *name, struct message *message);

/* Whether neither file is there, or was written by c_array_write() before. */
bool c_array_may_write(const char *name, const char *beside, struct message *message);

/*
 * Writes both files into the folder of the file `beside`:
 *
 *     NAME.h    #define NAME_BYTES 424u
 *               extern const uint8_t NAME[NAME_BYTES];
 *     NAME.c    the array, aligned to 8
 */
bool c_array_write(const struct image_out *image, const char *name, const char *beside,
                   struct message *message);

/* False: it would overwrite a file that is read. */
bool c_array_spares(const char *name, const char *beside, const char *input,
                    struct message *message);

#endif
