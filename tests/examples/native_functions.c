/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What functions should print: its guest, compiled for this computer. */
#include <inttypes.h>
#include <stdio.h>

#include "functions/expression.h"

uint64_t calculate(struct expression *expression);

int main(void)
{
    static struct expression rows[] = {
        {0, "2 3 + 4 *"}, {0, "10 4 - 25 -"}, {0, "3 4 e 17 %"}, {0, "1071 462 g"},
        {0, "1 +"},       {0, "1 2"},         {0, "1 2 ?"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t status = calculate(&rows[i]);

        if (status == EXPRESSION_OK)
            printf("%-12s = %" PRId64 "\n", rows[i].text, rows[i].value);
        else
            printf("%-12s error %" PRIu64 "\n", rows[i].text, status);
    }
    return 0;
}
