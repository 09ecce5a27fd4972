/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Multiplications, addresses of two dimensions. */
#include "guests.h"

uint64_t matrix(struct matrix_context *context)
{
    int64_t trace = 0;

    for (uint32_t row = 0; row < MATRIX_ROWS; row++)
        for (uint32_t column = 0; column < MATRIX_ROWS; column++) {
            int32_t sum = 0;

            for (uint32_t i = 0; i < MATRIX_ROWS; i++)
                sum += context->left[row][i] * context->right[i][column];
            context->product[row][column] = sum;
            if (row == column)
                trace += sum;
        }
    return (uint64_t)trace;
}
