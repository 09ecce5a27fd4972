/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The files of RBPF_REFERENCE_DIR, under names of our own. */
#include "reference_work.h"

#define FN(name) reference_##name
#define W_empty
#define W_fletcher
#define W_fib
#define W_bsort
#define W_crc32
#define W_sha256
/* They come without guards. */
#include "work.c"
#define c_fletcher fill_fletcher
#define c_fib fill_fib
#define c_bsort fill_bsort
#define c_crc fill_crc
#define c_sha fill_sha
#include "fill.c"

uint32_t reference_fill(int place, uint8_t *context)
{
    return (uint32_t)w_fill(place, context);
}
