/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The context: what is to be calculated, and the result. */
#ifndef EXPRESSION_H
#define EXPRESSION_H

#include <stdint.h>

#define EXPRESSION_TEXT_BYTES 56u

struct expression {
    int64_t value;
    /* Ends with NUL, or fills the field. */
    char text[EXPRESSION_TEXT_BYTES];
};

/* What the guest returns. */
enum expression_status {
    EXPRESSION_OK = 0,
    EXPRESSION_NO_OPERATION = 1,
    EXPRESSION_TOO_FEW = 2,
    EXPRESSION_TOO_MANY = 3
};

#endif
